/** Comes with Terraform itself. */
export const BUILT_IN = 'terraform.io/builtin/terraform';

/** A resource type or data source that a stack uses. */
export interface NeededType {
  readonly kind: 'resource' | 'data';
  readonly type: string;

  /** Address of its provider, as in `registry.terraform.io/hashicorp/azurerm`. */
  readonly provider: string;
}

import { TerraformResource } from 'cdktf';

/**
 * Lets the next apply take an object over that exists, with an import block.
 *
 * cdktf would run `terraform version` at every synth, once for each import, to see that it is 1.5. The library needs that
 * version in any case, and the access reports are made where there is no Terraform, so its check is left out.
 */
export function takeOver(resource: TerraformResource, id: string): void {
  const node = resource.node as { addValidation?: unknown };
  node.addValidation = () => undefined;
  try {
    // No provider: Terraform takes that of the resource and refuses another one here.
    resource.importFrom(id);
  } finally {
    // The method of the class is visible again.
    delete node.addValidation;
  }
}

import { ManagementLock } from '@cdktf/provider-azurerm/lib/management-lock';
import { TerraformResourceLifecycle } from 'cdktf';
import { Construct } from 'constructs';

/** The lifecycle of what must not be lost: Terraform refuses every plan that destroys or replaces it. */
export function protectedIf(
  protect: boolean | undefined,
  lifecycle?: TerraformResourceLifecycle,
): TerraformResourceLifecycle | undefined {
  return protect ? { ...lifecycle, preventDestroy: true } : lifecycle;
}

/** Keeps everybody from deleting something in Azure, owners and other tools than Terraform included. */
export function lockDeletion(scope: Construct, resourceId: string): void {
  new ManagementLock(scope, 'DeletionLock', {
    name: 'no-deletion',
    scope: resourceId,
    lockLevel: 'CanNotDelete',
    notes: 'Set by Terraform: switch the lock off there before anything in here is deleted.',
  });
}

import { AzureadProvider } from '@cdktf/provider-azuread/lib/provider';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { TerraformStack, Testing } from 'cdktf';
import { Construct } from 'constructs';
import { RbacBinding, RbacRole, RbacSubject } from '../../../lib';
import { connect } from '../connected';

export const SUBJECTS = [RbacSubject.group('5f1c0b7a-6a0e-4c0d-9f3b-0c8a2d4e6f10')];

export function binding(scope: Construct): RbacBinding {
  return new RbacBinding(scope, 'Devs', { role: RbacRole.EDIT, namespace: 'shop', subjects: SUBJECTS });
}

export function stack(id = 'access', app = Testing.app()): TerraformStack {
  const made = new TerraformStack(app, id);
  connect(made);
  new AzurermProvider(made, 'azurerm', { features: [{}] });
  new AzureadProvider(made, 'azuread');
  return made;
}

/** What the one binding of a stack waits for. */
export function waitsFor(access: TerraformStack): string[] | undefined {
  const { resource } = JSON.parse(Testing.synth(access, true)) as {
    resource: { kubernetes_role_binding_v1: Record<string, { depends_on?: string[] }> };
  };
  return Object.values(resource.kubernetes_role_binding_v1)[0]!.depends_on;
}

import { KubernetesProvider } from '@cdktf/provider-kubernetes/lib/provider';
import { App, LocalBackend, TerraformStack } from 'cdktf';
import type { RbacBinding, RbacRole, RbacSubject } from '../../../lib';

/** What the two ways to import must both give. */
export interface Constructs {
  readonly RbacBinding: typeof RbacBinding;
  readonly RbacRole: typeof RbacRole;
  readonly RbacSubject: typeof RbacSubject;
}

/** A stack with one binding and nothing else of the library. */
export function defineOneBinding(constructs: Constructs): void {
  const app = new App();
  const stack = new TerraformStack(app, 'binding');
  new LocalBackend(stack, { path: 'terraform.tfstate' });
  new KubernetesProvider(stack, 'kubernetes');

  new constructs.RbacBinding(stack, 'ShopDevelopers', {
    role: constructs.RbacRole.EDIT,
    namespace: 'shop',
    subjects: [constructs.RbacSubject.user('alice@contoso.com')],
  });
  app.synth();
}

import { KubernetesProvider } from '@cdktf/provider-kubernetes/lib/provider';
import { App, LocalBackend, TerraformStack } from 'cdktf';
import { RbacBinding, RbacRole, RbacSubject } from '../../../lib';
import { grants } from './grants';

// One RbacBinding for each grant.

const app = new App();
const stack = new TerraformStack(app, 'bindings');
new LocalBackend(stack, { path: 'terraform.tfstate' });
new KubernetesProvider(stack, 'kubernetes');

for (const { name, namespace, role, users, group } of grants(Number(process.argv[2]))) {
  new RbacBinding(stack, name, {
    name,
    namespace,
    role: RbacRole.clusterRole(role),
    subjects: [...users.map((user) => RbacSubject.user(user)), RbacSubject.group(group)],
  });
}
app.synth();

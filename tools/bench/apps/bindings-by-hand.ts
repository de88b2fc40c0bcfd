import { RoleBindingV1 } from '@cdktf/provider-kubernetes/lib/role-binding-v1';
import { KubernetesProvider } from '@cdktf/provider-kubernetes/lib/provider';
import { App, LocalBackend, TerraformStack } from 'cdktf';
import { grants } from './grants';

// One binding for each grant, by hand: what RbacBinding is measured against.

const app = new App();
const stack = new TerraformStack(app, 'bindings');
new LocalBackend(stack, { path: 'terraform.tfstate' });
new KubernetesProvider(stack, 'kubernetes');

const apiGroup = 'rbac.authorization.k8s.io';
for (const { name, namespace, role, users, group } of grants(Number(process.argv[2]))) {
  new RoleBindingV1(stack, name, {
    metadata: { name, namespace },
    roleRef: { apiGroup, kind: 'ClusterRole', name: role },
    subject: [
      ...[...users].sort().map((user) => ({ apiGroup, kind: 'User', name: user, namespace: '' })),
      { apiGroup, kind: 'Group', name: group, namespace: '' },
    ],
  });
}
app.synth();

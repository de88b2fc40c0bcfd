import { TerraformStack, Testing } from 'cdktf';
import { KubernetesNamespace, RbacBinding, RbacCustomRole } from '../../../lib';
import { binding, stack, SUBJECTS, waitsFor } from './sample-waits';

test('a construct in what is deployed later, or in another App, is refused', () => {
  const app = Testing.app();
  const [access, quota] = [stack('access', app), stack('quota', app)];
  quota.addDependency(access);
  binding(access).node.addDependency(new KubernetesNamespace(quota, 'Shop', { name: 'shop' }));
  expect(() => waitsFor(access)).toThrow(
    "'access/Devs' cannot wait for 'quota/Shop/Resource', as stack 'quota' is deployed after 'access'",
  );

  const alone = stack();
  binding(alone).node.addDependency(new KubernetesNamespace(stack(), 'Shop', { name: 'shop' }));
  expect(() => waitsFor(alone)).toThrow(
    "'access/Devs' cannot wait for 'access/Shop/Resource', which is of another App",
  );
});

test.each<[what: string, define: (access: TerraformStack) => unknown, circle: string]>([
  [
    'two',
    (access) => {
      const [shop, devs] = [new KubernetesNamespace(access, 'Shop', { name: 'shop' }), binding(access)];
      shop.node.addDependency(devs);
      devs.node.addDependency(shop);
    },
    "'access/Shop' waits for 'access/Devs', 'access/Devs' for 'access/Shop'",
  ],
  [
    'three',
    (access) => {
      const [a, b, c] = ['a', 'b', 'c'].map((name) => new KubernetesNamespace(access, name, { name }));
      a!.node.addDependency(b!);
      b!.node.addDependency(c!);
      c!.node.addDependency(a!);
    },
    "'access/a' waits for 'access/b', 'access/b' for 'access/c', 'access/c' for 'access/a'",
  ],
  [
    'a role and its binding',
    (access) => {
      const rules = [{ verbs: ['get'], resources: ['pods'] }];
      const role = new RbacCustomRole(access, 'Reader', { name: 'reader', rules });
      role.node.addDependency(new RbacBinding(access, 'Devs', { role, subjects: SUBJECTS }));
    },
    "'access/Reader' waits for 'access/Devs', 'access/Devs' for 'access/Reader'",
  ],
])('%s that wait for each other are refused', (_, define, circle) => {
  const access = stack();
  define(access);

  expect(() => Testing.synth(access, true)).toThrow(
    `[access] ${circle}, by addDependency(): remove one of these`,
  );
});

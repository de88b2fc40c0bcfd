import {
  KubernetesConnection,
  KubernetesNamespace,
  RbacBinding,
  RbacBindingProps,
  RbacCustomRole,
  RbacRole,
  RbacSubject,
} from '../../lib';
import { existingCluster, synthConnected } from './connected';
import { only, Synthesized } from './synth';
import { errorOf, imports, UUID } from './imported';

describe('an object of Kubernetes', () => {
  const role = RbacRole.VIEW;
  const subjects = [RbacSubject.group(UUID)];
  const rules = [{ verbs: ['get'], resources: ['pods'] }];

  test('is taken over by the name that it has here', () => {
    const synthesized = synthConnected((stack) => {
      new KubernetesNamespace(stack, 'Shop', { name: 'shop' }).importFrom();
      new RbacCustomRole(stack, 'Role', { name: 'pods', rules }).importFrom();
      new RbacCustomRole(stack, 'ShopRole', { name: 'pods', namespace: 'shop', rules }).importFrom();
      new RbacBinding(stack, 'Binding', { name: 'ops', role, subjects }).importFrom();
      new RbacBinding(stack, 'ShopBinding', { name: 'ops', namespace: 'shop', role, subjects }).importFrom(
        'shop/ops',
      );
    });

    expect(imports(synthesized)).toEqual({
      'kubernetes_namespace_v1.Shop': 'shop',
      'kubernetes_cluster_role_v1.Role': 'pods',
      'kubernetes_role_v1.ShopRole': 'shop/pods',
      'kubernetes_cluster_role_binding_v1.Binding': 'ops',
      'kubernetes_role_binding_v1.ShopBinding': 'shop/ops',
    });
  });

  test('that every cluster has is taken over or has another name', () => {
    const accounts = [RbacSubject.serviceAccount('shop', 'deployer')];
    const build = (props: Partial<RbacBindingProps>, isImported = false): unknown =>
      synthConnected((stack) => {
        const binding = new RbacBinding(stack, 'Ops', { role, subjects, ...props });
        if (isImported) {
          binding.importFrom();
        }
      });
    const name = 'system::leader-locking-kube-scheduler';

    expect(() => build({ name: 'cluster-admin' })).toThrow(
      "name 'cluster-admin' is a ClusterRoleBinding of every cluster: use another, or call importFrom()",
    );
    expect(() => build({ name, namespace: 'kube-system' })).toThrow(
      `name '${name}' is a RoleBinding of every cluster in namespace 'kube-system': use another, or call importFrom()`,
    );
    expect(() => build({ serviceAccountsName: 'cluster-admin', subjects: accounts })).toThrow(
      "serviceAccountsName 'cluster-admin' is a ClusterRoleBinding of every cluster",
    );
    // Of these there is one in a namespace only, and nothing is made under the other name.
    expect(() => build({ name })).not.toThrow();
    expect(() => build({ serviceAccountsName: 'cluster-admin' })).not.toThrow();
    expect(() => build({ name: 'cluster-admin' }, true)).not.toThrow();
  });

  test('is not taken over under another name', () => {
    const build = (id: string): unknown =>
      synthConnected((stack) =>
        new RbacBinding(stack, 'Ops', { name: 'ops', namespace: 'shop', role, subjects }).importFrom(id),
      );

    expect(errorOf(() => build('ops'))).toBe(
      "id 'ops' is not that of this object: use 'shop/ops', <namespace>/<name>, or leave it out (at 'test/Ops')",
    );
  });

  test('of service accounts alone is taken over by their name', () => {
    const accounts = [RbacSubject.serviceAccount('shop', 'deployer')];
    const build = (props: Partial<RbacBindingProps>, id?: string): Synthesized =>
      synthConnected((stack) =>
        new RbacBinding(stack, 'Ops', { role, subjects: accounts, namespace: 'shop', ...props }).importFrom(
          id,
        ),
      );
    const robots = { 'kubernetes_role_binding_v1.Ops_ServiceAccounts': 'shop/robots' };

    expect(imports(build({ serviceAccountsName: 'robots' }))).toEqual(robots);
    expect(imports(build({ serviceAccountsName: 'robots', name: 'ops' }, 'shop/robots'))).toEqual(robots);
    expect(errorOf(() => build({ name: 'robots' }))).toContain(
      "set 'serviceAccountsName' to the name that it has in Kubernetes (at 'test/Ops')",
    );
    expect(errorOf(() => build({ name: 'robots' }, 'shop/robots'))).toContain(
      "and there are none: set 'serviceAccountsName'",
    );
  });

  test('of users and service accounts is taken over as that of the users', () => {
    const both = [...subjects, RbacSubject.serviceAccount('shop', 'deployer')];
    const synthesized = synthConnected((stack) => {
      const binding = new RbacBinding(stack, 'Ops', { name: 'ops', role });
      binding.importFrom();
      binding.addSubject(...both);
    });

    expect(imports(synthesized)).toEqual({ 'kubernetes_cluster_role_binding_v1.Ops': 'ops' });
  });

  test('keeps the connection of the resource, which Terraform does not take in an import', () => {
    const synthesized = synthConnected((stack) => {
      const cluster = existingCluster(stack, 'Second');
      const connection = new KubernetesConnection(stack, 'Other', { cluster });
      new KubernetesNamespace(stack, 'Shop', { name: 'shop', connection }).importFrom();
    });

    expect(only(synthesized, 'kubernetes_namespace_v1').provider).toBe('kubernetes.Other');
    expect(imports(synthesized)).toEqual({ 'kubernetes_namespace_v1.Shop': 'shop' });
    expect(synthesized.json).not.toMatch(/"import":[^\]]*"provider"/);
  });
});

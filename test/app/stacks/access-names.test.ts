import { KEYS_OF_JAVASCRIPT } from '../../../tools/fuzz/strange-texts';
import { GROUP, MINIMAL, problemsOf } from '../config/config-file';
import { all, synth } from './synthesized';

test('words of JavaScript are keys and names as others are', () => {
  const names = KEYS_OF_JAVASCRIPT.filter((name) => !name.startsWith('_'));
  const map = Object.fromEntries(names.map((name) => [name, name]));
  const namespaces = [...new Set(names.map((name) => name.toLowerCase()))];
  const granted = [...names, '__proto__'];
  const synthesized = synth(
    Object.entries({
      namespaces: namespaces.map((name) => ({ name, labels: map, annotations: map })),
      roles: granted.map((name) => ({ name, rules: [{ verbs: ['get'], resources: ['secrets'] }] })),
      access: granted.map((name) => ({ clusterRole: name, groups: [name] })),
    })
      .map((section) => `${section[0]}: ${JSON.stringify(section[1])}\n`)
      .join(''),
  );

  expect(new Set(all(synthesized, 'kubernetes_namespace_v1').map(({ metadata }) => metadata))).toEqual(
    new Set(namespaces.map((name) => ({ name, labels: map, annotations: map }))),
  );
  expect(all(synthesized, 'kubernetes_cluster_role_v1')).toHaveLength(granted.length);
  const bound = all(synthesized, 'kubernetes_cluster_role_binding_v1').map(({ role_ref: role }) => role);
  expect(new Set(bound)).toEqual(
    new Set(granted.map((name) => ({ api_group: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name }))),
  );
  const groups = Object.values(synthesized.data?.azuread_group ?? {}).map((group) => group.display_name);
  expect(groups.sort()).toEqual(granted.sort());
});

describe('names that look alike in an ID are told apart', () => {
  const RULES = 'rules: [{ verbs: [get], resources: [pods] }]';

  test('of roles and their places, and what is listed first keeps its ID', () => {
    const { resource } = synth(`roles:
  - { name: x, namespace: a--namespace-b, ${RULES} }
  - { name: x--namespace-a, namespace: b, ${RULES} }
access:
  - { role: x, namespace: a--namespace-b, groups: [${GROUP}] }
  - { role: x--namespace-a, namespace: b, groups: [${GROUP}] }
`);
    const roles = resource!.kubernetes_role_v1!;

    expect(Object.keys(roles).map((id) => id.replace(/_[0-9A-F]{8}$/, ''))).toEqual([
      expect.stringMatching(/^CustomRole-x--namespace-a--namespace-b-[0-9a-f]{8}$/),
      'CustomRole-x--namespace-a--namespace-b',
    ]);
    const bindings = Object.values(resource!.kubernetes_role_binding_v1!) as {
      metadata: { namespace: string };
      role_ref: { name: string };
      depends_on: string[];
    }[];
    for (const { metadata, role_ref: role, depends_on: needed } of bindings) {
      const [id = ''] = needed.map((address) => address.split('.')[1]);
      expect(roles[id]!.metadata).toMatchObject({ name: role.name, namespace: metadata.namespace });
    }
  });

  test('of grants of Azure', () => {
    const { resource } = synth(`azureRoles:
  - { role: RbacReader, namespace: a, groups: [b--group-c] }
  - { role: RbacReader, namespace: a--group-b, groups: [c] }
`);
    const scopes = Object.values(resource!.azurerm_role_assignment!).map(({ scope }) => String(scope));

    expect(scopes.filter((scope) => scope.endsWith('/namespaces/a'))).toHaveLength(1);
    expect(scopes.filter((scope) => scope.endsWith('/namespaces/a--group-b'))).toHaveLength(1);
  });

  test('of groups that are looked up', () => {
    const { data } = synth('access: [{ clusterRole: view, groups: [a/b, a--b] }]\n');
    const names = Object.values(data!.azuread_group!).map((group) => group.display_name);

    expect(new Set(names)).toEqual(new Set(['a/b', 'a--b']));
  });

  test('of service accounts, unless their identities have one name', () => {
    const identities = (more: string) =>
      `  workloadIdentities: [{ namespace: a-b, serviceAccount: c }, { namespace: a, serviceAccount: b-c${more} }]\n`;
    const { resource } = synth(identities(', identityName: other'));

    expect(Object.values(resource!.kubernetes_service_account_v1!).map(({ metadata }) => metadata)).toEqual([
      expect.objectContaining({ namespace: 'a', name: 'b-c' }),
      expect.objectContaining({ namespace: 'a-b', name: 'c' }),
    ]);
    expect(problemsOf(MINIMAL + identities(''))).toEqual([
      "aks.yaml:8:63 cluster.workloadIdentities[1]: 'myAKSCluster-a-b-c' is also a managed identity of workloadIdentities[0]: set 'identityName'",
    ]);
  });
});

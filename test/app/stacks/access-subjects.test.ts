import { Testing } from 'cdktf';
import { AccessStack } from '../../../app/stacks/access-stack';
import { ClusterStack } from '../../../app/stacks/cluster-stack';
import { IdentityStack } from '../../../app/stacks/identity-stack';
import { GROUP, load, MINIMAL } from '../config/config-file';
import { all, synth, Synthesized } from './synthesized';

describe('lookups', () => {
  test('are one for each name, whatever entries ask, and a provider only for them', () => {
    const { data, provider } = synth(`access:
  - { clusterRole: view, users: [alice@contoso.com], groups: [ops] }
  - { clusterRole: edit, namespace: shop, users: [Alice@contoso.com], groups: [ops, ${GROUP}] }
`);

    expect(Object.values(data?.azuread_user ?? {})).toEqual([{ user_principal_name: 'alice@contoso.com' }]);
    expect(Object.values(data?.azuread_group ?? {})).toHaveLength(1);
    expect(Object.keys(provider)).toContain('azuread');
  });

  test('are none for object IDs and service accounts', () => {
    const { data, provider } = synth(
      `access: [{ clusterRole: view, guests: [${GROUP}], groups: [${GROUP}], serviceAccounts: [a/b] }]\n`,
    );

    expect(Object.keys(data ?? {})).toEqual(['azurerm_kubernetes_cluster']);
    expect(Object.keys(provider)).not.toContain('azuread');
  });

  test('of the group of administrators are by the name that the identity stack gives it', () => {
    const config = MINIMAL.replace('azureRbac: true', 'adminGroup: { displayName: admins }');
    const { data } = ((): Synthesized => {
      const loaded = load(config);
      const app = Testing.app();
      const identity = new IdentityStack(app, 'identity', loaded);
      const cluster = new ClusterStack(app, 'cluster', loaded, identity);
      return JSON.parse(Testing.synth(new AccessStack(app, 'access', loaded, cluster))) as Synthesized;
    })();

    expect(Object.values(data?.azuread_group ?? {})).toEqual([
      { display_name: 'admins', security_enabled: true },
    ]);
  });
});

describe('Cluster User', () => {
  const assigned = (sections: string): unknown[] =>
    all(synth(sections), 'azurerm_role_assignment').map(({ principal_id: id }) => id);

  test('is for whoever has a role, once, and not for service accounts and system groups', () => {
    expect(
      assigned(`access:
  - { clusterRole: view, groups: [${GROUP}], serviceAccounts: [a/b], unsafeSystemGroups: ['system:authenticated'] }
  - { clusterRole: edit, namespace: shop, groups: [${GROUP}] }
`),
    ).toEqual([GROUP]);
  });

  test('is one for a group in two spellings', () => {
    expect(
      assigned(`access:
  - { clusterRole: view, groups: [readers] }
  - { clusterRole: edit, namespace: shop, groups: [Readers] }
`),
    ).toHaveLength(1);
  });

  test('can be left out for all and for an entry', () => {
    const entry = `clusterRole: view, groups: [${GROUP}]`;

    expect(assigned(`grantClusterUser: false\naccess: [{ ${entry} }]\n`)).toEqual([]);
    expect(assigned(`access: [{ ${entry}, grantClusterUser: false }]\n`)).toEqual([]);
    expect(assigned(`grantClusterUser: false\naccess: [{ ${entry}, grantClusterUser: true }]\n`)).toEqual([
      GROUP,
    ]);
  });

  test('is not for users who are bound as written, as nobody knows their object IDs', () => {
    expect(
      assigned('directory: { lookUpUsers: false }\naccess: [{ clusterRole: view, users: [a@b.com] }]\n'),
    ).toEqual([]);
  });
});

test('a binding with exact subjects is taken over as it is, and asks nobody who they are', () => {
  const synthesized = synth(`access:
  - name: Old
    import: true
    clusterRole: view
    labels: { team: shop }
    subjects:
      - { kind: ServiceAccount, name: deployer, namespace: ci }
      - { kind: User, name: jane }
      - { kind: Group, name: ${GROUP}, namespace: default }
`);

  expect(all(synthesized, 'kubernetes_cluster_role_binding_v1')).toMatchObject([
    {
      metadata: { name: 'Old', labels: { team: 'shop' } },
      subject: [
        { kind: 'ServiceAccount', name: 'deployer', namespace: 'ci' },
        { kind: 'User', name: 'jane' },
        { kind: 'Group', name: GROUP, namespace: 'default' },
      ],
    },
  ]);
  expect(JSON.stringify(synthesized)).toContain('"id":"Old"');
  expect(Object.keys(synthesized.data ?? {})).toEqual(['azurerm_kubernetes_cluster']);
  expect(all(synthesized, 'azurerm_role_assignment')).toEqual([]);
});

test('exact subjects are all that their binding has, and need its name', () => {
  expect(() =>
    load(`${MINIMAL}access:
  - { clusterRole: view, groups: [${GROUP}], subjects: [{ kind: User, name: jane }] }
`),
  ).toThrow(
    /cannot be combined with 'subjects', which lists everybody[^]*needs 'name' beside it: the name that the binding has in Kubernetes/,
  );
});

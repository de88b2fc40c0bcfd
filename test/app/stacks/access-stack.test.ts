import { App, Testing } from 'cdktf';
import { AccessStack } from '../../../app/stacks/access-stack';
import { ClusterStack } from '../../../app/stacks/cluster-stack';
import { IdentityStack } from '../../../app/stacks/identity-stack';
import { KEYS_OF_JAVASCRIPT } from '../../../tools/fuzz/strange-texts';
import { load, MINIMAL, problemsOf } from '../config/config-file';

type Block = Record<string, unknown>;

interface Synthesized {
  readonly resource?: Record<string, Record<string, Block>>;
  readonly data?: Record<string, Record<string, Block>>;
  readonly provider: Record<string, unknown>;
}

const GROUP = '894656e1-39f8-4bfe-b16a-510f61af6f41';

function define(sections: string): AccessStack {
  const config = load(MINIMAL + sections);
  const app: App = Testing.app();
  const identity = new IdentityStack(app, 'identity', config);
  return new AccessStack(app, 'access', config, new ClusterStack(app, 'cluster', config, identity));
}

function synth(sections: string): Synthesized {
  return JSON.parse(Testing.synth(define(sections), true)) as Synthesized;
}

function all(synthesized: Synthesized, type: string): Block[] {
  return Object.values(synthesized.resource?.[type] ?? {});
}

function warnings(sections: string): string[] {
  const stack = define(sections);
  Testing.synth(stack, true);

  return stack.node
    .findAll()
    .flatMap(({ node }) => node.metadata)
    .filter(({ type }) => type === '@cdktf/warn')
    .map(({ data }) => String(data));
}

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

test('the order of entries changes nothing in the bindings', () => {
  const entries = [
    '{ clusterRole: edit, namespace: shop, groups: [b, a], serviceAccounts: [z/z, a/a] }',
    '{ clusterRole: edit, namespace: shop, users: [bob@contoso.com], groups: [c] }',
    '{ clusterRole: edit, namespace: shop, users: [alice@contoso.com, bob@contoso.com] }',
  ];
  const subjects = (list: string[]): unknown =>
    all(synth(`access: [${list.join(', ')}]\n`), 'kubernetes_role_binding_v1').flatMap(
      ({ subject }) => subject as unknown[],
    );

  expect(subjects(entries)).toHaveLength(7);
  expect(subjects([...entries].reverse())).toEqual(subjects(entries));
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

describe('several namespaces', () => {
  const NAMESPACES = `namespaces:
  - { name: shop, labels: { team: web, stage: prod } }
  - { name: bank, labels: { team: web } }
  - { name: mail, labels: { team: ops, stage: prod } }
`;
  const bindings = (sections: string): Record<string, Block> =>
    synth(NAMESPACES + sections).resource?.kubernetes_role_binding_v1 ?? {};

  test('are bindings with the addresses and names that entries of their own would have', () => {
    const people = 'groups: [web], serviceAccounts: [ci/deployer]';
    const single = bindings(`access:
  - { clusterRole: edit, namespace: shop, ${people} }
  - { clusterRole: edit, namespace: bank, ${people} }
`);

    expect(Object.keys(single)).toHaveLength(4);
    expect(bindings(`access: [{ clusterRole: edit, namespaces: [shop, bank], ${people} }]\n`)).toEqual(
      single,
    );
    expect(
      bindings(
        `access: [{ clusterRole: edit, namespaceSelector: { matchLabels: { team: web } }, ${people} }]\n`,
      ),
    ).toEqual(single);
  });

  test('are those that have all labels of a selector', () => {
    const selected = bindings(
      `access: [{ name: ops, clusterRole: edit, namespaceSelector: { matchLabels: { team: web, stage: prod } }, groups: [a] }]\n`,
    );

    expect(Object.values(selected)).toEqual([
      expect.objectContaining({
        metadata: { name: 'ops', namespace: expect.stringContaining('Namespace-shop') as string },
      }),
    ]);
  });

  test('may be those of an Azure role', () => {
    const { resource } = synth(
      `${NAMESPACES}azureRoles: [{ role: RbacReader, namespaces: [shop, other], groups: [${GROUP}] }]\ngrantClusterUser: false\n`,
    );

    expect(Object.values(resource?.azurerm_role_assignment ?? {}).map(({ scope }) => scope)).toEqual([
      expect.stringMatching(/namespaces\/other$/),
      expect.stringMatching(/namespaces\/shop$/),
    ]);
  });

  test('warnings name the entry as it was written', () => {
    expect(
      warnings(`access:
  - { clusterRole: view, namespaces: [shop, bank], groups: [a] }
  - { clusterRole: edit, namespace: bank, groups: [a] }
`),
    ).toEqual([expect.stringContaining('nothing from access[0] that access[1] does not give')]);
  });
});

test('created namespaces and roles exist before what refers to them', () => {
  const synthesized = synth(`namespaces: [{ name: shop }, { name: bank, create: false }]
roles:
  - { name: reader, namespace: shop, rules: [{ verbs: [get], resources: [pods] }] }
  - { name: watcher, rules: [{ verbs: [watch], resources: [pods] }], aggregateTo: [view] }
access:
  - { role: reader, namespace: shop, groups: [${GROUP}] }
  - { clusterRole: watcher, namespace: bank, groups: [${GROUP}] }
`);
  // In the order of their names.
  const [inBank, inShop] = all(synthesized, 'kubernetes_role_binding_v1');
  const shop = '${kubernetes_namespace_v1.Namespace-shop_';

  expect(all(synthesized, 'kubernetes_namespace_v1')).toHaveLength(1);
  expect(inShop).toMatchObject({
    metadata: { namespace: expect.stringContaining(shop) as string },
    depends_on: [expect.stringContaining('kubernetes_role_v1.CustomRole-reader--namespace-shop_') as string],
  });
  expect(inBank).toMatchObject({
    metadata: { namespace: 'bank' },
    depends_on: [expect.stringContaining('kubernetes_cluster_role_v1.CustomClusterRole-watcher_') as string],
  });
  expect(all(synthesized, 'kubernetes_role_v1')[0]?.metadata).toMatchObject({
    namespace: expect.stringContaining(shop) as string,
  });
});

describe('warnings', () => {
  test('a user of a domain that is not the tenant’s', () => {
    const sections = `access: [{ clusterRole: view, users: [alice@contoso.com, bob@fabrikam.com] }]\n`;

    expect(warnings(sections)).toEqual([]);
    expect(warnings(`directory: { domains: [Contoso.com] }\n${sections}`)).toEqual([
      "user 'bob@fabrikam.com' is in domain 'fabrikam.com', which is not in directory.domains: list a guest under 'guests' (at 'access') [foreign-domain]",
    ]);
  });

  test.each([
    ['the same twice', '{ clusterRole: view, groups: [a] }, { clusterRole: view, groups: [a] }', 1, 0],
    [
      'more in the same place',
      '{ clusterRole: view, groups: [a] }, { clusterRole: edit, groups: [a] }',
      0,
      1,
    ],
    [
      'as much everywhere',
      '{ clusterRole: edit, namespace: shop, groups: [a] }, { clusterRole: edit, groups: [a] }',
      0,
      1,
    ],
  ])('more than one way to the same right: %s', (_what, entries, superfluous, other) => {
    expect(warnings(`access: [${entries}]\n`)).toEqual([
      `group 'a' gets nothing from access[${superfluous}] that access[${other}] does not give: remove one of the two (at 'access') [repeated-right]`,
    ]);
  });

  test('Kubernetes and Azure give the same right', () => {
    expect(
      warnings(`access: [{ clusterRole: edit, namespace: shop, groups: [a] }]
azureRoles: [{ role: RbacReader, namespace: shop, groups: [a] }]
`),
    ).toEqual([
      "group 'a' gets nothing from azureRoles[0] that access[0] does not give: remove one of the two (at 'access') [repeated-right]",
    ]);
  });

  test('none where each grant gives something', () => {
    expect(
      warnings(`access:
  - { clusterRole: view, groups: [a] }
  - { clusterRole: edit, namespace: shop, groups: [a] }
  - { clusterRole: edit, namespace: bank, groups: [a] }
  - { clusterRole: edit, namespace: bank, groups: [b] }
`),
    ).toEqual([]);
  });

  test('can be silenced by ID', () => {
    const sections = `access: [{ clusterRole: cluster-admin, users: [alice@contoso.com] }]\n`;

    expect(warnings(sections)).toEqual([expect.stringContaining('[cluster-admin-user]')]);
    expect(warnings(`silence: [cluster-admin-user]\n${sections}`)).toEqual([]);
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

test('labels and annotations of others are left to the provider to ignore', () => {
  const { provider } =
    synth(`kubernetes: { ignoreLabels: [istio.io/rev], ignoreAnnotations: ["argocd.argoproj.io/*"] }
access: [{ clusterRole: view, groups: [${GROUP}] }]
`);
  expect(provider.kubernetes).toMatchObject([
    { ignore_labels: ['^istio\\.io/rev$'], ignore_annotations: ['^argocd\\.argoproj\\.io/'] },
  ]);

  expect(() => load(`${MINIMAL}kubernetes: { ignoreLabels: ['^istio.*'] }\n`)).toThrow(
    /kubernetes\.ignoreLabels\[0\]: '\^istio\.\*' is not valid: use a key, such as 'istio\.io\/rev'.*not a regular expression/,
  );
});

test.each(['spn', 'workloadidentity'])(
  'kubelogin is told the tenant where the login %s does not bring it along',
  (login) => {
    const tenant = '72f988bf-0000-0000-0000-2d7cd011db47';
    const { provider } = synth(`
azure: { tenantId: ${tenant} }
kubernetes: { login: ${login} }
access: [{ clusterRole: view, groups: [${GROUP}] }]
`);
    expect(JSON.stringify(provider.kubernetes)).toContain(`"--tenant-id","${tenant}"`);
  },
);

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

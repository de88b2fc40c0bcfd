import { Testing } from 'cdktf';
import { GROUP, load, MINIMAL } from '../config/config-file';
import { all, Block, define, synth } from './synthesized';

function warnings(sections: string): string[] {
  const stack = define(sections);
  Testing.synth(stack, true);

  return stack.node
    .findAll()
    .flatMap(({ node }) => node.metadata)
    .filter(({ type }) => type === '@cdktf/warn')
    .map(({ data }) => String(data));
}

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

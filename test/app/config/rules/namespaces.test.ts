import { GROUP, load, MINIMAL, problemsOf } from '../config-file';

describe('namespaces', () => {
  test('have names of their own, and not those that every cluster has', () => {
    const content = `${MINIMAL}namespaces: [{ name: shop }, { name: shop }, { name: default }]\n`;

    expect(problemsOf(content)).toEqual([
      "aks.yaml:8:38 namespaces[1].name: 'shop' is also the name of namespaces[0]: remove one of the two",
      "aks.yaml:8:54 namespaces[2].name: every cluster has 'default': set 'create: false', or remove the entry",
    ]);
    expect(problemsOf(`${MINIMAL}namespaces: [{ name: default, create: false }]\n`)).toEqual([]);
  });

  test.each(['labels', 'annotations'])('that exist are not changed: %s', (key) => {
    const content = `${MINIMAL}namespaces: [{ name: shop, create: false, ${key}: { team: shop } }]\n`;

    expect(problemsOf(content)).toEqual([
      expect.stringContaining(
        `namespaces[0].${key}: has no effect on an existing namespace: remove it, or 'create: false'`,
      ),
    ]);
  });
});

describe('labels of namespaces', () => {
  const labelled = (label: string): string[] =>
    problemsOf(`${MINIMAL}namespaces: [{ name: shop, labels: { ${label} } }]\n`);

  test.each([
    ['pod-security.kubernetes.io/enforce: baseline'],
    ['pod-security.kubernetes.io/audit-version: latest'],
    ['pod-security.example.com/enforced: strict'],
    ['kubernetes.io/metadata.name: shop'],
  ])('%s is taken', (label) => {
    expect(labelled(label)).toEqual([]);
  });

  test('what Pod Security would refuse, or would not heed, is refused', () => {
    expect([
      ...labelled('pod-security.kubernetes.io/enforce: restrictd'),
      ...labelled('pod-security.kubernetes.io/enforce-version: v1.033'),
      ...labelled('pod-security.kubernetes.io/enfroce: restricted'),
    ]).toEqual([
      expect.stringContaining(
        "labels.pod-security.kubernetes.io/enforce: 'restrictd' is not valid: use one of privileged, baseline and restricted (did you mean 'restricted'?)",
      ),
      expect.stringContaining("enforce-version: 'v1.033' is not valid: use 'latest' or a minor version"),
      expect.stringContaining(
        "enfroce: is not a label that Kubernetes acts on: did you mean 'pod-security.kubernetes.io/enforce'?",
      ),
    ]);
  });

  test('the name that Kubernetes sets is no other', () => {
    expect(labelled('kubernetes.io/metadata.name: web')).toEqual([
      expect.stringContaining(
        "kubernetes.io/metadata.name: 'web' is not valid: Kubernetes sets it to the name of the namespace; remove it",
      ),
    ]);
  });
});

describe('several namespaces', () => {
  const entry = (keys: string): string =>
    `${MINIMAL}access:\n  - { clusterRole: edit, groups: [a], ${keys} }\n`;

  test.each([
    ['namespaces: []', 'namespaces: a list of 0 is not valid: list at least one namespace'],
    ['namespaces: [shop, shop]', "namespaces[1]: 'shop' is listed twice: remove this entry or entry [0]"],
    ['namespace: a, namespaces: [b]', "namespaces: cannot be combined with 'namespace': keep one of the two"],
    [
      'namespaceSelector: { matchLabels: { team: web } }',
      "namespaceSelector: grants nothing, because no entry of 'namespaces' has the labels 'team: web': correct them, or list 'namespaces' by name",
    ],
    [
      'namespaceSelector: { matchLabels: { team: web, tier: front } }',
      "namespaceSelector: grants nothing, because no entry of 'namespaces' has the labels 'team: web, tier: front'",
    ],
    ['namespaceSelector: { matchLabels: {} }', 'namespaceSelector.matchLabels: name at least one label'],
    ['namespaceSelector: {}', 'namespaceSelector.matchLabels: is missing'],
  ])('%s is refused', (keys, problem) => {
    expect(problemsOf(entry(keys))).toEqual([expect.stringContaining(`access[0].${problem}`)]);
  });

  test('are found by all of their labels, and only there', () => {
    const namespaces =
      'namespaces:\n  - { name: one, labels: { team: web, tier: front } }\n  - { name: two, labels: { team: web } }\n';
    const { access } = load(
      `${entry('namespaceSelector: { matchLabels: { team: web, tier: front } }')}  - { clusterRole: view, groups: [a] }\n  - { clusterRole: view, namespaces: [two, three], groups: [a] }\n${namespaces}`,
    );

    expect(access.map(({ clusterRole, namespace }) => [clusterRole, namespace])).toEqual([
      ['edit', 'one'],
      ['view', undefined],
      ['view', 'two'],
      ['view', 'three'],
    ]);
  });

  test('a name is taken in each of them', () => {
    const content = entry('name: ops, namespaces: [shop, bank]');

    expect(
      problemsOf(`${content}  - { name: ops, clusterRole: view, namespace: bank, groups: [a] }\n`),
    ).toEqual([
      expect.stringContaining(
        "access[1].name: 'ops' is also the name of access[0] in namespace 'bank': use another name",
      ),
    ]);
  });

  test('a role of a namespace, and an assignment that is taken over, look at them, too', () => {
    const id = `/subscriptions/${GROUP}/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/aks/providers/Microsoft.Authorization/roleAssignments/${GROUP}`;
    expect(problemsOf(`${MINIMAL}access: [{ role: r, namespaces: [a, b], groups: [x] }]\n`)).toEqual([]);
    expect(
      problemsOf(
        `${MINIMAL}azureRoles: [{ role: RbacReader, namespaces: [a, b], groups: [x], import: ${id} }]\n`,
      ),
    ).toEqual([
      expect.stringContaining(
        "azureRoles[0].import: is one assignment, and 'namespaces' makes one for each namespace: name one 'namespace'",
      ),
    ]);
    expect(
      problemsOf(`${MINIMAL}azureRoles: [{ role: ClusterUser, namespaces: [a, b], groups: [x] }]\n`),
    ).toEqual([expect.stringContaining('azureRoles[0].namespaces: cannot limit this role')]);
  });
});

import { synthesizedApp } from '../../../../access/configured/synthesized-app';
import { GROUP, load, MINIMAL, problemsOf, writeConfig } from '../config-file';

describe('access', () => {
  const entry = (keys: string): string => `${MINIMAL}access:\n  - { ${keys} }\n`;

  test.each([
    [
      'users: [a@b.com]',
      "9:5 access[0]: grants nothing: set 'clusterRole' or, for a role of one namespace, 'role'",
    ],
    [
      'clusterRole: view, role: r, namespace: n, users: [a@b.com]',
      "9:32 access[0].role: cannot be combined with 'clusterRole': keep one of the two",
    ],
    [
      'role: r, users: [a@b.com]',
      "9:13 access[0].role: needs 'namespace' beside it: a role belongs to one namespace",
    ],
    [
      'clusterRole: view, users: []',
      "9:5 access[0]: is granted to nobody: list somebody under 'users', 'guests', 'groups', 'servicePrincipals', 'serviceAccounts'",
    ],
    [
      `clusterRole: view, guests: [${GROUP}], servicePrincipals: [${GROUP}]`,
      `9:94 access[0].servicePrincipals[0]: '${GROUP}' is listed under 'guests' too: remove one of the two`,
    ],
    [
      'clusterRole: view, role: r, users: [a@b.com]',
      "9:32 access[0].role: cannot be combined with 'clusterRole': keep one of the two",
    ],
    [
      'clusterRole: view, users: [a@b.com], serviceAccountsName: bots',
      "9:65 access[0].serviceAccountsName: has no effect: list somebody under 'serviceAccounts', or remove it",
    ],
  ])('an entry is one role for somebody: %s', (keys, problem) => {
    expect(problemsOf(entry(keys))).toEqual([`aks.yaml:${problem}`]);
  });

  test('exact subjects are all that a binding has, under the name that it has', () => {
    const subjects = 'clusterRole: view, subjects: [{ kind: Group, name: ops }]';

    expect(problemsOf(entry(`${subjects}, name: ops`))).toEqual([]);
    expect(problemsOf(entry(subjects))).toEqual([
      "aks.yaml:9:36 access[0].subjects: needs 'name' beside it: the name that the binding has in Kubernetes",
    ]);
  });

  test.each([
    ['users', '[a@b.com]'],
    ['guests', `[${GROUP}]`],
    ['groups', '[ops]'],
    ['servicePrincipals', '[pipeline]'],
    ['serviceAccounts', '[shop/web]'],
    ['unsafeSystemGroups', '["system:authenticated"]'],
  ])('exact subjects leave nobody for %s', (key, value) => {
    const subjects = 'clusterRole: view, name: ops, subjects: [{ kind: Group, name: ops }]';

    expect(problemsOf(entry(`${subjects}, ${key}: ${value}`))).toEqual([
      expect.stringContaining(
        `access[0].${key}: cannot be combined with 'subjects', which lists everybody: remove one of the two`,
      ),
    ]);
    expect(problemsOf(entry(`${subjects}, ${key}: []`))).toEqual([]);
  });

  test('an exact service account has a namespace, its own or that of the binding', () => {
    const bound = (account: string): string =>
      `clusterRole: view, name: ci, subjects: [{ kind: User, name: x }, { kind: ServiceAccount, name: ci${account} }]`;
    const problem =
      "needs 'namespace', that of the service account: only a binding in a namespace has it from there";

    expect(problemsOf(entry(bound('')))).toEqual([`aks.yaml:9:72 access[0].subjects[1]: ${problem}`]);
    expect(problemsOf(entry(bound(", namespace: ''")))).toEqual([expect.stringContaining(problem)]);
    expect(problemsOf(entry(bound(', namespace: shop')))).toEqual([]);
    expect(problemsOf(entry(`${bound('')}, namespace: shop`))).toEqual([]);
  });

  test('exact subjects leave no binding for service accounts', () => {
    const subjects = 'clusterRole: view, name: ops, subjects: [{ kind: Group, name: ops }]';

    expect(problemsOf(entry(`${subjects}, serviceAccountsName: bots`))).toContainEqual(
      expect.stringContaining("access[0].serviceAccountsName: cannot be combined with 'subjects'"),
    );
  });

  test('two bindings of one name in one place are refused', () => {
    const content = `${MINIMAL}access:
  - { name: ops, clusterRole: view, users: [a@b.com] }
  - { name: ops, clusterRole: view, namespace: shop, users: [a@b.com] }
  - { name: Ops, clusterRole: view, users: [a@b.com] }
  - { name: ops, clusterRole: edit, users: [a@b.com] }
`;

    expect(problemsOf(content)).toEqual([
      "aks.yaml:12:13 access[3].name: 'ops' is also the name of access[0] in the cluster: use another name",
    ]);
  });

  test('the binding of service accounts has a name among the others', () => {
    const content = `${MINIMAL}access:
  - { serviceAccountsName: bots, clusterRole: view, serviceAccounts: [shop/web] }
  - { serviceAccountsName: bots, clusterRole: edit, serviceAccounts: [shop/web] }
  - { name: bots, clusterRole: edit, users: [a@b.com] }
`;

    expect(problemsOf(content)).toEqual([
      "aks.yaml:10:28 access[1].serviceAccountsName: 'bots' is also the 'serviceAccountsName' of access[0] in the cluster: use another name",
      expect.stringMatching(
        /^aks\.yaml:11:13 access\[2\]\.name: 'bots' is also the 'serviceAccountsName' of access\[\d\] in the cluster/,
      ),
    ]);
  });
});

describe('entries that become one binding', () => {
  const two = (first: string, second: string): string =>
    `${MINIMAL}access:\n  - { clusterRole: view, users: [a@b.com], ${first} }\n  - { clusterRole: view, groups: [x], ${second} }\n`;

  test.each([
    [
      'labels: { team: a }',
      'labels: { team: b }',
      "aks.yaml:10:55 access[1].labels.team: is 'b', but 'a' in access[0], which grants the same role in the same place and is the same binding: use one value, or give one of the two a 'name'",
    ],
    [
      'namespaces: [shop, bank], annotations: { why: a }',
      'namespace: bank, annotations: { why: b }',
      "aks.yaml:10:76 access[1].annotations.why: is 'b', but 'a' in access[0], which grants the same role in the same place and is the same binding: use one value, or give one of the two a 'name'",
    ],
  ])('have one value for a label: %s against %s', (first, second, problem) => {
    expect(problemsOf(two(first, second))).toEqual([problem]);
  });

  test.each([
    ['labels: { team: a }', 'labels: { team: a, tier: b }'],
    ['labels: { team: a }', 'namespace: shop, labels: { team: b }'],
    ['labels: { team: a }', 'name: viewers, labels: { team: b }'],
    ['labels: { team: a }', 'serviceAccounts: [shop/web], serviceAccountsName: bots, labels: { team: b }'],
  ])('may say more, and others what they like: %s and %s', (first, second) => {
    expect(problemsOf(two(first, second))).toEqual([]);
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

test('a role allows something, in one place and under a name of its own', () => {
  const content = `${MINIMAL}roles:
  - { name: a }
  - { name: b, namespace: shop, aggregateFrom: [{ a: b }] }
  - { name: a, rules: [{ verbs: [get], resources: [pods] }] }
`;

  expect(problemsOf(content)).toEqual([
    "aks.yaml:9:5 roles[0]: allows nothing: set 'rules' or 'aggregateFrom'",
    'aks.yaml:10:27 roles[1].namespace: cannot be combined with aggregation, which is for cluster roles: remove it',
    "aks.yaml:11:13 roles[2].name: 'a' is also the name of roles[0] in the same place: use another",
  ]);
});

test.each([
  ['[{}]', 'aggregateFrom[0]: name at least one label: without one it would take the rules of every cluster'],
  ['[]', 'list at least one set of labels, or remove the key'],
  ["[{ 'a b': c }]", 'aggregateFrom[0].a b'],
  ['[{ a: b c }]', "aggregateFrom[0].a: 'b c' is not valid"],
])('aggregation from %s is refused with its line', (selectors, message) => {
  const [problem] = problemsOf(`${MINIMAL}roles: [{ name: a, aggregateFrom: ${selectors} }]\n`);

  expect(problem).toMatch(/^aks\.yaml:8:\d+ roles\[0\]/);
  expect(problem).toContain(message);
});

describe('a rule of a role', () => {
  const role = (rule: string): string => `${MINIMAL}roles:\n  - { name: a, rules: [${rule}] }\n`;

  test.each([
    [
      '{ verbs: [get], resources: [pods, pod] }',
      "resources[1]: 'pod', which matches nothing: use the plural",
    ],
    ['{ verbs: [get], resources: [pods.apps] }', "resources[0]: 'pods.apps', which matches nothing, as it"],
    ['{ verbs: [get], resources: [certificates] }', "resources[0]: 'certificates', which is not built into"],
    ['{ verbs: [get], resources: ["*"] }', "resources[0]: needs 'apiGroups', because '*'"],
    ['{ verbs: [get], nonResourceUrls: [metrics] }', "nonResourceUrls[0]: 'metrics', which is not valid"],
    ['{ verbs: [], resources: [pods] }', 'rules[0]: allows nothing'],
    ['{ verbs: [get] }', "rules[0]: must have either 'resources' or 'nonResourceUrls'"],
  ])('%s is refused with its line', (rule, message) => {
    const [problem, ...more] = problemsOf(role(rule));

    expect(problem).toMatch(/^aks\.yaml:9:\d+ roles\[0\]\.rules\[0\]/);
    expect(problem).toContain(message);
    expect(more).toEqual([]);
  });

  test.each([
    ['{ apiGroups: [apps, core], resources: [deployments], verbs: [get] }', 'apiGroups[1]'],
    ['{ resources: [pods, pods/logs], verbs: [get] }', 'resources[1]'],
    ['{ resources: [pods], verbs: [get, read] }', 'verbs[1]'],
  ])('%s is warned about with its line', (rule, place) => {
    const { warnings } = synthesizedApp(writeConfig(role(rule)));

    expect(warnings.filter((text) => text.includes('[rule-matches-nothing]'))).toEqual([
      expect.stringMatching(
        new RegExp(`aks\\.yaml:9:\\d+ roles\\[0\\]\\.rules\\[0\\]\\.${place.replace(/[[\]]/g, '\\$&')}: `),
      ),
    ]);
  });
});

test('each part of a role that grants nothing is told with its line', () => {
  const rules =
    '[{ apiGroups: [core], resources: [pods], verbs: [get] }, { resources: [pods/logs], verbs: [get] }]';
  const { warnings } = synthesizedApp(writeConfig(`${MINIMAL}roles:\n  - { name: a, rules: ${rules} }\n`));
  const [told = ''] = warnings.filter((text) => text.includes('[rule-matches-nothing]'));

  expect(told.match(/aks\.yaml:9:\d+ roles\[0\]\.\S+:/g)).toHaveLength(2);
});

test('a role of a namespace may have rules of its own', () => {
  const role = 'name: b, namespace: shop, rules: [{ verbs: [get], resources: [pods] }]';

  expect(problemsOf(`${MINIMAL}roles: [{ ${role} }]\n`)).toEqual([]);
});

test.each([
  ['access: [view]', 'access[0]'],
  ['access: [~]', 'access[0]'],
  ['azureRoles: [7]', 'azureRoles[0]'],
  ['azureRoleDefinitions: [7]', 'azureRoleDefinitions[0]'],
  ['roles: [7]', 'roles[0]'],
  ['namespaces: [7]', 'namespaces[0]'],
  ['deployers: 7', 'deployers'],
  ['access: [{ clusterRole: view, groups: ops }]', 'access[0].groups'],
  [
    'access: [{ clusterRole: view, guests: [a@b.com], servicePrincipals: [7] }]',
    'access[0].servicePrincipals[0]',
  ],
  ['roles: [{ name: r, rules: [{ verbs: [7], resources: [pods] }] }]', 'roles[0].rules[0].verbs[0]'],
  ['azureRoleDefinitions: [{ name: a, dataActions: [7] }]', 'azureRoleDefinitions[0].dataActions[0]'],
  ['roles: [{ name: r, rules: [] }]', 'roles[0].rules'],
  [
    'roles: [{ name: r, rules: [{ verbs: [get], resources: [pods], resourceNames: [] }] }]',
    'roles[0].rules[0].resourceNames',
  ],
])('what is of another kind is told once: %s', (line, key) => {
  const told = problemsOf(`${MINIMAL}${line}\n`);

  expect(told.filter((problem) => problem.includes(` ${key}: `))).toHaveLength(1);
});

test.each(['namespaces', 'roles', 'azureRoleDefinitions'])(
  '%s without names have not the same one',
  (list) => {
    const keys = {
      namespaces: '',
      roles: 'rules: [{ verbs: [get], resources: [pods] }]',
      azureRoleDefinitions: 'dataActions: [pods/read]',
    }[list];

    expect(problemsOf(`${MINIMAL}${list}: [{ ${keys} }, { ${keys} }]\n`)).toEqual([
      expect.stringContaining(`${list}[0].name: is missing, and it is required`),
      expect.stringContaining(`${list}[1].name: is missing, and it is required`),
    ]);
  },
);

test('a role that every cluster has is taken over or has another name, and gets no rules where it is made of others', () => {
  const role = (name: string, more = ''): string[] =>
    problemsOf(
      `${MINIMAL}roles: [{ name: '${name}', rules: [{ resources: [pods], verbs: [get] }]${more} }]\n`,
    );

  expect(role('view')).toEqual([
    "aks.yaml:8:17 roles[0].name: every cluster has a cluster role 'view': use another name, or take that one over with 'import: true'",
  ]);
  expect(role('view', ', namespace: shop')).toEqual([]);
  expect(role('extension-apiserver-authentication-reader', ', namespace: kube-system')).toEqual([
    expect.stringContaining(
      "roles[0].name: every cluster has a role 'extension-apiserver-authentication-reader'",
    ),
  ]);
  expect(role('system:discovery', ', import: true')).toEqual([]);
  expect(role('view', ', import: true')).toEqual([
    "aks.yaml:8:32 roles[0].rules: are refused by the API server, because 'view' is made of other roles: put them into a role of another name with 'aggregateTo: [view]'",
  ]);
});

const LEADER = 'system::leader-locking-kube-scheduler';

function bindingNamed(key: string, name: string, more = ''): string[] {
  const who = key === 'name' ? `groups: [${GROUP}]` : 'serviceAccounts: [shop/a]';
  return problemsOf(`${MINIMAL}access: [{ ${key}: '${name}', clusterRole: view, ${who}${more} }]\n`);
}

test.each([
  ['name', 'cluster-admin', ''],
  ['serviceAccountsName', 'cluster-admin', ''],
  ['name', LEADER, ', namespace: kube-system'],
  ['name', LEADER, ', namespaces: [shop, kube-system]'],
  ['serviceAccountsName', 'cluster-admin', `, name: ops, groups: [${GROUP}], import: true`],
])('a %s %s that a binding of every cluster has is refused%s', (key, name, place) => {
  expect(bindingNamed(key, name, place)).toEqual([
    expect.stringContaining(
      `access[0].${key}: every cluster has a binding '${name}' there: use another name, or take that one over with 'import: true'`,
    ),
  ]);
});

test.each([
  ['cluster-admin', ', namespace: shop'],
  ['cluster-admin', ', import: true'],
  [LEADER, ''],
  [LEADER, ', namespace: kube-system, import: true'],
])('a binding %s is made or taken over%s', (name, more) => {
  expect(bindingNamed('name', name, more)).toEqual([]);
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

test('an empty list of rules is none that could stand beside what the role is made of', () => {
  expect(
    problemsOf(`${MINIMAL}roles: [{ name: r, rules: [], aggregateFrom: [{ team: shop }] }]\n`),
  ).toContainEqual(expect.stringContaining('list at least one rule, or remove the key'));
});

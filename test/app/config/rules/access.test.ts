import { GROUP, MINIMAL, problemsOf } from '../config-file';

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

  test.each(['system:serviceaccount:shop:ci', 'Builder', 'shop/ci'])(
    'an exact service account has no name that Kubernetes refuses in a binding, such as %s',
    (name) => {
      const bound = (kind: string): string =>
        entry(`clusterRole: view, name: ci, subjects: [{ kind: ${kind}, name: '${name}', namespace: shop }]`);

      expect(problemsOf(bound('ServiceAccount'))).toEqual([
        expect.stringContaining(
          `access[0].subjects[0].name: '${name}' is not valid: use the name of a service account alone`,
        ),
      ]);
      expect(problemsOf(bound('User'))).toEqual([]);
    },
  );

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

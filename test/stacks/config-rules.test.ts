import { LEGACY, MINIMAL, problemsOf } from './config-file';

const NO_ADMINISTRATOR = MINIMAL.replace('  azureRbac: true\n', '');
const GROUP = '894656e1-39f8-4bfe-b16a-510f61af6f41';

describe('sign-in', () => {
  test('a cluster that nobody could sign in to is refused', () => {
    expect(problemsOf(NO_ADMINISTRATOR)).toEqual([
      "aks.yaml:1:1 aad: nobody could sign in, because local accounts are off: set 'adminGroup', 'adminGroupObjectIds' or 'azureRbac: true'",
    ]);
  });

  test.each([
    `${NO_ADMINISTRATOR}  security: { localAccounts: true }\n`,
    MINIMAL.replace('azureRbac: true', 'adminGroup: { displayName: admins }'),
    MINIMAL.replace('azureRbac: true', `adminGroupObjectIds: [${GROUP}]`),
    `${NO_ADMINISTRATOR}  security: { unsafeAllow: [lock-out] }\n`,
    MINIMAL,
  ])('one way to administer the cluster is enough', (content) => {
    expect(problemsOf(content)).toEqual([]);
  });

  test('admin credentials need local accounts', () => {
    expect(problemsOf(`${MINIMAL}kubernetes: { credentials: admin }\n`)).toEqual([
      "aks.yaml:8:28 kubernetes.credentials: 'admin' is not valid: local accounts are off, so there is no admin account; use 'kubelogin' or set cluster.security.localAccounts to true",
    ]);
    expect(
      problemsOf(`${MINIMAL}  security: { localAccounts: true }\nkubernetes: { credentials: admin }\n`),
    ).toEqual([]);
  });

  test('a login beside admin credentials is refused, because it would have no effect', () => {
    const content = `${MINIMAL}  security: { localAccounts: true }\nkubernetes: { credentials: admin, login: spn }\n`;

    expect(problemsOf(content)).toEqual([
      "aks.yaml:9:42 kubernetes.login: has no effect with admin credentials: remove it or use credentials 'kubelogin'",
    ]);
  });
});

describe('legacy aad', () => {
  test('local accounts cannot be switched off', () => {
    expect(problemsOf(`${LEGACY}  security: { localAccounts: false }\n`)).toEqual([
      "aks.yaml:10:30 cluster.security.localAccounts: false is not valid: only managed AAD can do without local accounts; remove the key or set aad.mode to 'managed'",
    ]);
  });

  test('kubelogin is refused, because without a prompt it signs in to managed aad only', () => {
    expect(problemsOf(`${LEGACY}kubernetes: { credentials: kubelogin }\n`)).toEqual([
      "aks.yaml:10:28 kubernetes.credentials: 'kubelogin' is not valid: without a prompt it signs in to managed AAD only; use 'admin' with legacy AAD",
    ]);
  });

  test('every node pool needs a VM size', () => {
    const content = LEGACY.replace(/ {2}defaultNodePool.*\n/, '  nodePools: [{ name: apps }]\n');

    expect(problemsOf(content)).toEqual([
      'aks.yaml:5:1 cluster.defaultNodePool.vmSize: is missing: azurerm 3.x, which legacy AAD needs, does not choose a VM size',
      'aks.yaml:9:15 cluster.nodePools[0].vmSize: is missing: azurerm 3.x, which legacy AAD needs, does not choose a VM size',
    ]);
  });
});

describe('node pools', () => {
  const inPool = (keys: string): string => `${MINIMAL}  defaultNodePool: { ${keys} }\n`;

  test.each([
    [
      'minCount: 1',
      "8:22 cluster.defaultNodePool.minCount: needs 'maxCount' beside it: autoscaling takes both",
    ],
    [
      'maxCount: 3',
      "8:22 cluster.defaultNodePool.maxCount: needs 'minCount' beside it: autoscaling takes both",
    ],
    ['minCount: 5, maxCount: 3', '8:32 cluster.defaultNodePool.minCount: 5 is greater than maxCount 3'],
    [
      'minCount: 1, maxCount: 3, nodeCount: 2',
      "8:59 cluster.defaultNodePool.nodeCount: cannot stand beside 'minCount' and 'maxCount': keep the number or the range",
    ],
  ])('the number of nodes is one number or one range: %s', (keys, problem) => {
    expect(problemsOf(inPool(keys))).toEqual([expect.stringContaining(problem.replace(/^\S+ /, ''))]);
  });

  test('a range from one number to the same is fine', () => {
    expect(problemsOf(inPool('minCount: 3, maxCount: 3'))).toEqual([]);
  });

  test('further pools are checked like the first', () => {
    expect(problemsOf(`${MINIMAL}  nodePools: [{ name: apps, minCount: 2 }]\n`)).toEqual([
      "aks.yaml:8:39 cluster.nodePools[0].minCount: needs 'maxCount' beside it: autoscaling takes both",
    ]);
  });

  test('no two pools have one name, the default name of the first included', () => {
    expect(problemsOf(`${MINIMAL}  nodePools: [{ name: system }, { name: a }, { name: a }]\n`)).toEqual([
      "aks.yaml:8:23 cluster.nodePools[0].name: 'system' is the name of another node pool: use a name of its own",
      "aks.yaml:8:54 cluster.nodePools[2].name: 'a' is the name of another node pool: use a name of its own",
    ]);
  });
});

describe('access', () => {
  const entry = (keys: string): string => `${MINIMAL}access:\n  - { ${keys} }\n`;

  test.each([
    [
      'users: [a@b.com]',
      "9:5 access[0]: grants nothing: set 'clusterRole' or, for a role of one namespace, 'role'",
    ],
    [
      'clusterRole: view, role: r, namespace: n, users: [a@b.com]',
      "9:32 access[0].role: cannot stand beside 'clusterRole': keep one of the two",
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
  ])('an entry is one role for somebody: %s', (keys, problem) => {
    expect(problemsOf(entry(keys))).toEqual([`aks.yaml:${problem}`]);
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
});

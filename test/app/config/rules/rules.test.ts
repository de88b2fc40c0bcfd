import { LEGACY, MINIMAL, problemsOf } from '../config-file';

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

test('somebody must deploy where deployers are named', () => {
  expect(problemsOf(`${MINIMAL}deployers: { users: [] }\n`)).toEqual([
    "aks.yaml:8:12 deployers: are nobody: list somebody under 'users', 'guests', 'servicePrincipals', or remove the key",
  ]);
  expect(problemsOf(`${MINIMAL}deployers: { groups: [platform] }\n`).join()).toContain(
    'deployers.groups: unknown key',
  );
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

test('nodes that pods do not leave are nothing that azurerm 3 knows', () => {
  const content = LEGACY.replace(
    / {2}defaultNodePool.*\n/,
    '  defaultNodePool: { vmSize: Standard_D4ds_v5, undrainableNodeBehavior: Cordon }\n',
  );

  expect(problemsOf(content)).toEqual([
    'aks.yaml:9:73 cluster.defaultNodePool.undrainableNodeBehavior: is nothing that azurerm 3.x takes, which legacy AAD needs: remove it',
  ]);
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
      "8:59 cluster.defaultNodePool.nodeCount: cannot be combined with 'minCount' and 'maxCount': keep the number or the range",
    ],
  ])('the number of nodes is one number or one range: %s', (keys, problem) => {
    expect(problemsOf(inPool(keys))).toEqual([expect.stringContaining(problem.replace(/^\S+ /, ''))]);
  });

  test('a range from one number to the same is fine', () => {
    expect(problemsOf(inPool('minCount: 3, maxCount: 3'))).toEqual([]);
  });

  test('pools stay at or below the version of the cluster, and spot pools have no settings for upgrades', () => {
    const pools =
      '[{ name: apps, kubernetesVersion: "1.34" }, { name: cheap, spot: {}, nodeSoakMinutes: 5 }]';

    expect(problemsOf(`${MINIMAL}  kubernetesVersion: "1.33"\n  nodePools: ${pools}\n`)).toEqual([
      expect.stringMatching(
        /nodePools\[0\]\.kubernetesVersion: '1\.34' is above cluster\.kubernetesVersion '1\.33'/,
      ),
      expect.stringMatching(/nodePools\[1\]\.nodeSoakMinutes: is nothing that spot pools take: remove it/),
    ]);
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
  ])('may say more, and others what they like: %s and %s', (first, second) => {
    expect(problemsOf(two(first, second))).toEqual([]);
  });
});

describe('Azure roles of the configuration', () => {
  const DEFINED = `${MINIMAL}azureRoleDefinitions:
  - { name: deployer, dataActions: [apps/deployments/*] }
  - { name: crds, dataActions: [customresources/read] }
azureRoles:
`;

  test.each([
    ['{ groups: [a] }', "azureRoles[0]: grants nothing: set 'role' or"],
    [
      '{ role: RbacReader, definition: crds, groups: [a] }',
      "azureRoles[0].definition: cannot be combined with 'role'",
    ],
    [
      '{ definition: deployr, groups: [a] }',
      "azureRoles[0].definition: 'deployr' is not defined under 'azureRoleDefinitions': did you mean 'deployer'?",
    ],
    [
      '{ definition: deployer, groups: [a], customResources: [{ apiGroup: x.io }] }',
      "azureRoles[0].customResources: has nothing to limit: add customresources/read to the dataActions of 'deployer'",
    ],
    [
      '{ role: RbacWriter, groups: [a], customResources: [{ apiGroup: x.io }] }',
      'azureRoles[0].customResources: has nothing to limit, because this role',
    ],
    [
      '{ role: ClusterUser, groups: [a], customResources: [{ apiGroup: x.io }] }',
      'azureRoles[0].customResources: cannot limit this role',
    ],
    ['{ definition: crds, groups: [a], customResources: [] }', 'azureRoles[0].customResources: '],
    [
      '{ definition: crds, groups: [a], customResources: [{ apiGroup: X.io }] }',
      "azureRoles[0].customResources[0].apiGroup: 'X.io' is not valid",
    ],
    [
      '{ definition: crds, groups: [a], customResources: [{ apiGroup: apps, resources: [deployments] }] }',
      "resources[0]: 'deployments' of 'apps' is no custom resource",
    ],
    [
      '{ definition: crds, groups: [a], unsafeCondition: "(a" }',
      "azureRoles[0].unsafeCondition: lacks a ')'",
    ],
    ['{ definition: crds, groups: [a], unsafeCondition: "${x}" }', "'${' begins a Terraform expression"],
    [
      '{ definition: crds, groups: [a], unsafeCondition: a, customResources: [{ apiGroup: x.io }] }',
      "azureRoles[0].unsafeCondition: cannot be combined with 'customResources'",
    ],
  ])('%s is refused', (entry, problem) => {
    expect(problemsOf(`${DEFINED}  - ${entry}\n`).join('\n')).toContain(problem);
  });

  test('one assignment has one condition', () => {
    const twice = (second: string): string[] =>
      problemsOf(
        `${DEFINED}  - { definition: crds, namespaces: [a, b], groups: [Ops], customResources: [{ apiGroup: x.io }] }\n  - ${second}\n`,
      );

    expect(
      twice('{ definition: crds, namespace: b, groups: [ops], customResources: [{ apiGroup: y.io }] }'),
    ).toEqual([
      expect.stringContaining(
        "azureRoles[1]: grants 'ops' the role of azureRoles[0] in the same place under another condition",
      ),
    ]);
    expect(twice('{ definition: crds, namespace: b, groups: [ops] }')).toHaveLength(1);
    expect(twice('{ definition: crds, namespace: c, groups: [ops] }')).toEqual([]);
    expect(
      twice('{ definition: crds, namespace: b, groups: [ops], customResources: [{ apiGroup: x.io }] }'),
    ).toEqual([]);
  });

  test('a definition needs data actions of a cluster, Azure RBAC, and a name of its own', () => {
    const defined = (entry: string, aad = ''): string =>
      problemsOf(`${MINIMAL}${aad}azureRoleDefinitions:\n  - ${entry}\n`).join('\n');

    expect(defined('{ name: a, dataActions: [] }')).toContain('azureRoleDefinitions[0].dataActions');
    expect(defined('{ name: a, dataActions: [Microsoft.Storage/storageAccounts/read] }')).toContain(
      "azureRoleDefinitions[0].dataActions[0]: 'Microsoft.Storage/storageAccounts/read' is not a data action of a cluster",
    );
    expect(defined('{ name: a, dataActions: [a b] }')).toContain("'a b' is not valid");
    expect(
      defined('{ name: a, dataActions: [pods/read] }\n  - { name: a, dataActions: [pods/read] }'),
    ).toContain("azureRoleDefinitions[1].name: 'a' is also the name of azureRoleDefinitions[0]");
    expect(defined('{ name: a, dataActions: [pods/read] }')).toBe('');
  });
});

describe('what is eligible', () => {
  const entry = (keys: string): string => `${MINIMAL}azureRoles:\n  - { role: RbacAdmin, ${keys} }\n`;

  test.each([
    ['eligible: {}', "azureRoles[0].eligible: is nobody: list somebody under 'users', 'guests', 'groups'"],
    [
      'eligible: { groups: [a], days: 400 }',
      'azureRoles[0].eligible.days: 400 is not valid: use a whole number from 1 to 365',
    ],
    [
      'eligible: { groups: [a], activation: { maximumMinutes: 45 } }',
      'azureRoles[0].eligible.activation.maximumMinutes: 45 is not valid: use a multiple of 30',
    ],
    [
      'eligible: { groups: [a], activation: { approvers: {} } }',
      "azureRoles[0].eligible.activation.approvers: are nobody: list somebody under 'users', 'groups', or remove the key",
    ],
    [
      'eligible: { groups: [a], ticket: { number: "1" } }',
      'azureRoles[0].eligible.ticket.system: is missing',
    ],
    ['eligible: { servicePrincipals: [a] }', 'azureRoles[0].eligible.servicePrincipals: unknown key'],
  ])('%s is refused', (keys, problem) => {
    expect(problemsOf(entry(keys)).join('\n')).toContain(problem);
  });

  test('a role has one set of rules in a place', () => {
    const twice = entry('namespaces: [a, b], eligible: { groups: [a], activation: {} }');
    const again = (place: string): string =>
      `${twice}  - { role: RbacAdmin, namespace: ${place}, eligible: { groups: [b], activation: {} } }\n`;

    expect(problemsOf(again('b'))).toEqual([
      expect.stringContaining(
        'azureRoles[1].eligible.activation: the role has rules of activation for the same place in azureRoles[0]',
      ),
    ]);
    expect(problemsOf(again('c'))).toEqual([]);
  });

  test('users need an object ID', () => {
    const content = `${entry('eligible: { users: [a@contoso.com] }')}directory: { lookUpUsers: false }\n`;

    expect(problemsOf(content)).toEqual([
      expect.stringContaining('azureRoles[0].eligible.users: need an object ID for an Azure role'),
    ]);
  });

  test('the group of administrators names who approves, or nobody', () => {
    const content = MINIMAL.replace(
      'azureRbac: true',
      `adminGroup: { displayName: a, eligible: { members: [${GROUP}], activation: { approvers: { users: [] } } } }`,
    );

    expect(problemsOf(content)).toEqual([
      expect.stringContaining('aad.adminGroup.eligible.activation.approvers: are nobody'),
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
    ['namespaceSelector: { matchLabels: {} }', 'namespaceSelector.matchLabels: name at least one label'],
    ['namespaceSelector: {}', 'namespaceSelector.matchLabels: is missing'],
  ])('%s is refused', (keys, problem) => {
    expect(problemsOf(entry(keys))).toEqual([expect.stringContaining(`access[0].${problem}`)]);
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

describe('Azure roles', () => {
  const NO_AZURE_RBAC = MINIMAL.replace(
    'azureRbac: true',
    `azureRbac: false\n  adminGroupObjectIds: [${GROUP}]`,
  );
  const entry = (content: string, keys: string): string => `${content}azureRoles:\n  - { ${keys} }\n`;

  test('those that grant rights in the cluster need Azure RBAC', () => {
    expect(problemsOf(entry(NO_AZURE_RBAC, 'role: RbacReader, groups: [ops]'))).toEqual([
      "aks.yaml:10:13 azureRoles[0].role: 'RbacReader' would grant nothing, because Azure RBAC is off: set aad.azureRbac to true, or grant a cluster role under 'access'",
    ]);
    expect(problemsOf(entry(LEGACY, 'role: RbacReader, groups: [ops]'))).toEqual([
      "aks.yaml:11:13 azureRoles[0].role: 'RbacReader' would grant nothing, because legacy AAD has no Azure RBAC: grant a cluster role under 'access'",
    ]);
    expect(problemsOf(entry(MINIMAL, 'role: RbacReader, namespace: shop, groups: [ops]'))).toEqual([]);
    expect(problemsOf(entry(NO_AZURE_RBAC, 'role: ClusterUser, groups: [ops]'))).toEqual([]);
  });

  test('those that fetch a kubeconfig are about the whole cluster', () => {
    expect(problemsOf(entry(MINIMAL, 'role: ClusterUser, namespace: shop, groups: [ops]'))).toEqual([
      "aks.yaml:9:37 azureRoles[0].namespace: cannot limit this role, which is about the whole cluster: remove it, or use a role that begins with 'Rbac'",
    ]);
  });

  test('are for somebody', () => {
    expect(problemsOf(entry(MINIMAL, 'role: ClusterUser'))).toEqual([
      "aks.yaml:9:5 azureRoles[0]: is granted to nobody: list somebody under 'users', 'guests', 'groups', 'servicePrincipals'",
    ]);
  });

  test('need the object IDs of users, so users must be looked up', () => {
    const content = `${MINIMAL}directory: { lookUpUsers: false }\n`;

    expect(problemsOf(entry(content, 'role: ClusterUser, users: [a@b.com]'))).toEqual([
      'aks.yaml:10:33 azureRoles[0].users: need an object ID for an Azure role, and directory.lookUpUsers is false: use groups, or remove that key',
    ]);
  });
});

describe('namespaces', () => {
  test('have names of their own, and not those that every cluster has', () => {
    const content = `${MINIMAL}namespaces: [{ name: shop }, { name: shop }, { name: default }]\n`;

    expect(problemsOf(content)).toEqual([
      "aks.yaml:8:38 namespaces[1].name: 'shop' is also the name of namespaces[0]: remove one of the two",
      "aks.yaml:8:54 namespaces[2].name: every cluster has 'default': set 'create: false', or remove the entry",
    ]);
  });

  test('that exist are not changed', () => {
    const content = `${MINIMAL}namespaces: [{ name: shop, create: false, labels: { team: shop } }]\n`;

    expect(problemsOf(content)).toEqual([
      "aks.yaml:8:51 namespaces[0].labels: has no effect on an existing namespace: remove it, or 'create: false'",
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

describe('the cluster', () => {
  test('has nodes for the pods of AKS', () => {
    const content =
      `${MINIMAL}  defaultNodePool: { minCount: 0, maxCount: 3 }\n` +
      '  nodePools: [{ name: infra, mode: System, nodeCount: 0 }, { name: apps, nodeCount: 0 }]\n';
    expect(problemsOf(content)).toEqual([
      'aks.yaml:8:32 cluster.defaultNodePool.minCount: 0 is not valid: a System pool has at least 1 node',
      'aks.yaml:9:55 cluster.nodePools[0].nodeCount: 0 is not valid: a System pool has at least 1 node',
    ]);
  });
});

describe('Terraform expressions', () => {
  test('are refused in values and keys, because Terraform would evaluate them', () => {
    const content = `${MINIMAL}  tags: { owner: '\${file("/etc/hostname")}', '%{a}': b }\n`;
    expect(problemsOf(content)).toEqual([
      "aks.yaml:8:18: '${' begins a Terraform expression, which does not work here: remove it",
      "aks.yaml:8:46: '%{' begins a Terraform expression, which does not work here: remove it",
    ]);
  });
});

test('a user whom the constructs refuse is refused with a position', () => {
  expect(problemsOf(`${MINIMAL}access: [{ clusterRole: view, users: [al+ice@contoso.com] }]\n`)).toEqual([
    "aks.yaml:8:39 access[0].users[0]: 'al+ice@contoso.com' is not valid: use the user principal name of a member of the tenant, such as alice@contoso.com",
  ]);
});

test('HCP Terraform and its like take no parallelism', () => {
  const hcp = `${MINIMAL}state: { backend: hcp, organization: contoso }\n`;
  expect(problemsOf(`${hcp}terraform: { parallelism: 20 }\n`)).toEqual([
    "aks.yaml:9:27 terraform.parallelism: is refused by the backend 'hcp': remove it, and set the environment variable TFE_PARALLELISM in the workspaces",
  ]);
  expect(problemsOf(`${MINIMAL}terraform: { parallelism: 20 }\n`)).toEqual([]);
  expect(problemsOf(`${MINIMAL}terraform: { parallelism: 0 }\n`).join()).toContain('terraform.parallelism');
});

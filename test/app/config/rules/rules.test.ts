import { GROUP, LEGACY, MINIMAL, problemsOf } from '../config-file';

const NO_ADMINISTRATOR = MINIMAL.replace('  azureRbac: true\n', '');

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

  test.each([
    MINIMAL.replace('azureRbac: true', 'azureRbac: false'),
    MINIMAL.replace('azureRbac: true', 'adminGroupObjectIds: []'),
    `${NO_ADMINISTRATOR}  security: { localAccounts: false }\n`,
    `${NO_ADMINISTRATOR}  existing: false\n`,
  ])('what is no way to administer it is none', (content) => {
    expect(problemsOf(content)).toEqual([expect.stringContaining('aad: nobody could sign in')]);
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

test.each([
  ['addOns: { serviceMesh: { revisions: [asm-1-25] } }', 'addOns.serviceMesh'],
  [
    'addOns: { webAppRouting: { defaultNginxController: None } }',
    'addOns.webAppRouting.defaultNginxController',
  ],
  ['autoscaler: { evictDaemonSetsOfEmptyNodes: true }', 'autoscaler.evictDaemonSetsOfEmptyNodes'],
  ['autoscaler: { evictDaemonSetsOfOccupiedNodes: true }', 'autoscaler.evictDaemonSetsOfOccupiedNodes'],
  ['autoscaler: { ignoreDaemonSetsUtilization: true }', 'autoscaler.ignoreDaemonSetsUtilization'],
])('with legacy AAD, azurerm 3 does not take %s', (line, key) => {
  expect(problemsOf(`${LEGACY}  ${line}\n`)).toEqual([
    expect.stringMatching(
      new RegExp(
        `^aks\\.yaml:10:\\d+ cluster\\.${key}: is nothing that azurerm 3\\.x takes, which legacy AAD needs: remove it$`,
      ),
    ),
  ]);
  expect(problemsOf(`${MINIMAL}  ${line}\n`)).toEqual([]);
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
  expect(problemsOf(`${hcp.replace('hcp', 'remote')}terraform: { parallelism: 20 }\n`)).toEqual([
    expect.stringContaining("terraform.parallelism: is refused by the backend 'remote'"),
  ]);
  expect(problemsOf(`${MINIMAL}terraform: { parallelism: 20 }\n`)).toEqual([]);
  expect(problemsOf(`${MINIMAL}terraform: { parallelism: 0 }\n`).join()).toContain('terraform.parallelism');
});

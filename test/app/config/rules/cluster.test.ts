import { begunLike, LEGACY, MINIMAL, problemsInCluster as problems, problemsOf } from '../config-file';

const PROVIDERS = '/subscriptions/894656e1-39f8-4bfe-b16a-510f61af6f41/resourceGroups/g/providers';
const SUBNET = `${PROVIDERS}/Microsoft.Network/virtualNetworks/net/subnets/nodes`;
const ZONE = `${PROVIDERS}/Microsoft.Network/privateDnsZones/privatelink.eastus.azmk8s.io`;
const WORKSPACE = `${PROVIDERS}/Microsoft.OperationalInsights/workspaces/logs`;
const IDENTITY = `identity: { userAssignedIdentityId: ${PROVIDERS}/Microsoft.ManagedIdentity/userAssignedIdentities/aks }`;
const KEY = 'https://vault.vault.azure.net/keys/etcd/0123456789abcdef0123456789abcdef';

/** As far as it is looked at. */
const CERTIFICATE = Buffer.from('-----BEGIN CERTIFICATE-----').toString('base64');

test.each<[bad: string, problem: string, good: string[]]>([
  [
    'nodePools: [{ name: win, os: Windows2022 }]',
    "nodePools[0].os: 'Windows2022' is not valid: the data plane cilium has Linux nodes only",
    ['nodePools: [{ name: win, os: Windows2022 }]', 'network: { dataPlane: azure }'],
  ],
  [
    'apiServer: { publicFqdn: true }',
    "apiServer.publicFqdn: is for a private cluster: set 'privateCluster: true'",
    ['apiServer: { privateCluster: true, publicFqdn: true }'],
  ],
  [
    `apiServer: { privateCluster: true, privateDnsZone: ${ZONE} }`,
    'apiServer.privateDnsZone: needs cluster.identity.userAssignedIdentityId',
    [`apiServer: { privateCluster: true, privateDnsZone: ${ZONE} }`, IDENTITY],
  ],
  [
    `apiServer: { privateCluster: true, privateDnsZone: ${ZONE.replace('azmk8s.io', 'contoso.com')} }\n  ${IDENTITY}`,
    'apiServer.privateDnsZone: is not a zone for the API server: its name is privatelink.<region>.azmk8s.io',
    [`apiServer: { privateCluster: true, privateDnsZone: ${ZONE} }`, IDENTITY],
  ],
  [
    'security: { secretRotationInterval: 2m, keyVaultSecretsProvider: false }',
    "security.secretRotationInterval: has no effect beside 'keyVaultSecretsProvider: false'",
    ['security: { secretRotationInterval: 2m }'],
  ],
  [
    'security: { customCaCertificates: [eA==] }',
    'security.customCaCertificates: [0] is no certificate: use base64 of a PEM document',
    [`security: { customCaCertificates: [${CERTIFICATE}] }`],
  ],
  [
    'addOns: { serviceMesh: { revisions: [] } }',
    'addOns.serviceMesh.revisions: a list of 0 is not valid: name at least one revision',
    ['addOns: { serviceMesh: { revisions: [asm-1-25] }, keda: true, webAppRouting: {} }'],
  ],
  [
    'autoscaler: { scaleDownUtilizationThreshold: 2 }',
    'autoscaler.scaleDownUtilizationThreshold: 2 is not valid: use a number from 0 to 1',
    ['autoscaler: { scaleDownUtilizationThreshold: 0.7, expander: least-waste, scanInterval: 20s }'],
  ],
  [
    'httpProxy: { noProxy: [10.0.0.0/8] }',
    'httpProxy: names no proxy',
    ['httpProxy: { http: "http://proxy:3128/" }'],
  ],
  [
    'httpProxy: { http: "http://proxy:3128/", noProxy: ["*.contoso.com"] }',
    "httpProxy.noProxy[0]: '*.contoso.com' has a *",
    ['httpProxy: { http: "http://proxy:3128/", noProxy: [.contoso.com] }'],
  ],
  [
    'httpProxy: { https: "https://proxy:3128/", trustedCa: eA== }',
    'httpProxy.trustedCa: is no certificate',
    ['httpProxy: { https: "https://proxy:3128/" }'],
  ],
  [
    'nodeProvisioning: { mode: Auto }',
    'nodeProvisioning: is nothing that azurerm knows before 5.x: set azure.azurerm to "5"',
    [],
  ],
  [
    'monitoring: { defender: true }',
    "monitoring.defender: needs 'logAnalyticsWorkspaceId' beside it",
    [`monitoring: { defender: true, logAnalyticsWorkspaceId: ${WORKSPACE} }`],
  ],
  [
    'monitoring: { prometheusWorkspaceLocation: eastus }',
    "monitoring.prometheusWorkspaceLocation: has no effect without 'prometheusWorkspaceId'",
    ['monitoring: {}'],
  ],
  [
    `security: { keyManagement: { keyVaultKeyId: ${KEY} } }`,
    'security.keyManagement: needs cluster.identity.userAssignedIdentityId',
    [`security: { keyManagement: { keyVaultKeyId: ${KEY} } }`, IDENTITY],
  ],
  [
    'upgrades: { channel: node-image, nodeOsChannel: SecurityPatch }',
    "upgrades.nodeOsChannel: cannot be combined with 'channel: node-image'",
    ['upgrades: { channel: node-image, nodeOsChannel: NodeImage }'],
  ],
  [
    'upgrades: { nodeOsWindow: { type: daily, startTime: "02:00", durationHours: 4, notAllowed: [{ start: 2026-03-02, end: 2026-03-01 }] } }',
    "upgrades.nodeOsWindow.notAllowed[0].end: '2026-03-01' is before the first day",
    [
      'upgrades: { window: { type: relativeMonthly, week: Last, day: Sunday, startTime: "02:00", durationHours: 4, notAllowed: [{ start: 2026-12-24, end: 2027-01-03 }] } }',
    ],
  ],
  [
    'upgrades: { window: { type: daily, startTime: "02:00", durationHours: 4 } }',
    "upgrades.window.type: 'daily' is not valid: use weekly, monthly or relativeMonthly",
    ['upgrades: { nodeOsWindow: { type: daily, startTime: "02:00", durationHours: 4 } }'],
  ],
  [
    'apiServer: { privateDnsZone: System }',
    "apiServer.privateDnsZone: is for a private cluster: set 'privateCluster: true' or remove it",
    ['apiServer: { privateCluster: true, privateDnsZone: System }'],
  ],
  [
    'apiServer: { publicFqdn: true, privateCluster: false }',
    'apiServer.publicFqdn: is for a private cluster',
    ['apiServer: { publicFqdn: false }'],
  ],
  [
    `apiServer: { vnetIntegrationSubnetId: ${SUBNET} }`,
    'apiServer.vnetIntegrationSubnetId: needs cluster.identity.userAssignedIdentityId',
    [`apiServer: { vnetIntegrationSubnetId: ${SUBNET} }`, IDENTITY],
  ],
  [
    'monitoring: { containerInsights: true }',
    "monitoring.containerInsights: needs 'logAnalyticsWorkspaceId' beside it, where it sends to",
    ['monitoring: { containerInsights: false, defender: false }'],
  ],
  [
    'monitoring: { logCategories: [guard] }',
    "monitoring.logCategories: needs 'logAnalyticsWorkspaceId' beside it",
    [
      `monitoring: { prometheusWorkspaceLocation: eastus, prometheusWorkspaceId: ${PROVIDERS}/Microsoft.Monitor/accounts/metrics }`,
    ],
  ],
  [
    `security: { customCaCertificates: [${Array.from({ length: 11 }, (_, i) => Buffer.from(`-----BEGIN CERTIFICATE-----${i}`).toString('base64')).join()}] }`,
    'security.customCaCertificates: there are 11, and AKS takes 10',
    ['apiServer: { privateCluster: true, privateDnsZone: None }', 'security: { customCaCertificates: [] }'],
  ],
  [
    'upgrades: { window: { type: weekly, day: Monday, startTime: "02:00", durationHours: 4, notAllowed: [{ start: 2026-02-30, end: 2026-03-01 }] } }',
    "upgrades.window.notAllowed[0].start: '2026-02-30' is not a day",
    ['upgrades: { channel: node-image }'],
  ],
  [
    'httpProxy: {}',
    "httpProxy: names no proxy: set 'http' or 'https', or remove it",
    [`httpProxy: { trustedCa: ${CERTIFICATE} }`],
  ],
])('%s is refused at its place, and in time', (bad, problem, good) => {
  expect(begunLike([problem], problems(bad))).toEqual([problem]);
  expect(problems(...good)).toEqual([]);
});

test('what is refused otherwise loads when it is allowed by its ID', () => {
  const upgrades = 'upgrades: { channel: node-image, nodeOsChannel: None }';

  expect(problems(upgrades, 'security: { unsafeAllow: [node-image-channel] }')).toEqual([]);
});

describe('node auto-provisioning', () => {
  const AUTO = ['nodeProvisioning: { mode: Auto }'];
  const found = (...lines: string[]): string[] =>
    problemsOf(
      `azure: { azurerm: "5" }\n${MINIMAL}${[...AUTO, ...lines].map((line) => `  ${line}\n`).join('')}`,
    );

  test('needs azurerm 5, which legacy AAD has not', () => {
    expect(found()).toEqual([]);
    expect(problemsOf(`${LEGACY}  nodeProvisioning: { mode: Manual }\n`)).toEqual([
      'aks.yaml:10:21 cluster.nodeProvisioning: is nothing that azurerm knows before 5.x: legacy AAD, which has 3.x, cannot have it, or remove it',
    ]);
  });

  test.each([
    ['network: { type: kubenet }', "'Auto' does not go with network.type kubenet"],
    ['network: { dataPlane: azure, policy: calico }', "'Auto' does not go with network.policy calico"],
    [
      'defaultNodePool: { minCount: 1, maxCount: 3 }',
      "'Auto' does not go with the cluster autoscaler of defaultNodePool: use nodeCount there",
    ],
    [
      'nodePools: [{ name: apps, minCount: 1, maxCount: 3 }]',
      "'Auto' does not go with the cluster autoscaler of nodePools[0]",
    ],
    [
      'nodePools: [{ name: apps, minCount: 1 }]',
      "'Auto' does not go with the cluster autoscaler of nodePools[0]",
    ],
    [
      'nodePools: [{ name: apps, maxCount: 1 }]',
      "'Auto' does not go with the cluster autoscaler of nodePools[0]",
    ],
    [
      'nodePools: [{ name: apps, os: AzureLinux }, { name: win, os: Windows2022 }]',
      "'Auto' does not go with Windows, which nodePools[1] runs: remove one of the two",
    ],
  ])('%s is refused beside it', (line, problem) => {
    const told = found(line).filter((one) => one.includes('cluster.nodeProvisioning'));

    expect(told).toEqual([expect.stringContaining(`cluster.nodeProvisioning.mode: ${problem}`)]);
  });

  test('that is off goes with everything', () => {
    const manual = `azure: { azurerm: "5" }\n${MINIMAL}  nodeProvisioning: { mode: Manual }\n`;

    expect(
      problemsOf(`${manual}  network: { type: kubenet }\n  defaultNodePool: { minCount: 1, maxCount: 3 }\n`),
    ).toEqual([]);
  });
});

test('a proxy shows no password of its URL', () => {
  const [problem, ...others] = problems('httpProxy: { http: "http://ann:hunter2@proxy:3128/" }');

  expect(others).toEqual([]);
  expect(problem).toMatch(/^httpProxy\.http: /);
  expect(problem).not.toContain('hunter2');
});

test('a proxy and Windows nodes do not go together', () => {
  expect(
    problems(
      'network: { dataPlane: azure }',
      'nodePools: [{ name: win, os: Windows2022 }]',
      'httpProxy: { http: "http://proxy/" }',
    ),
  ).toEqual([expect.stringContaining('httpProxy: does not go with Windows, which nodePools[0] runs')]);
  expect(
    problems('nodePools: [{ name: linux, os: AzureLinux }]', 'httpProxy: { http: "http://proxy/" }'),
  ).toEqual([]);
});

test('a setting that ignoreChanges makes void is refused for a cluster that exists', () => {
  const lines = [
    `import: true`,
    'network: { type: existing }',
    'apiServer: { dnsPrefix: aks }',
    'defaultNodePool: { name: system }',
    'ignoreChanges: [maintenance_window_auto_upgrade]',
  ];
  const window = 'upgrades: { window: { type: weekly, day: Monday, startTime: "02:00", durationHours: 4 } }';
  const head = 'azure: { subscriptionId: 894656e1-39f8-4bfe-b16a-510f61af6f41 }\n';
  const found = (...more: string[]): string[] =>
    problemsOf(head + MINIMAL + [...lines, ...more].map((line) => `  ${line}\n`).join(''));

  expect(found()).toEqual([]);
  expect(problems('ignoreChanges: [maintenance_window_auto_upgrade]', window)).toEqual([]);
  expect(found(window)).toEqual([
    expect.stringMatching(
      /:\d+:\d+ cluster\.upgrades\.window: has no effect, as cluster\.ignoreChanges names 'maintenance_window_auto_upgrade'/,
    ),
  ]);
});

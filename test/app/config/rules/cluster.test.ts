import { load, MINIMAL, problemsOf } from '../config-file';

const PROVIDERS = '/subscriptions/894656e1-39f8-4bfe-b16a-510f61af6f41/resourceGroups/g/providers';
const SUBNET = `${PROVIDERS}/Microsoft.Network/virtualNetworks/net/subnets/nodes`;
const ZONE = `${PROVIDERS}/Microsoft.Network/privateDnsZones/privatelink.eastus.azmk8s.io`;
const REGISTRY = `${PROVIDERS}/Microsoft.ContainerRegistry/registries/contoso`;
const WORKSPACE = `${PROVIDERS}/Microsoft.OperationalInsights/workspaces/logs`;
const IDENTITY = `identity: { userAssignedIdentityId: ${PROVIDERS}/Microsoft.ManagedIdentity/userAssignedIdentities/aks }`;
const IDENTITY_ID = `${PROVIDERS}/Microsoft.ManagedIdentity/userAssignedIdentities/nodes`;
const UUID = '894656e1-39f8-4bfe-b16a-510f61af6f41';
const ADDRESS = `${PROVIDERS}/Microsoft.Network/publicIPAddresses/out`;
const KEY = 'https://vault.vault.azure.net/keys/etcd/0123456789abcdef0123456789abcdef';

/** What is wrong with lines below `cluster`, without the place. */
function problems(...lines: string[]): string[] {
  const content = MINIMAL + lines.map((line) => `  ${line}\n`).join('');
  return problemsOf(content).map((problem) => problem.replace(/^aks\.yaml:\d+:\d+ cluster\./, ''));
}

test.each<[bad: string, problem: string, good: string[]]>([
  [
    'network: { serviceCidr: 10.0.0.0/16 }',
    "network.serviceCidr: needs 'dnsServiceIp' beside it",
    ['network: { serviceCidr: 10.0.0.0/16, dnsServiceIp: 10.0.0.10 }'],
  ],
  [
    'network: { dnsServiceIp: 10.0.0.10 }',
    "network.dnsServiceIp: needs 'serviceCidr' beside it",
    ['network: { type: existing }'],
  ],
  [
    `identityRoles: [{ role: AcrPull, resourceId: ${SUBNET} }]`,
    'identityRoles[0].resourceId: is not of what AcrPull is for: use the resource ID of a container registry',
    [`identityRoles: [{ role: AcrPull, resourceId: ${REGISTRY} }]`],
  ],
  [
    `identityRoles: [{ role: PrivateDnsZoneContributor, resourceId: ${SUBNET} }]`,
    'identityRoles[0].resourceId: is not of what PrivateDnsZoneContributor is for',
    [`identityRoles: [{ role: PrivateDnsZoneContributor, resourceId: ${ZONE} }]`],
  ],
  [
    `identityRoles: [{ role: AcrPull, resourceId: ${REGISTRY} }, { role: AcrPull, resourceId: ${REGISTRY} }]`,
    'identityRoles[1]: is the same role on the same resource as identityRoles[0]: remove one of the two',
    [`identityRoles: [{ role: NetworkContributor, resourceId: ${SUBNET} }]`],
  ],
  [
    'network: { outbound: { type: userDefinedRouting } }',
    "network.outbound.type: 'userDefinedRouting' needs cluster.network.vnetSubnetId",
    [`network: { vnetSubnetId: ${SUBNET}, outbound: { type: userDefinedRouting } }`],
  ],
  [
    `network: { vnetSubnetId: ${SUBNET}, outbound: { type: managedNatGateway } }`,
    "network.outbound.type: 'managedNatGateway' cannot be combined with vnetSubnetId",
    ['network: { outbound: { type: managedNatGateway } }'],
  ],
  [
    'network: { podIpv6Cidr: "fd12::/64" }',
    'network.podIpv6Cidr: is for a network with both kinds of addresses: set dualStack to true',
    ['network: { dualStack: true, podIpv6Cidr: "fd12::/64" }'],
  ],
  [
    'network: { dualStack: true, podIpv6Cidr: "fd12:::/64" }',
    "network.podIpv6Cidr: 'fd12:::/64' is not valid: use an IPv6 range",
    ['network: { type: kubenet, dualStack: true }'],
  ],
  [
    'network: { type: azureCni, dualStack: true }',
    'network.dualStack: unknown key',
    ['network: { type: ownCni, serviceCidr: 10.1.0.0/16, dnsServiceIp: 10.1.0.10 }'],
  ],
  [
    `network: { outbound: { type: loadBalancer, managedIpCount: 2, ipAddressIds: [${ADDRESS}] } }`,
    'network.outbound.ipAddressIds: does not go with managedIpCount',
    [`network: { outbound: { type: loadBalancer, ipAddressIds: [${ADDRESS}], idleTimeoutMinutes: 10 } }`],
  ],
  [
    'network: { outbound: { type: loadBalancer, allocatedPorts: 1001 } }',
    'network.outbound.allocatedPorts: 1001 is not valid: use a multiple of 8',
    ['network: { outbound: { type: loadBalancer, allocatedPorts: 1024 } }'],
  ],
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
    'security: { secretRotationInterval: 2m, keyVaultSecretsProvider: false }',
    "security.secretRotationInterval: has no effect beside 'keyVaultSecretsProvider: false'",
    ['security: { secretRotationInterval: 2m }'],
  ],
  [
    'security: { customCaCertificates: [eA==] }',
    'security.customCaCertificates: [0] is no certificate',
    [
      `security: { customCaCertificates: [${Buffer.from('-----BEGIN CERTIFICATE-----').toString('base64')}] }`,
    ],
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
    `kubeletIdentity: { userAssignedIdentityId: ${IDENTITY_ID}, clientId: ${UUID}, objectId: ${UUID} }`,
    'kubeletIdentity: needs cluster.identity.userAssignedIdentityId',
    [
      `kubeletIdentity: { userAssignedIdentityId: ${IDENTITY_ID}, clientId: ${UUID}, objectId: ${UUID} }`,
      IDENTITY,
    ],
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
])('%s is refused at its place, and in time', (bad, problem, good) => {
  expect(problems(bad)).toEqual([expect.stringContaining(problem)]);
  expect(problems(...good)).toEqual([]);
});

test('workload identities need workload identity', () => {
  const accounts = 'workloadIdentities: [{ namespace: shop, serviceAccount: web }]';

  expect(problems(accounts, 'security: { workloadIdentity: false }')).toEqual([
    expect.stringContaining('workloadIdentities: need workload identity'),
  ]);
  expect(problems(accounts)).toEqual([]);
});

test('what is refused otherwise loads when it is allowed by its ID', () => {
  const upgrades = 'upgrades: { channel: node-image, nodeOsChannel: None }';

  expect(problems(upgrades, 'security: { unsafeAllow: [node-image-channel] }')).toEqual([]);
});

test('the network is an overlay unless it says otherwise', () => {
  expect(load(`${MINIMAL}  network: { podCidr: 10.1.0.0/16 }\n`).cluster.network).toEqual({
    type: 'azureCniOverlay',
    podCidr: '10.1.0.0/16',
  });
});

describe('node auto-provisioning', () => {
  const AUTO = ['nodeProvisioning: { mode: Auto }'];
  const found = (...lines: string[]): string[] =>
    problemsOf(
      `azure: { azurerm: "5" }\n${MINIMAL}${[...AUTO, ...lines].map((line) => `  ${line}\n`).join('')}`,
    );

  test('needs azurerm 5', () => {
    expect(found()).toEqual([]);
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
  ])('%s is refused beside it', (line, problem) => {
    expect(found(line)).toEqual([expect.stringContaining(`cluster.nodeProvisioning.mode: ${problem}`)]);
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
  expect(found(window)).toEqual([
    expect.stringMatching(
      /:\d+:\d+ cluster\.upgrades\.window: has no effect, as cluster\.ignoreChanges names 'maintenance_window_auto_upgrade'/,
    ),
  ]);
});

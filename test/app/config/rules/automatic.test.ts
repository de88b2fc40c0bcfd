import { LEGACY, MINIMAL, problemsOf } from '../config-file';

/** Of the bindings that the project has: those for cdktf, or those for CDK Terrain. */
let mockVersion = '5.10.0';
jest.mock('../../../../lib/private/bindings', () => ({
  ...jest.requireActual<object>('../../../../lib/private/bindings'),
  azurermVersion: () => mockVersion,
}));
beforeEach(() => {
  mockVersion = '5.10.0';
});

const NETWORK = '/subscriptions/8ecadfc9-d1a3-4ea4-b844-0d9f87e4d7c8/resourceGroups/g/providers';
const subnet = (name: string): string => `${NETWORK}/Microsoft.Network/virtualNetworks/net/subnets/${name}`;
const AUTOMATIC = `${MINIMAL}  automatic: true\n`;
const IDENTITY = `  identity: { userAssignedIdentityId: ${NETWORK}/Microsoft.ManagedIdentity/userAssignedIdentities/aks }\n`;

test('with the bindings of CDK Terrain, a cluster of AKS Automatic has what it has', () => {
  expect(problemsOf(AUTOMATIC)).toEqual([]);
  expect(
    problemsOf(
      `${AUTOMATIC}${IDENTITY}` +
        `  network: { vnetSubnetId: ${subnet('nodes')}, systemNodeSubnetId: ${subnet('system')} }\n` +
        `  apiServer: { privateCluster: true, vnetIntegrationSubnetId: ${subnet('api')} }\n` +
        '  tags: { team: shop }\n  deletionLock: true\n' +
        '  workloadIdentities: [{ namespace: shop, serviceAccount: web }]\n',
    ),
  ).toEqual([]);
});

test('those for cdktf have none, which is told where it is asked for', () => {
  mockVersion = '4.55.0';
  expect(problemsOf(AUTOMATIC)).toEqual([
    "aks.yaml:8:14 cluster.automatic: needs azurerm 5.x with its bindings, which CDK Terrain has and cdktf has not: move the project with 'npx cdktf-aks-aad move-to-cdktn', or remove the key",
  ]);
  expect(problemsOf(`${AUTOMATIC}azure: { azurerm: "5" }\n`)).toHaveLength(1);
});

test('nor has azurerm 4.x', () => {
  expect(problemsOf(`${AUTOMATIC}azure: { azurerm: "4" }\n`).join()).toContain(
    "azure.azurerm: '4' has no AKS Automatic",
  );
});

test.each([
  ['skuTier: Standard', 'skuTier'],
  ['kubernetesVersion: "1.33"', 'kubernetesVersion'],
  ['defaultNodePool: { vmSize: Standard_D4s_v5 }', 'defaultNodePool'],
  ['nodePools: [{ name: apps }]', 'nodePools'],
  ['addOns: { keda: true }', 'addOns'],
  ['network: { type: azureCniOverlay }', 'network.type'],
  ['apiServer: { dnsPrefix: shop }', 'apiServer.dnsPrefix'],
  ['overrides: { sku_tier: Free }', 'overrides'],
])('%s is refused by name', (line, key) => {
  expect(problemsOf(`${AUTOMATIC}  ${line}\n`)).toContainEqual(
    expect.stringMatching(
      new RegExp(
        `^aks\\.yaml:9:\\d+ cluster\\.${key}: cannot be set with AKS Automatic, which sees to it itself: remove it$`,
      ),
    ),
  );
});

test('roles of its identities are assigned elsewhere, as azurerm does not tell the identity of its nodes', () => {
  const registry = `${NETWORK}/Microsoft.ContainerRegistry/registries/contoso`;

  expect(problemsOf(`${AUTOMATIC}  identityRoles: [{ role: AcrPull, resourceId: ${registry} }]\n`)).toEqual([
    'aks.yaml:9:18 cluster.identityRoles: is not for AKS Automatic, whose nodes have an identity that azurerm does not tell: assign the roles in Azure, and remove it',
  ]);
});

test('one that exists is told once what it cannot be given', () => {
  const existing = AUTOMATIC.replace('  location: eastus\n', '  existing: true\n');

  expect(problemsOf(`${existing}  skuTier: Standard\n`)).toEqual([
    expect.stringContaining("cluster.skuTier: has no effect with 'existing: true'"),
  ]);
});

test('one is taken over by its names alone', () => {
  const subscription = { ARM_SUBSCRIPTION_ID: '8ecadfc9-d1a3-4ea4-b844-0d9f87e4d7c8' };

  expect(problemsOf(`${AUTOMATIC}  import: true\n`, subscription)).toEqual([]);
});

test('the name of the resource group of its nodes is chosen by Azure, however long others are', () => {
  const long = (content: string): string => content.replace('myResourceGroup', 'g'.repeat(80));

  expect(problemsOf(long(AUTOMATIC))).toEqual([]);
  expect(problemsOf(long(MINIMAL))).toHaveLength(1);
});

test('a network of its own or one of yours, with an identity that may join it', () => {
  expect(problemsOf(`${AUTOMATIC}  network: { vnetSubnetId: ${subnet('nodes')} }\n`)).toEqual([
    expect.stringContaining(
      'cluster.network.vnetSubnetId: needs cluster.network.systemNodeSubnetId and cluster.apiServer.vnetIntegrationSubnetId as well',
    ),
    expect.stringContaining('needs cluster.identity.userAssignedIdentityId'),
  ]);
  expect(problemsOf(`${MINIMAL}  network: { systemNodeSubnetId: ${subnet('system')} }\n`)).toEqual([
    "aks.yaml:8:34 cluster.network.systemNodeSubnetId: is for AKS Automatic: set 'automatic: true' in cluster, or remove it",
  ]);
});

test('legacy AAD, users of another tenant, and Azure RBAC off, are nothing that it has', () => {
  expect(problemsOf(`${LEGACY}  automatic: true\n`).join('\n')).toContain(
    "aad.mode: 'legacy' is nothing that AKS Automatic has: use 'managed'",
  );
  expect(problemsOf(AUTOMATIC.replace('azureRbac: true', 'azureRbac: false')).join()).toContain(
    'aad.azureRbac: cannot be switched off with AKS Automatic',
  );
  expect(
    problemsOf(AUTOMATIC.replace('azureRbac: true', 'tenantId: 72f988bf-0000-0000-0000-2d7cd011db47')),
  ).toContainEqual(expect.stringMatching(/^aks\.yaml:3:13 aad\.tenantId: does not go with AKS Automatic/));
});

test('it locks nobody out without a group of administrators, and one that exists is referred to', () => {
  const cluster = 'cluster:\n  automatic: true\n  name: aks\n  resourceGroupName: rg\n';
  expect(problemsOf(`aad: { mode: managed }\n${cluster}  location: eastus\n`)).toEqual([]);
  expect(problemsOf(`aad: { mode: managed }\n${cluster}  existing: true\n`)).toEqual([]);
});

test('node auto-provisioning needs no word about azurerm where it is 5.x', () => {
  expect(problemsOf(`${MINIMAL}  nodeProvisioning: { mode: Auto }\n`)).toEqual([]);
  mockVersion = '4.55.0';
  expect(problemsOf(`${MINIMAL}  nodeProvisioning: { mode: Auto }\n`).join()).toContain(
    'set azure.azurerm to "5"',
  );
});

test('what the configuration says of azurerm counts more than the bindings', () => {
  const pinned = `azure: { azurerm: "4" }\n${MINIMAL}`;

  expect(problemsOf(`${pinned}  nodeProvisioning: { mode: Auto }\n`)).toEqual([
    expect.stringContaining('cluster.nodeProvisioning: is nothing that azurerm knows before 5.x'),
  ]);
  expect(problemsOf(`${pinned}  overrides: { windows: true }\n`)).toEqual([
    expect.stringContaining('is not an argument of azurerm_kubernetes_cluster in azurerm 4.x'),
  ]);
});

test('cluster-admin is an Azure role there', () => {
  const access = 'access: [{ clusterRole: cluster-admin, groups: [ops] }]\n';
  expect(problemsOf(`${AUTOMATIC}${access}`)).toEqual([
    "aks.yaml:9:25 access[0].clusterRole: 'cluster-admin' in the whole cluster is nothing that AKS Automatic takes: grant the role RbacClusterAdmin under 'azureRoles'",
  ]);
  expect(problemsOf(`${AUTOMATIC}${access.replace('cluster-admin', 'view')}`)).toEqual([]);
  const inNamespace = access.replace('groups', 'namespace: shop, groups');
  expect(problemsOf(`${AUTOMATIC}namespaces: [{ name: shop }]\n${inNamespace}`)).toEqual([]);
});

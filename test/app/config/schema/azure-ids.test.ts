import { LEGACY, MINIMAL, problemsOf } from '../config-file';

const UUID = '894656e1-39f8-4bfe-b16a-510f61af6f41';
const PROVIDERS = `/subscriptions/${UUID}/resourceGroups/g/providers`;
const CLUSTER = `${PROVIDERS}/Microsoft.ContainerService/managedClusters/myAKSCluster`;
const inCluster = (line: string): string => `${MINIMAL}  ${line}\n`;
const inPool = (keys: string): string => inCluster(`defaultNodePool: { ${keys} }`);

/** A configuration with an ID in place of `%`, the type and the name of what the ID is of, and what is said of others. */
test.each<[content: string, type: string, rule: string, name?: string]>([
  [
    inPool('vnetSubnetId: %'),
    'Microsoft.Network/virtualNetworks/n/subnets',
    'use the resource ID of a subnet (az network vnet subnet show --query id)',
  ],
  [
    inCluster('addOns: { webAppRouting: { dnsZoneIds: [%] } }'),
    'Microsoft.Network/dnsZones',
    'use the resource ID of a DNS zone (az network dns zone show --query id)',
  ],
  [
    inCluster('addOns: { webAppRouting: { dnsZoneIds: [%] } }'),
    'Microsoft.Network/privateDnsZones',
    'use the resource ID of a DNS zone (az network dns zone show --query id)',
  ],
  [
    inCluster('network: { outbound: { type: loadBalancer, ipPrefixIds: [%] } }'),
    'Microsoft.Network/publicIPPrefixes',
    'use the resource ID of a public IP prefix (az network public-ip prefix show --query id)',
  ],
  [
    inCluster('network: { outbound: { type: loadBalancer, ipAddressIds: [%] } }'),
    'Microsoft.Network/publicIPAddresses',
    'use the resource ID of a public IP address (az network public-ip show --query id)',
  ],
  [
    inPool('snapshotId: %'),
    'Microsoft.ContainerService/snapshots',
    'use the resource ID of a snapshot of a node pool (az aks nodepool snapshot show --query id)',
  ],
  [
    inPool('proximityPlacementGroupId: %'),
    'Microsoft.Compute/proximityPlacementGroups',
    'use the resource ID of a proximity placement group (az ppg show --query id)',
  ],
  [
    inCluster('identity: { userAssignedIdentityId: % }'),
    'Microsoft.ManagedIdentity/userAssignedIdentities',
    'use the resource ID of a user-assigned identity (az identity show --query id)',
  ],
  [
    inCluster('identityRoles: [{ role: AcrPull, resourceId: % }]'),
    'Microsoft.ContainerRegistry/registries',
    'use the resource ID of a registry (az acr show --query id), a subnet, a route table or a private DNS zone',
  ],
  [
    inCluster('identityRoles: [{ role: NetworkContributor, resourceId: % }]'),
    'Microsoft.Network/virtualNetworks/n/subnets',
    'use the resource ID of a registry (az acr show --query id), a subnet, a route table or a private DNS zone',
  ],
  [
    inCluster('monitoring: { logAnalyticsWorkspaceId: % }'),
    'Microsoft.OperationalInsights/workspaces',
    'use the resource ID of a Log Analytics workspace (az monitor log-analytics workspace show --query id)',
  ],
  [
    inCluster('monitoring: { prometheusWorkspaceId: % }'),
    'Microsoft.Monitor/accounts',
    'use the resource ID of an Azure Monitor workspace (az monitor account show --query id)',
  ],
  [
    inCluster('security: { diskEncryptionSetId: % }'),
    'Microsoft.Compute/diskEncryptionSets',
    'use the resource ID of a disk encryption set (az disk-encryption-set show --query id)',
  ],
  [
    inCluster('apiServer: { privateCluster: true, privateDnsZone: % }').replace(
      'cluster:\n',
      `cluster:\n  identity: { userAssignedIdentityId: ${PROVIDERS}/Microsoft.ManagedIdentity/userAssignedIdentities/i }\n`,
    ),
    'Microsoft.Network/privateDnsZones',
    'use System, None or the resource ID of a private DNS zone (az network private-dns zone show --query id)',
    'privatelink.eastus.azmk8s.io',
  ],
  [
    inCluster('nodePools: [{ name: one, import: % }]').replace('myResourceGroup', 'g'),
    'Microsoft.ContainerService/managedClusters/myAKSCluster/agentPools',
    'use true, or the resource ID of a node pool (az aks nodepool show --query id)',
  ],
])('%s takes the ID of %s', (content, type, rule, name = 'one') => {
  const told = (id: string): string[] => problemsOf(content.replace('%', `'${id}'`));
  const id = `${PROVIDERS}/${type}/${name}`;

  for (const one of [
    id,
    id.replace('resourceGroups', 'resourcegroups').replace('Microsoft', 'microsoft'),
    // Names stay: what is taken over has those of the configuration.
    id.replace(/[^/]+/g, (part) => (['g', 'one', 'myAKSCluster'].includes(part) ? part : part.toUpperCase())),
  ]) {
    expect([one, told(one)]).toEqual([one, []]);
  }
  for (const one of [
    'one',
    `${PROVIDERS}/${type}`,
    `${PROVIDERS}/Microsoft.Other/things/one`,
    `x${id}`,
    `${id}/`,
    id.replace(UUID, 'u'),
  ]) {
    expect([one, told(one)]).toEqual([one, [expect.stringContaining(` is not valid: ${rule}`)]]);
  }
});

test.each<[content: string, rule: string, good: string[], bad: string[]]>([
  [
    inCluster(
      `security: { keyManagement: { keyVaultKeyId: % } }\n  identity: { userAssignedIdentityId: ${PROVIDERS}/Microsoft.ManagedIdentity/userAssignedIdentities/i }`,
    ),
    'use the ID of a key with its version (az keyvault key show --query key.kid)',
    [
      'https://my-vault1.vault.azure.net/keys/etcd-1/0123456789abcdef0123456789abcdef',
      'https://v.vault.azure.cn/keys/e/0123456789abcdef0123456789abcdef',
    ],
    [
      'etcd',
      'https://v.vault.azure.net/keys/etcd',
      'https://v.vault.azure.net/keys/etcd/0123',
      'https://v.vault.azure.net/keys/etcd/0123456789abcdef0123456789abcdef0',
      'https://v.vault.azure.net/keys/et.cd/0123456789abcdef0123456789abcdef',
      'https://.vault.azure.net/keys/etcd/0123456789abcdef0123456789abcdef',
      'https://v.azure.net/keys/etcd/0123456789abcdef0123456789abcdef',
      'xhttps://v.vault.azure.net/keys/etcd/0123456789abcdef0123456789abcdef',
    ],
  ],
  [
    `${MINIMAL.replace('myResourceGroup', 'g')}azureRoles: [{ role: ClusterUser, groups: [ops], import: % }]\n`,
    'use the ID of a role assignment (az role assignment list --scope <ID of the cluster>)',
    [`${CLUSTER}/providers/Microsoft.Authorization/roleAssignments/${UUID}`],
    [UUID, CLUSTER, `${CLUSTER}/providers/Microsoft.Authorization/roleAssignments/one`],
  ],
  [
    LEGACY.replace(
      'client }',
      `client, import: { objectId: ${UUID}, servicePrincipalObjectId: ${UUID}, preAuthorizationId: % } }`,
    ),
    'use <object ID of the server application>/preAuthorizedApplication/<client ID>',
    [`${UUID}/preAuthorizedApplication/${UUID}`],
    [
      UUID,
      `${UUID}/preAuthorizedApplication/`,
      `${UUID}/preAuthorizedApplication/a`,
      `a/preAuthorizedApplication/${UUID}`,
      `x${UUID}/preAuthorizedApplication/${UUID}`,
      `${UUID}/preAuthorizedApplication/${UUID}x`,
    ],
  ],
])('%s: %s', (content, rule, good, bad) => {
  const told = (id: string): string[] => problemsOf(content.replace('%', `'${id}'`));

  for (const one of good) {
    expect([one, told(one)]).toEqual([one, []]);
  }
  for (const one of bad) {
    expect([one, told(one)]).toEqual([one, [expect.stringContaining(rule)]]);
  }
});

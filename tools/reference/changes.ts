import { Change } from './change';

export const SUBSCRIPTION = '8ecadfc9-d1a3-4ea4-b844-0d9f87e4d7c8';
export const GROUPS = ['changes', 'elsewhere'].map(
  (name) => `/subscriptions/${SUBSCRIPTION}/resourceGroups/${name}`,
);

const PROVIDERS = `${GROUPS[0]}/providers`;
const subnet = (name: string): string => `${PROVIDERS}/Microsoft.Network/virtualNetworks/net/subnets/${name}`;
const identity = (name: string): string =>
  `${PROVIDERS}/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`;
const workspace = (name: string): string => `${PROVIDERS}/Microsoft.OperationalInsights/workspaces/${name}`;
const prometheus = (name: string): string => `${PROVIDERS}/Microsoft.Monitor/accounts/${name}`;
const zone = (name: string): string =>
  `${PROVIDERS}/Microsoft.Network/privateDnsZones/${name}.privatelink.eastus.azmk8s.io`;
const prefix = `${PROVIDERS}/Microsoft.Network/publicIPPrefixes/nodes`;
const publicIp = (name: string): string => `${PROVIDERS}/Microsoft.Network/publicIPAddresses/${name}`;
const ipPrefix = (name: string): string => `${PROVIDERS}/Microsoft.Network/publicIPPrefixes/${name}`;
const key = (digit: string): string => `https://vault.vault.azure.net/keys/etcd/${digit.repeat(32)}`;

/** What the subscription of the rehearsal has already. */
export const EXISTING_RESOURCES = [...GROUPS, ...['a', 'b', 'pods-a', 'pods-b'].map(subnet)];

const OWN_IDENTITY = { 'identity.userAssignedIdentityId': identity('a') };
const WORKSPACE = { 'monitoring.logAnalyticsWorkspaceId': workspace('a') };
const PRIVATE = { 'apiServer.privateCluster': true };
const FLAT = { 'network.type': 'azureCni', 'network.vnetSubnetId': subnet('a') };
const POD_SUBNET = { ...FLAT, 'network.podSubnetId': subnet('pods-a') };
const SCALING = { minCount: 1, maxCount: 5 };
const IDS = ['894656e1-39f8-4bfe-b16a-510f61af6f41', '72f988bf-86f1-41af-91ab-2d7cd011db47'] as const;
const NODE_IDENTITY = {
  ...OWN_IDENTITY,
  'kubeletIdentity.userAssignedIdentityId': identity('a'),
  'kubeletIdentity.objectId': IDS[0],
};
const PROXY = 'http://10.0.0.4:3128/';
const AUTHORITY = Buffer.from('-----BEGIN CERTIFICATE-----').toString('base64');
const ISTIO = { revisions: ['asm-1-25'] };
const APPS = { 'nodePools[].name': 'apps' };
const NAT = { 'network.outbound.type': 'managedNatGateway' };
const BALANCER = { 'network.outbound.type': 'loadBalancer' };

/** Options of the autoscaler that azurerm has no default of its own for. */
const CHOSEN_BY_AKS = {
  emptyBulkDeleteMax: 20,
  maxGracefulTerminationSeconds: 300,
  newPodScaleUpDelay: '10s',
  scaleDownDelayAfterAdd: '15m',
  scaleDownDelayAfterDelete: '1m',
  scaleDownDelayAfterFailure: '5m',
  scaleDownUnneeded: '5m',
  scaleDownUnready: '10m',
  scaleDownUtilizationThreshold: 0.7,
  scanInterval: '20s',
};
const ACCOUNT = { 'workloadIdentities[].namespace': 'shop', 'workloadIdentities[].serviceAccount': 'web' };

/** At least one change of every key; several where it matters from what to what. */
export const CHANGES: readonly Change[] = [
  { key: 'name', from: 'before', to: 'after' },
  { key: 'resourceGroupName', from: 'changes', to: 'elsewhere' },
  { key: 'nodeResourceGroup', from: 'nodes', to: 'machines' },
  { key: 'nodeResourceGroup', from: 'nodes' },
  { key: 'createResourceGroup', from: true, to: false, beside: { resourceGroupName: 'own' } },
  { key: 'location', from: 'eastus', to: 'westeurope' },
  { key: 'kubernetesVersion', from: '1.32', to: '1.33' },
  { key: 'kubernetesVersion', from: '1.33', to: '1.32' },
  { key: 'kubernetesVersion', from: '1.33' },
  { key: 'skuTier', from: 'Free', to: 'Standard' },
  { key: 'deletionLock', from: false, to: true },
  { key: 'deletionLock', from: true, to: false },
  { key: 'tags', from: { team: 'a' }, to: { team: 'b' } },
  { key: 'overrides', to: { http_application_routing_enabled: true } },

  { key: 'defaultNodePool.name', from: 'system', to: 'base' },
  ...poolChanges('defaultNodePool'),
  { key: 'defaultNodePool.criticalAddonsOnly', from: false, to: true, beside: APPS },
  { key: 'nodePools[].name', from: 'apps', to: 'other' },
  ...poolChanges('nodePools[]', APPS),
  { key: 'nodePools[].mode', from: 'User', to: 'System', beside: APPS },
  { key: 'nodePools[].taints', to: ['gpu=yes:NoSchedule'], beside: APPS },
  { key: 'nodePools[].spot', to: {}, beside: APPS },
  { key: 'nodePools[].spot.maxPrice', from: 0.5, to: 1, beside: APPS },
  { key: 'nodePools[].spot.evictionPolicy', from: 'Delete', to: 'Deallocate', beside: APPS },

  { key: 'network.type', from: 'azureCniOverlay', to: 'kubenet' },
  { key: 'network.type', from: 'azureCni', to: 'azureCniOverlay', beside: { 'network.dataPlane': 'azure' } },
  { key: 'network.podCidr', from: '10.1.0.0/16', to: '10.2.0.0/16' },
  { key: 'network.podCidr', from: '10.1.0.0/16' },
  { key: 'network.podSubnetId', from: subnet('pods-a'), to: subnet('pods-b'), beside: FLAT },
  { key: 'network.dataPlane', from: 'azure', to: 'cilium' },
  {
    key: 'network.policy',
    from: 'none',
    to: 'calico',
    beside: { 'network.dataPlane': 'azure' },
  },
  {
    key: 'network.policy',
    from: 'none',
    to: 'calico',
    beside: { 'network.dataPlane': 'azure', 'network.outbound.type': 'managedNatGateway' },
    where: 'no load balancer',
  },
  { key: 'network.policy', from: 'calico', to: 'azure', beside: { 'network.dataPlane': 'azure' } },
  { key: 'network.vnetSubnetId', from: subnet('a'), to: subnet('b') },
  {
    key: 'network.serviceCidr',
    from: '10.1.0.0/16',
    to: '10.0.0.0/15',
    beside: { 'network.dnsServiceIp': '10.1.0.10' },
  },
  {
    key: 'network.dnsServiceIp',
    from: '10.1.0.10',
    to: '10.1.0.11',
    beside: { 'network.serviceCidr': '10.1.0.0/16' },
  },
  { key: 'network.outbound.type', from: 'loadBalancer', to: 'managedNatGateway' },
  { key: 'network.type', from: 'azureCniOverlay', to: 'ownCni' },
  { key: 'network.dualStack', from: false, to: true },
  { key: 'network.dualStack', from: true },
  {
    key: 'network.podIpv6Cidr',
    from: 'fd12:3456:789a::/64',
    to: 'fd12:3456:789b::/64',
    beside: { 'network.dualStack': true },
  },
  { key: 'network.podIpv6Cidr', from: 'fd12:3456:789a::/64', beside: { 'network.dualStack': true } },
  {
    key: 'network.serviceIpv6Cidr',
    from: 'fd12:3456:789a:1::/108',
    to: 'fd12:3456:789a:2::/108',
    beside: {
      'network.dualStack': true,
      'network.serviceCidr': '10.1.0.0/16',
      'network.dnsServiceIp': '10.1.0.10',
    },
  },
  { key: 'network.outbound.managedIpCount', from: 1, to: 2, beside: BALANCER, where: 'load balancer' },
  {
    key: 'network.outbound.managedIpv6Count',
    from: 1,
    to: 2,
    beside: { ...BALANCER, 'network.dualStack': true },
  },
  { key: 'network.outbound.ipAddressIds', from: [publicIp('a')], to: [publicIp('b')], beside: BALANCER },
  { key: 'network.outbound.ipPrefixIds', from: [ipPrefix('a')], to: [ipPrefix('b')], beside: BALANCER },
  { key: 'network.outbound.allocatedPorts', from: 0, to: 8000, beside: BALANCER },
  { key: 'network.outbound.idleTimeoutMinutes', from: 30, to: 10, beside: BALANCER, where: 'load balancer' },
  { key: 'network.outbound.managedIpCount', from: 2, beside: BALANCER, where: 'load balancer' },
  { key: 'network.outbound.managedIpv6Count', from: 2, beside: { ...BALANCER, 'network.dualStack': true } },
  { key: 'network.outbound.ipAddressIds', from: [publicIp('a')], beside: BALANCER },
  { key: 'network.outbound.ipPrefixIds', from: [ipPrefix('a')], beside: BALANCER },
  { key: 'network.outbound.allocatedPorts', from: 8000, beside: BALANCER },
  { key: 'network.outbound.idleTimeoutMinutes', from: 10, beside: BALANCER, where: 'load balancer' },
  { key: 'network.outbound.managedIpCount', from: 1, to: 2, beside: NAT },
  { key: 'network.outbound.idleTimeoutMinutes', from: 4, to: 10, beside: NAT },

  { key: 'apiServer.dnsPrefix', from: 'before', to: 'after' },
  {
    key: 'apiServer.fqdnSubdomain',
    from: 'before',
    to: 'after',
    beside: { ...PRIVATE, ...OWN_IDENTITY, 'apiServer.privateDnsZone': zone('a') },
  },
  { key: 'apiServer.authorizedIpRanges', from: ['203.0.113.0/24'], to: ['198.51.100.0/24'] },
  { key: 'apiServer.privateCluster', from: false, to: true },
  { key: 'apiServer.privateDnsZone', from: 'System', to: 'None', beside: PRIVATE },
  {
    key: 'apiServer.privateDnsZone',
    from: zone('a'),
    to: zone('b'),
    beside: { ...PRIVATE, ...OWN_IDENTITY },
  },
  { key: 'apiServer.privateDnsZone', from: 'None', beside: PRIVATE },
  { key: 'apiServer.publicFqdn', from: false, to: true, beside: PRIVATE },
  { key: 'apiServer.vnetIntegrationSubnetId', to: subnet('a'), beside: OWN_IDENTITY },
  { key: 'apiServer.vnetIntegrationSubnetId', from: subnet('a'), beside: OWN_IDENTITY },
  { key: 'apiServer.runCommand', from: false, to: true },

  { key: 'security.localAccounts', from: false, to: true },
  {
    key: 'security.kubernetesRbac',
    from: true,
    to: false,
    beside: { 'security.unsafeAllow': ['rbac-off'] },
  },
  { key: 'security.oidcIssuer', from: false, to: true },
  { key: 'security.oidcIssuer', from: true, to: false },
  { key: 'security.workloadIdentity', from: true, to: false },
  { key: 'security.azurePolicy', from: true, to: false },
  { key: 'security.imageCleaner', from: true, to: false },
  { key: 'security.imageCleanerIntervalHours', from: 168, to: 24 },
  { key: 'security.keyVaultSecretsProvider', from: true, to: false },
  { key: 'security.secretRotationInterval', from: '2m', to: '10m' },
  {
    key: 'security.customCaCertificates',
    to: [AUTHORITY],
  },
  {
    key: 'security.diskEncryptionSetId',
    to: `${PROVIDERS}/Microsoft.Compute/diskEncryptionSets/nodes`,
  },
  { key: 'security.keyManagement.keyVaultKeyId', from: key('a'), to: key('b'), beside: OWN_IDENTITY },
  {
    key: 'security.keyManagement.privateKeyVault',
    from: false,
    to: true,
    beside: {
      ...OWN_IDENTITY,
      'apiServer.vnetIntegrationSubnetId': subnet('a'),
      'security.keyManagement.keyVaultKeyId': key('a'),
    },
  },

  { key: 'upgrades.channel', from: 'patch', to: 'stable' },
  { key: 'upgrades.window', from: weekly('Sunday'), to: weekly('Monday') },
  { key: 'upgrades.nodeOsChannel', from: 'NodeImage', to: 'SecurityPatch' },
  { key: 'upgrades.nodeOsWindow', from: weekly('Sunday'), to: weekly('Monday') },

  { key: 'monitoring.logAnalyticsWorkspaceId', from: workspace('a'), to: workspace('b') },
  { key: 'monitoring.logCategories', to: ['kube-audit'], beside: WORKSPACE },
  { key: 'monitoring.containerInsights', from: true, to: false, beside: WORKSPACE },
  { key: 'monitoring.defender', from: false, to: true, beside: WORKSPACE },
  { key: 'monitoring.prometheusWorkspaceId', from: prometheus('a'), to: prometheus('b') },
  {
    key: 'monitoring.prometheusWorkspaceLocation',
    from: 'eastus',
    to: 'westeurope',
    beside: { 'monitoring.prometheusWorkspaceId': prometheus('a') },
  },

  { key: 'addOns.keda', from: false, to: true },
  { key: 'addOns.verticalPodAutoscaler', from: false, to: true },
  { key: 'addOns.webAppRouting', to: {} },
  {
    key: 'addOns.webAppRouting.dnsZoneIds',
    from: [],
    to: [`${PROVIDERS}/Microsoft.Network/dnsZones/contoso.com`],
  },
  { key: 'addOns.webAppRouting.defaultNginxController', from: 'External', to: 'Internal' },
  { key: 'addOns.serviceMesh', to: ISTIO },
  { key: 'addOns.serviceMesh.revisions', from: ['asm-1-24'], to: ['asm-1-25'] },
  {
    key: 'addOns.serviceMesh.internalIngressGateway',
    from: false,
    to: true,
    beside: { 'addOns.serviceMesh': ISTIO },
  },
  {
    key: 'addOns.serviceMesh.externalIngressGateway',
    from: false,
    to: true,
    beside: { 'addOns.serviceMesh': ISTIO },
  },

  { key: 'autoscaler.expander', from: 'random', to: 'least-waste' },
  { key: 'autoscaler.balanceSimilarNodeGroups', from: false, to: true },
  { key: 'autoscaler.evictDaemonSetsOfEmptyNodes', from: false, to: true },
  { key: 'autoscaler.evictDaemonSetsOfOccupiedNodes', from: true, to: false },
  { key: 'autoscaler.ignoreDaemonSetsUtilization', from: false, to: true },
  { key: 'autoscaler.emptyBulkDeleteMax', from: 10, to: 20 },
  { key: 'autoscaler.maxGracefulTerminationSeconds', from: 600, to: 300 },
  { key: 'autoscaler.maxNodeProvisioningTime', from: '15m', to: '20m' },
  { key: 'autoscaler.maxUnreadyNodes', from: 3, to: 5 },
  { key: 'autoscaler.maxUnreadyPercentage', from: 45, to: 30 },
  { key: 'autoscaler.newPodScaleUpDelay', from: '0s', to: '10s' },
  { key: 'autoscaler.scaleDownDelayAfterAdd', from: '10m', to: '15m' },
  { key: 'autoscaler.scaleDownDelayAfterDelete', from: '10s', to: '1m' },
  { key: 'autoscaler.scaleDownDelayAfterFailure', from: '3m', to: '5m' },
  { key: 'autoscaler.scaleDownUnneeded', from: '10m', to: '5m' },
  { key: 'autoscaler.scaleDownUnready', from: '20m', to: '10m' },
  { key: 'autoscaler.scaleDownUtilizationThreshold', from: 0.5, to: 0.7 },
  { key: 'autoscaler.scanInterval', from: '10s', to: '20s' },
  { key: 'autoscaler.skipNodesWithLocalStorage', from: false, to: true },
  { key: 'autoscaler.skipNodesWithSystemPods', from: true, to: false },
  { key: 'autoscaler', from: { expander: 'least-waste' } },
  ...Object.entries(CHOSEN_BY_AKS).map(([option, from]) => ({
    key: `autoscaler.${option}`,
    from,
    beside: { 'autoscaler.expander': 'random' },
  })),
  { key: 'nodeProvisioning.mode', from: 'Manual', to: 'Auto', azurerm: '5' },
  {
    key: 'nodeProvisioning.defaultNodePools',
    from: 'Auto',
    to: 'None',
    azurerm: '5',
    beside: { 'nodeProvisioning.mode': 'Auto' },
  },
  { key: 'httpProxy.http', from: PROXY, to: 'http://10.0.0.5:3128/' },
  { key: 'httpProxy.https', from: PROXY, to: 'http://10.0.0.5:3128/' },
  { key: 'httpProxy.noProxy', to: ['.contoso.com'], beside: { 'httpProxy.http': PROXY } },
  { key: 'httpProxy.trustedCa', to: AUTHORITY, beside: { 'httpProxy.http': PROXY } },
  { key: 'storage.blobDriver', from: false, to: true },
  { key: 'storage.diskDriver', from: true, to: false },
  { key: 'storage.fileDriver', from: true, to: false },
  { key: 'storage.snapshotController', from: true, to: false },

  { key: 'identity.userAssignedIdentityId', to: identity('a') },
  {
    key: 'kubeletIdentity.userAssignedIdentityId',
    from: identity('a'),
    to: identity('b'),
    beside: { ...OWN_IDENTITY, 'kubeletIdentity.clientId': IDS[0], 'kubeletIdentity.objectId': IDS[0] },
  },
  { key: 'kubeletIdentity.clientId', from: IDS[0], to: IDS[1], beside: NODE_IDENTITY },
  {
    key: 'kubeletIdentity.objectId',
    from: IDS[0],
    to: IDS[1],
    beside: {
      ...OWN_IDENTITY,
      'kubeletIdentity.userAssignedIdentityId': identity('a'),
      'kubeletIdentity.clientId': IDS[0],
    },
  },
  {
    key: 'identityRoles[].role',
    from: 'NetworkContributor',
    to: 'PrivateDnsZoneContributor',
    beside: { 'identityRoles[].resourceId': zone('a') },
  },
  {
    key: 'identityRoles[].resourceId',
    from: subnet('a'),
    to: subnet('b'),
    beside: { 'identityRoles[].role': 'NetworkContributor' },
  },
  { key: 'nodeAccess.sshPublicKey', from: 'ssh-ed25519 AAAA', to: 'ssh-ed25519 BBBB' },
  { key: 'nodeAccess.sshPublicKey', from: 'ssh-ed25519 AAAA' },
  {
    key: 'nodeAccess.adminUsername',
    from: 'ops',
    to: 'sre',
    beside: { 'nodeAccess.sshPublicKey': 'ssh-ed25519 AAAA' },
  },

  { key: 'workloadIdentities[].namespace', from: 'shop', to: 'web', beside: named('namespace') },
  { key: 'workloadIdentities[].serviceAccount', from: 'web', to: 'api', beside: named('account') },
  { key: 'workloadIdentities[].identityName', from: 'shop-web', to: 'shop', beside: ACCOUNT },
];

/** What the default pool and further ones have in common. */
function poolChanges(pool: string, always: Change['beside'] = {}): Change[] {
  const size = { [`${pool}.vmSize`]: 'Standard_D4ds_v5', [`${pool}.osDiskSizeGb`]: 128 };
  const change = (prop: string, from: unknown, to: unknown, beside: Change['beside'] = {}): Change => ({
    key: `${pool}.${prop}`,
    from,
    to,
    beside: { ...always, ...beside },
  });

  return [
    change('vmSize', 'Standard_D4ds_v5', 'Standard_D8ds_v5'),
    change('vmSize', 'Standard_D8ds_v5', undefined),
    change('nodeCount', 3, 5),
    change('minCount', 1, 2, { [`${pool}.maxCount`]: SCALING.maxCount }),
    change('maxCount', 5, 6, { [`${pool}.minCount`]: SCALING.minCount }),
    change('zones', undefined, ['1', '2', '3']),
    change('osDiskSizeGb', 128, 256),
    change('osDiskSizeGb', 256, undefined),
    change('ephemeralOsDisk', false, true, size),
    change('os', 'Ubuntu', 'AzureLinux'),
    change('os', 'AzureLinux', undefined),
    change('maxPods', 50, 110),
    change('vnetSubnetId', subnet('a'), subnet('b')),
    change('podSubnetId', subnet('pods-a'), subnet('pods-b'), POD_SUBNET),
    change('labels', { tier: 'a' }, { tier: 'b' }),
    change('labels', { tier: 'a' }, undefined),
    change('labels', { tier: 'a' }, {}),
    change('maxSurge', '10%', '33%'),
    { ...change('kubernetesVersion', '1.32', undefined), beside: { ...always, kubernetesVersion: '1.33' } },
    change('drainTimeoutMinutes', undefined, 30),
    change('drainTimeoutMinutes', 30, undefined),
    change('nodeSoakMinutes', undefined, 5),
    change('undrainableNodeBehavior', undefined, 'Cordon'),
    change('hostEncryption', false, true),
    change('fips', false, true),
    change('nodePublicIp', false, true),
    change('nodePublicIpPrefixId', undefined, prefix, { [`${pool}.nodePublicIp`]: true }),
    change('tags', { team: 'a' }, { team: 'b' }),
    change('scaleDownMode', 'Delete', 'Deallocate'),
    change('snapshotId', undefined, `${PROVIDERS}/Microsoft.ContainerService/snapshots/monday`),
    change(
      'proximityPlacementGroupId',
      undefined,
      `${PROVIDERS}/Microsoft.Compute/proximityPlacementGroups/near`,
    ),
    change('kubelet.cpuManagerPolicy', 'none', 'static'),
    change('kubelet.cpuCfsQuota', true, false),
    change('kubelet.cpuCfsQuotaPeriod', '100ms', '200ms'),
    change('kubelet.imageGcHighThreshold', 85, 90),
    change('kubelet.imageGcLowThreshold', 70, 75),
    change('kubelet.topologyManagerPolicy', 'none', 'restricted'),
    change('kubelet.allowedUnsafeSysctls', ['net.core.*'], ['net.ipv4.*']),
    change('kubelet.containerLogMaxSizeMb', 50, 100),
    change('kubelet.containerLogMaxFiles', 5, 10),
    change('kubelet.podMaxPids', 1000, 2000),
    change('linuxOs.swapFileSizeMb', 1000, 2000),
    change('linuxOs.transparentHugePage', 'always', 'madvise'),
    change('linuxOs.transparentHugePage', 'always', undefined, { [`${pool}.linuxOs.swapFileSizeMb`]: 1000 }),
    change('linuxOs.transparentHugePageDefrag', 'madvise', 'never'),
    change('linuxOs.sysctls', { 'net.core.somaxconn': 4096 }, { 'net.core.somaxconn': 16384 }),
    change('rotation', false, true),
    change('overrides', undefined, { ultra_ssd_enabled: true }),
  ];
}

function weekly(day: string): object {
  return { type: 'weekly', day, startTime: '02:00', durationHours: 4 };
}

/** A workload identity whose own name does not follow from its service account. */
function named(identityName: string): Record<string, unknown> {
  return { ...ACCOUNT, 'workloadIdentities[].identityName': identityName };
}

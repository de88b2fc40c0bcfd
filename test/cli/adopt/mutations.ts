/** A setting that a cluster may have, and the argument of azurerm that it is read into; one of none is named in words. */
export interface Mutation {
  /** In the words of the Azure CLI; `pools` stands for each node pool, `pool` for the last one. */
  readonly path: string;
  readonly value: unknown;

  /** Whether azurerm has no argument for it, so that a note must name it. */
  readonly isForeign: boolean;
}

const GROUP = '/subscriptions/8ecadfc9-d1a3-4ea4-b844-0d9f87e4d7c8/resourcegroups/shared/providers';
const SUBNET = `${GROUP}/Microsoft.Network/virtualNetworks/net/subnets`;

function of(path: string, value: unknown): Mutation {
  return { path, value, isForeign: false };
}

function foreign(path: string, value: unknown): Mutation {
  return { path, value, isForeign: true };
}

/** What every cluster has that scales. */
export const AUTOSCALER = {
  balanceSimilarNodeGroups: 'false',
  expander: 'random',
  maxEmptyBulkDelete: '10',
  maxGracefulTerminationSec: '600',
  maxNodeProvisionTime: '15m',
  maxTotalUnreadyPercentage: '45',
  newPodScaleUpDelay: '0s',
  okTotalUnreadyCount: '3',
  scaleDownDelayAfterAdd: '10m',
  scaleDownDelayAfterDelete: '10s',
  scaleDownDelayAfterFailure: '3m',
  scaleDownUnneededTime: '10m',
  scaleDownUnreadyTime: '20m',
  scaleDownUtilizationThreshold: '0.5',
  scanInterval: '10s',
  skipNodesWithLocalStorage: 'false',
  skipNodesWithSystemPods: 'true',
};

const addOn = (name: string, config: object | null): Mutation =>
  of(`addonProfiles.${name}`, { enabled: true, config, identity: null });

const autoscaler = (name: string, value: unknown): Mutation =>
  of('autoScalerProfile', { ...AUTOSCALER, [name]: value });

const istio = (more: object): unknown => ({
  mode: 'Istio',
  istio: {
    revisions: ['asm-1-25'],
    components: { egressGateways: null, ingressGateways: [{ enabled: true, mode: 'External' }] },
    certificateAuthority: null,
    ...more,
  },
});

const balancer = (more: object): unknown => ({
  allocatedOutboundPorts: 0,
  backendPoolType: 'nodeIPConfiguration',
  effectiveOutboundIPs: [],
  enableMultipleStandardLoadBalancers: null,
  idleTimeoutInMinutes: 30,
  managedOutboundIPs: { count: 1, countIpv6: null },
  outboundIPs: null,
  outboundIpPrefixes: null,
  ...more,
});

const drivers = (more: object): unknown => ({
  blobCsiDriver: { enabled: false },
  diskCsiDriver: { enabled: true },
  fileCsiDriver: { enabled: true },
  snapshotController: { enabled: true },
  ...more,
});

export const CLUSTER_MUTATIONS: readonly Mutation[] = [
  of('tags', { 'cost center': '42' }),
  of('sku.tier', 'Standard'),
  of('sku.tier', 'Premium'),
  of('supportPlan', 'AKSLongTermSupport'),
  of('supportPlan', null),
  of('extendedLocation', { name: 'losangeles', type: 'EdgeZone' }),
  of('kubernetesVersion', '1.32.7'),
  of('nodeResourceGroup', 'nodes-of-mine'),
  of('dnsPrefix', 'another'),
  of('diskEncryptionSetId', `${GROUP}/Microsoft.Compute/diskEncryptionSets/nodes`),
  of('disableLocalAccounts', true),
  of('disableLocalAccounts', false),
  of('enableRbac', false),
  ...['none', 'stable', 'rapid', 'patch', 'node-image'].map((channel) =>
    of('autoUpgradeProfile.upgradeChannel', channel),
  ),
  ...['None', 'Unmanaged', 'SecurityPatch', 'NodeImage', null].map((channel) =>
    of('autoUpgradeProfile.nodeOsUpgradeChannel', channel),
  ),
  of('autoUpgradeProfile', null),
  of('upgradeSettings', { overrideSettings: { forceUpgrade: true, until: '2026-12-01T00:00:00Z' } }),
  of('apiServerAccessProfile.authorizedIpRanges', ['203.0.113.0/24']),
  of('apiServerAccessProfile.disableRunCommand', true),
  of('apiServerAccessProfile.enableVnetIntegration', false),
  of('apiServerAccessProfile.enableVnetIntegration', true),
  of('apiServerAccessProfile.enablePrivateCluster', true),
  of('apiServerAccessProfile.privateDnsZone', 'none'),
  of('securityProfile.imageCleaner', { enabled: true, intervalHours: 48 }),
  of('securityProfile.imageCleaner', { enabled: false, intervalHours: 168 }),
  of('securityProfile.workloadIdentity', { enabled: true }),
  of('oidcIssuerProfile', { enabled: true, issuerUrl: 'https://eastus.oic.prod-aks.azure.com/x/y/' }),
  of('securityProfile.azureKeyVaultKms', {
    enabled: true,
    keyId: 'https://vault.vault.azure.net/keys/etcd/0123456789abcdef0123456789abcdef',
    keyVaultNetworkAccess: 'Public',
  }),
  of('securityProfile.defender', {
    logAnalyticsWorkspaceResourceId: `${GROUP}/microsoft.operationalinsights/workspaces/logs`,
    securityMonitoring: { enabled: true },
  }),
  of('securityProfile.customCaTrustCertificates', ['LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCg==']),
  foreign('securityProfile.nodeRestriction', { enabled: true }),
  of('aadProfile.enableAzureRbac', true),
  of('aadProfile.adminGroupObjectIDs', ['11111111-39f8-4bfe-b16a-510f61af6f41']),
  of('aadProfile', null),
  of('identityProfile.kubeletidentity', {
    clientId: '22222222-39f8-4bfe-b16a-510f61af6f41',
    objectId: '33333333-39f8-4bfe-b16a-510f61af6f41',
    resourceId: `${GROUP}/Microsoft.ManagedIdentity/userAssignedIdentities/kubelet`,
  }),
  of('linuxProfile', null),
  of('linuxProfile', { adminUsername: 'ops', ssh: { publicKeys: [{ keyData: 'ssh-rsa AAAA x\n' }] } }),
  of('linuxProfile', {
    adminUsername: 'ops',
    ssh: { publicKeys: [{ keyData: 'ssh-rsa AAAA x\n' }, { keyData: 'ssh-rsa BBBB y' }] },
  }),
  of('windowsProfile', {
    adminUsername: 'azureuser',
    adminPassword: null,
    enableCsiProxy: true,
    licenseType: 'Windows_Server',
    gmsaProfile: { enabled: true, dnsServer: '10.0.0.4', rootDomainName: 'contoso.com' },
  }),
  of('workloadAutoScalerProfile', { keda: { enabled: true }, verticalPodAutoscaler: null }),
  of('workloadAutoScalerProfile', { keda: null, verticalPodAutoscaler: { enabled: true } }),
  of('workloadAutoScalerProfile', { keda: { enabled: false }, verticalPodAutoscaler: null }),
  of('storageProfile', drivers({ blobCsiDriver: { enabled: true } })),
  of('storageProfile', drivers({ diskCsiDriver: { enabled: false } })),
  of('storageProfile', drivers({ fileCsiDriver: { enabled: false } })),
  of('storageProfile', drivers({ snapshotController: { enabled: false } })),
  of('httpProxyConfig', { httpProxy: 'http://p:3128', httpsProxy: null, noProxy: ['a'], trustedCa: null }),
  of('httpProxyConfig', {
    httpProxy: 'http://p:3128',
    httpsProxy: 'http://p:3128',
    noProxy: null,
    trustedCa: 'QUJD',
  }),
  of('serviceMeshProfile', istio({})),
  of(
    'serviceMeshProfile',
    istio({
      certificateAuthority: {
        plugin: {
          keyVaultId: `${GROUP}/Microsoft.KeyVault/vaults/ca`,
          certChainObjectName: 'chain',
          certObjectName: 'cert',
          keyObjectName: 'key',
          rootCertObjectName: 'root',
        },
      },
    }),
  ),
  of('ingressProfile', {
    webAppRouting: {
      enabled: true,
      dnsZoneResourceIds: null,
      nginx: { defaultIngressControllerType: 'Internal' },
    },
  }),
  of('ingressProfile', {
    webAppRouting: {
      enabled: true,
      dnsZoneResourceIds: [`${GROUP}/Microsoft.Network/dnszones/contoso.com`],
      nginx: null,
    },
  }),
  of('azureMonitorProfile', {
    metrics: {
      enabled: true,
      kubeStateMetrics: { metricAnnotationsAllowList: '', metricLabelsAllowlist: 'pods=[team]' },
    },
  }),
  of('azureMonitorProfile', { metrics: { enabled: true, kubeStateMetrics: null } }),
  of('metricsProfile', { costAnalysis: { enabled: true } }),
  of('aiToolchainOperatorProfile', { enabled: true }),
  of('bootstrapProfile', {
    artifactSource: 'Cache',
    containerRegistryId: `${GROUP.replace('resourcegroups', 'resourceGroups')}/Microsoft.ContainerRegistry/registries/cache`,
  }),
  of('nodeProvisioningProfile', { mode: 'Auto', defaultNodePools: 'Auto' }),
  foreign('podIdentityProfile', { enabled: true, allowNetworkPluginKubenet: true }),
  foreign('publicNetworkAccess', 'Disabled'),
  addOn('azurepolicy', null),
  addOn('httpApplicationRouting', { HTTPApplicationRoutingZoneName: 'x.eastus.aksapp.io' }),
  addOn('openServiceMesh', {}),
  addOn('omsagent', {
    logAnalyticsWorkspaceResourceID: `${GROUP}/microsoft.operationalinsights/workspaces/logs`,
    useAADAuth: 'true',
  }),
  addOn('azureKeyvaultSecretsProvider', { enableSecretRotation: 'false', rotationPollInterval: '2m' }),
  addOn('azureKeyvaultSecretsProvider', { enableSecretRotation: 'true', rotationPollInterval: '10m' }),
  addOn('azureKeyvaultSecretsProvider', null),
  addOn('ingressApplicationGateway', {
    applicationGatewayId: `${GROUP}/Microsoft.Network/applicationGateways/gw`,
  }),
  addOn('ingressApplicationGateway', { applicationGatewayName: 'gw', subnetCIDR: '10.225.0.0/16' }),
  addOn('aciConnectorLinux', { SubnetName: 'virtual-nodes' }),
  addOn('ACCSGXDevicePlugin', { ACCSGXQuoteHelperEnabled: 'true' }),
  foreign('addonProfiles.gitops', { enabled: true, config: null, identity: null }),
  autoscaler('balanceSimilarNodeGroups', 'true'),
  autoscaler('daemonsetEvictionForEmptyNodes', true),
  autoscaler('daemonsetEvictionForOccupiedNodes', false),
  autoscaler('ignoreDaemonsetsUtilization', true),
  autoscaler('expander', 'priority'),
  autoscaler('maxEmptyBulkDelete', '20'),
  autoscaler('maxGracefulTerminationSec', '300'),
  autoscaler('maxNodeProvisionTime', '20m'),
  autoscaler('maxTotalUnreadyPercentage', '30'),
  autoscaler('newPodScaleUpDelay', '5s'),
  autoscaler('okTotalUnreadyCount', '5'),
  autoscaler('scaleDownDelayAfterAdd', '15m'),
  autoscaler('scaleDownDelayAfterDelete', '20s'),
  autoscaler('scaleDownDelayAfterFailure', '5m'),
  autoscaler('scaleDownUnneededTime', '5m'),
  autoscaler('scaleDownUnreadyTime', '5m'),
  autoscaler('scaleDownUtilizationThreshold', '0.7'),
  autoscaler('scanInterval', '20s'),
  autoscaler('skipNodesWithLocalStorage', 'true'),
  autoscaler('skipNodesWithSystemPods', 'false'),
  of('networkProfile.networkPlugin', 'none'),
  of('networkProfile.networkPluginMode', null),
  of('networkProfile.networkMode', 'transparent'),
  of('networkProfile.networkDataplane', 'azure'),
  ...['calico', 'azure', 'none', null].map((policy) => of('networkProfile.networkPolicy', policy)),
  of('networkProfile.podCidr', '10.100.0.0/16'),
  of('networkProfile.serviceCidr', '10.200.0.0/16'),
  of('networkProfile.dnsServiceIp', '10.0.0.11'),
  of('networkProfile.ipFamilies', ['IPv4', 'IPv6']),
  of('networkProfile.outboundType', 'userDefinedRouting'),
  of('networkProfile.outboundType', 'none'),
  of('networkProfile.loadBalancerSku', 'basic'),
  of('networkProfile.loadBalancerProfile', balancer({ allocatedOutboundPorts: 8000 })),
  of('networkProfile.loadBalancerProfile', balancer({ idleTimeoutInMinutes: 10 })),
  of('networkProfile.loadBalancerProfile', balancer({ backendPoolType: 'NodeIP' })),
  of('networkProfile.loadBalancerProfile', balancer({ managedOutboundIPs: { count: 3, countIpv6: null } })),
  of('networkProfile.loadBalancerProfile', balancer({ managedOutboundIPs: { count: 1, countIpv6: 2 } })),
  of(
    'networkProfile.loadBalancerProfile',
    balancer({
      managedOutboundIPs: null,
      outboundIPs: { publicIPs: [{ id: `${GROUP}/Microsoft.Network/publicIPAddresses/out` }] },
    }),
  ),
  of(
    'networkProfile.loadBalancerProfile',
    balancer({
      managedOutboundIPs: null,
      outboundIpPrefixes: { publicIpPrefixes: [{ id: `${GROUP}/Microsoft.Network/publicIPPrefixes/out` }] },
    }),
  ),
  of('networkProfile.loadBalancerProfile', null),
  of('networkProfile.advancedNetworking', {
    enabled: true,
    observability: { enabled: true },
    security: { enabled: false, advancedNetworkPolicies: null },
  }),
  foreign('networkProfile.staticEgressGatewayProfile', { enabled: true }),
];

const kubelet = (more: object): Mutation => of('pools.kubeletConfig', { failSwapOn: false, ...more });
const linux = (more: object): Mutation =>
  of('pools.linuxOsConfig', { swapFileSizeMb: null, sysctls: null, ...more });

export const POOL_MUTATIONS: readonly Mutation[] = [
  of('pools.vmSize', 'Standard_E8ds_v5'),
  of('pools.count', 7),
  of('pools.availabilityZones', ['1', '3']),
  of('pools.osDiskSizeGb', 512),
  of('pools.osDiskType', 'Ephemeral'),
  of('pools.osSku', 'AzureLinux'),
  of('pools.osSku', 'Ubuntu2204'),
  of('pools.kubeletDiskType', 'Temporary'),
  of('pools.workloadRuntime', 'WasmWasi'),
  of('pools.maxPods', 42),
  of('pools.vnetSubnetId', `${SUBNET}/nodes`),
  of('pools.podSubnetId', `${SUBNET}/pods`),
  of('pools.nodeLabels', { tier: 'web', 'contoso.com/x': '' }),
  of('pools.tags', { owner: 'me' }),
  of('pools.enableEncryptionAtHost', true),
  of('pools.enableFips', true),
  of('pools.enableUltraSsd', true),
  of('pools.enableNodePublicIp', true),
  of('pools.proximityPlacementGroupId', `${GROUP}/Microsoft.Compute/proximityPlacementGroups/near`),
  of('pools.hostGroupId', `${GROUP}/Microsoft.Compute/hostGroups/dedicated`),
  of('pools.capacityReservationGroupId', `${GROUP}/Microsoft.Compute/capacityReservationGroups/reserved`),
  of('pools.creationData', { sourceResourceId: `${GROUP}/Microsoft.ContainerService/snapshots/s` }),
  of('pools.gpuInstanceProfile', 'MIG1g'),
  of('pools.gpuProfile', { driver: 'None' }),
  of('pools.scaleDownMode', 'Deallocate'),
  of('pools.orchestratorVersion', '1.31.9'),
  of('pools.upgradeSettings', {
    maxSurge: '33%',
    drainTimeoutInMinutes: 45,
    nodeSoakDurationInMinutes: 5,
    undrainableNodeBehavior: 'Cordon',
  }),
  of('pools.upgradeSettings', {
    maxSurge: '1',
    drainTimeoutInMinutes: null,
    nodeSoakDurationInMinutes: null,
    undrainableNodeBehavior: null,
  }),
  of('pools.upgradeSettings', null),
  foreign('pools.messageOfTheDay', 'aGVsbG8='),
  foreign('pools.podIpAllocationMode', 'StaticBlock'),
  of('pools.nodeTaints', ['CriticalAddonsOnly=true:NoSchedule']),
  of('pools.nodeTaints', ['a=b:NoSchedule']),
  foreign('pools.securityProfile', { enableSecureBoot: true, enableVtpm: true, sshAccess: 'Disabled' }),
  of('pools.networkProfile', {
    allowedHostPorts: [{ portStart: 80, portEnd: 81, protocol: 'TCP' }],
    applicationSecurityGroups: null,
    nodePublicIpTags: null,
  }),
  kubelet({ cpuManagerPolicy: 'static', cpuCfsQuota: true }),
  kubelet({ cpuCfsQuota: false }),
  kubelet({ cpuCfsQuota: true }),
  kubelet({}),
  kubelet({
    cpuCfsQuota: true,
    imageGcHighThreshold: 90,
    imageGcLowThreshold: 70,
    cpuCfsQuotaPeriod: '200ms',
  }),
  kubelet({ cpuCfsQuota: true, topologyManagerPolicy: 'restricted', allowedUnsafeSysctls: ['kernel.msg*'] }),
  kubelet({ cpuCfsQuota: true, containerLogMaxSizeMb: 20, containerLogMaxFiles: 4, podMaxPids: 100 }),
  linux({ swapFileSizeMb: 1500 }),
  linux({ transparentHugePageEnabled: 'madvise', transparentHugePageDefrag: 'defer+madvise' }),
  linux({
    sysctls: { netCoreSomaxconn: 16384, netIpv4TcpTwReuse: true, netIpv4IpLocalPortRange: '32000 60000' },
  }),
  linux({
    sysctls: {
      vmMaxMapCount: 65530,
      netIpv4NeighDefaultGcThresh1: 4096,
      fsAioMaxNr: 65536,
      netIpv4TcpkeepaliveIntvl: 30,
    },
  }),
  linux({
    sysctls: {
      kernelThreadsMax: 20,
      netNetfilterNfConntrackMax: 131072,
      vmSwappiness: 10,
      vmVfsCachePressure: 50,
    },
  }),
  linux({}),
];

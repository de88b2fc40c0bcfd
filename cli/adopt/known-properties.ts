import { isMap } from '../../lib/shared/maps';
import { normalized } from './azure-object';

/**
 * What Azure tells of a cluster and nobody can set, or what is in an ID that is written. Names without regard to case, `*`
 * for any.
 *
 * Source: the read-only properties of `ManagedCluster` in Microsoft.ContainerService, API versions 2023-01-01 to
 * 2026-01-01, and what the Azure CLI adds.
 */
const READ_ONLY = [
  ...[
    'id',
    'name',
    'type',
    'kind',
    'resourceGroup',
    'systemData',
    'eTag',
    'provisioningState',
    'maxAgentPools',
  ],
  ...[
    'currentKubernetesVersion',
    'fqdn',
    'privateFQDN',
    'azurePortalFQDN',
    'resourceUID',
    'status',
    'isDeleted',
  ],
  ...['privateLinkResources', 'identity.principalId', 'identity.tenantId', 'identity.userAssignedIdentities'],
  ...[
    'identity.delegatedResources',
    'identityProfile.*',
    'powerState.code',
    'sku.name',
    'extendedLocation.type',
  ],
  ...['addonProfiles.*.identity', 'addonProfiles.*.config.version'],
  ...['addonProfiles.httpApplicationRouting.config.HTTPApplicationRoutingZoneName'],
  ...['addonProfiles.ingressApplicationGateway.config.effectiveApplicationGatewayId'],
  ...[
    'oidcIssuerProfile.issuerURL',
    'httpProxyConfig.effectiveNoProxy',
    'ingressProfile.webAppRouting.identity',
  ],
  ...[
    'networkProfile.loadBalancerProfile.effectiveOutboundIPs',
    'networkProfile.natGatewayProfile.effectiveOutboundIPs',
  ],
  ...[
    'aadProfile.managed',
    'aadProfile.serverAppSecret',
    'servicePrincipalProfile.secret',
    'servicePrincipalProfile',
  ],
  ...[
    'windowsProfile.adminPassword',
    'metadata',
    'apiVersion',
    'changedTime',
    'createdTime',
    'plan',
    'managedBy',
  ],
  ...[
    'agentPoolProfiles.provisioningState',
    'agentPoolProfiles.powerState',
    'agentPoolProfiles.nodeImageVersion',
  ],
  ...['agentPoolProfiles.currentOrchestratorVersion', 'agentPoolProfiles.eTag', 'agentPoolProfiles.status'],
  ...[
    'agentPoolProfiles.virtualMachineNodesStatus',
    'agentPoolProfiles.id',
    'agentPoolProfiles.resourceGroup',
  ],
  ...[
    'agentPoolProfiles.osType',
    'agentPoolProfiles.type',
    'agentPoolProfiles.mode',
    'agentPoolProfiles.scaleSetPriority',
  ],
  ...[
    'agentPoolProfiles.kubeletConfig.failSwapOn',
    'agentPoolProfiles.spotMaxPrice',
    'agentPoolProfiles.name',
  ],
  ...['agentPoolProfiles.nodeTaints', 'securityProfile.azureKeyVaultKms.keyVaultResourceId'],
  ...['networkProfile.networkPluginMode', 'linuxProfile.ssh.publicKeys.certificateData'],
];

/** What a property is where nobody has chosen anything, and azurerm has no argument for it. */
const USUAL: Readonly<Record<string, readonly unknown[]>> = {
  'agentPoolProfiles.podIPAllocationMode': ['DynamicIndividual'],
  'agentPoolProfiles.securityProfile.enableSecureBoot': [false],
  'agentPoolProfiles.securityProfile.enableVTPM': [false],
  'agentPoolProfiles.securityProfile.sshAccess': ['LocalUser'],
  'agentPoolProfiles.artifactStreamingProfile.enabled': [false],
  'agentPoolProfiles.gpuProfile.installGPUDriver': [true],
  'agentPoolProfiles.gpuProfile.driverType': ['CUDA', 'GRID'],
  'agentPoolProfiles.nodePublicIPPrefixIDs': [],
  'agentPoolProfiles.upgradeStrategy': ['Rolling'],
  'agentPoolProfiles.upgradeSettings.maxBlockedNodes': [0, '0%', '0'],
  enableNamespaceResources: [false],
  enablePodSecurityPolicy: [false],
  publicNetworkAccess: ['Enabled'],
  nodeProvisioningProfile: ['Manual'],
  'nodeProvisioningProfile.mode': ['Manual'],
  'nodeProvisioningProfile.defaultNodePools': ['Auto'],
  'nodeResourceGroupProfile.restrictionLevel': ['Unrestricted'],
  'apiServerAccessProfile.privateDNSZone': ['none', 'system'],
  'networkProfile.podLinkLocalAccess': ['IMDS', 'None'],
  'networkProfile.loadBalancerProfile.enableMultipleStandardLoadBalancers': [false],
  'networkProfile.loadBalancerProfile.clusterServiceLoadBalancerHealthProbeMode': ['ServiceNodePort'],
  'networkProfile.staticEgressGatewayProfile.enabled': [false],
  'networkProfile.advancedNetworking.enabled': [false],
  'networkProfile.advancedNetworking.observability.enabled': [false],
  'networkProfile.advancedNetworking.security.enabled': [false],
  'networkProfile.advancedNetworking.security.advancedNetworkPolicies': ['None'],
  'securityProfile.nodeRestriction.enabled': [false],
  'securityProfile.imageIntegrity.enabled': [false],
  'securityProfile.defender.securityMonitoring.enabled': [false],
  'securityProfile.azureKeyVaultKms.enabled': [false],
  'storageProfile.diskCSIDriver.version': ['v1'],
  'podIdentityProfile.enabled': [false],
  'workloadAutoScalerProfile.verticalPodAutoscaler.addonAutoscaling': ['Disabled'],
  'ingressProfile.webAppRouting.enabled': [false],
  'ingressProfile.gatewayAPI.installation': ['Disabled'],
  'ingressProfile.applicationLoadBalancer.enabled': [false],
  'azureMonitorProfile.metrics.enabled': [false],
  'azureMonitorProfile.containerInsights.enabled': [false],
  'azureMonitorProfile.appMonitoring.autoInstrumentation.enabled': [false],
  'azureMonitorProfile.appMonitoring.openTelemetryLogs.enabled': [false],
  'azureMonitorProfile.appMonitoring.openTelemetryMetrics.enabled': [false],
  'windowsProfile.enableCSIProxy': [true],
  'windowsProfile.licenseType': ['None'],
  'windowsProfile.gmsaProfile.enabled': [false],
  'serviceMeshProfile.mode': ['Disabled'],
  'nodeProvisioning.mode': ['Manual'],
};

const readOnly = READ_ONLY.map(pattern);
const usual = new Map(Object.entries(USUAL).map(([path, values]) => [pattern(path).join('.'), values]));

/** Whether a property that nobody has asked for says nothing that could get lost. */
export function saysNothing(path: string, value: unknown): boolean {
  const steps = pattern(path);
  const isReadOnly = readOnly.some(
    (known) => known.length <= steps.length && known.every((step, i) => step === '*' || step === steps[i]),
  );
  const isAddOnOff = steps[0] === 'addonprofiles' && steps.at(-1) === 'enabled' && value === false;
  const isUsual = usual.get(steps.join('.'))?.some((one) => sameWord(one, value)) ?? false;
  const members = Object.entries(isMap(value) ? value : {});

  return (
    isReadOnly ||
    isAddOnOff ||
    isUsual ||
    (members.length > 0 &&
      members.every(([key, member]) => isBlank(member) || saysNothing(`${path}.${key}`, member)))
  );
}

function isBlank(value: unknown): boolean {
  return (
    value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
  );
}

function sameWord(one: unknown, other: unknown): boolean {
  return typeof one === 'string' && typeof other === 'string'
    ? one.toLowerCase() === other.toLowerCase()
    : one === other;
}

/** A path without indexes, each name as all tools have it. */
function pattern(path: string): string[] {
  return path
    .replace(/\[\d+\]/g, '')
    .split('.')
    .map((step) => (step === '*' ? step : normalized(step)));
}

import { TerraformStack, TerraformVariable } from 'cdktf';
import {
  AadAksCluster,
  AadAksClusterProps,
  AadClientApp,
  AadIntegration,
  AadServerApp,
  AksDataPlane,
  AksEvictionPolicy,
  AksIdentity,
  AksNetwork,
  AksNodeOs,
  AksNodePoolMode,
  AksOutbound,
  AksPrivateDnsZone,
  AksSkuTier,
  AksUndrainableNodeBehavior,
  AksUpgradeChannel,
  AzurermVersion,
  KubernetesConnection,
  KubernetesCredentials,
  MaintenanceWindow,
  NodeOsUpgradeChannel,
  UnsafeSetting,
  Weekday,
} from '../../lib';

export const ID = '894656e1-39f8-4bfe-b16a-510f61af6f41';
export const SUBSCRIPTION =
  '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/net/providers';
const VM_SIZE = 'Standard_D4ds_v5';

const NIGHT = { startTime: '02:00', durationHours: 4 };
const VNET = `${SUBSCRIPTION}/Microsoft.Network/virtualNetworks/hub/subnets`;
const ZONE = `${SUBSCRIPTION}/Microsoft.Network/privateDnsZones/privatelink.eastus.azmk8s.io`;
const IDENTITY = AksIdentity.userAssigned(
  `${SUBSCRIPTION}/Microsoft.ManagedIdentity/userAssignedIdentities/aks`,
);

const POOL = {
  vmSize: VM_SIZE,
  minCount: 1,
  maxCount: 5,
  zones: ['1', '2', '3'],
  osDiskSizeGb: 128,
  ephemeralOsDisk: true,
  os: AksNodeOs.AZURE_LINUX,
  maxPods: 110,
  vnetSubnetId: `${VNET}/aks`,
  labels: { team: 'platform' },
  maxSurge: '33%',
  kubernetesVersion: '1.32',
  drainTimeoutMinutes: 60,
  nodeSoakMinutes: 5,
  hostEncryption: true,
  fips: true,
  nodePublicIp: true,
};

const EVERYTHING: Omit<AadAksClusterProps, 'aad' | 'clusterName' | 'azurerm'> = {
  resourceGroupName: 'myResourceGroup',
  createResourceGroup: false,
  location: 'eastus',
  kubernetesVersion: '1.33',
  skuTier: AksSkuTier.PREMIUM,
  identity: IDENTITY,
  network: AksNetwork.azureCniOverlay({
    vnetSubnetId: `${VNET}/aks`,
    podCidr: '10.10.0.0/16',
    serviceCidr: '10.20.0.0/16',
    dnsServiceIp: '10.20.0.10',
    outbound: AksOutbound.loadBalancer({ managedIpCount: 2 }),
  }),
  apiServer: { dnsPrefix: 'aks', authorizedIpRanges: ['203.0.113.0/24'], runCommand: true },
  security: {
    localAccounts: true,
    imageCleanerIntervalHours: 24,
    diskEncryptionSetId: `${SUBSCRIPTION}/Microsoft.Compute/diskEncryptionSets/disks`,
    keyManagement: { keyVaultKeyId: 'https://vault.vault.azure.net/keys/etcd/1' },
  },
  upgrades: {
    channel: AksUpgradeChannel.NODE_IMAGE,
    window: MaintenanceWindow.weekly({ ...NIGHT, day: Weekday.SUNDAY }),
    nodeOsChannel: NodeOsUpgradeChannel.NODE_IMAGE,
    nodeOsWindow: MaintenanceWindow.daily(NIGHT),
  },
  monitoring: {
    logAnalyticsWorkspaceId: `${SUBSCRIPTION}/Microsoft.OperationalInsights/workspaces/logs`,
    defender: true,
    prometheusWorkspaceId: `${SUBSCRIPTION}/Microsoft.Monitor/accounts/metrics`,
  },
  nodeAccess: {
    sshPublicKey: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKksNuZqJe6Z/4Yvqo6HmHvmx80Tw+5mHEAKRbDx47Ey ops',
    adminUsername: 'ops',
  },
  tags: { team: 'platform' },
  defaultNodePool: { ...POOL, name: 'base' },
};

/** What every other cluster has; a size of machines, as azurerm 3.x demands one. */
const SMALL: Pick<AadAksClusterProps, 'location' | 'defaultNodePool'> = {
  location: 'eastus',
  defaultNodePool: { vmSize: VM_SIZE },
};

/** Networks of every kind, with what goes with each. */
const NETWORKS: Record<string, Partial<AadAksClusterProps>> = {
  pods: { network: AksNetwork.azureCni({ vnetSubnetId: `${VNET}/aks`, podSubnetId: `${VNET}/pods` }) },
  flat: { network: AksNetwork.azureCni() },
  kubenet: { network: AksNetwork.kubenet({ podCidr: '10.10.0.0/16' }) },
  existing: { network: AksNetwork.existing() },
  gateway: {
    network: AksNetwork.azureCniOverlay({ outbound: AksOutbound.managedNatGateway() }),
    apiServer: { privateCluster: true, privateDnsZone: AksPrivateDnsZone.none(), publicFqdn: true },
  },
  shared: {
    network: AksNetwork.azureCniOverlay({
      vnetSubnetId: `${VNET}/aks`,
      outbound: AksOutbound.userAssignedNatGateway(),
    }),
    apiServer: { privateCluster: true, privateDnsZone: AksPrivateDnsZone.system() },
  },
  routed: {
    network: AksNetwork.azureCniOverlay({
      vnetSubnetId: `${VNET}/aks`,
      outbound: AksOutbound.userDefinedRouting(),
    }),
    identity: IDENTITY,
    apiServer: { privateCluster: true, privateDnsZone: AksPrivateDnsZone.own(ZONE) },
  },
};

/** Cluster constructs with every option; what differs between managed and legacy is given. */
export function clusters(stack: TerraformStack, aad: AadIntegration, azurerm?: AzurermVersion): void {
  const everything = new AadAksCluster(stack, 'Everything', {
    ...EVERYTHING,
    clusterName: 'everything',
    aad,
    azurerm,
  });
  everything.addNodePool('Apps', {
    ...POOL,
    name: 'apps',
    minCount: 0,
    taints: ['sku=gpu:NoSchedule'],
    // New in azurerm 4.
    undrainableNodeBehavior: aad.isLegacy ? undefined : AksUndrainableNodeBehavior.CORDON,
  });
  everything.addNodePool('More', {
    name: 'more',
    vmSize: VM_SIZE,
    mode: AksNodePoolMode.SYSTEM,
    nodeCount: 2,
  });
  everything.addNodePool('Spot', {
    name: 'spot',
    vmSize: VM_SIZE,
    spot: { maxPrice: 0.5, evictionPolicy: AksEvictionPolicy.DEALLOCATE },
  });
  everything.addWorkloadIdentity('Identity', {
    namespace: 'shop',
    serviceAccount: 'deployer',
    connection: new KubernetesConnection(stack, 'Kubernetes', {
      cluster: everything,
      credentials: KubernetesCredentials.admin(),
    }),
  });

  for (const [clusterName, props] of Object.entries(NETWORKS)) {
    new AadAksCluster(stack, clusterName, {
      ...SMALL,
      ...props,
      clusterName,
      resourceGroupName: clusterName,
      aad,
      azurerm,
    });
  }

  new AadAksCluster(stack, 'Plain', {
    ...SMALL,
    clusterName: 'plain',
    resourceGroupName: 'plain',
    aad,
    azurerm,
    identity: AksIdentity.servicePrincipal(
      ID,
      new TerraformVariable(stack, 'principal', { type: 'string', sensitive: true }).stringValue,
    ),
    security: {
      oidcIssuer: false,
      azurePolicy: false,
      imageCleaner: false,
      keyVaultSecretsProvider: false,
      kubernetesRbac: false,
      unsafeAllow: [UnsafeSetting.RBAC_OFF],
    },
    upgrades: { channel: AksUpgradeChannel.NONE, nodeOsChannel: NodeOsUpgradeChannel.SECURITY_PATCH },
  });
}

/** What only the managed integration has: Windows pools need no legacy network, and azurerm 3.x has no such subnet. */
export function managedClusters(stack: TerraformStack, azurerm?: AzurermVersion): void {
  clusters(stack, MANAGED, azurerm);

  const cluster = new AadAksCluster(stack, 'Windows', {
    clusterName: 'windows',
    resourceGroupName: 'windows',
    location: 'eastus',
    aad: MANAGED,
    azurerm,
    identity: IDENTITY,
    network: AksNetwork.azureCniOverlay({ dataPlane: AksDataPlane.AZURE }),
    apiServer: { vnetIntegrationSubnetId: `${VNET}/api` },
  });
  cluster.addNodePool('Windows', { name: 'win', os: AksNodeOs.WINDOWS_2022 });
}

const MANAGED = AadIntegration.managed({ adminGroupObjectIds: [ID], azureRbac: true });

export function legacy(stack: TerraformStack): AadIntegration {
  const ids = { clientId: ID, objectId: ID, servicePrincipalObjectId: ID };
  return AadIntegration.legacy({
    serverApp: AadServerApp.fromAadServerAppAttributes(stack, 'LegacyServer', {
      ...ids,
      scopeId: ID,
      secret: new TerraformVariable(stack, 'secret', { type: 'string', sensitive: true }).stringValue,
    }),
    clientApp: AadClientApp.fromAadClientAppAttributes(stack, 'LegacyClient', ids),
  });
}

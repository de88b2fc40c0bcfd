import {
  AadAksAutomaticClusterProps,
  AadAksClusterProps,
  AksApiServerOptions,
  AksIdentity,
  AksPrivateDnsZone,
  AksSkuTier,
  AksUpgradeChannel,
  AksUpgradeOptions,
  MaintenanceWindow,
  NodeOsUpgradeChannel,
  Weekday,
  WeekOfMonth,
} from '../../lib';
import { networkOf } from './cluster-network';
import { defaultNodePoolOf } from './node-pools';
import { AksConfig } from '../config';
import { known } from './known';
import { mutable } from './mutable';

type ClusterConfig = AksConfig['cluster'];
type UpgradesConfig = NonNullable<ClusterConfig['upgrades']>;
type WindowConfig = NonNullable<UpgradesConfig['nodeOsWindow']>;

/** The props of the cluster that follow from its section of the configuration. */
export function clusterProps(config: ClusterConfig): Omit<AadAksClusterProps, 'aad' | 'azurerm'> {
  return {
    clusterName: config.name,
    resourceGroupName: config.resourceGroupName,
    createResourceGroup: config.createResourceGroup,
    nodeResourceGroup: config.nodeResourceGroup,
    location: known(config.location, 'cluster.location'),
    kubernetesVersion: config.kubernetesVersion,
    skuTier: config.skuTier as AksSkuTier | undefined,
    defaultNodePool: config.defaultNodePool && defaultNodePoolOf(config.defaultNodePool),
    network: config.network && networkOf(config.network),
    apiServer: config.apiServer && apiServer(config.apiServer),
    security: mutable(config.security),
    upgrades: config.upgrades && upgrades(config.upgrades),
    monitoring: mutable(config.monitoring),
    addOns: mutable(config.addOns),
    autoscaler: mutable(config.autoscaler),
    nodeProvisioning: mutable(config.nodeProvisioning),
    httpProxy: mutable(config.httpProxy),
    storage: mutable(config.storage),
    kubeletIdentity: mutable(config.kubeletIdentity),
    identity: config.identity && AksIdentity.userAssigned(config.identity.userAssignedIdentityId),
    nodeAccess: config.nodeAccess,
    deletionLock: config.deletionLock,
    tags: config.tags,
    overrides: config.overrides,
    ignoreChanges: mutable(config.ignoreChanges),
  };
}

/** The props of a cluster of AKS Automatic, from the keys that it has. */
export function automaticClusterProps(config: ClusterConfig): AadAksAutomaticClusterProps {
  const { network, apiServer = {} } = config;
  const own = network && 'systemNodeSubnetId' in network ? network : undefined;
  return {
    clusterName: config.name,
    resourceGroupName: config.resourceGroupName,
    createResourceGroup: config.createResourceGroup,
    location: known(config.location, 'cluster.location'),
    ...(apiServer.authorizedIpRanges && { authorizedIpRanges: mutable(apiServer.authorizedIpRanges) }),
    privateCluster: apiServer.privateCluster
      ? {
          privateDnsZone:
            apiServer.privateDnsZone === undefined ? undefined : dnsZone(apiServer.privateDnsZone),
          publicFqdn: apiServer.publicFqdn,
        }
      : undefined,
    network: own && {
      nodeSubnetId: known(own.vnetSubnetId, 'cluster.network.vnetSubnetId'),
      systemNodeSubnetId: known(own.systemNodeSubnetId, 'cluster.network.systemNodeSubnetId'),
      apiServerSubnetId: known(
        apiServer.vnetIntegrationSubnetId,
        'cluster.apiServer.vnetIntegrationSubnetId',
      ),
    },
    identity: config.identity && AksIdentity.userAssigned(config.identity.userAssignedIdentityId),
    tags: config.tags,
  };
}

function apiServer(config: NonNullable<ClusterConfig['apiServer']>): AksApiServerOptions {
  const { privateDnsZone, ...options } = mutable(config);
  return { ...options, privateDnsZone: privateDnsZone === undefined ? undefined : dnsZone(privateDnsZone) };
}

function dnsZone(zone: string): AksPrivateDnsZone {
  switch (zone) {
    case 'System':
      return AksPrivateDnsZone.system();
    case 'None':
      return AksPrivateDnsZone.none();
    default:
      return AksPrivateDnsZone.own(zone);
  }
}

function upgrades(config: UpgradesConfig): AksUpgradeOptions {
  return {
    channel: config.channel as AksUpgradeChannel | undefined,
    window: config.window && maintenanceWindow(config.window),
    nodeOsChannel: config.nodeOsChannel as NodeOsUpgradeChannel | undefined,
    nodeOsWindow: config.nodeOsWindow && maintenanceWindow(config.nodeOsWindow),
  };
}

function maintenanceWindow(given: WindowConfig): MaintenanceWindow {
  const config = mutable(given);
  switch (config.type) {
    case 'daily':
      return MaintenanceWindow.daily(config);
    case 'weekly':
      return MaintenanceWindow.weekly({ ...config, day: config.day as Weekday });
    case 'monthly':
      return MaintenanceWindow.monthly(config);
    case 'relativeMonthly':
      return MaintenanceWindow.relativeMonthly({
        ...config,
        week: config.week as WeekOfMonth,
        day: config.day as Weekday,
      });
  }
}

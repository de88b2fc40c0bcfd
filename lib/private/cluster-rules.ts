import { Construct } from 'constructs';
import { AadAksClusterProps } from '../aad-aks-cluster-props';
import { requireApiServer } from './cluster-api-server';
import { requireIdentity } from './cluster-identity';
import { requireMonitoring } from './cluster-monitoring';
import { requireNetwork } from './cluster-network';
import { requireSecurity } from './cluster-security';
import { requireUpgrades } from './cluster-upgrades';
import { requirePattern } from './guards';

// Names: "Naming rules and restrictions for Azure resources", Microsoft.ContainerService and Microsoft.Resources.
const CLUSTER_NAME = /^[a-zA-Z0-9]([a-zA-Z0-9_-]{0,61}[a-zA-Z0-9])?$/;
const RESOURCE_GROUP_NAME = /^[\p{L}\p{N}_().-]{0,89}[\p{L}\p{N}_()-]$/u;
const LOCATION = /^[a-zA-Z][a-zA-Z0-9 ]*$/;

/** Refuses a cluster that can never deploy, or that nobody could sign in to. */
export function requireClusterProps(props: AadAksClusterProps, scope: Construct): void {
  requireClusterName(props.clusterName, scope);
  requireResourceGroupName(props.resourceGroupName, scope);
  requirePattern('location', props.location, LOCATION, "use a region such as 'eastus'", scope);

  requireSecurity(props, scope);
  requireApiServer(props, scope);
  requireUpgrades(props, scope);
  requireMonitoring(props.monitoring ?? {}, scope);

  if (props.identity) {
    requireIdentity(props.identity, scope);
  }
  if (props.network) {
    requireNetwork(props.network, props.security?.unsafeAllow, scope);
  }
}

export function requireClusterName(name: string, scope: Construct): void {
  const rule = 'use 1 to 63 letters, digits, underscores and hyphens, with a letter or digit at both ends';
  requirePattern('clusterName', name, CLUSTER_NAME, rule, scope);
}

export function requireResourceGroupName(name: string, scope: Construct): void {
  const rule =
    'use 1 to 90 letters, digits, underscores, hyphens, periods and parentheses, not ending in a period';
  requirePattern('resourceGroupName', name, RESOURCE_GROUP_NAME, rule, scope);
}

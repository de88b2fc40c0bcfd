import { Construct } from 'constructs';
import { AadAksClusterProps } from '../aad-aks-cluster-props';
import { requireAddOns } from './cluster-add-ons';
import { requireApiServer } from './cluster-api-server';
import { requireHttpProxy } from './cluster-http-proxy';
import { requireIdentity, requireKubeletIdentity } from './cluster-identity';
import { requireMonitoring } from './cluster-monitoring';
import { requireNetwork } from './cluster-network';
import { requireAutoscaler } from './cluster-scaling';
import { requireSecurity } from './cluster-security';
import { requireUpgrades } from './cluster-upgrades';
import { requireAnyResourceGroupName, requireClusterName, requireResourceGroupName } from './cluster-names';
import { ValidationError } from '../shared/errors';
import { LOCATION, MAX_NODE_GROUP_LENGTH, SAME_GROUP, tagsProblem } from '../shared/azure-limits';
import { isLiteral, requirePattern, requireText } from './guards';

/** Refuses a cluster that can never deploy, or that nobody could sign in to. */
export function requireClusterProps(props: AadAksClusterProps, scope: Construct): void {
  requirePlace(props, scope);
  requireNodeResourceGroup(props, scope);

  if (!props.aad) {
    throw new ValidationError(
      'aad is missing: use AadIntegration.managed() or AadIntegration.legacy()',
      scope,
    );
  }
  requireSecurity(props, scope);
  requireAddOns(props, scope);
  requireAutoscaler(props, scope);
  requireHttpProxy(props.httpProxy, scope);
  requireApiServer(props, scope);
  requireUpgrades(props, scope);
  requireMonitoring(props.monitoring ?? {}, scope);

  if (props.identity) {
    requireIdentity(props.identity, scope);
  }
  requireKubeletIdentity(props, scope);
  if (props.network) {
    requireNetwork(props.network, props.security?.unsafeAllow, scope);
  }
}

/** Refuses a name, a place or tags that no cluster can have. */
export function requirePlace(
  props: Pick<AadAksClusterProps, 'clusterName' | 'resourceGroupName' | 'location' | 'tags'>,
  scope: Construct,
): void {
  requireClusterName(props.clusterName, scope);
  requireResourceGroupName(props.resourceGroupName, scope);
  requireText('location', props.location, scope);
  requirePattern('location', props.location, LOCATION, "use a region such as 'eastus'", scope);

  const problem = isLiteral(props.tags) ? tagsProblem(props.tags) : undefined;
  if (problem !== undefined) {
    throw new ValidationError(`tags: ${problem}`, scope);
  }
}

/** The resource group that AKS makes for the nodes, under a name that it puts together unless one is given. */
function requireNodeResourceGroup(props: AadAksClusterProps, scope: Construct): void {
  const { nodeResourceGroup, resourceGroupName, clusterName, location } = props;
  if (nodeResourceGroup !== undefined) {
    requireAnyResourceGroupName(nodeResourceGroup, scope, 'nodeResourceGroup');
    if (isLiteral(nodeResourceGroup) && nodeResourceGroup.length > MAX_NODE_GROUP_LENGTH) {
      throw new ValidationError(
        `nodeResourceGroup '${nodeResourceGroup}' has ${nodeResourceGroup.length} characters: AKS takes ${MAX_NODE_GROUP_LENGTH}`,
        scope,
      );
    }
    const isSame =
      isLiteral(nodeResourceGroup) &&
      isLiteral(resourceGroupName) &&
      nodeResourceGroup.toLowerCase() === resourceGroupName.toLowerCase();
    if (isSame) {
      throw new ValidationError(`nodeResourceGroup '${nodeResourceGroup}' ${SAME_GROUP}`, scope);
    }
    return;
  }

  if (![resourceGroupName, clusterName, location].every((part) => isLiteral(part))) {
    return;
  }
  const name = `MC_${resourceGroupName}_${clusterName}_${location.replace(/ /g, '').toLowerCase()}`;
  if (name.length > MAX_NODE_GROUP_LENGTH) {
    throw new ValidationError(
      `the resource group of the nodes would be called '${name}', which has ${name.length} characters, and AKS takes ` +
        `${MAX_NODE_GROUP_LENGTH}: set nodeResourceGroup`,
      scope,
    );
  }
}

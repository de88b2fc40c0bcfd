import { KubernetesClusterAutoScalerProfile } from '@cdktf/provider-azurerm/lib/kubernetes-cluster';
import { Tokenization } from 'cdktf';
import { Construct } from 'constructs';
import { AadAksClusterProps } from '../aad-aks-cluster-props';
import { AksAutoscalerOptions } from '../aks-autoscaler';
import { AksNetworkPolicy } from '../aks-network';
import { AksNodeOs } from '../aks-node-os';
import { AksNodeProvisioningMode, AksNodeProvisioningOptions } from '../aks-node-provisioning';
import { AzurermGeneration } from '../shared/azurerm-bindings';
import { INTERVAL, MINUTES, TIMES_IN_MINUTES } from '../shared/azure-limits';
import { ValidationError } from '../shared/errors';
import { requireInteger, isLiteral, requirePattern } from './guards';
import { isWindows } from './node-pool-rules';

/** The other times of the autoscaler. */
const TIMES = ['newPodScaleUpDelay', 'scaleDownDelayAfterDelete', 'scanInterval'] as const;

/** What azurerm 3 does not have. */
const NOT_IN_3 = [
  'evictDaemonSetsOfEmptyNodes',
  'evictDaemonSetsOfOccupiedNodes',
  'ignoreDaemonSetsUtilization',
] as const;

/** The provider's block for the cluster autoscaler; it takes some numbers as texts. */
export function autoscalerArguments(options: AksAutoscalerOptions): KubernetesClusterAutoScalerProfile {
  const text = (value: number | undefined): string | undefined =>
    value === undefined ? undefined : Tokenization.stringifyNumber(value);
  return {
    expander: options.expander,
    balanceSimilarNodeGroups: options.balanceSimilarNodeGroups,
    daemonsetEvictionForEmptyNodesEnabled: options.evictDaemonSetsOfEmptyNodes,
    daemonsetEvictionForOccupiedNodesEnabled: options.evictDaemonSetsOfOccupiedNodes,
    ignoreDaemonsetsUtilizationEnabled: options.ignoreDaemonSetsUtilization,
    emptyBulkDeleteMax: text(options.emptyBulkDeleteMax),
    maxGracefulTerminationSec: text(options.maxGracefulTerminationSeconds),
    maxNodeProvisioningTime: options.maxNodeProvisioningTime,
    maxUnreadyNodes: options.maxUnreadyNodes,
    maxUnreadyPercentage: options.maxUnreadyPercentage,
    newPodScaleUpDelay: options.newPodScaleUpDelay,
    scaleDownDelayAfterAdd: options.scaleDownDelayAfterAdd,
    scaleDownDelayAfterDelete: options.scaleDownDelayAfterDelete,
    scaleDownDelayAfterFailure: options.scaleDownDelayAfterFailure,
    scaleDownUnneeded: options.scaleDownUnneeded,
    scaleDownUnready: options.scaleDownUnready,
    scaleDownUtilizationThreshold: text(options.scaleDownUtilizationThreshold),
    scanInterval: options.scanInterval,
    // azurerm has no default of its own, and would switch it off the first time that the block is sent.
    skipNodesWithLocalStorage: options.skipNodesWithLocalStorage ?? false,
    skipNodesWithSystemPods: options.skipNodesWithSystemPods,
  };
}

/** The block that azurerm 5 demands and others do not know; Manual is what a cluster has without it. */
export function provisioningArguments(
  { mode, defaultNodePools }: AksNodeProvisioningOptions = { mode: AksNodeProvisioningMode.MANUAL },
): { mode: string; default_node_pools?: string } {
  return { mode, ...(defaultNodePools && { default_node_pools: defaultNodePools }) };
}

/** Refuses what the autoscaler does not take. */
export function requireAutoscaler({ autoscaler = {}, aad }: AadAksClusterProps, scope: Construct): void {
  const unknown = NOT_IN_3.find((key) => autoscaler[key] !== undefined);
  if (aad.isLegacy && unknown) {
    throw new ValidationError(
      `autoscaler.${unknown} is nothing that azurerm 3.x takes, which legacy Azure AD needs: remove it`,
      scope,
    );
  }
  for (const key of TIMES) {
    requirePattern(
      `autoscaler.${key}`,
      autoscaler[key],
      INTERVAL,
      "use a time such as '30s' or '10m'",
      scope,
    );
  }
  for (const key of TIMES_IN_MINUTES) {
    requirePattern(
      `autoscaler.${key}`,
      autoscaler[key],
      MINUTES,
      "use whole minutes, which is all that AKS takes here, such as '10m'",
      scope,
    );
  }
  const most = Number.MAX_SAFE_INTEGER;
  requireInteger('autoscaler.emptyBulkDeleteMax', autoscaler.emptyBulkDeleteMax, 1, most, scope);
  requireInteger(
    'autoscaler.maxGracefulTerminationSeconds',
    autoscaler.maxGracefulTerminationSeconds,
    0,
    most,
    scope,
  );
  requireInteger('autoscaler.maxUnreadyNodes', autoscaler.maxUnreadyNodes, 0, most, scope);
  requireInteger('autoscaler.maxUnreadyPercentage', autoscaler.maxUnreadyPercentage, 0, 100, scope);

  const threshold = autoscaler.scaleDownUtilizationThreshold;
  if (isLiteral(threshold) && !(threshold >= 0 && threshold <= 1)) {
    throw new ValidationError(
      `autoscaler.scaleDownUtilizationThreshold ${threshold} is not valid: use a number from 0 to 1`,
      scope,
    );
  }
}

/** Refuses node auto-provisioning where the version of azurerm or the network does not have it. */
export function requireNodeProvisioning(
  { nodeProvisioning, network, identity }: AadAksClusterProps,
  generation: AzurermGeneration,
  scope: Construct,
): void {
  if (nodeProvisioning === undefined) {
    return;
  }
  if (generation !== 5) {
    throw new ValidationError(
      `nodeProvisioning is nothing that azurerm ${generation}.x takes: set azurerm to AzurermVersion.V5, or remove it`,
      scope,
    );
  }
  if (nodeProvisioning.mode !== AksNodeProvisioningMode.AUTO) {
    return;
  }
  const settings = network?._settings;
  const unfit =
    settings?.plugin === 'kubenet'
      ? 'kubenet'
      : settings?.policy === AksNetworkPolicy.CALICO
        ? "the policy 'calico'"
        : identity?._kind === 'ServicePrincipal'
          ? 'a service principal'
          : undefined;
  if (unfit !== undefined) {
    throw new ValidationError(
      `nodeProvisioning '${nodeProvisioning.mode}' does not go with ${unfit}: change one of the two`,
      scope,
    );
  }
}

/** What a node pool has, as far as the rest of the cluster may not go with it. */
interface Pool {
  readonly name?: string;
  readonly minCount?: number;
  readonly os?: AksNodeOs;
}

/** Refuses a node pool that does not go with what the cluster has. */
export function requireFittingPool(
  { nodeProvisioning, httpProxy }: AadAksClusterProps,
  { name = 'system', minCount, os }: Pool,
  scope: Construct,
): void {
  if (nodeProvisioning?.mode === AksNodeProvisioningMode.AUTO) {
    if (minCount !== undefined) {
      throw new ValidationError(
        `nodeProvisioning 'Auto' does not go with the cluster autoscaler of node pool '${name}': use nodeCount in place of minCount and maxCount`,
        scope,
      );
    }
    if (isWindows(os)) {
      throw new ValidationError(
        `nodeProvisioning 'Auto' does not go with Windows, which node pool '${name}' runs: remove one of the two`,
        scope,
      );
    }
  }
  if (httpProxy && isWindows(os)) {
    throw new ValidationError(
      `httpProxy does not go with Windows, which node pool '${name}' runs: remove one of the two`,
      scope,
    );
  }
}

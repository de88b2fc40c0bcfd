import { Construct } from 'constructs';
import { AksDataPlane } from '../aks-network';
import { AksNodeOs } from '../aks-node-os';
import { AksNodePoolMode, AksNodePoolOptions, AksNodePoolProps } from '../aks-node-pool';
import { UnsafeSetting } from '../unsafe-setting';
import { requireSubnetId } from './cluster-network';
import {
  MAX_SURGE,
  MAX_WINDOWS_NAME_LENGTH,
  MIN_SPOT_PRICE,
  nodeLabelProblem,
  SURGE_SETTINGS,
} from '../shared/azure-limits';
import { LABEL_VALUE, METADATA_KEY, repeatedTaint, TAINT } from '../shared/kubernetes-names';
import { refuseUnsafe, ValidationError } from '../shared/errors';
import { requireKubernetesVersion } from './kubernetes-version';
import { isLaterVersion } from '../shared/kubernetes-version';
import { isLiteral, literalItems, requireInteger, requirePattern, requireText } from './guards';
import { PoolSurroundings } from './pool-surroundings';

// "Quotas, virtual machine size restrictions, and region availability in AKS".
const MAX_NODES = 1000;
const MAX_PODS = 250;

/** Node pool names, "Naming rules and restrictions for Azure resources". */
export const MAX_NAME_LENGTH = 12;

const POOL_NAME = /^[a-z][a-z0-9]{0,11}$/;
const VM_SIZE = /^[A-Za-z]+_[A-Za-z0-9_-]+$/;

// "Upgrade options and recommendations for AKS clusters": the bounds that the ARM API documents.
const MAX_DRAIN_MINUTES = 1440;
const MAX_SOAK_MINUTES = 30;

/** Whether nodes run Windows. */
export function isWindows(os: AksNodeOs | undefined): boolean {
  return os === AksNodeOs.WINDOWS_2019 || os === AksNodeOs.WINDOWS_2022;
}

/** Refuses machines that can never deploy. */
export function requireNodePool(
  name: string,
  options: AksNodePoolOptions,
  surroundings: PoolSurroundings,
  scope: Construct,
): void {
  requireText('node pool name', name, scope);
  requirePattern(
    'node pool name',
    name,
    POOL_NAME,
    'use 1 to 12 lowercase letters and digits, starting with a letter',
    scope,
  );
  requirePattern('vmSize', options.vmSize, VM_SIZE, "use a size such as 'Standard_D4ds_v5'", scope);
  requireInteger('osDiskSizeGb', options.osDiskSizeGb, 30, 2048, scope);
  requireInteger('maxPods', options.maxPods, 10, MAX_PODS, scope);
  requirePattern(
    'maxSurge',
    options.maxSurge,
    MAX_SURGE,
    "use a number or a percentage, such as '33%'",
    scope,
  );
  requireUpgradeSettings(name, options, surroundings, scope);
  requireZones(name, options.zones, scope);
  requireLabels(name, options.labels, scope);

  requireNodeCounts(name, options, scope);
  requireSubnets(name, options, surroundings, scope);

  if (surroundings.generation === 3 && options.vmSize === undefined) {
    throw new ValidationError(
      `node pool '${name}' has no vmSize, which legacy Azure AD (azurerm 3.x) requires: set one, such as 'Standard_D4ds_v5'`,
      scope,
    );
  }
  if (options.ephemeralOsDisk && options.vmSize === undefined) {
    throw new ValidationError(
      `node pool '${name}' has ephemeralOsDisk and no vmSize: set a size with room for the disk, such as 'Standard_D4ds_v5'`,
      scope,
    );
  }
}

/** Refuses a default pool without nodes or with Windows. */
export function requireDefaultPool(name: string, options: AksNodePoolOptions, scope: Construct): void {
  requireNodesForAks(options, scope);
  const { os } = options;
  if (isWindows(os)) {
    throw new ValidationError(
      `node pool '${name}' runs '${os}', and the default pool runs Linux: add a pool for Windows with addNodePool()`,
      scope,
    );
  }
}

/** Refuses a further pool that AKS does not take beside the default pool. */
export function requireUserPool(
  props: AksNodePoolProps,
  surroundings: PoolSurroundings,
  scope: Construct,
): void {
  const { name, mode, os, spot, taints } = props;
  const isSystem = mode === AksNodePoolMode.SYSTEM;
  if (isSystem) {
    requireNodesForAks(props, scope);
  }

  const literalTaints = literalItems('taints', taints, scope);
  literalTaints.forEach((taint) =>
    requirePattern(
      'taints',
      taint,
      TAINT,
      'use <key>=<value>:<effect> with NoSchedule, PreferNoSchedule or NoExecute',
      scope,
    ),
  );
  const repeated = repeatedTaint(literalTaints);
  if (repeated) {
    throw new ValidationError(`node pool '${name}': taint ${repeated.problem}`, scope);
  }
  if (spot && isSystem) {
    throw new ValidationError(
      `node pool '${name}' is a system pool, which cannot be spot: remove spot or use AksNodePoolMode.USER`,
      scope,
    );
  }
  if (
    spot?.maxPrice !== undefined &&
    isLiteral(spot.maxPrice) &&
    spot.maxPrice !== -1 &&
    spot.maxPrice < MIN_SPOT_PRICE
  ) {
    throw new ValidationError(
      `maxPrice ${spot.maxPrice} is not valid: use US dollars, at least ${MIN_SPOT_PRICE}, or -1 for up to the price on demand`,
      scope,
    );
  }
  const setting = spot && SURGE_SETTINGS.find((key) => props[key] !== undefined);
  if (setting) {
    throw new ValidationError(
      `node pool '${name}' has ${setting} '${props[setting]}', which spot pools do not take: remove it`,
      scope,
    );
  }
  if (!isWindows(os)) {
    return;
  }

  if (isSystem) {
    throw new ValidationError(
      `node pool '${name}' runs '${os}', and system pools run Linux: use AksNodePoolMode.USER`,
      scope,
    );
  }
  if (isLiteral(name) && name.length > MAX_WINDOWS_NAME_LENGTH) {
    throw new ValidationError(
      `node pool name '${name}' is not valid: a Windows pool takes at most ${MAX_WINDOWS_NAME_LENGTH} characters`,
      scope,
    );
  }
  requireNetworkForWindows(props, surroundings, scope);
}

/** The pods of AKS itself must run somewhere. */
function requireNodesForAks({ nodeCount, minCount }: AksNodePoolOptions, scope: Construct): void {
  requireInteger('nodeCount', nodeCount, 1, MAX_NODES, scope);
  requireInteger('minCount', minCount, 1, MAX_NODES, scope);
}

function requireNetworkForWindows(
  { name, os }: AksNodePoolProps,
  { network, unsafeAllow }: PoolSurroundings,
  scope: Construct,
): void {
  if (network?.plugin === 'kubenet') {
    throw new ValidationError(
      `node pool '${name}' runs '${os}', and kubenet has Linux nodes only: use AksNetwork.azureCniOverlay() with AksDataPlane.AZURE`,
      scope,
    );
  }
  if (network?.dataPlane === AksDataPlane.CILIUM) {
    refuseUnsafe(
      UnsafeSetting.WINDOWS_WITH_CILIUM,
      unsafeAllow,
      `node pool '${name}' runs '${os}', and the data plane 'cilium' has Linux nodes only: give the network AksDataPlane.AZURE`,
      scope,
    );
  }
}

function requireUpgradeSettings(
  name: string,
  options: AksNodePoolOptions,
  { generation, kubernetesVersion: ofCluster }: PoolSurroundings,
  scope: Construct,
): void {
  const { kubernetesVersion, undrainableNodeBehavior } = options;
  requireKubernetesVersion('kubernetesVersion', kubernetesVersion, scope);
  requireInteger('drainTimeoutMinutes', options.drainTimeoutMinutes, 1, MAX_DRAIN_MINUTES, scope);
  requireInteger('nodeSoakMinutes', options.nodeSoakMinutes, 0, MAX_SOAK_MINUTES, scope);

  const isLater =
    isLiteral(kubernetesVersion) && isLiteral(ofCluster) && isLaterVersion(kubernetesVersion, ofCluster);
  if (isLater) {
    throw new ValidationError(
      `node pool '${name}' has kubernetesVersion '${kubernetesVersion}', above '${ofCluster}' of the cluster: upgrade the cluster first`,
      scope,
    );
  }
  if (generation === 3 && undrainableNodeBehavior !== undefined) {
    throw new ValidationError(
      `node pool '${name}' has undrainableNodeBehavior '${undrainableNodeBehavior}', which legacy Azure AD (azurerm 3.x) does not take: remove it`,
      scope,
    );
  }
}

function requireLabels(name: string, labels: { [key: string]: string } | undefined, scope: Construct): void {
  for (const [label, value] of Object.entries(isLiteral(labels) ? labels : {})) {
    const problem = nodeLabelProblem(label);
    if (problem !== undefined) {
      throw new ValidationError(`node pool '${name}': ${problem}`, scope);
    }
    requirePattern(
      `node pool '${name}': label`,
      label,
      METADATA_KEY,
      "use the name of a label, such as 'tier' or 'contoso.com/tier'",
      scope,
    );
    requirePattern(
      `node pool '${name}': value of label '${label}'`,
      value,
      LABEL_VALUE,
      'use at most 63 letters, digits, hyphens, underscores and periods, a letter or digit at both ends',
      scope,
    );
  }
}

function requireZones(name: string, zones: string[] | undefined, scope: Construct): void {
  const literals = literalItems('zones', zones, scope);
  literals.forEach((zone) => requirePattern('zones', zone, /^[1-3]$/, "use '1', '2' or '3'", scope));

  const repeated = literals.find((zone, index) => literals.indexOf(zone) !== index);
  if (repeated !== undefined) {
    throw new ValidationError(`node pool '${name}' has zone '${repeated}' twice: name it once`, scope);
  }
}

function requireNodeCounts(name: string, options: AksNodePoolOptions, scope: Construct): void {
  const { nodeCount, minCount, maxCount } = options;
  requireInteger('nodeCount', nodeCount, 0, MAX_NODES, scope);
  requireInteger('minCount', minCount, 0, MAX_NODES, scope);
  requireInteger('maxCount', maxCount, 1, MAX_NODES, scope);

  if ((minCount === undefined) !== (maxCount === undefined)) {
    const [given, missing] = minCount === undefined ? ['maxCount', 'minCount'] : ['minCount', 'maxCount'];
    throw new ValidationError(
      `node pool '${name}' has ${given} without ${missing}: autoscaling needs both`,
      scope,
    );
  }
  if (minCount !== undefined && nodeCount !== undefined) {
    throw new ValidationError(
      `node pool '${name}' has nodeCount ${nodeCount} beside minCount and maxCount: the autoscaler sets the count, remove nodeCount`,
      scope,
    );
  }
  if (isLiteral(minCount) && isLiteral(maxCount) && minCount > maxCount) {
    throw new ValidationError(
      `node pool '${name}' has minCount ${minCount} above maxCount ${maxCount}`,
      scope,
    );
  }
}

function requireSubnets(
  name: string,
  { vnetSubnetId, podSubnetId }: AksNodePoolOptions,
  { network }: PoolSurroundings,
  scope: Construct,
): void {
  requireSubnetId('vnetSubnetId', vnetSubnetId, scope);
  requireSubnetId('podSubnetId', podSubnetId, scope);

  const isFlat = network === undefined || (network.plugin === 'azure' && !network.isOverlay);
  if (podSubnetId !== undefined && !isFlat) {
    throw new ValidationError(
      `node pool '${name}' has podSubnetId, which AksNetwork.azureCni() takes only: remove it or change the network`,
      scope,
    );
  }
}

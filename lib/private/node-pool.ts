import { KubernetesClusterNodePool } from '@cdktf/provider-azurerm/lib/kubernetes-cluster-node-pool';
import { Construct } from 'constructs';
import { AksNodePoolMode, AksNodePoolOptions, AksNodePoolProps, IAksNodePool } from '../aks-node-pool';
import { spellForAzurerm3 } from './azurerm-3';
import { ValidationError } from './errors';
import { isLiteral, literalItems, requireInteger, requirePattern, requireText } from './guards';

/** Azure returns this value even when none was sent; leaving it out would be a difference in every plan. */
const DEFAULT_MAX_SURGE = '10%';

// Azure, "Quotas, virtual machine size restrictions, and region availability in AKS".
const MAX_NODES = 1000;
const MAX_PODS = 250;

const POOL_NAME = /^[a-z][a-z0-9]{0,11}$/;
const VM_SIZE = /^[A-Za-z]+_[A-Za-z0-9_-]+$/;
const SUBNET_ID =
  /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.Network\/virtualNetworks\/[^/]+\/subnets\/[^/]+$/i;

export class NodePool extends Construct implements IAksNodePool {
  readonly nodePoolId: string;

  constructor(
    scope: Construct,
    id: string,
    props: AksNodePoolProps & { clusterId: string; azurerm3: boolean },
  ) {
    super(scope, id);
    const mode = props.mode ?? AksNodePoolMode.USER;
    const machines = nodePoolMachines(props.name, mode, props, props.azurerm3, this);

    const pool = new KubernetesClusterNodePool(this, 'Resource', {
      ...machines,
      kubernetesClusterId: props.clusterId,
      name: props.name,
      mode,
    });
    if (props.azurerm3) {
      spellForAzurerm3(pool, { auto_scaling_enabled: machines.autoScalingEnabled });
    }
    this.nodePoolId = pool.id;
  }
}

/** Checks the machines of a pool; what comes out suits both the default pool's block and the resource. */
export function nodePoolMachines(
  name: string,
  mode: AksNodePoolMode,
  options: AksNodePoolOptions,
  azurerm3: boolean,
  scope: Construct,
): AksNodePoolOptions & { autoScalingEnabled: boolean | undefined; upgradeSettings: { maxSurge: string } } {
  requireNodePool(name, mode, options, azurerm3, scope);
  const autoscaling = options.minCount !== undefined;

  return {
    vmSize: options.vmSize,
    nodeCount: autoscaling ? undefined : (options.nodeCount ?? 3),
    autoScalingEnabled: autoscaling || undefined,
    minCount: options.minCount,
    maxCount: options.maxCount,
    zones: options.zones,
    osDiskSizeGb: options.osDiskSizeGb,
    maxPods: options.maxPods,
    vnetSubnetId: options.vnetSubnetId,
    upgradeSettings: { maxSurge: DEFAULT_MAX_SURGE },
  };
}

/** Name for the pool that AKS uses while it exchanges the machines of the default pool. */
export function temporaryPoolName(name: string): string | undefined {
  return isLiteral(name) ? `${name.slice(0, 9)}tmp` : undefined;
}

function requireNodePool(
  name: string,
  mode: AksNodePoolMode,
  options: AksNodePoolOptions,
  azurerm3: boolean,
  scope: Construct,
): void {
  const { nodeCount, minCount, maxCount } = options;
  // The pods of AKS must run somewhere.
  const fewest = mode === AksNodePoolMode.SYSTEM ? 1 : 0;

  requireText('node pool name', name, scope);
  requirePattern(
    'node pool name',
    name,
    POOL_NAME,
    'use 1 to 12 lowercase letters and digits, starting with a letter',
    scope,
  );
  requirePattern('vmSize', options.vmSize, VM_SIZE, "use a size such as 'Standard_D4ds_v5'", scope);
  requireInteger('nodeCount', nodeCount, fewest, MAX_NODES, scope);
  requireInteger('minCount', minCount, fewest, MAX_NODES, scope);
  requireInteger('maxCount', maxCount, 1, MAX_NODES, scope);
  requireInteger('osDiskSizeGb', options.osDiskSizeGb, 30, 2048, scope);
  requireInteger('maxPods', options.maxPods, 10, MAX_PODS, scope);
  requirePattern(
    'vnetSubnetId',
    options.vnetSubnetId,
    SUBNET_ID,
    'use the ARM ID of a subnet, /subscriptions/…/subnets/<name>',
    scope,
  );
  const zones = literalItems('zones', options.zones, scope);
  zones.forEach((zone) => requirePattern('zones', zone, /^[1-3]$/, "use '1', '2' or '3'", scope));

  const repeated = zones.find((zone, index) => zones.indexOf(zone) !== index);
  if (repeated !== undefined) {
    throw new ValidationError(`node pool '${name}' has zone '${repeated}' twice: name it once`, scope);
  }
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
  if (azurerm3 && options.vmSize === undefined) {
    throw new ValidationError(
      `node pool '${name}' has no vmSize, which legacy Azure AD (azurerm 3.x) requires: set one such as 'Standard_D4ds_v5'`,
      scope,
    );
  }
}

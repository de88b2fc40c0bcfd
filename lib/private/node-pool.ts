import { KubernetesClusterDefaultNodePool } from '@cdktf/provider-azurerm/lib/kubernetes-cluster';
import {
  KubernetesClusterNodePool,
  KubernetesClusterNodePoolConfig,
} from '@cdktf/provider-azurerm/lib/kubernetes-cluster-node-pool';
import { Fn, TerraformResource, Token } from 'cdktf';
import { Construct } from 'constructs';
import { AksNetworkSettings } from '../aks-network';
import {
  AksDefaultNodePoolOptions,
  AksNodePoolMode,
  AksNodePoolOptions,
  AksNodePoolProps,
  IAksNodePool,
} from '../aks-node-pool';
import { AksEvictionPolicy } from '../aks-spot';
import { MAX_WINDOWS_NAME_LENGTH } from '../shared/azure-limits';
import { AzurermGeneration } from '../shared/azurerm-bindings';
import { spellForAzurerm3 } from '../shared/azurerm-generation';
import { isLiteral } from './guards';
import { withEntries } from './token-forms';
import { armImportId, NODE_POOL_FORM } from './import-ids';
import {
  isWindows,
  MAX_NAME_LENGTH,
  requireDefaultPool,
  requireNodePool,
  requireUserPool,
} from './node-pool-rules';
import { applyOverrides, CLUSTER, NODE_POOL, requireOverrides } from '../shared/overrides';
import { NodeSettings, nodeSettings, requireNodeSettings, spellNodeSettings } from './node-settings';
import { PoolSurroundings } from './pool-surroundings';
import { takeOver } from '../shared/take-over';
import { warn } from '../shared/warn';
import { withCanonicalIds } from '../shared/canonical-ids';
import { honourDependencies } from './dependencies';
import { withLateAddress } from './late-address';

/** Azure returns this value even when none was sent; leaving it out would be a difference in every plan. */
const DEFAULT_MAX_SURGE = '10%';

// "Default maximum pods per node" is 110 on an overlay and 30 on a flat network, which is too few for many add-ons.
const MAX_PODS_ON_OVERLAY = 110;
const MAX_PODS_ELSEWHERE = 50;

const SPOT = 'kubernetes.azure.com/scalesetpriority';

/** The arguments that the default pool's block and the resource have in common. */
export type Machines = Pick<
  KubernetesClusterNodePoolConfig,
  | 'vmSize'
  | 'nodeCount'
  | 'autoScalingEnabled'
  | 'minCount'
  | 'maxCount'
  | 'zones'
  | 'osDiskSizeGb'
  | 'osDiskType'
  | 'osSku'
  | 'maxPods'
  | 'vnetSubnetId'
  | 'podSubnetId'
  | 'nodeLabels'
  | 'hostEncryptionEnabled'
  | 'fipsEnabled'
  | 'nodePublicIpEnabled'
  | 'nodePublicIpPrefixId'
  | 'orchestratorVersion'
  | 'tags'
  | 'scaleDownMode'
  | 'snapshotId'
  | 'proximityPlacementGroupId'
> &
  NodeSettings & { readonly upgradeSettings: UpgradeSettings };

/** The block of both. */
interface UpgradeSettings {
  readonly maxSurge: string;
  readonly drainTimeoutInMinutes?: number;
  readonly nodeSoakDurationInMinutes?: number;
  readonly undrainableNodeBehavior?: string;
}

export class NodePool extends Construct implements IAksNodePool {
  readonly nodePoolId: string;

  readonly poolName: string;

  private readonly names: Readonly<Record<string, string>>;
  private readonly pool: KubernetesClusterNodePool;

  constructor(
    scope: Construct,
    id: string,
    props: AksNodePoolProps & { readonly clusterId: string },
    surroundings: PoolSurroundings,
  ) {
    super(scope, id);
    requireUserPool(props, surroundings, this);
    requireOverrides(NODE_POOL, surroundings.generation, props, this);
    const machines = nodePoolMachines(props.name, props, surroundings, this);

    const pool = new KubernetesClusterNodePool(
      this,
      'Resource',
      withCanonicalIds({
        ...machines,
        kubernetesClusterId: props.clusterId,
        name: props.name,
        mode: props.mode ?? AksNodePoolMode.USER,
        osType: isWindows(props.os) ? 'Windows' : undefined,
        nodeTaints: props.taints,
        // Without it, azurerm refuses changes of the machines that could otherwise be made in place. New in 4.x.
        temporaryNameForRotation:
          surroundings.generation === 3 || props.rotation === false
            ? undefined
            : temporaryPoolName(props.name, isWindows(props.os)),
        ...(props.spot ? spotArguments(props) : {}),
        lifecycle: props.ignoreChanges && { ignoreChanges: props.ignoreChanges },
      }),
    );
    spellMachines(pool, machines, surroundings.generation);
    applyOverrides(pool, props.overrides);
    this.poolName = props.name;
    this.names = { ...surroundings.names, pool: props.name };
    this.pool = pool;
    this.nodePoolId = withLateAddress(pool).id;
    honourDependencies(this);
  }

  importFrom(nodePoolId: string): void {
    takeOver(this.pool, armImportId('nodePoolId', nodePoolId, NODE_POOL_FORM, this.names, this));
  }
}

/** The default pool's block. */
export function defaultPoolArguments(
  options: AksDefaultNodePoolOptions,
  surroundings: PoolSurroundings,
  scope: Construct,
): Machines & KubernetesClusterDefaultNodePool {
  const name = options.name ?? 'system';
  requireDefaultPool(name, options, scope);
  requireOverrides(CLUSTER, surroundings.generation, options, scope, ['default_node_pool']);

  return {
    ...nodePoolMachines(name, options, surroundings, scope),
    name,
    onlyCriticalAddonsEnabled: options.criticalAddonsOnly,
    // Without it, azurerm refuses changes of the machines that could otherwise be made in place.
    temporaryNameForRotation: options.rotation === false ? undefined : temporaryPoolName(name),
  };
}

/** Checks the machines of a pool; what comes out suits both the default pool's block and the resource. */
function nodePoolMachines(
  name: string,
  options: AksNodePoolOptions,
  surroundings: PoolSurroundings,
  scope: Construct,
): Machines {
  requireNodePool(name, options, surroundings, scope);
  requireNodeSettings(name, options, scope);
  const { network } = surroundings;
  const autoscaling = options.minCount !== undefined;

  if (options.nodePublicIp) {
    warn(
      scope,
      'node-public-ip',
      `node pool '${name}' gives every node a public address: remove nodePublicIp`,
    );
  }
  return {
    vmSize: options.vmSize,
    nodeCount: autoscaling ? undefined : (options.nodeCount ?? 3),
    autoScalingEnabled: autoscaling || undefined,
    minCount: options.minCount,
    maxCount: options.maxCount,
    zones: options.zones,
    osDiskSizeGb: options.osDiskSizeGb,
    osDiskType: options.ephemeralOsDisk ? 'Ephemeral' : undefined,
    osSku: options.os,
    maxPods: options.maxPods ?? defaultMaxPods(network),
    vnetSubnetId: options.vnetSubnetId ?? network?.vnetSubnetId,
    podSubnetId: options.podSubnetId ?? network?.podSubnetId,
    nodeLabels: options.labels,
    hostEncryptionEnabled: options.hostEncryption,
    fipsEnabled: options.fips,
    nodePublicIpEnabled: options.nodePublicIp ?? false,
    nodePublicIpPrefixId: options.nodePublicIpPrefixId,
    tags: options.tags,
    scaleDownMode: options.scaleDownMode,
    snapshotId: options.snapshotId,
    proximityPlacementGroupId: options.proximityPlacementGroupId,
    ...nodeSettings(options),
    // The version of a cluster is that of its control plane: a pool without one would stay where it is.
    orchestratorVersion: options.kubernetesVersion ?? surroundings.kubernetesVersion,
    upgradeSettings: {
      maxSurge: options.maxSurge ?? DEFAULT_MAX_SURGE,
      drainTimeoutInMinutes: options.drainTimeoutMinutes,
      nodeSoakDurationInMinutes: options.nodeSoakMinutes,
      undrainableNodeBehavior: options.undrainableNodeBehavior,
    },
  };
}

/** Gives renamed arguments of a pool the names that azurerm has; `prefix` is that of the default pool's block. */
export function spellMachines(
  resource: TerraformResource,
  machines: Machines,
  generation: AzurermGeneration,
  prefix = '',
): void {
  spellNodeSettings(resource, machines, generation, prefix);
  if (generation === 3) {
    spellForAzurerm3(resource, {
      [`${prefix}auto_scaling_enabled`]: machines.autoScalingEnabled,
      [`${prefix}host_encryption_enabled`]: machines.hostEncryptionEnabled,
      [`${prefix}node_public_ip_enabled`]: machines.nodePublicIpEnabled,
    });
  }
}

/** Name for the pool that stands in while a pool's machines are exchanged. */
function temporaryPoolName(name: string, windows = false): string | undefined {
  const longest = windows ? MAX_WINDOWS_NAME_LENGTH : MAX_NAME_LENGTH;
  return isLiteral(name) ? `${name.slice(0, longest - 'tmp'.length)}tmp` : undefined;
}

function defaultMaxPods(network: AksNetworkSettings | undefined): number | undefined {
  if (network === undefined) {
    return undefined;
  }
  return network.isOverlay ? MAX_PODS_ON_OVERLAY : MAX_PODS_ELSEWHERE;
}

/** AKS adds the label and the taint itself; sent along, they are no difference in the next plan. */
function spotArguments({
  spot,
  labels,
  taints = [],
}: AksNodePoolProps): Partial<KubernetesClusterNodePoolConfig> {
  return {
    priority: 'Spot',
    spotMaxPrice: spot?.maxPrice ?? -1,
    evictionPolicy: spot?.evictionPolicy ?? AksEvictionPolicy.DELETE,
    nodeLabels: withEntries(labels, { [SPOT]: 'spot' }),
    nodeTaints: spotTaints(taints),
    // Spot pools have no surge: there may be no capacity for it.
    upgradeSettings: undefined,
  };
}

function spotTaints(taints: string[]): string[] {
  const taint = `${SPOT}=spot:NoSchedule`;

  return isLiteral(taints)
    ? [...taints.filter((one) => !isLiteral(one) || !one.startsWith(`${SPOT}=`)), taint]
    : Token.asList(Fn.concat([taints, [taint]]));
}

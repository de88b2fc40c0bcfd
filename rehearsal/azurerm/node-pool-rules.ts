import { amount, block, blocks, isPresent, isTrue, text } from '../world/attributes';
import { isLaterVersion } from '../../lib/shared/kubernetes-version';
import { findById } from './arm-ids';
import { asItIs, invalidParameter } from './cluster-rules';
import { underBothNames } from './node-pools';
import { missing } from './service-rules';
import { Context, Problem, Rule } from '../world/behaviour';
import { first } from '../world/checks';
import { isList, State, Value } from '../protocol/values';

const PROVIDER =
  'https://github.com/hashicorp/terraform-provider-azurerm/blob/main/internal/services/containers';
const LEARN = 'https://learn.microsoft.com/azure';

const LONGEST_WINDOWS_POOL_NAME = 6;

/** Changes of the default node pool for which azurerm puts a temporary pool in its place. */
export const CYCLING_ARGUMENTS = [
  'fips_enabled',
  'host_encryption_enabled',
  'kubelet_config',
  'kubelet_disk_type',
  'linux_os_config',
  'max_pods',
  'node_public_ip_enabled',
  'only_critical_addons_enabled',
  'os_disk_size_gb',
  'os_disk_type',
  'os_sku',
  'pod_subnet_id',
  'snapshot_id',
  'ultra_ssd_enabled',
  'vm_size',
  'vnet_subnet_id',
  'zones',
];

/** Of these, what azurerm 4.55 changes without another pool: nodes get new images. */
const IN_PLACE = ['os_sku'];

/** Room for an ephemeral OS disk in bytes, as AKS has told it in refusals. */
const CACHE_SIZES: Readonly<Record<string, number>> = {
  Standard_DS2_v2: 92341796864,
  Standard_NC24s_v3: 0,
  Standard_NC4as_T4_v3: 154619000000,
};

/** What AKS, or azurerm on its behalf, refuses when a node pool is written, the one in a cluster included. */
export const nodePoolServiceRules: readonly Rule[] = [
  {
    on: 'azurerm_kubernetes_cluster',
    refuses: 'a change that cycles the default node pool without temporary_name_for_rotation',
    source: `${PROVIDER}/kubernetes_cluster_resource.go`,
    at: 'apply',
    check: (cluster, context) =>
      cyclingProblem(
        block(cluster, 'default_node_pool'),
        block(asItIs(cluster, context), 'default_node_pool'),
        ['default_node_pool', 0],
      ),
  },
  {
    on: 'azurerm_kubernetes_cluster_node_pool',
    refuses:
      'a change that cycles a node pool without temporary_name_for_rotation; azurerm 3 replaces the pool instead',
    source: `${PROVIDER}/kubernetes_cluster_node_pool_resource.go`,
    at: 'apply',
    check: (pool, context) =>
      'temporary_name_for_rotation' in pool && context
        ? cyclingProblem(
            pool,
            findById('azurerm_kubernetes_cluster_node_pool', text(pool, 'id'), context),
            [],
          )
        : undefined,
  },
  ...['azurerm_kubernetes_cluster', 'azurerm_kubernetes_cluster_node_pool'].flatMap((on): Rule[] => [
    {
      on,
      refuses: 'autoscaling without both counts, counts without autoscaling, and a minimum above the maximum',
      source: `${PROVIDER}/kubernetes_nodepool.go`,
      at: 'apply',
      check: (object) =>
        first(poolsOf(on, object), (pool) => scalingProblem(pool, typeof object.id !== 'string')),
    },
    {
      on,
      refuses: 'a subnet that does not exist',
      source: `${LEARN}/azure-resource-manager/troubleshooting/error-not-found`,
      at: 'apply',
      check: (object, context) =>
        context && first(poolsOf(on, object), (pool) => missingSubnet(pool, context)),
    },
    {
      on,
      refuses: 'an ephemeral OS disk for which the machines have no room',
      source: 'https://github.com/Azure/AKS/issues/2635',
      at: 'apply',
      check: (object) => first(poolsOf(on, object), noRoomForDisk),
    },
    {
      on,
      refuses: 'a swap file without kubelet_config, with which azurerm lets the kubelet start',
      source: `${PROVIDER}/kubernetes_nodepool.go`,
      at: 'apply',
      check: (object) => first(poolsOf(on, object), swapWithoutKubelet),
    },
  ]),
  {
    on: 'azurerm_kubernetes_cluster_node_pool',
    refuses: 'a cluster that does not exist',
    source: `${PROVIDER}/kubernetes_cluster_node_pool_resource.go`,
    at: 'apply',
    check: (pool, context) =>
      context &&
      missing(
        'azurerm_kubernetes_cluster',
        text(pool, 'kubernetes_cluster_id'),
        'kubernetes_cluster_id',
        context,
      ),
  },
  {
    on: 'azurerm_kubernetes_cluster_node_pool',
    refuses: 'a Kubernetes version above that of the control plane',
    source: `${LEARN}/aks/manage-node-pools#upgrade-a-single-node-pool`,
    at: 'apply',
    check: (pool, context) => context && laterThanCluster(pool, context),
  },
  {
    on: 'azurerm_kubernetes_cluster_node_pool',
    refuses: 'the name of the default node pool',
    source: `${PROVIDER}/kubernetes_cluster_node_pool_resource.go`,
    at: 'apply',
    check: (pool, context) => context && defaultPoolAgain(pool, context),
  },
  {
    on: 'azurerm_kubernetes_cluster_node_pool',
    refuses: `a Windows node pool whose name is over ${LONGEST_WINDOWS_POOL_NAME} characters`,
    source: `${LEARN}/azure-resource-manager/management/resource-name-rules#microsoftcontainerservice`,
    at: 'apply',
    check: (pool) =>
      text(pool, 'os_type') === 'Windows' && (text(pool, 'name') ?? '').length > LONGEST_WINDOWS_POOL_NAME
        ? invalidParameter(
            `Windows agent pool name can not be longer than ${LONGEST_WINDOWS_POOL_NAME} characters.`,
            'name',
          )
        : undefined,
  },
  {
    on: 'azurerm_kubernetes_cluster_node_pool',
    refuses: 'a Windows node pool in a cluster with the cilium data plane',
    source: `${LEARN}/aks/azure-cni-powered-by-cilium#limitations`,
    at: 'apply',
    check: (pool, context) => context && windowsOnCilium(pool, context),
  },
  {
    on: 'azurerm_kubernetes_cluster_node_pool',
    refuses: 'eviction_policy and spot_max_price for a pool on demand',
    source: `${PROVIDER}/kubernetes_cluster_node_pool_resource.go`,
    at: 'apply',
    check: spotSettingsOnDemand,
  },
  {
    on: 'azurerm_kubernetes_cluster_node_pool',
    refuses: 'max_surge for a spot pool',
    source: `${PROVIDER}/kubernetes_cluster_node_pool_resource.go`,
    at: 'validate',
    check: (pool) =>
      text(pool, 'priority') === 'Spot' && isPresent(block(pool, 'upgrade_settings'), 'max_surge')
        ? {
            summary:
              '`max_surge` cannot be set when `priority` is set to `Spot`. Spot pools do not support `max_surge`',
          }
        : undefined,
  },
];

function cyclingProblem(
  planned: State | undefined,
  current: State | undefined,
  path: (string | number)[],
): Problem | undefined {
  if (!planned || !current || isPresent(planned, 'temporary_name_for_rotation')) {
    return undefined;
  }
  const [now, then] = [underBothNames(planned), underBothNames(current)];
  const changed = CYCLING_ARGUMENTS.filter((name) => !IN_PLACE.includes(name)).filter(
    (name) => comparable(now[name]) !== comparable(then[name]),
  );
  return changed.length > 0
    ? {
        summary: `\`temporary_name_for_rotation\` must be specified when updating any of the following properties: ${changed.join(', ')}`,
        path,
      }
    : undefined;
}

/** Absent and empty are the same to the SDK, and sets have no order. */
function comparable(value: Value | undefined): string {
  const isEmpty = value === undefined || value === null || value === '' || value === false;
  if (isEmpty || (isList(value) && value.length === 0)) {
    return '';
  }
  return JSON.stringify(isList(value) ? [...value].sort() : value);
}

function poolsOf(on: string, object: State): State[] {
  return (on === 'azurerm_kubernetes_cluster' ? blocks(object, 'default_node_pool') : [object]).map(
    underBothNames,
  );
}

function scalingProblem(pool: State, isNew: boolean): Problem | undefined {
  const summary = scalingComplaint(pool, isNew);
  return summary === undefined ? undefined : { summary };
}

/** Later on the autoscaler alone decides how many nodes there are. */
function scalingComplaint(pool: State, isNew: boolean): string | undefined {
  const least = amount(pool, 'min_count') ?? 0;
  const most = amount(pool, 'max_count') ?? 0;
  const count = amount(pool, 'node_count');
  if (!isTrue(pool, 'auto_scaling_enabled')) {
    return least > 0 || most > 0
      ? `\`max_count\`(${most}) and \`min_count\`(${least}) must be set to \`null\` when \`auto_scaling_enabled\` is set to \`false\``
      : undefined;
  }
  if (most === 0) {
    return '`max_count` must be configured when `auto_scaling_enabled` is set to `true`';
  }
  if (amount(pool, 'min_count') === undefined) {
    return '`min_count` must be configured when `auto_scaling_enabled` is set to `true`';
  }
  if (least > most) {
    return '`max_count` must be >= `min_count`';
  }
  return isNew && count !== undefined && (count > most || count < least)
    ? `\`node_count\`(${count}) must be between \`min_count\`(${least}) and \`max_count\`(${most}) when \`auto_scaling_enabled\` is set to \`true\``
    : undefined;
}

function noRoomForDisk(pool: State): Problem | undefined {
  const size = text(pool, 'vm_size') ?? '';
  const room = CACHE_SIZES[size];
  const wanted = (amount(pool, 'os_disk_size_gb') ?? 128) * 1024 ** 3;
  return text(pool, 'os_disk_type') === 'Ephemeral' && room !== undefined && wanted > room
    ? {
        summary: `unexpected status 400 (400 Bad Request) with error: VMCacheSizeTooSmall: The virtual machine size ${size} has a cache size of ${room} bytes, but the OS disk requires ${wanted} bytes. Use a VM size with larger cache or disable ephemeral OS.`,
        path: ['os_disk_type'],
      }
    : undefined;
}

function swapWithoutKubelet(pool: State): Problem | undefined {
  const hasSwap = (amount(block(pool, 'linux_os_config'), 'swap_file_size_mb') ?? 0) > 0;
  return hasSwap && !block(pool, 'kubelet_config')
    ? invalidParameter(
        'CustomKubeletConfig.FailSwapOn must be set to false to enable swap file on nodes.',
        'linux_os_config',
      )
    : undefined;
}

function windowsOnCilium(pool: State, context: Context): Problem | undefined {
  const cluster = findById('azurerm_kubernetes_cluster', text(pool, 'kubernetes_cluster_id'), context);
  const isCilium = text(block(cluster, 'network_profile'), 'network_data_plane') === 'cilium';
  return isCilium && text(pool, 'os_type') === 'Windows'
    ? invalidParameter('Windows node pools are not supported with the network dataplane cilium.', 'os_type')
    : undefined;
}

function spotSettingsOnDemand(pool: State): Problem | undefined {
  if (text(pool, 'priority') === 'Spot') {
    return undefined;
  }
  const isPriced = (amount(pool, 'spot_max_price') ?? -1) !== -1;
  const name = isPresent(pool, 'eviction_policy')
    ? 'eviction_policy'
    : isPriced
      ? 'spot_max_price'
      : undefined;
  return name === undefined
    ? undefined
    : { summary: `\`${name}\` can only be set when \`priority\` is set to \`Spot\``, path: [name] };
}

function missingSubnet(pool: State, context: Context): Problem | undefined {
  return first(['vnet_subnet_id', 'pod_subnet_id'], (name) =>
    isPresent(pool, name) ? missing('azurerm_subnet', text(pool, name), name, context) : undefined,
  );
}

function laterThanCluster(pool: State, context: Context): Problem | undefined {
  const cluster = findById('azurerm_kubernetes_cluster', text(pool, 'kubernetes_cluster_id'), context);
  const [version, control] = [text(pool, 'orchestrator_version'), text(cluster, 'kubernetes_version')];

  return version && control && isLaterVersion(version, control)
    ? invalidParameter(
        `Node pool version ${version} and control plane version ${control} are incompatible.`,
        'orchestrator_version',
      )
    : undefined;
}

function defaultPoolAgain(pool: State, context: Context): Problem | undefined {
  const clusterId = text(pool, 'kubernetes_cluster_id');
  const cluster = findById('azurerm_kubernetes_cluster', clusterId, context);
  const name = text(pool, 'name');
  return name !== undefined && text(block(cluster, 'default_node_pool'), 'name') === name
    ? {
        summary: `A resource with the ID "${clusterId}/agentPools/${name}" already exists - to be managed via Terraform this resource needs to be imported into the State. Please see the resource documentation for "azurerm_kubernetes_cluster_node_pool" for more information.`,
        path: ['name'],
      }
    : undefined;
}

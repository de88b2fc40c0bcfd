import { amount, block, completed, isPresent, text } from '../world/attributes';
import { armId, findById } from './arm-ids';
import { removable } from './locks';
import { ResourceBehaviour } from '../world/behaviour';
import { State, Value } from '../protocol/values';

/** Attributes whose name changed in azurerm 4, old to new. */
const RENAMED: Readonly<Record<string, string>> = {
  enable_auto_scaling: 'auto_scaling_enabled',
  enable_host_encryption: 'host_encryption_enabled',
  enable_node_public_ip: 'node_public_ip_enabled',
};

/** AKS's choice when nobody makes one; it picks by capacity and quota. */
const DEFAULT_VM_SIZE = 'Standard_D4ds_v5';

const DEFAULT_SURGE = '10%';

export const nodePool: ResourceBehaviour = {
  replacedBy: [
    { path: 'os_sku', when: isOtherSystem },
    { path: 'upgrade_settings.*.drain_timeout_in_minutes', when: isTakenAway },
  ],
  unread: { temporary_name_for_rotation: null },
  apply: (planned, _prior, context) => {
    const cluster = findById('azurerm_kubernetes_cluster', text(planned, 'kubernetes_cluster_id'), context);
    return {
      ...completedPool(planned, cluster ?? {}),
      id: armId('azurerm_kubernetes_cluster_node_pool', planned, context),
    };
  },
  read: (stored, context) =>
    findById('azurerm_kubernetes_cluster', text(stored, 'kubernetes_cluster_id'), context) &&
    underBothNames(stored),
  ...removable,
};

/** From `kubernetes_cluster_node_pool_resource.go`: Ubuntu and Azure Linux, of any version, may take each other's place. */
function isOtherSystem(before: Value, after: Value): boolean {
  return [before, after].some((sku) => typeof sku !== 'string' || !/^(Ubuntu|AzureLinux)/.test(sku));
}

/** Whether a change leaves out what was set; AKS has no way to unset it. */
export function isTakenAway(before: Value, after: Value): boolean {
  return !isNothing(before) && isNothing(after);
}

/** Null and zero values, which providers treat alike. */
export function isNothing(value: Value): boolean {
  return value === null || value === '' || value === 0;
}

/** What AKS answers for a pool beyond what it was asked for. */
export function completedPool(pool: State, cluster: State): State {
  const network = block(cluster, 'network_profile');
  const isOverlay = text(network, 'network_plugin_mode') === 'overlay';
  const usesSubnetIps = text(network, 'network_plugin') === 'azure' && !isOverlay;
  const filled = completed(pool, {
    vm_size: DEFAULT_VM_SIZE,
    node_count: amount(pool, 'min_count') ?? 1,
    max_pods: usesSubnetIps ? 30 : 110,
    os_disk_size_gb: 128,
    os_sku: text(pool, 'os_type') === 'Windows' ? 'Windows2022' : 'Ubuntu',
    orchestrator_version: text(cluster, 'kubernetes_version') ?? '',
    kubelet_disk_type: 'OS',
    workload_runtime: 'OCIContainer',
  });
  const isSpot = text(pool, 'priority') === 'Spot';
  return isPresent(pool, 'upgrade_settings') || isSpot
    ? filled
    : { ...filled, upgrade_settings: [{ max_surge: DEFAULT_SURGE }] };
}

/** An object under the attribute names of azurerm 3 and of azurerm 4; the schema in use takes its own. */
export function underBothNames(pool: State): State {
  const result = { ...pool };
  for (const [before, since] of Object.entries(RENAMED)) {
    result[before] = pool[before] ?? pool[since] ?? null;
    result[since] = result[before];
  }
  return result;
}

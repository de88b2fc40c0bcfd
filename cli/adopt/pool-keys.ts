import { isMap } from '../../lib/shared/maps';
import { KERNEL_SETTINGS, kernelSettingArgument, PORT_RANGE, SWITCH } from '../../lib/shared/kernel-settings';
import { State } from '../../rehearsal/protocol/values';
import { amount, block, isTrue, text, texts } from '../../rehearsal/world/attributes';
import { other, Section } from './sections';

/** What the constructs have where the configuration is silent. */
const DEFAULT_SURGE = '10%';

const SPOT = 'kubernetes.azure.com/scalesetpriority';

/** Operating systems that aks.yaml has a word for, and that nobody gets without it. */
const SYSTEMS = ['AzureLinux', 'Windows2019', 'Windows2022'];

/** The keys that every node pool has. */
export function poolKeys(pool: State, network: Section): Section {
  const isScaled = isTrue(pool, 'auto_scaling_enabled');
  const settings = block(pool, 'upgrade_settings');
  const sku = text(pool, 'os_sku');
  const subnet = (name: string, key: string): unknown => other(text(pool, name) || undefined, network[key]);

  return {
    name: text(pool, 'name'),
    vmSize: text(pool, 'vm_size'),
    nodeCount: isScaled ? undefined : amount(pool, 'node_count'),
    minCount: isScaled ? amount(pool, 'min_count') : undefined,
    maxCount: isScaled ? amount(pool, 'max_count') : undefined,
    zones: texts(pool, 'zones'),
    osDiskSizeGb: amount(pool, 'os_disk_size_gb') || undefined,
    ephemeralOsDisk: text(pool, 'os_disk_type') === 'Ephemeral' || undefined,
    os: SYSTEMS.includes(sku ?? '') ? sku : undefined,
    maxPods: amount(pool, 'max_pods') || undefined,
    vnetSubnetId: subnet('vnet_subnet_id', 'vnetSubnetId'),
    podSubnetId: subnet('pod_subnet_id', 'podSubnetId'),
    labels: isMap(pool.node_labels)
      ? Object.fromEntries(Object.entries(pool.node_labels).filter(([name]) => name !== SPOT))
      : undefined,
    maxSurge: other(text(settings, 'max_surge') || undefined, DEFAULT_SURGE),
    drainTimeoutMinutes: amount(settings, 'drain_timeout_in_minutes') || undefined,
    nodeSoakMinutes: amount(settings, 'node_soak_duration_in_minutes') || undefined,
    undrainableNodeBehavior: text(settings, 'undrainable_node_behavior') || undefined,
    hostEncryption: isTrue(pool, 'host_encryption_enabled') || undefined,
    fips: isTrue(pool, 'fips_enabled') || undefined,
    nodePublicIp: isTrue(pool, 'node_public_ip_enabled') || undefined,
    nodePublicIpPrefixId: text(pool, 'node_public_ip_prefix_id') || undefined,
    tags: pool.tags,
    scaleDownMode: other(text(pool, 'scale_down_mode') || undefined, 'Delete'),
    snapshotId: text(pool, 'snapshot_id') || undefined,
    proximityPlacementGroupId: text(pool, 'proximity_placement_group_id') || undefined,
    kubelet: kubeletKeys(block(pool, 'kubelet_config')),
    linuxOs: linuxOsKeys(block(pool, 'linux_os_config')),
  };
}

/** The keys of a further node pool. */
export function furtherPoolKeys(pool: State, network: Section): Section {
  const isSpot = text(pool, 'priority') === 'Spot';
  const price = amount(pool, 'spot_max_price') ?? -1;
  return {
    import: true,
    ...poolKeys(pool, network),
    mode: other(text(pool, 'mode'), 'User'),
    taints: texts(pool, 'node_taints').filter((taint) => !(isSpot && taint.startsWith(`${SPOT}=`))),
    spot: isSpot
      ? {
          maxPrice: price > 0 ? price : undefined,
          evictionPolicy: other(text(pool, 'eviction_policy') || undefined, 'Delete'),
        }
      : undefined,
    rotation: false,
  };
}

function kubeletKeys(kubelet: State | undefined): Section | undefined {
  return (
    kubelet && {
      cpuManagerPolicy: text(kubelet, 'cpu_manager_policy') || undefined,
      cpuCfsQuota: isTrue(kubelet, 'cpu_cfs_quota_enabled') ? undefined : false,
      cpuCfsQuotaPeriod: text(kubelet, 'cpu_cfs_quota_period') || undefined,
      imageGcHighThreshold: amount(kubelet, 'image_gc_high_threshold') || undefined,
      imageGcLowThreshold: amount(kubelet, 'image_gc_low_threshold') || undefined,
      topologyManagerPolicy: text(kubelet, 'topology_manager_policy') || undefined,
      allowedUnsafeSysctls: texts(kubelet, 'allowed_unsafe_sysctls'),
      containerLogMaxSizeMb: amount(kubelet, 'container_log_max_size_mb') || undefined,
      containerLogMaxFiles: amount(kubelet, 'container_log_max_line') || undefined,
      podMaxPids: amount(kubelet, 'pod_max_pid') || undefined,
    }
  );
}

function linuxOsKeys(linuxOs: State | undefined): Section | undefined {
  const settings = block(linuxOs ?? {}, 'sysctl_config');
  return (
    linuxOs && {
      swapFileSizeMb: amount(linuxOs, 'swap_file_size_mb') || undefined,
      transparentHugePage: text(linuxOs, 'transparent_huge_page') || undefined,
      transparentHugePageDefrag: text(linuxOs, 'transparent_huge_page_defrag') || undefined,
      sysctls: settings && sysctls(settings),
    }
  );
}

function sysctls(settings: State): Section | undefined {
  const found = KERNEL_SETTINGS.flatMap((name): [string, unknown][] => {
    const argument = kernelSettingArgument(name);
    if (name === PORT_RANGE) {
      const range = ['min', 'max'].map((end) => amount(settings, `${argument}_${end}`) ?? 0);
      return range.every(Boolean) ? [[name, range.join(' ')]] : [];
    }
    const value = name === SWITCH ? Number(isTrue(settings, argument)) : amount(settings, argument);
    return value ? [[name, value]] : [];
  });
  return found.length === 0 ? undefined : Object.fromEntries(found);
}

/* oxlint-disable typescript/no-explicit-any -- JSON of Azure has no types here */
/* oxlint-disable typescript/no-unsafe-member-access, typescript/no-unsafe-assignment, typescript/no-unsafe-call,
   typescript/no-unsafe-return, typescript/no-unsafe-argument -- nor what is read of it */
import { State, Value } from '../../../rehearsal/protocol/values';

/** What azurerm 4.55 reads of node pools into its state; see azurerm-reads.ts. */

type Json = any;

/** Argument to where its value stands, and what is read where nothing stands. */
export type Row = readonly [argument: string, property: string, otherwise?: Value];

const POOL: readonly Row[] = [
  ['name', 'name'],
  ['vm_size', 'vmSize'],
  ['node_count', 'count', 0],
  ['auto_scaling_enabled', 'enableAutoScaling', false],
  ['min_count', 'minCount', 0],
  ['max_count', 'maxCount', 0],
  ['zones', 'availabilityZones', []],
  ['os_disk_size_gb', 'osDiskSizeGb', 0],
  ['os_disk_type', 'osDiskType', 'Managed'],
  ['os_sku', 'osSku'],
  ['kubelet_disk_type', 'kubeletDiskType'],
  ['workload_runtime', 'workloadRuntime'],
  ['max_pods', 'maxPods', 0],
  ['vnet_subnet_id', 'vnetSubnetId'],
  ['pod_subnet_id', 'podSubnetId'],
  ['node_labels', 'nodeLabels', {}],
  ['tags', 'tags', {}],
  ['host_encryption_enabled', 'enableEncryptionAtHost', false],
  ['fips_enabled', 'enableFips', false],
  ['ultra_ssd_enabled', 'enableUltraSsd', false],
  ['node_public_ip_enabled', 'enableNodePublicIp', false],
  ['node_public_ip_prefix_id', 'nodePublicIpPrefixId'],
  ['proximity_placement_group_id', 'proximityPlacementGroupId'],
  ['host_group_id', 'hostGroupId'],
  ['capacity_reservation_group_id', 'capacityReservationGroupId'],
  ['snapshot_id', 'creationData.sourceResourceId'],
  ['gpu_instance', 'gpuInstanceProfile'],
  ['gpu_driver', 'gpuProfile.driver'],
  ['scale_down_mode', 'scaleDownMode', 'Delete'],
  ['orchestrator_version', 'orchestratorVersion'],
];

export const FURTHER_POOL: readonly Row[] = [
  ...POOL,
  ['mode', 'mode', 'User'],
  ['os_type', 'osType', 'Linux'],
  ['node_taints', 'nodeTaints', []],
  ['priority', 'scaleSetPriority', 'Regular'],
  ['eviction_policy', 'scaleSetEvictionPolicy', ''],
  ['spot_max_price', 'spotMaxPrice', -1],
];

const KUBELET: readonly Row[] = [
  ['cpu_manager_policy', 'cpuManagerPolicy', ''],
  ['cpu_cfs_quota_enabled', 'cpuCfsQuota', false],
  ['cpu_cfs_quota_period', 'cpuCfsQuotaPeriod', ''],
  ['image_gc_high_threshold', 'imageGcHighThreshold', 0],
  ['image_gc_low_threshold', 'imageGcLowThreshold', 0],
  ['topology_manager_policy', 'topologyManagerPolicy', ''],
  ['allowed_unsafe_sysctls', 'allowedUnsafeSysctls', []],
  ['container_log_max_size_mb', 'containerLogMaxSizeMb', 0],
  ['container_log_max_line', 'containerLogMaxFiles', 0],
  // In azurerm 5.
  ['container_log_max_files', 'containerLogMaxFiles', 0],
  ['pod_max_pid', 'podMaxPids', 0],
];

export function rows(table: readonly Row[], object: Json): State {
  return Object.fromEntries(
    table.map(([argument, property, otherwise = null]) => {
      const value = property.split('.').reduce<Json>((one, step) => one?.[step], object) ?? otherwise;
      return [argument, value];
    }),
  );
}

export function defaultPool(pool: Json): State {
  const isCritical = (pool.nodeTaints ?? []).includes('CriticalAddonsOnly=true:NoSchedule');
  return {
    ...rows(POOL, pool),
    ...poolBlocks(pool),
    type: pool.type,
    only_critical_addons_enabled: isCritical,
  };
}

export function poolBlocks(pool: Json): State {
  const upgrade = pool.upgradeSettings;
  const surge = {
    ...(upgrade?.maxSurge && upgrade.maxSurge !== '0' && { max_surge: upgrade.maxSurge }),
    ...(upgrade?.drainTimeoutInMinutes && { drain_timeout_in_minutes: upgrade.drainTimeoutInMinutes }),
    ...(upgrade?.nodeSoakDurationInMinutes && {
      node_soak_duration_in_minutes: upgrade.nodeSoakDurationInMinutes,
    }),
    ...(upgrade?.undrainableNodeBehavior && { undrainable_node_behavior: upgrade.undrainableNodeBehavior }),
  };
  const os = pool.linuxOsConfig;
  const network = pool.networkProfile;
  return {
    upgrade_settings: Object.keys(surge).length > 0 ? [surge] : [],
    kubelet_config: pool.kubeletConfig ? [rows(KUBELET, pool.kubeletConfig)] : [],
    linux_os_config: os
      ? [
          {
            swap_file_size_mb: os.swapFileSizeMb ?? 0,
            transparent_huge_page: os.transparentHugePageEnabled ?? '',
            transparent_huge_page_enabled: os.transparentHugePageEnabled ?? '',
            transparent_huge_page_defrag: os.transparentHugePageDefrag ?? '',
            sysctl_config: os.sysctls ? [sysctls(os.sysctls)] : [],
          },
        ]
      : [],
    node_network_profile: network
      ? [
          {
            application_security_group_ids: network.applicationSecurityGroups ?? [],
            node_public_ip_tags: Object.fromEntries(
              (network.nodePublicIpTags ?? []).map((tag: Json) => [tag.ipTagType, tag.tag]),
            ),
            allowed_host_ports: (network.allowedHostPorts ?? []).map((port: Json) => ({
              port_start: port.portStart,
              port_end: port.portEnd,
              protocol: port.protocol,
            })),
          },
        ]
      : [],
  };
}

/** By the names of the provider, which has one argument for each end of the range of ports. */
function sysctls(given: Json): State {
  const [from = 0, to = 0] = (given.netIpv4IpLocalPortRange ?? '').split(' ').map(Number);
  const others = Object.entries(given)
    .filter(([name, value]) => name !== 'netIpv4IpLocalPortRange' && value !== null)
    .map(([name, value]) => [
      name
        .replace('Tcpkeepalive', 'TcpKeepalive')
        .replace(/([A-Z]|(?<=hresh)[0-9])/g, (part) =>
          /[0-9]/.test(part) ? part : `_${part.toLowerCase()}`,
        ),
      value,
    ]);
  return {
    ...Object.fromEntries(others),
    net_ipv4_ip_local_port_range_min: from,
    net_ipv4_ip_local_port_range_max: to,
  };
}

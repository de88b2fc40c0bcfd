import { State, Value } from '../../rehearsal/protocol/values';
import { AzureObject } from './azure-object';
import { blockOf, compact } from './state-values';

const CRITICAL_ADDONS_ONLY = 'criticaladdonsonly=true:noschedule';

/** Kernel settings whose names azurerm writes with underscores where Azure has capitals. */
const SYSCTLS = [
  ...['fs_aio_max_nr', 'fs_file_max', 'fs_inotify_max_user_watches', 'fs_nr_open', 'kernel_threads_max'],
  ...['net_core_netdev_max_backlog', 'net_core_optmem_max', 'net_core_rmem_default', 'net_core_rmem_max'],
  ...['net_core_somaxconn', 'net_core_wmem_default', 'net_core_wmem_max'],
  ...['net_ipv4_neigh_default_gc_thresh1', 'net_ipv4_neigh_default_gc_thresh2'],
  ...['net_ipv4_neigh_default_gc_thresh3', 'net_ipv4_tcp_fin_timeout', 'net_ipv4_tcp_keepalive_probes'],
  ...['net_ipv4_tcp_keepalive_time', 'net_ipv4_tcp_max_syn_backlog', 'net_ipv4_tcp_max_tw_buckets'],
  ...['net_netfilter_nf_conntrack_buckets', 'net_netfilter_nf_conntrack_max', 'vm_max_map_count'],
  ...['vm_swappiness', 'vm_vfs_cache_pressure'],
];

/** What azurerm reads of any pool; the source is `flattenDefaultNodePool` and the Read of a node pool. */
function machinesOf(pool: AzureObject): State {
  return {
    name: pool.text('name') ?? '',
    vm_size: pool.text('vmSize') ?? null,
    node_count: pool.number('count') ?? 0,
    auto_scaling_enabled: pool.flag('enableAutoScaling') ?? false,
    min_count: pool.number('minCount') ?? 0,
    max_count: pool.number('maxCount') ?? 0,
    zones: pool.texts('availabilityZones'),
    os_disk_size_gb: pool.number('osDiskSizeGB') ?? 0,
    os_disk_type: pool.text('osDiskType') ?? 'Managed',
    os_sku: pool.text('osSKU') ?? null,
    kubelet_disk_type: pool.text('kubeletDiskType') ?? null,
    workload_runtime: pool.text('workloadRuntime') ?? null,
    max_pods: pool.number('maxPods') ?? 0,
    vnet_subnet_id: pool.text('vnetSubnetID') ?? null,
    pod_subnet_id: pool.text('podSubnetID') ?? null,
    node_labels: pool.map('nodeLabels'),
    tags: pool.map('tags'),
    host_encryption_enabled: pool.flag('enableEncryptionAtHost') ?? false,
    fips_enabled: pool.flag('enableFIPS') ?? false,
    ultra_ssd_enabled: pool.flag('enableUltraSSD') ?? false,
    node_public_ip_enabled: pool.flag('enableNodePublicIP') ?? false,
    node_public_ip_prefix_id: pool.text('nodePublicIPPrefixID') ?? null,
    proximity_placement_group_id: pool.text('proximityPlacementGroupID') ?? null,
    host_group_id: pool.text('hostGroupID') ?? null,
    capacity_reservation_group_id: pool.text('capacityReservationGroupID') ?? null,
    snapshot_id: pool.object('creationData')?.text('sourceResourceId') ?? null,
    gpu_instance: pool.text('gpuInstanceProfile') ?? null,
    gpu_driver: pool.object('gpuProfile')?.text('driver') ?? null,
    scale_down_mode: pool.text('scaleDownMode') ?? 'Delete',
    orchestrator_version: pool.text('orchestratorVersion') ?? pool.text('currentOrchestratorVersion') ?? null,
    upgrade_settings: upgradeSettings(pool.object('upgradeSettings')),
    kubelet_config: kubeletConfig(pool.object('kubeletConfig')),
    linux_os_config: linuxOsConfig(pool.object('linuxOSConfig')),
    node_network_profile: nodeNetwork(pool.object('networkProfile')),
  };
}

/** The block `default_node_pool` of the cluster. */
export function defaultPoolState(pool: AzureObject): State {
  const taints = pool.texts('nodeTaints').map((taint) => taint.toLowerCase());
  return {
    ...machinesOf(pool),
    type: pool.text('type') ?? 'VirtualMachineScaleSets',
    only_critical_addons_enabled: taints.includes(CRITICAL_ADDONS_ONLY),
  };
}

/** A further node pool, an `azurerm_kubernetes_cluster_node_pool`. */
export function nodePoolState(pool: AzureObject, clusterId: string): State {
  const windows = pool.object('windowsProfile');
  return {
    ...machinesOf(pool),
    id: `${clusterId}/agentPools/${pool.text('name') ?? ''}`,
    kubernetes_cluster_id: clusterId,
    mode: pool.text('mode') ?? 'User',
    os_type: pool.text('osType') ?? 'Linux',
    node_taints: pool.texts('nodeTaints'),
    priority: pool.text('scaleSetPriority') ?? 'Regular',
    eviction_policy: pool.text('scaleSetEvictionPolicy') ?? '',
    spot_max_price: pool.number('spotMaxPrice') ?? -1,
    windows_profile: windows
      ? [{ outbound_nat_enabled: !(windows.flag('disableOutboundNat') ?? false) }]
      : [],
  };
}

/** Azure answers 0 for the one of surge and unavailable that does not count. */
function upgradeSettings(settings: AzureObject | undefined): Value {
  const chosen = (name: string): string | null => {
    const value = settings?.text(name) ?? settings?.number(name)?.toString();
    return value === undefined || value === '0' || value === '0%' ? null : value;
  };
  const block = {
    max_surge: chosen('maxSurge'),
    max_unavailable: chosen('maxUnavailable'),
    drain_timeout_in_minutes: settings?.number('drainTimeoutInMinutes') ?? null,
    node_soak_duration_in_minutes: settings?.number('nodeSoakDurationInMinutes') ?? null,
    undrainable_node_behavior: settings?.text('undrainableNodeBehavior') ?? null,
  };
  return Object.values(block).every((value) => value === null) ? [] : [block];
}

function kubeletConfig(config: AzureObject | undefined): Value {
  return blockOf(
    config && {
      cpu_manager_policy: config.text('cpuManagerPolicy') ?? null,
      cpu_cfs_quota_enabled: config.flag('cpuCfsQuota') ?? false,
      cpu_cfs_quota_period: config.text('cpuCfsQuotaPeriod') ?? null,
      image_gc_high_threshold: config.number('imageGcHighThreshold') ?? 0,
      image_gc_low_threshold: config.number('imageGcLowThreshold') ?? 0,
      topology_manager_policy: config.text('topologyManagerPolicy') ?? null,
      allowed_unsafe_sysctls: config.texts('allowedUnsafeSysctls'),
      container_log_max_size_mb: config.number('containerLogMaxSizeMB') ?? 0,
      container_log_max_files: config.number('containerLogMaxFiles') ?? 0,
      pod_max_pid: config.number('podMaxPids') ?? 0,
    },
  );
}

function linuxOsConfig(config: AzureObject | undefined): Value {
  const sysctls = config?.object('sysctls');
  const [from, to] = (sysctls?.text('netIpv4IpLocalPortRange') ?? '').split(/[ \t]+/).map(Number);
  const hugePages = config?.text('transparentHugePageEnabled') ?? null;
  return blockOf(
    config && {
      swap_file_size_mb: config.number('swapFileSizeMB') ?? 0,
      transparent_huge_page_defrag: config.text('transparentHugePageDefrag') ?? null,
      transparent_huge_page: hugePages,
      transparent_huge_page_enabled: hugePages,
      sysctl_config: blockOf(
        sysctls && {
          ...Object.fromEntries(SYSCTLS.map((name) => [name, sysctls.number(name) ?? 0])),
          net_ipv4_tcp_keepalive_intvl: sysctls.number('netIpv4TcpkeepaliveIntvl') ?? 0,
          net_ipv4_tcp_tw_reuse: sysctls.flag('netIpv4TcpTwReuse') ?? false,
          net_ipv4_ip_local_port_range_min: from || 0,
          net_ipv4_ip_local_port_range_max: to ?? 0,
        },
      ),
    },
  );
}

function nodeNetwork(profile: AzureObject | undefined): Value {
  const tags = profile?.objects('nodePublicIPTags') ?? [];
  return compact(
    profile && {
      node_public_ip_tags: Object.fromEntries(
        tags.map((tag) => [tag.text('ipTagType') ?? '', tag.text('tag') ?? '']),
      ),
      application_security_group_ids: profile.texts('applicationSecurityGroups'),
      allowed_host_ports: profile.objects('allowedHostPorts').map((ports) => ({
        port_start: ports.number('portStart') ?? 0,
        port_end: ports.number('portEnd') ?? 0,
        protocol: ports.text('protocol') ?? '',
      })),
    },
  );
}

import { Fn, Token } from 'cdktf';
import {
  AadAksCluster,
  AksCpuManagerPolicy,
  AksHugePages,
  AksHugePagesDefrag,
  AksKubeletOptions,
  AksNetwork,
  AksDataPlane,
  AksNodeOs,
  AksNodePoolOptions,
  AksScaleDownMode,
  AksTopologyManagerPolicy,
  AzurermVersion,
} from '../../lib';
import { AZURERM } from './provider-generations';
import { clusterArguments, GROUP, synthCluster, synthLegacy } from './sample-cluster';
import { only } from './synth';

const PROVIDERS = '/subscriptions/s/resourcegroups/shared/providers';
const SETTINGS: AksNodePoolOptions = {
  kubelet: {
    cpuManagerPolicy: AksCpuManagerPolicy.STATIC,
    topologyManagerPolicy: AksTopologyManagerPolicy.SINGLE_NUMA_NODE,
    containerLogMaxFiles: 10,
    podMaxPids: 4096,
  },
  linuxOs: {
    transparentHugePage: AksHugePages.MADVISE,
    transparentHugePageDefrag: AksHugePagesDefrag.DEFER_MADVISE,
    sysctls: {
      'net.core.somaxconn': '16384',
      'net.ipv4.tcp_tw_reuse': '1',
      'net.ipv4.ip_local_port_range': '32768 60999',
    },
  },
};
const BLOCKS = {
  kubelet_config: {
    cpu_manager_policy: 'static',
    [AZURERM >= 5 ? 'container_log_max_files' : 'container_log_max_line']: 10,
    pod_max_pid: 4096,
  },
  linux_os_config: {
    transparent_huge_page: 'madvise',
    transparent_huge_page_defrag: 'defer+madvise',
    sysctl_config: {
      net_core_somaxconn: 16384,
      net_ipv4_tcp_tw_reuse: true,
      net_ipv4_ip_local_port_range_min: 32768,
      net_ipv4_ip_local_port_range_max: 60999,
    },
  },
};

function withPool(cluster: AadAksCluster): void {
  cluster.addNodePool('Apps', { name: 'apps', ...SETTINGS });
}

test('kubelet and Linux are set up alike in the default pool and in further ones', () => {
  const synthesized = synthCluster({ defaultNodePool: SETTINGS }, withPool);

  expect(only(synthesized, 'azurerm_kubernetes_cluster').default_node_pool).toMatchObject(BLOCKS);
  expect(only(synthesized, 'azurerm_kubernetes_cluster_node_pool')).toMatchObject(BLOCKS);
});

test('arguments have the names of the version of azurerm', () => {
  const v5 = clusterArguments({ defaultNodePool: SETTINGS, azurerm: AzurermVersion.V5 });
  const legacy = only(
    synthLegacy({ defaultNodePool: { vmSize: 'Standard_D4ds_v5', ...SETTINGS } }),
    'azurerm_kubernetes_cluster',
  );

  expect(v5.default_node_pool).toMatchObject({
    kubelet_config: { cpu_manager_policy: 'static', container_log_max_files: 10, pod_max_pid: 4096 },
  });
  expect(v5.default_node_pool).not.toHaveProperty('kubelet_config.container_log_max_line');
  expect(legacy.default_node_pool).toMatchObject({
    linux_os_config: { transparent_huge_page_enabled: 'madvise' },
  });
  expect(legacy.default_node_pool).not.toHaveProperty('linux_os_config.transparent_huge_page');
});

test.each([
  [undefined, { cpu_cfs_quota_enabled: true }],
  [{}, { cpu_cfs_quota_enabled: true }],
  [{ cpuCfsQuota: false }, { cpu_cfs_quota_enabled: false }],
  [{ podMaxPids: 4096 }, { cpu_cfs_quota_enabled: true, pod_max_pid: 4096 }],
])('swap has a block of the kubelet beside it, with which azurerm lets it start: %j', (kubelet, block) => {
  const pool = { kubelet, linuxOs: { swapFileSizeMb: 1500 } };
  const synthesized = synthCluster({ defaultNodePool: pool }, (cluster) => {
    cluster.addNodePool('Apps', { name: 'apps', ...pool });
  });

  expect(only(synthesized, 'azurerm_kubernetes_cluster').default_node_pool).toMatchObject({
    kubelet_config: block,
  });
  expect(only(synthesized, 'azurerm_kubernetes_cluster_node_pool').kubelet_config).toEqual(block);
});

test('without swap the kubelet is left as AKS sets it up', () => {
  const { default_node_pool: pool } = clusterArguments({
    defaultNodePool: { linuxOs: { transparentHugePage: AksHugePages.NEVER } },
  });

  expect(pool).not.toHaveProperty('kubelet_config');
});

test('places, tags and what becomes of nodes are sent, IDs in the case that azurerm wants', () => {
  const { default_node_pool: pool } = clusterArguments({
    defaultNodePool: {
      nodePublicIp: true,
      nodePublicIpPrefixId: `${PROVIDERS}/microsoft.network/publicIPPrefixes/nodes`,
      snapshotId: `${PROVIDERS}/Microsoft.ContainerService/snapshots/monday`,
      proximityPlacementGroupId: `${PROVIDERS}/Microsoft.Compute/proximityPlacementGroups/near`,
      scaleDownMode: AksScaleDownMode.DEALLOCATE,
      tags: { team: 'ml' },
    },
  });
  const canonical = PROVIDERS.replace('resourcegroups', 'resourceGroups');

  expect(pool).toMatchObject({
    node_public_ip_prefix_id: `${canonical}/Microsoft.Network/publicIPPrefixes/nodes`,
    snapshot_id: `${canonical}/Microsoft.ContainerService/snapshots/monday`,
    proximity_placement_group_id: `${canonical}/Microsoft.Compute/proximityPlacementGroups/near`,
    scale_down_mode: 'Deallocate',
    tags: { team: 'ml' },
  });
});

describe('what AKS does not take is refused', () => {
  const refused: [AksNodePoolOptions, string][] = [
    [{ linuxOs: { sysctls: { 'vm.swappiness': '200' } } }, "sysctls 'vm.swappiness' '200' is not valid"],
    [{ linuxOs: { sysctls: { 'kernel.x': '1' } } }, "sysctls 'kernel.x' is nothing that AKS sets"],
    [
      { linuxOs: { sysctls: Token.asStringMap(Fn.merge([{ a: '1' }])) } },
      "node pool 'system': sysctls must be known at synth: write it out",
    ],
    [{ linuxOs: { swapFileSizeMb: 0 } }, 'swapFileSizeMb 0 is not valid'],
    [{ kubelet: { imageGcHighThreshold: 70 } }, 'has imageGcLowThreshold 80, and imageGcHighThreshold 70'],
    [{ kubelet: { cpuCfsQuotaPeriod: '100' } }, "cpuCfsQuotaPeriod '100' is not valid"],
    [
      { kubelet: { cpuCfsQuotaPeriod: '5s' } },
      "cpuCfsQuotaPeriod '5s' is not valid: use a time from 1ms to 1s",
    ],
    [{ kubelet: { allowedUnsafeSysctls: ['net..x'] } }, "allowedUnsafeSysctls 'net..x' is not valid"],
    [
      { kubelet: { allowedUnsafeSysctls: ['vm.swappiness'] } },
      "allowedUnsafeSysctls: 'vm.swappiness' is a setting of the whole node",
    ],
    [{ kubelet: { containerLogMaxFiles: 1 } }, 'containerLogMaxFiles 1 is not valid'],
    [{ kubelet: { podMaxPid: 3 } as AksKubeletOptions }, "podMaxPid is not known: write 'podMaxPids'"],
    [{ snapshotId: GROUP }, `snapshotId '${GROUP}' is not valid`],
    [{ tags: { a: '1', A: '2' } }, "tags: 'a' and 'A' differ in case only"],
    [
      { nodePublicIpPrefixId: `${PROVIDERS}/Microsoft.Network/publicIPPrefixes/nodes` },
      'has nodePublicIpPrefixId and no public addresses',
    ],
  ];

  test.each(refused)('%j', (defaultNodePool, problem) => {
    expect(() => synthCluster({ defaultNodePool })).toThrow(problem);
  });

  test('Linux on Windows', () => {
    const network = AksNetwork.azureCniOverlay({ dataPlane: AksDataPlane.AZURE });
    const build = (): unknown =>
      synthCluster({ network }, (cluster) =>
        cluster.addNodePool('Win', { name: 'win', os: AksNodeOs.WINDOWS_2022, linuxOs: {} }),
      );

    expect(build).toThrow("node pool 'win' runs 'Windows2022' and has linuxOs: remove it");
  });
});

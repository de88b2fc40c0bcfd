import { KubernetesClusterNodePool } from '@cdktf/provider-azurerm/lib/kubernetes-cluster-node-pool';
import {
  AadAksCluster,
  AadAksClusterProps,
  AksDataPlane,
  AksEvictionPolicy,
  AksNetwork,
  AksNodeOs,
  AksNodePoolMode,
  AksNodePoolProps,
  AksUndrainableNodeBehavior,
  IAksNodePool,
  UnsafeSetting,
} from '../../lib';
import {
  clusterArguments,
  clusterWarnings,
  POD_SUBNET,
  SUBNET,
  synthCluster,
  VM_SIZE,
} from './sample-cluster';
import { only, resolve, Synthesized } from './synth';

/** Synthesises a cluster with one further pool. */
function synthPool(
  props: Partial<AksNodePoolProps>,
  use?: (pool: IAksNodePool) => void,
  cluster: Partial<AadAksClusterProps> = {},
): Synthesized {
  return synthCluster(cluster, (aks) => {
    const pool = aks.addNodePool('Apps', { name: 'apps', ...props });
    use?.(pool);
  });
}

function poolArguments(props: Partial<AksNodePoolProps>, cluster: Partial<AadAksClusterProps> = {}) {
  return only(synthPool(props, undefined, cluster), 'azurerm_kubernetes_cluster_node_pool');
}

test('a pool runs applications on three nodes by default', () => {
  expect(only(synthPool({}), 'azurerm_kubernetes_cluster_node_pool')).toEqual({
    name: 'apps',
    mode: 'User',
    kubernetes_cluster_id: expect.stringMatching(/azurerm_kubernetes_cluster\.\w+\.id\}$/) as string,
    node_count: 3,
    max_pods: 110,
    node_public_ip_enabled: false,
    temporary_name_for_rotation: 'appstmp',
    upgrade_settings: { max_surge: '10%' },
  });
});

describe('the Kubernetes version of nodes', () => {
  const versions = (cluster: Partial<AadAksClusterProps>, pool: Partial<AksNodePoolProps> = {}) => {
    const synthesized = synthPool(pool, undefined, cluster);
    const { kubernetes_version, default_node_pool } = only(synthesized, 'azurerm_kubernetes_cluster');
    const [system] = [default_node_pool].flat() as Record<string, unknown>[];
    const { orchestrator_version } = only(synthesized, 'azurerm_kubernetes_cluster_node_pool');
    return [kubernetes_version, system!.orchestrator_version, orchestrator_version];
  };

  test('is that of the cluster, so that pools follow the control plane', () => {
    expect(versions({ kubernetesVersion: '1.34' })).toEqual(['1.34', '1.34', '1.34']);
    expect(versions({})).toEqual([undefined, undefined, undefined]);
  });

  test('can be held back for each pool', () => {
    const held = { kubernetesVersion: '1.33' };

    expect(versions({ kubernetesVersion: '1.34' }, held)).toEqual(['1.34', '1.34', '1.33']);
    expect(versions({ kubernetesVersion: '1.34', defaultNodePool: held })).toEqual(['1.34', '1.33', '1.34']);
  });

  test.each([
    ['1.34', '1.33'],
    ['1.33.2', '1.33.1'],
    ['1.10', '1.9'],
  ])('%s is refused above a control plane of %s', (kubernetesVersion, ofCluster) => {
    expect(() => versions({ kubernetesVersion: ofCluster }, { kubernetesVersion })).toThrow(
      `node pool 'apps' has kubernetesVersion '${kubernetesVersion}', above '${ofCluster}' of the cluster: upgrade the cluster first`,
    );
  });

  test('may name a patch of the minor version of the cluster', () => {
    expect(versions({ kubernetesVersion: '1.33' }, { kubernetesVersion: '1.33.2' })[2]).toBe('1.33.2');
  });
});

test('an upgrade can wait for pods and between nodes', () => {
  const settings = {
    drainTimeoutMinutes: 60,
    nodeSoakMinutes: 5,
    undrainableNodeBehavior: AksUndrainableNodeBehavior.CORDON,
  };

  expect(poolArguments(settings).upgrade_settings).toEqual({
    max_surge: '10%',
    drain_timeout_in_minutes: 60,
    node_soak_duration_in_minutes: 5,
    undrainable_node_behavior: 'Cordon',
  });
});

test('machines can be chosen in detail', () => {
  const network = AksNetwork.azureCni({ vnetSubnetId: SUBNET, podSubnetId: POD_SUBNET });
  const other = SUBNET.replace('aks', 'gpu');
  const props: Partial<AksNodePoolProps> = {
    vmSize: VM_SIZE,
    minCount: 0,
    maxCount: 5,
    zones: ['1', '2'],
    osDiskSizeGb: 128,
    ephemeralOsDisk: true,
    os: AksNodeOs.AZURE_LINUX,
    maxPods: 60,
    vnetSubnetId: other,
    labels: { team: 'ml' },
    taints: ['sku=gpu:NoSchedule'],
    maxSurge: '33%',
    hostEncryption: true,
    fips: true,
  };

  expect(poolArguments(props, { network })).toMatchObject({
    vm_size: VM_SIZE,
    auto_scaling_enabled: true,
    min_count: 0,
    max_count: 5,
    zones: ['1', '2'],
    os_disk_size_gb: 128,
    os_disk_type: 'Ephemeral',
    os_sku: 'AzureLinux',
    max_pods: 60,
    vnet_subnet_id: other,
    pod_subnet_id: POD_SUBNET,
    node_labels: { team: 'ml' },
    node_taints: ['sku=gpu:NoSchedule'],
    upgrade_settings: { max_surge: '33%' },
    host_encryption_enabled: true,
    fips_enabled: true,
  });
  expect(poolArguments(props, { network })).not.toHaveProperty('node_count');
});

test('a spot pool carries the label and the taint that AKS would add, and no surge', () => {
  const pool = poolArguments({ spot: {}, labels: { team: 'ml' }, taints: ['sku=gpu:NoSchedule'] });

  expect(pool).toMatchObject({
    priority: 'Spot',
    spot_max_price: -1,
    eviction_policy: 'Delete',
    node_labels: { team: 'ml', 'kubernetes.azure.com/scalesetpriority': 'spot' },
    node_taints: ['sku=gpu:NoSchedule', 'kubernetes.azure.com/scalesetpriority=spot:NoSchedule'],
  });
  expect(pool).not.toHaveProperty('upgrade_settings');
  expect(
    poolArguments({ spot: { maxPrice: 0.5, evictionPolicy: AksEvictionPolicy.DEALLOCATE } }),
  ).toMatchObject({ spot_max_price: 0.5, eviction_policy: 'Deallocate' });
});

describe('the default pool takes critical add-ons only', () => {
  function criticalAddonsOnly(
    props: Partial<AadAksClusterProps>,
    use?: (cluster: AadAksCluster) => void,
  ): unknown {
    const { default_node_pool: pool } = clusterArguments(props, use);
    return (pool as Record<string, unknown>).only_critical_addons_enabled;
  }

  test('as soon as there is another pool for applications', () => {
    const apps = (cluster: AadAksCluster) => void cluster.addNodePool('Apps', { name: 'apps' });

    expect(criticalAddonsOnly({})).toBeUndefined();
    expect(criticalAddonsOnly({}, apps)).toBe(true);
    expect(criticalAddonsOnly({ defaultNodePool: { criticalAddonsOnly: false } }, apps)).toBe(false);
  });

  test('but not for a pool that other pods cannot rely on', () => {
    const network = AksNetwork.azureCniOverlay({ dataPlane: AksDataPlane.AZURE });
    const others: Partial<AksNodePoolProps>[] = [
      { spot: {} },
      { os: AksNodeOs.WINDOWS_2022 },
      { mode: AksNodePoolMode.SYSTEM },
    ];
    for (const props of others) {
      const add = (cluster: AadAksCluster) => void cluster.addNodePool('Other', { name: 'other', ...props });
      expect(criticalAddonsOnly({ network }, add)).toBeUndefined();
    }
  });

  test('on request, which is refused without another pool unless it is allowed', () => {
    const defaultNodePool = { criticalAddonsOnly: true };
    expect(() => synthCluster({ defaultNodePool })).toThrow(
      '[test/Aks] defaultNodePool.criticalAddonsOnly leaves applications no node: call addNodePool() or remove it [critical-addons-only]',
    );

    const security = { unsafeAllow: [UnsafeSetting.CRITICAL_ADDONS_ONLY] };
    expect(() => synthCluster({ defaultNodePool, security })).not.toThrow();
    expect(() => synthPool({}, undefined, { defaultNodePool })).not.toThrow();
  });
});

describe('a Windows pool', () => {
  const props = { name: 'win', os: AksNodeOs.WINDOWS_2022 };
  const network = AksNetwork.azureCniOverlay({ dataPlane: AksDataPlane.AZURE });

  test('runs on a network without Cilium', () => {
    expect(poolArguments(props, { network })).toMatchObject({
      os_type: 'Windows',
      os_sku: 'Windows2022',
      temporary_name_for_rotation: 'wintmp',
    });
  });

  test('is refused with Cilium unless that is allowed', () => {
    expect(() => synthPool(props)).toThrow(
      new Error(
        "node pool 'win' runs 'Windows2022', and the data plane 'cilium' has Linux nodes only: give the network AksDataPlane.AZURE [windows-with-cilium] (at 'test/Aks/Apps')",
      ),
    );
    const security = { unsafeAllow: [UnsafeSetting.WINDOWS_WITH_CILIUM] };
    expect(() => synthPool(props, undefined, { security })).not.toThrow();
  });

  test.each<[Partial<AksNodePoolProps>, AksNetwork, string]>([
    [
      {},
      AksNetwork.kubenet(),
      "node pool 'win' runs 'Windows2022', and kubenet has Linux nodes only: use AksNetwork.azureCniOverlay() with AksDataPlane.AZURE",
    ],
    [
      { mode: AksNodePoolMode.SYSTEM },
      network,
      "node pool 'win' runs 'Windows2022', and system pools run Linux: use AksNodePoolMode.USER",
    ],
    [
      { name: 'windows' },
      network,
      "node pool name 'windows' is not valid: a Windows pool takes at most 6 characters",
    ],
  ])('is refused as %j', (more, on, message) => {
    expect(() => synthPool({ ...props, ...more }, undefined, { network: on })).toThrow(
      new Error(`${message} (at 'test/Aks/Apps')`),
    );
  });

  test('cannot be the default pool', () => {
    expect(() => synthCluster({ network, defaultNodePool: { os: AksNodeOs.WINDOWS_2019 } })).toThrow(
      new Error(
        "node pool 'system' runs 'Windows2019', and the default pool runs Linux: add a pool for Windows with addNodePool() (at 'test/Aks')",
      ),
    );
  });
});

test('public addresses of nodes are warned about, once for all pools', () => {
  const add = (cluster: AadAksCluster) => {
    cluster.addNodePool('One', { name: 'one', nodePublicIp: true });
    cluster.addNodePool('Two', { name: 'two', nodePublicIp: true });
  };
  expect(clusterWarnings({}, add)).toEqual([
    "node pool 'one' gives every node a public address: remove nodePublicIp (at 'test/Aks/One'), and 1 more [node-public-ip]",
  ]);
});

test('a pool can run the pods of AKS', () => {
  const synthesized = synthPool({ mode: AksNodePoolMode.SYSTEM, nodeCount: 1 });
  expect(only(synthesized, 'azurerm_kubernetes_cluster_node_pool')).toMatchObject({
    mode: 'System',
    node_count: 1,
  });
});

test('a pool has an ID and can be reached for what has no prop', () => {
  const synthesized = synthPool({}, (pool) => {
    const resource = pool.node.defaultChild as KubernetesClusterNodePool;
    resource.osType = 'Linux';
    expect(resolve(resource.cdktfStack, pool.nodePoolId)).toMatch(
      /azurerm_kubernetes_cluster_node_pool\.\w+\.id\}$/,
    );
  });
  expect(only(synthesized, 'azurerm_kubernetes_cluster_node_pool').os_type).toBe('Linux');
});

test.each<[Partial<AksNodePoolProps>, string]>([
  [
    { name: 'System-Pool' },
    "node pool name 'System-Pool' is not valid: use 1 to 12 lowercase letters and digits, starting with a letter",
  ],
  [{ vmSize: 'large' }, "vmSize 'large' is not valid: use a size such as 'Standard_D4ds_v5'"],
  [{ nodeCount: -1 }, 'nodeCount -1 is not valid: use a whole number from 0 to 1000'],
  [
    { mode: AksNodePoolMode.SYSTEM, minCount: 0, maxCount: 3 },
    'minCount 0 is not valid: use a whole number from 1 to 1000',
  ],
  [{ zones: ['1', '1'] }, "node pool 'apps' has zone '1' twice: name it once"],
  [{ osDiskSizeGb: 8 }, 'osDiskSizeGb 8 is not valid: use a whole number from 30 to 2048'],
  [{ maxPods: 5 }, 'maxPods 5 is not valid: use a whole number from 10 to 250'],
  [{ zones: ['eastus-1'] }, "zones 'eastus-1' is not valid: use '1', '2' or '3'"],
  [
    { vnetSubnetId: 'aks' },
    "vnetSubnetId 'aks' is not valid: use the ARM ID of a subnet, /subscriptions/…/subnets/<name>",
  ],
  [{ maxSurge: '0' }, "maxSurge '0' is not valid: use a number or a percentage, such as '33%'"],
  [
    { taints: ['gpu'] },
    "taints 'gpu' is not valid: use <key>=<value>:<effect> with NoSchedule, PreferNoSchedule or NoExecute",
  ],
  [
    { ephemeralOsDisk: true },
    "node pool 'apps' has ephemeralOsDisk and no vmSize: set a size with room for the disk, such as 'Standard_D4ds_v5'",
  ],
  [
    { podSubnetId: POD_SUBNET },
    "node pool 'apps' has podSubnetId, which AksNetwork.azureCni() takes only: remove it or change the network",
  ],
  [
    { spot: {}, mode: AksNodePoolMode.SYSTEM },
    "node pool 'apps' is a system pool, which cannot be spot: remove spot or use AksNodePoolMode.USER",
  ],
  [
    { spot: { maxPrice: 0 } },
    'maxPrice 0 is not valid: use US dollars, at least 0.00001, or -1 for up to the price on demand',
  ],
  [
    { spot: {}, maxSurge: '10%' },
    "node pool 'apps' has maxSurge '10%', which spot pools do not take: remove it",
  ],
  [
    { spot: {}, drainTimeoutMinutes: 5 },
    "node pool 'apps' has drainTimeoutMinutes '5', which spot pools do not take: remove it",
  ],
  [{ drainTimeoutMinutes: 0 }, 'drainTimeoutMinutes 0 is not valid: use a whole number from 1 to 1440'],
  [{ nodeSoakMinutes: 31 }, 'nodeSoakMinutes 31 is not valid: use a whole number from 0 to 30'],
  [
    { kubernetesVersion: 'v1.33' },
    "kubernetesVersion 'v1.33' is not valid: use '<major>.<minor>' or '<major>.<minor>.<patch>', such as '1.33'",
  ],
  [{ minCount: 1 }, "node pool 'apps' has minCount without maxCount: autoscaling needs both"],
  [{ maxCount: 1 }, "node pool 'apps' has maxCount without minCount: autoscaling needs both"],
  [{ minCount: 5, maxCount: 1 }, "node pool 'apps' has minCount 5 above maxCount 1"],
  [
    { minCount: 1, maxCount: 5, nodeCount: 3 },
    "node pool 'apps' has nodeCount 3 beside minCount and maxCount: the autoscaler sets the count, remove nodeCount",
  ],
])('refuses %j', (props, message) => {
  expect(() => synthPool(props)).toThrow(new Error(`${message} (at 'test/Aks/Apps')`));
});

test.each(['system', 'apps'])('refuses a second pool of the name %s', (name) => {
  expect(() =>
    synthCluster({}, (aks) => {
      aks.addNodePool('First', { name: 'apps' });
      aks.addNodePool('Second', { name });
    }),
  ).toThrow(
    new Error(
      `node pool name '${name}' is that of another pool of the cluster: use one of its own (at 'test/Aks')`,
    ),
  );
});

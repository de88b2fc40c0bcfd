import { KubernetesClusterNodePool } from '@cdktf/provider-azurerm/lib/kubernetes-cluster-node-pool';
import {
  AadAksClusterProps,
  AksEvictionPolicy,
  AksNetwork,
  AksNodeOs,
  AksNodePoolMode,
  AksNodePoolProps,
  AksUndrainableNodeBehavior,
} from '../../lib';
import { POD_SUBNET, SUBNET, VM_SIZE } from './sample-cluster';
import { only, resolve } from './synth';
import { poolArguments, synthPool } from './sample-node-pool';

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

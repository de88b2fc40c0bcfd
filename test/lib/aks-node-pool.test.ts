import { KubernetesClusterNodePool } from '@cdktf/provider-azurerm/lib/kubernetes-cluster-node-pool';
import { AadAksCluster, AadIntegration, AksNodePoolMode, AksNodePoolProps, IAksNodePool } from '../../lib';
import { only, resolve, synth } from './synth';

const GROUP = '894656e1-39f8-4bfe-b16a-510f61af6f41';

function synthPool(
  props: Partial<AksNodePoolProps>,
  use?: (pool: IAksNodePool) => void,
): ReturnType<typeof synth> {
  return synth((stack) => {
    const cluster = new AadAksCluster(stack, 'Aks', {
      clusterName: 'myAKSCluster',
      resourceGroupName: 'myResourceGroup',
      location: 'eastus',
      aad: AadIntegration.managed({ adminGroupObjectIds: [GROUP] }),
    });
    const pool = cluster.addNodePool('Apps', { name: 'apps', ...props });
    use?.(pool);
  });
}

test('a pool runs applications on three nodes by default', () => {
  expect(only(synthPool({}), 'azurerm_kubernetes_cluster_node_pool')).toEqual({
    name: 'apps',
    mode: 'User',
    kubernetes_cluster_id: expect.stringMatching(/azurerm_kubernetes_cluster\.\w+\.id\}$/) as string,
    node_count: 3,
    upgrade_settings: { max_surge: '10%' },
  });
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
  const attempt = (): unknown =>
    synth((stack) => {
      const cluster = new AadAksCluster(stack, 'Aks', {
        clusterName: 'myAKSCluster',
        resourceGroupName: 'myResourceGroup',
        location: 'eastus',
        aad: AadIntegration.managed({ adminGroupObjectIds: [GROUP] }),
      });
      cluster.addNodePool('First', { name: 'apps' });
      cluster.addNodePool('Second', { name });
    });

  expect(attempt).toThrow(
    new Error(
      `node pool name '${name}' is that of another pool of the cluster: use one of its own (at 'test/Aks')`,
    ),
  );
});

import {
  AadAksClusterProps,
  AksDataPlane,
  AksDefaultNodePools,
  AksNetwork,
  AksNetworkPolicy,
  AksNodeOs,
  AksNodeProvisioningMode,
  AzurermVersion,
} from '../../lib';
import { clusterArguments, synthCluster } from './sample-cluster';

const AUTO = {
  azurerm: AzurermVersion.V5,
  nodeProvisioning: { mode: AksNodeProvisioningMode.AUTO },
};

test('AKS makes nodes of its own with azurerm 5', () => {
  const { nodeProvisioning } = AUTO;
  const own = { ...nodeProvisioning, defaultNodePools: AksDefaultNodePools.NONE };

  expect(clusterArguments(AUTO).node_provisioning_profile).toEqual({ mode: 'Auto' });
  expect(clusterArguments({ ...AUTO, nodeProvisioning: own }).node_provisioning_profile).toEqual({
    mode: 'Auto',
    default_node_pools: 'None',
  });
});

test('azurerm 4 does not know it', () => {
  expect(() => synthCluster({ ...AUTO, azurerm: AzurermVersion.V4 })).toThrow(
    'nodeProvisioning is nothing that azurerm 4.x takes: set azurerm to AzurermVersion.V5',
  );
});

test.each<[string, Partial<AadAksClusterProps>]>([
  ['kubenet', { network: AksNetwork.kubenet() }],
  [
    "the policy 'calico'",
    {
      network: AksNetwork.azureCniOverlay({
        dataPlane: AksDataPlane.AZURE,
        policy: AksNetworkPolicy.CALICO,
      }),
    },
  ],
  ["the cluster autoscaler of node pool 'system'", { defaultNodePool: { minCount: 1, maxCount: 3 } }],
])('it does not go with %s', (what, props) => {
  expect(() => synthCluster({ ...AUTO, ...props })).toThrow(`'Auto' does not go with ${what}`);
});

test('nor with what further node pools have', () => {
  const network = AksNetwork.azureCniOverlay({ dataPlane: AksDataPlane.AZURE });

  expect(() =>
    synthCluster(AUTO, (cluster) => cluster.addNodePool('Apps', { name: 'apps', minCount: 1, maxCount: 3 })),
  ).toThrow("'Auto' does not go with the cluster autoscaler of node pool 'apps'");
  expect(() =>
    synthCluster({ ...AUTO, network }, (cluster) =>
      cluster.addNodePool('Win', { name: 'win', os: AksNodeOs.WINDOWS_2022 }),
    ),
  ).toThrow("'Auto' does not go with Windows, which node pool 'win' runs");
});

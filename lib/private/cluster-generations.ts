import { KubernetesCluster } from '@cdktf/provider-azurerm/lib/kubernetes-cluster';
import { AzurermGeneration, spellForAzurerm3 } from '../shared/azurerm-generation';
import { Machines, spellMachines } from './node-pool';

/** Gives a cluster, which is written for azurerm 4.x, the arguments of another generation. */
export function adaptToAzurerm(
  cluster: KubernetesCluster,
  generation: AzurermGeneration,
  defaultPool: Machines,
): void {
  spellMachines(cluster, defaultPool, generation, 'default_node_pool.');
  if (generation === 3) {
    spellForAzurerm3(cluster, {
      automatic_upgrade_channel: cluster.automaticUpgradeChannelInput,
      node_os_upgrade_channel: cluster.nodeOsUpgradeChannelInput,
    });
  }
  if (generation === 5) {
    // 5.x demands the block; Manual is what a cluster has without it.
    cluster.addOverride('node_provisioning_profile', { mode: 'Manual' });
  }
}

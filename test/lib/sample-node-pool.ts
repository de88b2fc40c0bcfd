import { AadAksClusterProps, AksNodePoolProps, IAksNodePool } from '../../lib';
import { synthCluster } from './sample-cluster';
import { only, Synthesized } from './synth';

/** Synthesises a cluster with one further pool. */
export function synthPool(
  props: Partial<AksNodePoolProps>,
  use?: (pool: IAksNodePool) => void,
  cluster: Partial<AadAksClusterProps> = {},
): Synthesized {
  return synthCluster(cluster, (aks) => {
    const pool = aks.addNodePool('Apps', { name: 'apps', ...props });
    use?.(pool);
  });
}

export function poolArguments(
  props: Partial<AksNodePoolProps>,
  cluster: Partial<AadAksClusterProps> = {},
): ReturnType<typeof only> {
  return only(synthPool(props, undefined, cluster), 'azurerm_kubernetes_cluster_node_pool');
}

import { ClusterAccess } from '../../access/cluster-access';
import { AksCluster } from '../kubernetes/aks-cluster';
import { directoryOf, eligibilitiesOf, rbacObjectsOf, Surroundings } from '../kubernetes/cluster-rbac';
import { KubernetesStore } from '../kubernetes/store';

interface Named {
  readonly name: string;
  readonly resourceGroupName: string;
}

/** What a cluster is called among others: by its name or, where that is the name of several, with its resource group. */
export function labelAmong(all: readonly Named[], { name, resourceGroupName }: Named): string {
  return all.filter((other) => other.name === name).length > 1 ? `${resourceGroupName}/${name}` : name;
}

/** Who can do what in each deployed cluster. */
export function clusterAccesses(surroundings: Surroundings): ClusterAccess[] {
  const clusters = AksCluster.all(surroundings.world);

  return clusters.map(
    (cluster) =>
      new ClusterAccess({
        clusterName: labelAmong(clusters, cluster),
        directory: directoryOf(surroundings),
        objects: rbacObjectsOf(cluster, surroundings),
        eligibilities: eligibilitiesOf(cluster, surroundings),
        namespaces: new KubernetesStore(cluster, surroundings).namespaces,
        signInProblem: signInProblem(cluster, surroundings.tenant.tenantId),
      }),
  );
}

function signInProblem({ name, aad }: AksCluster, tenantId: string): string | undefined {
  if (!aad) {
    return `cluster '${name}' has no Azure AD integration: only local accounts can sign in`;
  }
  return aad.tenantId === undefined || aad.tenantId === tenantId
    ? undefined
    : `cluster '${name}' takes tokens of tenant '${aad.tenantId}' only`;
}

import { ClusterAccess } from '../../access/cluster-access';
import { AksCluster } from '../kubernetes/aks-cluster';
import { directoryOf, eligibilitiesOf, rbacObjectsOf, Surroundings } from '../kubernetes/cluster-rbac';
import { KubernetesStore } from '../kubernetes/store';

/** Who can do what in each deployed cluster. */
export function clusterAccesses(surroundings: Surroundings): ClusterAccess[] {
  return AksCluster.all(surroundings.world).map(
    (cluster) =>
      new ClusterAccess({
        clusterName: cluster.name,
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

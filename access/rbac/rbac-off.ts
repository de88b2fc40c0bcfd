import { AUTHENTICATED, ClusterRoleBinding } from './objects';

/** What a cluster without Kubernetes RBAC amounts to: whoever signs in may do everything, and roles have no effect. */
export const RBAC_OFF: ClusterRoleBinding = {
  kind: 'ClusterRoleBinding',
  metadata: { name: 'Kubernetes RBAC is off' },
  roleRef: { kind: 'ClusterRole', name: 'cluster-admin' },
  subjects: [{ kind: 'Group', name: AUTHENTICATED }],
};

/** Said beside every table of such a cluster. */
export function rbacOffWarning(cluster: string): string {
  return `Kubernetes RBAC of cluster '${cluster}' is off: whoever signs in may do everything there, and roles have no effect`;
}

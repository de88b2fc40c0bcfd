import { AzureRole } from '../../lib';

/** The words that aks.yaml has for roles of Azure. */
export const AZURE_ROLES = {
  ClusterUser: AzureRole.CLUSTER_USER,
  ClusterAdmin: AzureRole.CLUSTER_ADMIN,
  RbacReader: AzureRole.RBAC_READER,
  RbacWriter: AzureRole.RBAC_WRITER,
  RbacAdmin: AzureRole.RBAC_ADMIN,
  RbacClusterAdmin: AzureRole.RBAC_CLUSTER_ADMIN,
};

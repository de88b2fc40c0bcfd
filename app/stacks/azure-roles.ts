import { AzureRole } from '../../lib/azure-role';

/** The words that aks.yaml has for roles of Azure. */
export const AZURE_ROLES = {
  ClusterUser: AzureRole.CLUSTER_USER,
  ClusterAdmin: AzureRole.CLUSTER_ADMIN,
  RbacReader: AzureRole.RBAC_READER,
  RbacWriter: AzureRole.RBAC_WRITER,
  RbacAdmin: AzureRole.RBAC_ADMIN,
  RbacClusterAdmin: AzureRole.RBAC_CLUSTER_ADMIN,
};

/** What a role of an entry of azureRoles is called in Azure: of a name, a tenant has one role, and each cluster its own. */
export function nameInAzure(
  { role, definition = '' }: { readonly role?: keyof typeof AZURE_ROLES; readonly definition?: string },
  clusterName: string,
): string {
  return role === undefined ? `${clusterName} ${definition}` : AZURE_ROLES[role].name;
}

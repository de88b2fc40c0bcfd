import { AzureRole } from '../lib';
import { Eligibility } from './eligible';
import { ClusterRoleBinding, RoleBinding, RoleRef, Subject } from './rbac/objects';

/** Binding by which AKS makes the members of the admin groups cluster administrators. */
export const AKS_ADMIN_BINDING = 'aks-cluster-admin-binding-aad';

/** How the names of bindings begin that stand for assignments of Azure roles. */
export const AZURE_ROLE_BINDING = 'Azure role assignment of ';

/** Hands out the administrator's kubeconfig, as long as the cluster has local accounts. */
export const CLUSTER_ADMIN_ROLE = 'Azure Kubernetes Service Cluster Admin Role';

/**
 * Azure roles that grant rights inside a cluster, and the cluster role that each comes close to.
 *
 * @see https://learn.microsoft.com/azure/aks/manage-azure-rbac
 */
const CLOSEST_CLUSTER_ROLES: Readonly<Record<string, string>> = {
  [CLUSTER_ADMIN_ROLE]: 'cluster-admin',
  'Azure Kubernetes Service RBAC Cluster Admin': 'cluster-admin',
  'Azure Kubernetes Service RBAC Admin': 'admin',
  'Azure Kubernetes Service RBAC Writer': 'edit',
  'Azure Kubernetes Service RBAC Reader': 'view',
};

/** AKS binds the admin groups of managed Azure AD integration to cluster-admin. */
export function bindingsOfAdminGroups(objectIds: readonly string[]): ClusterRoleBinding[] {
  return objectIds.length === 0
    ? []
    : [
        {
          kind: 'ClusterRoleBinding',
          metadata: { name: AKS_ADMIN_BINDING },
          roleRef: { kind: 'ClusterRole', name: 'cluster-admin' },
          subjects: objectIds.map((name) => ({ kind: 'Group', name })),
        },
      ];
}

/** An Azure role assignment, written as the binding that grants about the same; undefined when it grants nothing inside. */
export function bindingOfAzureRole(
  role: string,
  subject: Subject,
  namespace?: string,
): RoleBinding | ClusterRoleBinding | undefined {
  const clusterRole = CLOSEST_CLUSTER_ROLES[role];
  if (!clusterRole) {
    return undefined;
  }

  const name = `${AZURE_ROLE_BINDING}${role}`;
  const roleRef: RoleRef = { kind: 'ClusterRole', name: clusterRole };
  const subjects = [subject];
  return namespace
    ? { kind: 'RoleBinding', metadata: { name, namespace }, roleRef, subjects }
    : { kind: 'ClusterRoleBinding', metadata: { name }, roleRef, subjects };
}

/** An Azure role that somebody may activate; undefined when it grants nothing inside. */
export function eligibilityOfAzureRole(
  role: string,
  subject: Subject,
  namespace?: string,
): Eligibility | undefined {
  const binding = bindingOfAzureRole(role, subject, namespace);
  return (
    binding && {
      subject,
      what: `the role ${role}`,
      gives: {
        binding: {
          ...binding,
          metadata: { ...binding.metadata, name: `Eligible Azure role ${role}` },
        } as typeof binding,
      },
    }
  );
}

/** Name of a role that has rights in clusters, by its ID or an ARM ID that ends in it. */
export function azureRoleName(id: string): string | undefined {
  const roleId = id.split('/').pop()?.toLowerCase();
  return [
    AzureRole.CLUSTER_ADMIN,
    AzureRole.RBAC_READER,
    AzureRole.RBAC_WRITER,
    AzureRole.RBAC_ADMIN,
    AzureRole.RBAC_CLUSTER_ADMIN,
  ].find((role) => role.roleId === roleId)?.name;
}

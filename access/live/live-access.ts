import { AKS_ADMIN_BINDING } from '../azure/azure-bindings';
import { ClusterAccess } from '../cluster-access';
import { ConfiguredAccess, isGuarded } from '../configured/configured-access';
import { isDefaultBinding } from '../rbac/default-roles';
import { RbacObjects } from '../rbac/objects';
import { ClusterObjects } from './cluster-objects';
import { liveRbac } from './live-objects';

/**
 * Who holds what in a cluster, in the form of what is configured. What Azure grants is not in the cluster: it is taken from
 * the configuration, but for the administrators' groups, whom AKS binds.
 */
export function liveAccess(
  configured: ConfiguredAccess,
  objects: ClusterObjects,
  live: RbacObjects = liveRbac(objects),
): ConfiguredAccess {
  const declared = new Set<unknown>([
    ...configured.objects.clusterRoleBindings,
    ...configured.objects.roleBindings,
  ]);
  const ofAzure = <T extends ConfiguredAccess['access']['bindings'][number]>(bindings: readonly T[]): T[] =>
    bindings.filter(
      (binding) =>
        !declared.has(binding) && !isDefaultBinding(binding) && binding.metadata.name !== AKS_ADMIN_BINDING,
    );
  const { clusterRoleBindings, roleBindings, clusterRoles, roles } = configured.access.objects;

  return {
    objects: live,
    namespaces: objects.byKind.Namespace.map(({ metadata: { name } }) => ({ name })),
    access: new ClusterAccess({
      clusterName: configured.access.clusterName,
      directory: configured.access.directory,
      objects: {
        // What was not seen is taken to be as it is declared, and as every cluster has it: a way to the top is one all the same.
        clusterRoles: objects.unseen.includes('ClusterRole') ? clusterRoles : live.clusterRoles,
        roles: objects.unseen.includes('Role') ? roles : live.roles,
        clusterRoleBindings: [...ofAzure(clusterRoleBindings), ...live.clusterRoleBindings],
        roleBindings: [...ofAzure(roleBindings), ...live.roleBindings],
      },
      namespaces: objects.byKind.Namespace.map(({ metadata }) => metadata.name),
      guarded: objects.byKind.Namespace.filter(({ metadata }) => isGuarded(metadata)).map(
        ({ metadata }) => metadata.name,
      ),
      hasOtherRoles: objects.unseen.length > 0,
      hasOtherPeople: configured.access.hasOtherPeople,
    }),
    clusterUsers: [],
    rolesOutside: () => [],
    warnings: [],
    isLookup: () => false,
  };
}

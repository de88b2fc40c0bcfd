import { ClusterAccess } from '../cluster-access';
import { People, Tenant } from '../directory/tenant';
import { DEFAULT_NAMESPACES, DefaultObject, defaultObjects } from '../rbac/default-roles';
import {
  metadataOf,
  toClusterRole,
  toClusterRoleBinding,
  toRole,
  toRoleBinding,
} from '../rbac/from-terraform';
import { ClusterRoleBinding, ObjectMeta, RbacObjects, RoleBinding, Subject } from '../rbac/objects';
import { azureGrants, clusterUsers, eligibilities, RoleOutside, rolesOutside } from './azure-grants';
import { RBAC_OFF, rbacOffWarning } from '../rbac/rbac-off';
import { References } from './references';
import { kubernetesResources, resourcesOfType } from './stack-resources';
import { strangers } from '../strangers';
import { ClusterStacks } from './synthesized-app';
import { AUTOMATIC_CLUSTER_TYPE } from '../../lib/shared/cluster-types';

/** What a configuration says about access, before anything is deployed. */
export interface ConfiguredAccess {
  /** What the access stack creates in the cluster. */
  readonly objects: RbacObjects;

  /** Namespaces that the access stack creates. */
  readonly namespaces: readonly ObjectMeta[];

  /** All of that together with what every cluster has and what Azure grants, ready to be asked. */
  readonly access: ClusterAccess;

  /** Whether the cluster has local accounts; undefined when it is somebody else's, or was read from itself. */
  readonly localAccounts?: boolean;

  /** Who may fetch a kubeconfig by this configuration. */
  readonly clusterUsers: readonly Subject[];

  /** Azure roles that give nobody a right in the cluster, as it is configured. */
  readonly rolesOutside: () => readonly RoleOutside[];

  /** Warnings of the constructs, lookups that will fail, and what cannot be known yet. */
  readonly warnings: readonly string[];

  /** Whether a subject stands under the name by which it will be looked up, and not under what the cluster compares. */
  readonly isLookup: (subject: Subject) => boolean;
}

/**
 * Reads what a synthesised app grants; a tenant file says who the names and object IDs are.
 *
 * @param today who signs in to what was deployed, when that is no longer the tenant of then
 */
export function configuredAccess(app: ClusterStacks, tenant?: Tenant, today?: People): ConfiguredAccess {
  const references = new References(app, tenant);
  const objects = objectsOf(app, references);
  const namespaces = kubernetesResources(app, 'kubernetes_namespace').map(({ resource }) =>
    metadataOf(resource),
  );
  const azure = azureGrants(app, references);
  const eligible = eligibilities(app, references);
  const fetching = clusterUsers(app, references);

  const [cluster] = resourcesOfType(app, 'azurerm_kubernetes_cluster');
  const [automatic] = resourcesOfType(app, AUTOMATIC_CLUSTER_TYPE);

  const isOff = cluster?.resource.role_based_access_control_enabled === false;

  return {
    objects,
    namespaces,
    clusterUsers: fetching,
    rolesOutside: () => rolesOutside(app, references),
    ...(cluster && { localAccounts: cluster.resource.local_account_disabled !== true }),
    ...(automatic && { localAccounts: false }),
    access: new ClusterAccess({
      clusterName: app.config.cluster.name,
      directory: references.people(today),
      objects: withOthers(
        objects,
        [...azure, ...(isOff ? [RBAC_OFF] : [])],
        app.config.cluster.kubernetesVersion,
      ),
      eligibilities: eligible,
      namespaces: [
        ...DEFAULT_NAMESPACES,
        ...(tenant?.namespaces ?? []),
        ...namespaces.map(({ name }) => name),
      ],
      guarded: namespaces.filter(isGuarded).map(({ name }) => name),
      hasOtherRoles: true,
      hasOtherPeople: tenant === undefined,
    }),
    warnings: [
      ...(isOff ? [rbacOffWarning(app.config.cluster.name)] : []),
      ...app.warnings,
      ...references.problems,
      ...(tenant ? strangers(withoutLookups(objects, references), tenant) : []),
    ],
    isLookup: ({ kind, name }) => references.isLookup(kind, name),
  };
}

/** Whether Pod Security refuses privileged pods, and those with folders of the node. */
export function isGuarded({ labels }: { readonly labels?: ObjectMeta['labels'] | null }): boolean {
  return ['baseline', 'restricted'].includes(labels?.['pod-security.kubernetes.io/enforce'] ?? '');
}

function objectsOf(app: ClusterStacks, references: References): RbacObjects {
  const named = (stack: string, subjects: readonly Subject[]): Subject[] =>
    subjects.map((subject) =>
      subject.kind === 'ServiceAccount'
        ? subject
        : {
            kind: subject.kind,
            name: references.subjectName(subject.kind, subject.name, stack),
            ...(subject.namespace !== undefined && { namespace: subject.namespace }),
          },
    );

  return {
    roles: kubernetesResources(app, 'kubernetes_role').map(({ resource }) => toRole(resource)),
    clusterRoles: kubernetesResources(app, 'kubernetes_cluster_role').map(({ resource }) =>
      toClusterRole(resource),
    ),
    roleBindings: kubernetesResources(app, 'kubernetes_role_binding').map(({ resource, stack }) => {
      const binding = toRoleBinding(resource);
      return { ...binding, subjects: named(stack, binding.subjects) };
    }),
    clusterRoleBindings: kubernetesResources(app, 'kubernetes_cluster_role_binding').map(
      ({ resource, stack }) => {
        const binding = toClusterRoleBinding(resource);
        return { ...binding, subjects: named(stack, binding.subjects) };
      },
    ),
  };
}

/** The bindings with those subjects only whose names are known before the directory is asked. */
function withoutLookups(
  objects: RbacObjects,
  references: References,
): readonly (RoleBinding | ClusterRoleBinding)[] {
  return [...objects.clusterRoleBindings, ...objects.roleBindings].map((binding) => ({
    ...binding,
    subjects: binding.subjects.filter(({ kind, name }) => !references.isLookup(kind, name)),
  }));
}

/** The defaults that the configuration does not take over: what it says of the others is all that there is. */
function besides<T extends DefaultObject>(own: readonly DefaultObject[], defaults: readonly T[]): T[] {
  const key = ({ metadata: { namespace = '', name } }: DefaultObject): string => `${namespace}/${name}`;
  const taken = new Set(own.map(key));
  return defaults.filter((one) => !taken.has(key(one)));
}

/** The objects beside those that every cluster has and what stands for grants of others. */
function withOthers(
  objects: RbacObjects,
  others: readonly (RoleBinding | ClusterRoleBinding)[],
  version: string | undefined,
): RbacObjects {
  const defaults = defaultObjects(version);
  return {
    roles: [...besides(objects.roles, defaults.roles), ...objects.roles],
    clusterRoles: [...besides(objects.clusterRoles, defaults.clusterRoles), ...objects.clusterRoles],
    roleBindings: [
      ...besides(objects.roleBindings, defaults.roleBindings),
      ...others.filter((binding) => binding.kind === 'RoleBinding'),
      ...objects.roleBindings,
    ],
    clusterRoleBindings: [
      ...besides(objects.clusterRoleBindings, defaults.clusterRoleBindings),
      ...others.filter((binding) => binding.kind === 'ClusterRoleBinding'),
      ...objects.clusterRoleBindings,
    ],
  };
}

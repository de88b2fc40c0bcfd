import { AksCluster } from './aks-cluster';
import { text } from '../world/attributes';
import { AzureGrant, bindingOfAzureRole, eligibilityOfAzureRole } from '../../access/azure/azure-bindings';
import { rightsOfDefinition } from '../../access/azure/role-definition';
import { Eligibility } from '../../access/eligible';
import { roleNameById } from '../azurerm/azure-roles';
import { Directory } from '../azuread/directory';
import { Context } from '../world/behaviour';
import { defaultObjects } from '../../access/rbac/default-roles';
import { CLUSTER_ROLE, CLUSTER_ROLE_BINDING, ROLE, ROLE_BINDING } from './kinds';
import { KubernetesStore } from './store';
import { toClusterRole, toClusterRoleBinding, toRole, toRoleBinding } from '../../access/rbac/from-terraform';
import { ClusterRoleBinding, RbacObjects, RoleBinding, Subject } from '../../access/rbac/objects';
import { RBAC_OFF } from '../../access/rbac/rbac-off';
import { userName } from '../../access/directory/sign-in';
import { uuidOf } from '../../access/directory/uuid';
import { State } from '../protocol/values';

/** What the rehearsal knows: the directory before it, and everything deployed. */
export type Surroundings = Pick<Context, 'tenant' | 'world'>;

export function directoryOf({ tenant, world }: Surroundings): Directory {
  return new Directory({ tenant, world, provider: {}, uuid: uuidOf });
}

/** All roles and bindings of a cluster: those that every cluster has, those that AKS adds, and the deployed ones. */
export function rbacObjectsOf(cluster: AksCluster, surroundings: Surroundings): RbacObjects {
  const store = new KubernetesStore(cluster, surroundings);
  const azure = azureBindings(cluster, surroundings);
  const defaults = defaultObjects(cluster.kubernetesVersion);

  return {
    roles: [...store.unchanged(ROLE, defaults.roles), ...store.list(ROLE).map(once(toRole))],
    clusterRoles: [
      ...store.unchanged(CLUSTER_ROLE, defaults.clusterRoles),
      ...store.list(CLUSTER_ROLE).map(once(toClusterRole)),
    ],
    roleBindings: [
      ...store.unchanged(ROLE_BINDING, defaults.roleBindings),
      ...azure.filter((binding) => binding.kind === 'RoleBinding'),
      ...store.list(ROLE_BINDING).map(once(toRoleBinding)),
    ],
    clusterRoleBindings: [
      ...store.unchanged(CLUSTER_ROLE_BINDING, [...defaults.clusterRoleBindings, ...store.aksBindings]),
      ...(cluster.hasKubernetesRbac ? [] : [RBAC_OFF]),
      ...azure.filter((binding) => binding.kind === 'ClusterRoleBinding'),
      ...store.list(CLUSTER_ROLE_BINDING).map(once(toClusterRoleBinding)),
    ],
  };
}

const converted = new WeakMap<State, unknown>();

/** Converts each state of the world once: they are frozen, and every request asks for all of them. */
function once<T>(convert: (state: State) => T): (state: State) => T {
  return (state) => {
    const known = (converted.get(state) as T | undefined) ?? convert(state);
    converted.set(state, known);
    return known;
  };
}

/**
 * Azure role assignments, written as the bindings that grant about the same.
 *
 * Azure decides by object ID, whoever the principal is; here each becomes the subject that its sign-in yields.
 */
function azureBindings(
  cluster: AksCluster,
  surroundings: Surroundings,
): (RoleBinding | ClusterRoleBinding)[] {
  if (!cluster.aad?.isAzureRbacEnabled) {
    return [];
  }
  const directory = directoryOf(surroundings);
  return surroundings.world.all('azurerm_role_assignment').flatMap((assignment) => {
    const role = roleOfAssignment(assignment, surroundings);
    const isAssigned = role && isWithin(cluster.id, text(assignment, 'scope') ?? '');
    const binding =
      isAssigned &&
      bindingOfAzureRole({ ...role, ...placeOf(assignment), subject: subjectIn(assignment, directory) });
    return binding ? [binding] : [];
  });
}

/** What may be activated in a cluster: Azure roles, and memberships of groups. */
export function eligibilitiesOf(cluster: AksCluster, surroundings: Surroundings): Eligibility[] {
  const { world } = surroundings;
  const directory = directoryOf(surroundings);
  const roles = (
    cluster.aad?.isAzureRbacEnabled ? world.all('azurerm_pim_eligible_role_assignment') : []
  ).flatMap((eligibility) => {
    const scope = text(eligibility, 'scope') ?? '';
    const role = roleOfAssignment(eligibility, surroundings);
    return role && isWithin(cluster.id, scope)
      ? (eligibilityOfAzureRole({
          ...role,
          ...placeOf(eligibility),
          subject: subjectIn(eligibility, directory),
        }) ?? [])
      : [];
  });
  const memberships = world
    .all('azuread_privileged_access_group_eligibility_schedule')
    .filter((eligibility) => eligibility.assignment_type !== 'owner')
    .map((eligibility): Eligibility => {
      const group = text(eligibility, 'group_id') ?? '';
      const known = directory.groups.find(({ objectId }) => objectId === group);
      return {
        subject: subjectIn(eligibility, directory),
        what: `the membership of group ${known?.displayName ?? group}`,
        gives: { group },
      };
    });
  return [...roles, ...memberships];
}

function subjectIn(assignment: State, directory: Directory): Subject {
  return subjectOf(text(assignment, 'principal_id') ?? '', directory);
}

function namespaceIn(scope: string): string | undefined {
  return /\/namespaces\/([^/]+)$/i.exec(scope)?.[1];
}

function placeOf(assignment: State): Pick<AzureGrant, 'namespace' | 'condition'> {
  return {
    namespace: namespaceIn(text(assignment, 'scope') ?? ''),
    condition: text(assignment, 'condition'),
  };
}

/** The role of an assignment: one that has been deployed, or a built-in one. */
function roleOfAssignment(
  assignment: State,
  { world }: Surroundings,
): Pick<AzureGrant, 'role' | 'rights'> | undefined {
  const id = text(assignment, 'role_definition_id') ?? '';
  const definition = world
    .all('azurerm_role_definition')
    .find(
      (one) => id !== '' && id.toLowerCase().endsWith((text(one, 'role_definition_id') ?? '-').toLowerCase()),
    );
  if (definition) {
    return { role: text(definition, 'name') ?? '', rights: rightsOfDefinition(definition) };
  }
  const role = text(assignment, 'role_definition_name') ?? roleNameById(id);
  return role === undefined ? undefined : { role };
}

/** Whether a scope is the cluster, one of its namespaces, or something that the cluster lies in. */
function isWithin(clusterId: string, scope: string): boolean {
  const lowered = scope
    .toLowerCase()
    .replace(/\/namespaces\/[^/]+$/, '')
    .replace(/\/+$/, '');
  const id = clusterId.toLowerCase();
  return id === lowered || id.startsWith(`${lowered}/`);
}

function subjectOf(principalId: string, directory: Directory): Subject {
  if (directory.groups.some((group) => group.objectId === principalId)) {
    return { kind: 'Group', name: principalId };
  }
  const user = directory.users.find((candidate) => candidate.objectId === principalId);
  return { kind: 'User', name: user ? userName(user) : principalId };
}

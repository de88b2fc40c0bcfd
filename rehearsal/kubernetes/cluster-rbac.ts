import { AksCluster } from './aks-cluster';
import { block, blocks, isPresent, text, texts } from '../world/attributes';
import { roleNameById } from '../azurerm/azure-roles';
import { Directory } from '../azuread/directory';
import { Context } from '../world/behaviour';
import { DEFAULT_CLUSTER_ROLE_BINDINGS, DEFAULT_CLUSTER_ROLES } from '../rbac/default-roles';
import { CLUSTER_ROLE, CLUSTER_ROLE_BINDING, nameOf, namespaceOf, ROLE, ROLE_BINDING } from './kinds';
import { AKS_ADMIN_BINDING, KubernetesStore } from './store';
import {
  ClusterRole,
  ClusterRoleBinding,
  LabelSelector,
  PolicyRule,
  RbacObjects,
  Role,
  RoleBinding,
  RoleRef,
  Subject,
} from '../rbac/objects';
import { userName } from '../rbac/sign-in';
import { uuidOf } from '../world/uuid';
import { State } from '../protocol/values';

/** What the rehearsal knows: the directory before it, and everything deployed. */
export type Surroundings = Pick<Context, 'tenant' | 'world'>;

/**
 * Azure roles that grant rights inside a cluster, and the cluster role that each comes close to.
 *
 * @see https://learn.microsoft.com/azure/aks/manage-azure-rbac
 */
const CLOSEST_CLUSTER_ROLES: Readonly<Record<string, string>> = {
  'Azure Kubernetes Service RBAC Cluster Admin': 'cluster-admin',
  'Azure Kubernetes Service RBAC Admin': 'admin',
  'Azure Kubernetes Service RBAC Writer': 'edit',
  'Azure Kubernetes Service RBAC Reader': 'view',
};

export function directoryOf({ tenant, world }: Surroundings): Directory {
  return new Directory({ tenant, world, provider: {}, uuid: uuidOf });
}

/** All roles and bindings of a cluster: those that every cluster has, those that AKS adds, and the deployed ones. */
export function rbacObjectsOf(cluster: AksCluster, surroundings: Surroundings): RbacObjects {
  const store = new KubernetesStore(cluster, surroundings);
  const azure = azureBindings(cluster, surroundings);

  return {
    roles: store.list(ROLE).map(once(toRole)),
    clusterRoles: [...DEFAULT_CLUSTER_ROLES, ...store.list(CLUSTER_ROLE).map(once(toClusterRole))],
    roleBindings: [
      ...azure.filter((binding) => binding.kind === 'RoleBinding'),
      ...store.list(ROLE_BINDING).map(once(toRoleBinding)),
    ],
    clusterRoleBindings: [
      ...DEFAULT_CLUSTER_ROLE_BINDINGS,
      ...aksBindings(cluster),
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

/** AKS binds the admin groups of managed Azure AD integration to cluster-admin. */
function aksBindings({ aad }: AksCluster): ClusterRoleBinding[] {
  const groups = aad?.adminGroupObjectIds ?? [];
  return groups.length === 0
    ? []
    : [
        {
          kind: 'ClusterRoleBinding',
          metadata: { name: AKS_ADMIN_BINDING },
          roleRef: { kind: 'ClusterRole', name: 'cluster-admin' },
          subjects: groups.map((name) => ({ kind: 'Group', name })),
        },
      ];
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
    const binding = azureBinding(assignment, cluster, directory);
    return binding ? [binding] : [];
  });
}

function azureBinding(
  assignment: State,
  cluster: AksCluster,
  directory: Directory,
): RoleBinding | ClusterRoleBinding | undefined {
  const role =
    text(assignment, 'role_definition_name') ?? roleNameById(text(assignment, 'role_definition_id') ?? '');
  const clusterRole = CLOSEST_CLUSTER_ROLES[role ?? ''];
  const scope = text(assignment, 'scope') ?? '';
  if (!clusterRole || !isWithin(cluster.id, scope)) {
    return undefined;
  }

  const name = `Azure role assignment of ${role}`;
  const roleRef: RoleRef = { kind: 'ClusterRole', name: clusterRole };
  const subjects = [subjectOf(text(assignment, 'principal_id') ?? '', directory)];
  const [, namespace] = /\/namespaces\/([^/]+)$/i.exec(scope) ?? [];
  return namespace
    ? { kind: 'RoleBinding', metadata: { name, namespace }, roleRef, subjects }
    : { kind: 'ClusterRoleBinding', metadata: { name }, roleRef, subjects };
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

/** The Kubernetes object behind the state of a `kubernetes_role`. */
export function toRole(state: State): Role {
  return {
    kind: 'Role',
    metadata: { name: nameOf(state)!, namespace: namespaceOf(state)!, labels: labelsOf(state) },
    rules: rulesOf(state),
  };
}

/** The Kubernetes object behind the state of a `kubernetes_cluster_role`. */
export function toClusterRole(state: State): ClusterRole {
  const aggregation = block(state, 'aggregation_rule');
  return {
    kind: 'ClusterRole',
    metadata: { name: nameOf(state)!, labels: labelsOf(state) },
    rules: rulesOf(state),
    ...(aggregation && {
      aggregationRule: {
        clusterRoleSelectors: blocks(aggregation, 'cluster_role_selectors').map(toSelector),
      },
    }),
  };
}

/** The Kubernetes object behind the state of a `kubernetes_role_binding`. */
export function toRoleBinding(state: State): RoleBinding {
  return {
    kind: 'RoleBinding',
    metadata: { name: nameOf(state)!, namespace: namespaceOf(state)!, labels: labelsOf(state) },
    ...whoAndWhat(state),
  };
}

/** The Kubernetes object behind the state of a `kubernetes_cluster_role_binding`. */
export function toClusterRoleBinding(state: State): ClusterRoleBinding {
  return {
    kind: 'ClusterRoleBinding',
    metadata: { name: nameOf(state)!, labels: labelsOf(state) },
    ...whoAndWhat(state),
  };
}

/** Rules as they are written in a state. */
export function rulesOf(state: State): PolicyRule[] {
  return blocks(state, 'rule').map((rule) => ({
    verbs: texts(rule, 'verbs'),
    ...(isPresent(rule, 'api_groups') && { apiGroups: texts(rule, 'api_groups') }),
    ...(isPresent(rule, 'resources') && { resources: texts(rule, 'resources') }),
    ...(isPresent(rule, 'resource_names') && { resourceNames: texts(rule, 'resource_names') }),
    ...(isPresent(rule, 'non_resource_urls') && { nonResourceURLs: texts(rule, 'non_resource_urls') }),
  }));
}

function whoAndWhat(state: State): { roleRef: RoleRef; subjects: Subject[] } {
  const roleRef = block(state, 'role_ref');
  return {
    roleRef: { kind: text(roleRef, 'kind') ?? '', name: text(roleRef, 'name') ?? '' },
    subjects: blocks(state, 'subject').map((subject) => ({
      kind: text(subject, 'kind') ?? '',
      name: text(subject, 'name') ?? '',
      namespace: text(subject, 'namespace'),
    })),
  };
}

function toSelector(selector: State): LabelSelector {
  return {
    matchLabels: stringsOf(selector.match_labels),
    matchExpressions: blocks(selector, 'match_expressions').map((expression) => ({
      key: text(expression, 'key') ?? '',
      operator: text(expression, 'operator') ?? '',
      values: texts(expression, 'values'),
    })),
  };
}

function labelsOf(state: State): Record<string, string> {
  return stringsOf(block(state, 'metadata')?.labels);
}

function stringsOf(value: State[string] | undefined): Record<string, string> {
  return { ...(value as Record<string, string> | null | undefined) };
}

import { DataActionRights } from '../../lib/shared/aks-data-actions';

/** One rule of a role: verbs on resources, or verbs on non-resource URLs. */
export interface PolicyRule {
  readonly verbs: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly nonResourceURLs?: readonly string[];

  /** Of an Azure role, which has data actions in place of all the other; undefined of what an API server has. */
  readonly azure?: DataActionRights;
}

/** What an Azure role grants inside a cluster. */
export interface AzureRights {
  readonly rules: readonly PolicyRule[];

  /** What is granted besides if a condition holds that is not evaluated here. */
  readonly unevaluated?: { readonly condition: string; readonly rules: readonly PolicyRule[] };
}

/** Metadata of an object that lives outside of namespaces. */
export interface ObjectMeta {
  readonly name: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Metadata of an object in a namespace. */
interface NamespacedObjectMeta extends ObjectMeta {
  readonly namespace: string;
}

export interface LabelSelectorRequirement {
  readonly key: string;

  /** `In`, `NotIn`, `Exists` or `DoesNotExist`. */
  readonly operator: string;

  readonly values?: readonly string[];
}

export interface LabelSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly LabelSelectorRequirement[];
}

export interface Role {
  readonly kind: 'Role';
  readonly metadata: NamespacedObjectMeta;
  readonly rules: readonly PolicyRule[];
}

export interface ClusterRole {
  readonly kind: 'ClusterRole';
  readonly metadata: ObjectMeta;
  readonly rules: readonly PolicyRule[];

  /** With it, the rules are those of all cluster roles that one of the selectors matches. */
  readonly aggregationRule?: AggregationRule;
}

/** Which cluster roles another one is made of. */
export interface AggregationRule {
  readonly clusterRoleSelectors: readonly LabelSelector[];
}

/** Who asks: names as the API server sees them after authentication. */
export interface UserInfo {
  /** Compared case-sensitively. */
  readonly name: string;

  readonly groups: readonly string[];
}

export interface Subject {
  /** `User`, `Group` or `ServiceAccount`; anything else grants nothing. */
  readonly kind: string;

  readonly name: string;

  /** Of service accounts; of others it means nothing. */
  readonly namespace?: string;

  /** What has to be activated before it counts, in words; undefined of what an API server has. */
  readonly activates?: string;
}

export interface RoleRef {
  readonly kind: string;
  readonly name: string;
}

export interface RoleBinding {
  readonly kind: 'RoleBinding';
  readonly metadata: NamespacedObjectMeta;
  readonly roleRef: RoleRef;
  readonly subjects: readonly Subject[];

  /** Of an Azure role assignment: what it grants, there being no role in the cluster. */
  readonly azure?: AzureRights;
}

export interface ClusterRoleBinding {
  readonly kind: 'ClusterRoleBinding';
  readonly metadata: ObjectMeta;
  readonly roleRef: RoleRef;
  readonly subjects: readonly Subject[];

  /** As of a `RoleBinding`. */
  readonly azure?: AzureRights;
}

/** Where a binding grants; undefined for the whole cluster. */
export function placeOf(binding: RoleBinding | ClusterRoleBinding): string | undefined {
  return binding.kind === 'RoleBinding' ? binding.metadata.namespace : undefined;
}

/** All roles and bindings of one cluster. */
export interface RbacObjects {
  readonly roles: readonly Role[];
  readonly clusterRoles: readonly ClusterRole[];
  readonly roleBindings: readonly RoleBinding[];
  readonly clusterRoleBindings: readonly ClusterRoleBinding[];
}

/** API group of roles and bindings. */
export const RBAC_GROUP = 'rbac.authorization.k8s.io';

/** Group of everybody who signed in. */
export const AUTHENTICATED = 'system:authenticated';

/** Whoever has not signed in, where the API server lets them ask, and the group that they are in. */
export const ANONYMOUS = 'system:anonymous';
export const UNAUTHENTICATED = 'system:unauthenticated';

/** Group of all service accounts. */
export const SERVICE_ACCOUNTS = 'system:serviceaccounts';

/** Group whose members the API server never refuses anything. */
export const MASTERS = 'system:masters';

/** A user of whom nothing is known but the name. */
export function userCalled(name: string): { name: string; groups: string[] } {
  return { name, groups: [name === ANONYMOUS ? UNAUTHENTICATED : AUTHENTICATED] };
}

/** User name and groups of a service account. */
export function serviceAccountUser(namespace: string, name: string): { name: string; groups: string[] } {
  return {
    name: `system:serviceaccount:${namespace}:${name}`,
    groups: [SERVICE_ACCOUNTS, `system:serviceaccounts:${namespace}`, AUTHENTICATED],
  };
}

/** Whether a user name is that of the service account. */
export function isServiceAccount(userName: string, namespace: string | undefined, name: string): boolean {
  return Boolean(namespace) && userName === `system:serviceaccount:${namespace}:${name}`;
}

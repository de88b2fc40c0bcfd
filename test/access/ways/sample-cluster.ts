import { ClusterAccess } from '../../../access/cluster-access';
import { UserInfo } from '../../../access/rbac/authorizer';
import { DEFAULT_NAMESPACES, defaultObjects } from '../../../access/rbac/default-roles';
import {
  AUTHENTICATED,
  ClusterRole,
  ClusterRoleBinding,
  PolicyRule,
  RbacObjects,
  Role,
  RoleBinding,
  Subject,
} from '../../../access/rbac/objects';

export const ERIN: UserInfo = { name: 'erin@contoso.com', groups: [AUTHENTICATED] };

/** A rule as one writes it down: `create,patch apps/deployments`, `bind rbac.authorization.k8s.io/clusterroles view`. */
function rule(text: string): PolicyRule {
  const [verbs = '', resource = '', ...resourceNames] = text.split(' ');
  const slash = resource.indexOf('/');
  return {
    verbs: verbs.split(','),
    apiGroups: [resource.slice(0, slash)],
    resources: [resource.slice(slash + 1)],
    ...(resourceNames.length > 0 && { resourceNames }),
  };
}

/** Rules for somebody in a namespace or, without one, in the whole cluster. */
export interface Given {
  readonly to: Subject;
  readonly rules: readonly string[];
  readonly namespace?: string;

  /** Of a namespace: a Role there instead of a ClusterRole. */
  readonly asRole?: boolean;

  /** The built-in role that is bound, in the place of one with the rules. */
  readonly of?: string;

  /** Label of the role. */
  readonly label?: string;
}

export const user = (name: string): Subject => ({ kind: 'User', name });
export const account = (namespace: string, name: string): Subject => ({
  kind: 'ServiceAccount',
  namespace,
  name,
});

/** Roles and bindings that give it. */
export function objectsOf(given: readonly Given[]): RbacObjects {
  const named = given.map((one, index) => ({ ...one, name: `given-${index}` }));
  const place = (one: (typeof named)[number]) => ({ name: one.name, namespace: one.namespace ?? '' });
  return {
    clusterRoles: named
      .filter(({ asRole, of }) => !asRole && of === undefined)
      .map(({ name, rules, label }): ClusterRole => ({
        kind: 'ClusterRole',
        metadata: { name, ...(label !== undefined && { labels: { [label]: 'true' } }) },
        rules: rules.map(rule),
      })),
    roles: named
      .filter(({ asRole }) => asRole)
      .map((one): Role => ({ kind: 'Role', metadata: place(one), rules: one.rules.map(rule) })),
    roleBindings: named
      .filter(({ namespace }) => namespace !== undefined)
      .map((one): RoleBinding => ({
        kind: 'RoleBinding',
        metadata: place(one),
        roleRef: { kind: one.asRole ? 'Role' : 'ClusterRole', name: one.of ?? one.name },
        subjects: [one.to],
      })),
    clusterRoleBindings: named
      .filter(({ namespace }) => namespace === undefined)
      .map(({ name, to, of }): ClusterRoleBinding => ({
        kind: 'ClusterRoleBinding',
        metadata: { name },
        roleRef: { kind: 'ClusterRole', name: of ?? name },
        subjects: [to],
      })),
  };
}

export function joined(one: RbacObjects, other: RbacObjects): RbacObjects {
  return {
    roles: [...one.roles, ...other.roles],
    clusterRoles: [...one.clusterRoles, ...other.clusterRoles],
    roleBindings: [...one.roleBindings, ...other.roleBindings],
    clusterRoleBindings: [...one.clusterRoleBindings, ...other.clusterRoleBindings],
  };
}

/** A cluster with what every cluster has. */
export function clusterOf(objects: RbacObjects, guarded: readonly string[] = []): ClusterAccess {
  return bareCluster(joined(defaultObjects(), objects), guarded, DEFAULT_NAMESPACES);
}

/** A cluster with nothing but these objects. */
export function bareCluster(
  objects: RbacObjects,
  guarded: readonly string[] = [],
  namespaces: readonly string[] = [],
): ClusterAccess {
  return new ClusterAccess({
    clusterName: 'sample',
    directory: { users: [], groups: [], servicePrincipals: [] },
    objects,
    namespaces: [...namespaces, 'shop', 'ops'],
    guarded,
  });
}

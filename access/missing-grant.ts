import { ClusterAccess, describeBinding } from './cluster-access';
import { AccessRequest, RbacAuthorizer, UserInfo } from './rbac/authorizer';
import { isDefaultBinding } from './rbac/default-roles';
import { RoleBinding } from './rbac/objects';

/** Roles of every cluster that people bind, the smallest first. */
const ROLES_OF_EVERY_CLUSTER = ['view', 'edit', 'admin', 'cluster-admin'];

/** More of one kind than these are no answer any more. */
const MOST = 3;

/** What would be enough for a request that is refused. */
export interface MissingGrant {
  /** `a RoleBinding in namespace 'shop' to ClusterRole 'edit'`, the smallest role that allows it; left out when none does. */
  readonly binding?: {
    readonly text: string;
    readonly role: string;
    readonly kind: string;
    readonly namespace?: string;
  };

  /** Groups of bindings that allow it: `Group shop-developers (RoleBinding 'developers' in namespace 'shop')`. */
  readonly groups: readonly string[];

  /** Namespaces in which the same is allowed already. */
  readonly elsewhere: readonly string[];
}

/** The nearest grants that a request lacks. */
export function missingGrant(access: ClusterAccess, user: UserInfo, request: AccessRequest): MissingGrant {
  const namespace = 'path' in request ? undefined : request.namespace;
  const binding = smallestBinding(access, request, namespace);

  return {
    ...(binding && { binding }),
    groups: groupsThatMay(access, request).slice(0, MOST),
    elsewhere:
      namespace === undefined
        ? []
        : namespacesOf(access)
            .filter(
              (other) =>
                other !== namespace && access.grants(user, { ...request, namespace: other }).length > 0,
            )
            .slice(0, MOST),
  };
}

/** Those that are known, and those that something is bound in, which must be there then. */
export function namespacesOf({ namespaces, objects }: ClusterAccess): string[] {
  return [...new Set([...namespaces, ...objects.roleBindings.map(({ metadata }) => metadata.namespace)])];
}

/** Binds each role in question to somebody of whom nothing else is known, and takes the first that is enough. */
function smallestBinding(
  access: ClusterAccess,
  request: AccessRequest,
  namespace: string | undefined,
): MissingGrant['binding'] {
  const { objects } = access;
  const candidates = candidatesIn(access, namespace);
  const nobody = (index: number): UserInfo => ({ name: `candidate-${index}`, groups: [] });
  const bindings = candidates.map(({ kind, name }, index) => ({
    metadata: { name: String(index), ...(namespace !== undefined && { namespace }) },
    roleRef: { kind, name },
    subjects: [{ kind: 'User' as const, name: nobody(index).name }],
  }));
  const authorizer = new RbacAuthorizer({
    ...objects,
    roleBindings:
      namespace === undefined
        ? []
        : bindings.map((one) => ({ ...one, kind: 'RoleBinding' as const }) as RoleBinding),
    clusterRoleBindings:
      namespace === undefined ? bindings.map((one) => ({ ...one, kind: 'ClusterRoleBinding' as const })) : [],
  });
  const index = candidates.findIndex((_, i) => authorizer.authorize(nobody(i), request) !== undefined);
  const role = candidates[index];
  const what = namespace === undefined ? 'a ClusterRoleBinding' : `a RoleBinding in namespace '${namespace}'`;
  return (
    role && {
      text: `${what} to ${role.kind} '${role.name}'`,
      role: role.name,
      kind: role.kind,
      ...(namespace !== undefined && { namespace }),
    }
  );
}

/** Roles of the configuration, those with the fewest rules first, then those that people bind everywhere. */
function candidatesIn(
  { objects, bindings }: ClusterAccess,
  namespace: string | undefined,
): { kind: string; name: string }[] {
  const bound = new Set(
    bindings.filter((one) => !isDefaultBinding(one)).map(({ roleRef }) => `${roleRef.kind} ${roleRef.name}`),
  );
  const own = [
    ...objects.roles
      .filter((role) => role.metadata.namespace === namespace)
      .map((role) => ({ kind: 'Role', name: role.metadata.name, rules: role.rules.length })),
    ...objects.clusterRoles
      .filter(
        ({ metadata: { name } }) =>
          !ROLES_OF_EVERY_CLUSTER.includes(name) && bound.has(`ClusterRole ${name}`),
      )
      .map((role) => ({ kind: 'ClusterRole', name: role.metadata.name, rules: role.rules.length })),
  ].filter(({ name }) => !name.startsWith('system:'));

  return [
    ...own.sort((one, other) => one.rules - other.rules),
    ...ROLES_OF_EVERY_CLUSTER.map((name) => ({ kind: 'ClusterRole', name })),
  ];
}

function groupsThatMay(access: ClusterAccess, request: AccessRequest): string[] {
  const own = access.bindings.filter((binding) => !isDefaultBinding(binding));
  const groups = new Set(
    own.flatMap(({ subjects }) => subjects.filter(({ kind }) => kind === 'Group').map(({ name }) => name)),
  );
  return [...groups].flatMap((name) => {
    const [grant] = access.grants({ name: '', groups: [name] }, request);
    return grant ? [`${access.describeSubject(grant.subject)} (${describeBinding(grant.binding)})`] : [];
  });
}

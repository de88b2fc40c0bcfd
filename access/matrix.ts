import { ClusterAccess, describeBinding } from './cluster-access';
import { Account, displayName, userName } from './directory/sign-in';
import { AccessCell, Levels } from './levels';
import { UserInfo } from './rbac/authorizer';
import { isDefaultBinding } from './rbac/default-roles';
import { AUTHENTICATED, serviceAccountUser, Subject } from './rbac/objects';

export { AccessCell } from './levels';

/** One subject and what it holds in each place. */
export interface AccessRow {
  readonly kind: 'User' | 'ServicePrincipal' | 'Group' | 'ServiceAccount';

  /** For people: a user principal name, a display name, or `namespace/name`. */
  readonly name: string;

  /** As the API server sees it; of a group, what it alone gives its members. */
  readonly user: UserInfo;

  readonly cells: readonly AccessCell[];
}

/** Who can do what in one cluster. */
export interface AccessMatrix {
  readonly clusterName: string;

  /** Namespaces with a column of their own: those that somebody holds something in, and those deployed. */
  readonly namespaces: readonly string[];

  readonly rows: readonly AccessRow[];

  /** Bindings that grant nothing, and other surprises. */
  readonly warnings: readonly string[];
}

type RowOf = (kind: AccessRow['kind'], name: string, user: UserInfo) => AccessRow;

/** Everybody's access in one cluster. */
export function matrixOf(access: ClusterAccess): AccessMatrix {
  const bound = access.objects.roleBindings
    .filter((binding) => !isDefaultBinding(binding))
    .map((binding) => binding.metadata.namespace);
  const own = access.namespaces.filter((namespace) => !/^(default|kube-.*)$/.test(namespace));
  const namespaces = [...new Set([...bound, ...own])].sort();
  const levels = new Levels(access);
  const rowOf: RowOf = (kind, name, user) => ({
    kind,
    name,
    user,
    cells: [undefined, ...namespaces].map((namespace) => levels.cell(user, namespace)),
  });

  return {
    clusterName: access.clusterName,
    namespaces,
    rows: [
      ...accountRows(access, rowOf),
      ...groupRows(access, rowOf),
      ...strangerRows(access, rowOf),
      ...serviceAccountRows(access, rowOf),
    ],
    warnings: warningsOf(access),
  };
}

function accountRows(access: ClusterAccess, rowOf: RowOf): AccessRow[] {
  if (access.signInProblem !== undefined) {
    return [];
  }
  const { users, servicePrincipals } = access.directory;
  const rows = (kind: AccessRow['kind'], accounts: readonly Account[]): AccessRow[] =>
    accounts.map((account) => rowOf(kind, displayName(account), access.signIn(account).user));
  return [...rows('User', users), ...rows('ServicePrincipal', servicePrincipals).filter(holdsSomething)];
}

/** Groups that a binding names; what their members hold besides is not theirs. */
function groupRows({ directory }: ClusterAccess, rowOf: RowOf): AccessRow[] {
  return directory.groups
    .map(({ displayName: name, objectId }) => rowOf('Group', name, { name: '', groups: [objectId] }))
    .filter(holdsSomething);
}

/**
 * Users and groups that a binding names and that the directory does not know.
 *
 * With a complete directory these are the groups of Kubernetes itself only: anybody else is nobody who could sign in.
 */
function strangerRows({ directory, bindings, hasOtherPeople }: ClusterAccess, rowOf: RowOf): AccessRow[] {
  const accounts = [...directory.users, ...directory.servicePrincipals];
  const known = new Set([
    ...accounts.map((account) => `User ${userName(account)}`),
    ...directory.groups.map(({ objectId }) => `Group ${objectId}`),
  ]);
  const own = bindings.filter((binding) => !isDefaultBinding(binding));
  const rows = (kind: 'User' | 'Group', userOf: (name: string) => UserInfo): AccessRow[] =>
    namesOf(own, kind)
      .filter((name) => !known.has(`${kind} ${name}`))
      .filter((name) => hasOtherPeople || name.startsWith('system:'))
      .map((name) => rowOf(kind, name, userOf(name)))
      .filter(holdsSomething);

  return [
    ...rows('User', (name) => ({ name, groups: [AUTHENTICATED] })),
    ...rows('Group', (name) => ({ name: '', groups: [name] })),
  ];
}

function namesOf(bindings: ClusterAccess['bindings'], kind: string): string[] {
  const subjects: Subject[] = bindings.flatMap((binding) => binding.subjects);
  return [...new Set(subjects.filter((subject) => subject.kind === kind).map(({ name }) => name))];
}

function serviceAccountRows({ bindings }: ClusterAccess, rowOf: RowOf): AccessRow[] {
  const own = bindings.filter((binding) => !isDefaultBinding(binding));
  const names = own.flatMap((binding) =>
    binding.subjects
      .filter(({ kind }) => kind === 'ServiceAccount')
      .map(({ namespace, name }) => {
        const place = binding.kind === 'RoleBinding' ? binding.metadata.namespace : '';
        return `${namespace || place}/${name}`;
      }),
  );
  return [...new Set(names)].map((id) => {
    const [namespace, name] = id.split('/') as [string, string];
    return rowOf('ServiceAccount', id, serviceAccountUser(namespace, name));
  });
}

function holdsSomething({ cells }: AccessRow): boolean {
  return cells.some(({ level }) => level !== 'none');
}

function warningsOf(access: ClusterAccess): string[] {
  const { directory, signInProblem, bindings, authorizer, hasOtherRoles } = access;
  const accounts: Account[] = [...directory.users, ...directory.servicePrincipals];
  const withoutRole = bindings.filter((binding) => authorizer.rulesOfRole(binding) === undefined);
  return [
    ...(signInProblem ? [signInProblem] : []),
    ...withoutRole.map((binding) => withoutRoleWarning(binding, hasOtherRoles)),
    ...new Set(accounts.flatMap((account) => access.nearMisses(account))),
  ];
}

function withoutRoleWarning(binding: ClusterAccess['bindings'][number], isElsewhere: boolean): string {
  const role = `${binding.roleRef.kind} '${binding.roleRef.name}'`;
  return isElsewhere
    ? `${describeBinding(binding)} grants what is not known here: ${role} is not part of the configuration`
    : `${describeBinding(binding)} grants nothing: there is no ${role}`;
}

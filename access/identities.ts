import { ClusterAccess } from './cluster-access';
import { Account, displayName, groupsOf, userName } from './directory/sign-in';
import { People } from './directory/tenant';
import { isInOtherCase } from './other-case';
import { UserInfo } from './rbac/authorizer';
import { isDefaultBinding } from './rbac/default-roles';
import { AUTHENTICATED, serviceAccountUser, Subject, UNAUTHENTICATED, userCalled } from './rbac/objects';

/** Somebody or something that can hold rights in a cluster. */
export interface Identity {
  readonly kind: 'User' | 'ServicePrincipal' | 'Group' | 'ServiceAccount';

  /** For people: a user principal name, a display name, or `namespace/name`. */
  readonly name: string;

  /** As the API server sees it; of a group, what it alone gives its members. */
  readonly user: UserInfo;

  /** Whether it is one of those whom a report shows even when they hold nothing. */
  readonly isAlwaysTold: boolean;
}

/** Everybody of the directory, and whoever else a binding names. */
export function identitiesOf(access: ClusterAccess): Identity[] {
  return toldApart([
    ...accounts(access),
    ...groups(access),
    ...strangers(access),
    ...serviceAccounts(access),
  ]);
}

/** A group as whoever is put into it: in the groups around it, too, and in that of all who have signed in. */
export function asMember({ groups: [id = ''] }: UserInfo, { groups }: People): UserInfo {
  const outer = groupsOf(id, groups).map(({ objectId }) => objectId);
  const everybody = id === UNAUTHENTICATED ? [] : [AUTHENTICATED];
  return { name: '', groups: [...new Set([id, ...outer, ...everybody])] };
}

/** Display names may be those of several, whom reports and comparisons must not take for one. */
function toldApart(identities: readonly Identity[]): Identity[] {
  const counts = new Map<string, number>();
  const keyOf = ({ kind, name }: Identity): string => `${kind} ${name}`;
  identities.forEach((one) => counts.set(keyOf(one), (counts.get(keyOf(one)) ?? 0) + 1));

  return identities.map((one) =>
    counts.get(keyOf(one)) === 1
      ? one
      : { ...one, name: `${one.name} (${one.user.name || one.user.groups[0]})` },
  );
}

function accounts(access: ClusterAccess): Identity[] {
  const { users, servicePrincipals } = access.directory;
  const all = (kind: Identity['kind'], some: readonly Account[]): Identity[] =>
    some
      .filter((account) => access.signInProblemOf(account) === undefined)
      .map((account) => ({
        kind,
        name: displayName(account),
        user: access.signIn(account).user,
        isAlwaysTold: kind === 'User',
      }));
  return [...all('User', users), ...all('ServicePrincipal', servicePrincipals)];
}

/** What the members of a group hold besides is not the group's. */
function groups({ directory }: ClusterAccess): Identity[] {
  return directory.groups.map(({ displayName: name, objectId }) => ({
    kind: 'Group',
    name,
    user: { name: '', groups: [objectId] },
    isAlwaysTold: false,
  }));
}

/**
 * Users and groups that a binding names and that the directory does not know.
 *
 * With a complete directory these are the groups of Kubernetes itself only: anybody else is nobody who could sign in.
 */
function strangers({ directory, bindings, hasOtherPeople }: ClusterAccess): Identity[] {
  const known = new Set([
    ...[...directory.users, ...directory.servicePrincipals].map((account) => `User ${userName(account)}`),
    ...directory.groups.map(({ objectId }) => `Group ${objectId}`),
  ]);
  const own = bindings.filter((binding) => !isDefaultBinding(binding));
  const all = (kind: 'User' | 'Group', userOf: (name: string) => UserInfo): Identity[] =>
    namesOf(own, kind)
      .filter((name) => !known.has(`${kind} ${name}`))
      .filter((name) => hasOtherPeople || name.startsWith('system:'))
      .map((name) => ({ kind, name, user: userOf(name), isAlwaysTold: false }));

  return [...all('User', userCalled), ...all('Group', (name) => ({ name: '', groups: [name] }))];
}

function namesOf(bindings: ClusterAccess['bindings'], kind: string): string[] {
  const subjects: Subject[] = bindings.flatMap((binding) =>
    binding.subjects.filter((subject) => !isInOtherCase(binding, subject)),
  );
  return [...new Set(subjects.filter((subject) => subject.kind === kind).map(({ name }) => name))];
}

function serviceAccounts({ bindings }: ClusterAccess): Identity[] {
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
    return {
      kind: 'ServiceAccount',
      name: id,
      user: serviceAccountUser(namespace, name),
      isAlwaysTold: true,
    };
  });
}

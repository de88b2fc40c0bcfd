import { closeTo } from '../../lib/shared/close-to';
import { ClusterAccess, describeBinding } from '../cluster-access';
import { CommandFailed } from '../command-failed';
import { Account, accountsCalled, isUser, pathToGroup, userName } from '../directory/sign-in';
import { asMember, identitiesOf, Identity } from '../identities';
import { isSubject, UserInfo } from '../rbac/authorizer';
import {
  ClusterRoleBinding,
  placeOf,
  RoleBinding,
  serviceAccountUser,
  Subject,
  userCalled,
} from '../rbac/objects';
import { isDefaultBinding } from '../rbac/default-roles';
import { Need, Reach, reachOf, TECHNIQUES } from '../../lib/shared/techniques';
import { HeldRole, HeldRoles, Rights } from '../ways/rights';
import { Way, Ways } from '../ways/ways';

/** Keys under which rules name somebody. */
export const PEOPLE_KEYS = ['users', 'guests', 'groups', 'servicePrincipals', 'serviceAccounts'] as const;

export type PeopleKey = (typeof PEOPLE_KEYS)[number];
export type Named = Readonly<Record<PeopleKey, readonly string[]>>;

export const KIND_WORDS: Readonly<Record<PeopleKey, string>> = {
  users: 'user',
  guests: 'guest',
  groups: 'group',
  servicePrincipals: 'service principal',
  serviceAccounts: 'service account',
};

/** Everybody in one cluster and what they hold; asked for by many rules, so that nothing is found out twice. */
export class Everybody {
  readonly identities: readonly Identity[];

  /** Namespaces that exist or are bound in. */
  readonly namespaces: ReadonlySet<string>;

  private readonly held: HeldRoles;
  private readonly roles = new Map<Identity, readonly HeldRole[]>();
  private readonly byName = new Map<string, readonly Identity[]>();
  private readonly members = new Map<Identity, readonly Identity[]>();
  private readonly ways = new Map<Identity, Way | undefined>();
  private allWays?: Ways;
  private opaque?: readonly Identity[];
  private top?: readonly Identity[];
  private topPerhaps?: readonly Identity[];
  private readonly conditional: readonly (RoleBinding | ClusterRoleBinding)[];

  constructor(
    readonly access: ClusterAccess,
    namespaces: readonly string[] = [],
  ) {
    this.identities = identitiesOf(access);
    this.namespaces = new Set([
      ...access.namespaces,
      ...access.objects.roleBindings.map(({ metadata }) => metadata.namespace),
      ...namespaces,
    ]);
    this.held = new HeldRoles(access.objects, access.authorizer);
    const { clusterRoleBindings, roleBindings } = access.objects;
    this.conditional = [...clusterRoleBindings, ...roleBindings].filter(({ azure }) => azure?.unevaluated);
    this.noteNames();
  }

  /** Somebody whom a rule names; undefined when nobody is called so, here or in the directory, or when several are. */
  find(key: PeopleKey, name: string): Identity | undefined {
    const found = this.called(key, name);
    return found.length === 1 ? found[0] : undefined;
  }

  /** Everybody whom a rule may mean: display names may be those of several. */
  called(key: PeopleKey, name: string): readonly Identity[] {
    if (key === 'serviceAccounts') {
      return this.serviceAccount(name) ?? [];
    }
    const kind = key === 'groups' ? 'Group' : 'User';
    return this.byName.get(`${kind} ${name}`) ?? this.byName.get(`${kind} ${name.toLowerCase()}`) ?? [];
  }

  /**
   * Whom a command names, under whatever key; an account comes before a group of its name.
   *
   * @throws when there are several
   */
  meant(name: string): Identity | undefined {
    const id = name.replace(/^system:serviceaccount:([^:]+):/, '$1/');
    const bound = this.byName.get(`ServiceAccount ${id}`) ?? [];
    const inCluster = bound.map(({ user }) => user.name);
    const accounts = accountsCalled(name, this.access.directory);
    const [account] = accounts;
    if (account) {
      refuseSeveral(name, [...accounts.map(({ objectId }) => objectId), ...inCluster]);
      // Whoever cannot sign in is not among them, and is nobody else either.
      return this.identities.find(({ kind, user }) => kind !== 'Group' && user.name === userName(account));
    }
    const found = PEOPLE_KEYS.filter((key) => key !== 'serviceAccounts')
      .map((key) => this.called(key, name))
      .find((some) => some.length > 0);
    refuseSeveral(name, [...(found ?? []).map(({ user }) => user.name || user.groups[0]!), ...inCluster]);
    return (found ?? (id.includes('/') ? this.called('serviceAccounts', id) : []))[0];
  }

  /** The name of somebody who signs in that comes closest to one that nobody has. */
  nearest(name: string): string | undefined {
    const people = this.identities.filter(({ kind }) => kind === 'User' || kind === 'ServicePrincipal');
    const [, domain] = name.toLowerCase().split('@');
    // A domain that all have in common makes nobody alike.
    const bare = (one: string): string =>
      domain !== undefined && one.toLowerCase().endsWith(`@${domain}`)
        ? one.slice(0, -domain.length - 1)
        : one;
    const names = people.map((one) => one.name);
    const guess = closeTo(bare(name), names.map(bare));
    return guess === undefined ? undefined : names.find((one) => bare(one) === guess);
  }

  /** Somebody whom neither the configuration nor the directory knows, where there may be others than those. */
  stranger(key: PeopleKey, name: string): Identity {
    if (key === 'serviceAccounts') {
      return accountOf(name);
    }
    const user = key === 'groups' ? { name: '', groups: [name] } : userCalled(name);

    return { kind: key === 'groups' ? 'Group' : 'User', name, user, isAlwaysTold: false };
  }

  /** Groups whose members nobody here knows; those of Kubernetes itself are not among them. */
  get opaqueGroups(): readonly Identity[] {
    this.opaque ??= this.identities.filter((identity) => this.isOpaque(identity));
    return this.opaque;
  }

  /** Everybody who is cluster administrator or can become one. */
  get atTheTop(): readonly Identity[] {
    this.top ??= this.identities.filter((identity) => this.wayToTheTop(identity) !== undefined);
    return this.top;
  }

  isOpaque({ kind, user }: Identity): boolean {
    const id = user.groups[0]!;
    const { groups } = this.access.directory;

    return kind === 'Group' && !id.startsWith('system:') && !groups.some(({ objectId }) => objectId === id);
  }

  /** Everybody who is in a group, also through other groups. */
  membersOf(group: Identity): readonly Identity[] {
    const known = this.members.get(group);
    if (known) {
      return known;
    }
    const id = group.user.groups[0]!;
    const found = this.identities.filter(
      ({ kind, user }) => kind !== 'Group' && kind !== 'ServiceAccount' && user.groups.includes(id),
    );
    this.members.set(group, found);
    return found;
  }

  /** A group with all that whoever is put into it has: what the groups hold, too, that it is in, and everybody. */
  withOuterGroups(identity: Identity): Identity {
    const { kind, user } = identity;
    return kind === 'Group' ? { ...identity, user: asMember(user, this.access.directory) } : identity;
  }

  /** What somebody holds in a place: of the whole cluster, and of the namespace. */
  rolesIn(identity: Identity, namespace?: string): HeldRole[] {
    return this.rolesOf(identity).filter(
      (role) => role.namespace === undefined || role.namespace === namespace,
    );
  }

  rolesOf(identity: Identity): readonly HeldRole[] {
    const known = this.roles.get(identity) ?? this.held.of(identity.user);
    this.roles.set(identity, known);
    return known;
  }

  reach(role: HeldRole, need: Need): Reach | undefined {
    return this.held.rightsOf([role]).reach(need);
  }

  /** Whether an Azure role might reach it, under a condition that is not evaluated. */
  perhaps(identity: Identity, need: Need, namespace?: string): boolean {
    return this.conditional.some(
      (binding) =>
        mightReach(binding, need, namespace) &&
        binding.subjects.some((subject) => isSubject(identity.user, subject, placeOf(binding))),
    );
  }

  /** Everybody whom nothing but a condition that is not evaluated keeps from what leads to the top. */
  get perhapsAtTheTop(): readonly Identity[] {
    if (this.topPerhaps === undefined) {
      const needs = TECHNIQUES.filter(({ gives }) => gives.some((gain) => gain !== 'nothing')).flatMap(
        (technique) => technique.needs,
      );
      const leading = this.conditional.filter((binding) => needs.some((need) => mightReach(binding, need)));
      const subjects = leading.flatMap((binding) => binding.subjects);
      this.topPerhaps = this.identities.filter(({ user }) =>
        subjects.some((subject) => isSubject(user, subject)),
      );
    }
    return this.topPerhaps;
  }

  /** The rights of all roles that somebody holds in a place. */
  rightsIn(identity: Identity, namespace?: string): Rights {
    return this.held.rightsOf(this.rolesIn(identity, namespace));
  }

  /** The shortest way to every right; undefined when there is none. */
  wayToTheTop(identity: Identity): Way | undefined {
    if (!this.ways.has(identity)) {
      this.allWays ??= new Ways(
        this.access,
        this.identities.map(({ user }) => user),
      );
      this.ways.set(
        identity,
        this.allWays.of(identity.user).find(({ to }) => to === 'cluster-admin'),
      );
    }
    return this.ways.get(identity);
  }

  /** The role of the whole cluster that has every right. */
  fullRole(identity: Identity): HeldRole | undefined {
    return this.rolesIn(identity).find((role) => this.held.rightsOf([role]).isFull);
  }

  /** The subject of a binding as which somebody holds it. */
  subjectOf({ user }: Identity, { binding }: HeldRole): Subject | undefined {
    return binding?.subjects.find((subject) => isSubject(user, subject, placeOf(binding)));
  }

  /** From somebody to the role: groups on the way, the binding, what it grants. */
  chain(identity: Identity, role: HeldRole): string[] {
    const subject = this.subjectOf(identity, role);
    if (!role.binding || !subject) {
      return [];
    }
    const grants = `${describeBinding(role.binding)} grants ${role.id} to ${this.access.describeSubject(subject)}`;
    return [...this.membership(identity, subject), grants];
  }

  /** Which binding somebody is a subject of by themselves or by a group: the same for all members of the group. */
  holdKey(identity: Identity, role: HeldRole): string {
    const { kind = '', name = '' } = this.subjectOf(identity, role) ?? {};

    return JSON.stringify([role.binding?.kind, role.binding?.metadata, kind, name]);
  }

  private membership({ kind, user, name }: Identity, subject: Subject): string[] {
    if (subject.kind !== 'Group' || subject.name.startsWith('system:')) {
      return [];
    }
    const { groups } = this.access.directory;
    const id = kind === 'Group' ? user.groups[0] : this.accountOf(user)?.objectId;
    const path = id === undefined || id === subject.name ? [] : pathToGroup(id, subject.name, groups);
    const who = kind === 'Group' ? `group ${name}` : name;
    return path.length === 0
      ? []
      : [`${who} is in ${path.map(({ displayName }) => `group ${displayName}`).join(', which is in ')}`];
  }

  /** Bindings that somebody meant for them, and that the cluster takes for somebody else's. */
  nearMisses({ user }: Identity): string[] {
    const account = this.accountOf(user);

    return account ? this.access.nearMisses(account) : [];
  }

  private accountOf({ name }: UserInfo): Account | undefined {
    const { users, servicePrincipals } = this.access.directory;

    return [...users, ...servicePrincipals].find((account) => userName(account) === name);
  }

  private serviceAccount(id: string): readonly Identity[] | undefined {
    const bound = this.byName.get(`ServiceAccount ${id}`);
    if (bound) {
      return bound;
    }
    // Groups that it is in by its name may be bound, whether its namespace is known or not.
    const account = accountOf(id);
    const isKnown =
      this.namespaces.has(id.split('/')[0]!) ||
      this.rolesOf(account).some(({ binding }) => binding && !isDefaultBinding(binding));
    return isKnown ? [account] : undefined;
  }

  private noteNames(): void {
    const { users, servicePrincipals, groups } = this.access.directory;
    const accounts = new Map([...users, ...servicePrincipals].map((account) => [userName(account), account]));
    const ownNames = (account: Account): string[] => [
      userName(account),
      account.objectId,
      isUser(account) ? account.userPrincipalName : account.clientId,
    ];
    const taken = new Set([...accounts.values()].flatMap(ownNames).map((name) => name.toLowerCase()));
    const groupNames = new Map(groups.map(({ objectId, displayName }) => [objectId, displayName]));
    // What one alone can be called comes first: a mail address may be the name of somebody else, who may be disabled.
    const own = ({ kind, name, user }: Identity): (string | undefined)[] => {
      const account = accounts.get(user.name);
      return kind === 'Group'
        ? [user.groups[0]]
        : account && kind !== 'ServiceAccount'
          ? ownNames(account)
          : [name, user.name];
    };
    const others = ({ kind, name, user }: Identity): (string | undefined)[] => {
      const account = kind === 'ServiceAccount' ? undefined : accounts.get(user.name);
      return kind === 'Group'
        ? [groupNames.get(user.groups[0]!) ?? name]
        : account
          ? [isUser(account) ? account.mail : account.displayName].filter(
              (one) => one !== undefined && !taken.has(one.toLowerCase()),
            )
          : [];
    };
    for (const namesOf of [own, others]) {
      // Kubernetes takes names that differ in case for different people, and somebody may have bound both.
      this.noteBy(namesOf, (one) => one);
      this.noteBy(namesOf, (one) => one.toLowerCase());
    }
  }

  private noteBy(
    namesOf: (identity: Identity) => readonly (string | undefined)[],
    inKey: (name: string) => string,
  ): void {
    const found = new Map<string, Set<Identity>>();
    for (const identity of this.identities) {
      const kind = identity.kind === 'ServicePrincipal' ? 'User' : identity.kind;
      for (const one of namesOf(identity)) {
        if (one) {
          const key = `${kind} ${inKey(one)}`;
          found.set(key, (found.get(key) ?? new Set()).add(identity));
        }
      }
    }
    for (const [key, some] of found) {
      if (!this.byName.has(key)) {
        this.byName.set(key, [...some]);
      }
    }
  }
}

function refuseSeveral(name: string, ids: readonly string[]): void {
  if (ids.length > 1) {
    throw new CommandFailed(
      `there are ${ids.length} called '${name}' in the directory: give the object ID of the one that you mean, ${ids.join(' or ')}`,
    );
  }
}

/** A service account as every one of its name is. */
function accountOf(id: string): Identity {
  const [namespace = '', name = ''] = id.split('/');

  return { kind: 'ServiceAccount', name: id, user: serviceAccountUser(namespace, name), isAlwaysTold: true };
}

/** Whether a binding counts in a place and would reach it, if its condition held. */
function mightReach(binding: RoleBinding | ClusterRoleBinding, need: Need, namespace?: string): boolean {
  const place = placeOf(binding);

  return (
    (place === undefined || place === namespace) &&
    reachOf(binding.azure?.unevaluated?.rules ?? [], need) !== undefined
  );
}

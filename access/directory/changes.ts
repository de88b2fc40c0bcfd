import { displayName, isUser, Account } from './sign-in';
import { People, TenantGroup } from './tenant';

/** Something that has happened to somebody in a directory. */
export interface DirectoryChange {
  /** Whom it has happened to, by the name of before. */
  readonly objectId: string;
  readonly kind: 'user' | 'group' | 'service principal';
  readonly name: string;

  /** What has happened, to go behind the name: `left shop-developers`. */
  readonly text: string;
}

/** Who has joined or left a group, who is gone, renamed, disabled, or a guest no longer. */
export function directoryChanges(before: People, after: People): DirectoryChange[] {
  const [then, now] = [new Names(before), new Names(after)];
  return [
    ...accounts(before).flatMap((account) => changesOfAccount(account, now.accounts.get(account.objectId))),
    ...before.groups.flatMap((group) => changesOfGroup(group, now.groups.get(group.objectId))),
    ...memberships(after, then, now),
  ];
}

/** Everybody of a directory by object ID. */
class Names {
  readonly accounts: ReadonlyMap<string, Account>;
  readonly groups: ReadonlyMap<string, TenantGroup>;

  constructor(people: People) {
    this.accounts = new Map(accounts(people).map((account) => [account.objectId, account]));
    this.groups = new Map(people.groups.map((group) => [group.objectId, group]));
  }

  of(objectId: string): Pick<DirectoryChange, 'kind' | 'name'> | undefined {
    const account = this.accounts.get(objectId);
    if (account) {
      return { kind: kindOf(account), name: displayName(account) };
    }
    const group = this.groups.get(objectId);
    return group && { kind: 'group', name: group.displayName };
  }
}

function accounts({ users, servicePrincipals }: People): Account[] {
  return [...users, ...servicePrincipals];
}

function kindOf(account: Account): DirectoryChange['kind'] {
  return isUser(account) ? 'user' : 'service principal';
}

function changesOfAccount(before: Account, after: Account | undefined): DirectoryChange[] {
  const told = (text: string): DirectoryChange => ({
    objectId: before.objectId,
    kind: kindOf(before),
    name: displayName(before),
    text,
  });
  if (!after) {
    return [told('was deleted')];
  }

  const changes: DirectoryChange[] = [];
  if (displayName(before) !== displayName(after)) {
    changes.push(told(`is now ${displayName(after)}`));
  }
  if (isUser(before) && isUser(after) && before.userType !== after.userType) {
    changes.push(told(`was a ${before.userType.toLowerCase()} and is now a ${after.userType.toLowerCase()}`));
  }
  if (before.accountEnabled !== false && after.accountEnabled === false) {
    changes.push(told('was disabled'));
  }
  if (before.accountEnabled === false && after.accountEnabled !== false) {
    changes.push(told('was enabled again'));
  }
  return changes;
}

function changesOfGroup(before: TenantGroup, after: TenantGroup | undefined): DirectoryChange[] {
  const { objectId, displayName: name } = before;
  const told = (text: string): DirectoryChange => ({ objectId, kind: 'group', name, text });
  if (!after) {
    return [told('was deleted')];
  }
  return name === after.displayName ? [] : [told(`is now ${after.displayName}`)];
}

/** Who is newly in a group, or no longer; that everybody has left a group that is gone, and the gone all groups, goes without saying. */
function memberships(after: People, then: Names, now: Names): DirectoryChange[] {
  const relations = [
    { list: 'members', added: 'joined', removed: 'left' },
    { list: 'owners', added: 'became an owner of', removed: 'is no longer an owner of' },
  ] as const;

  return after.groups.flatMap((group) => {
    const earlier = then.groups.get(group.objectId);
    // Whatever a group that is new here has, it has because somebody put the group somewhere.
    return earlier === undefined
      ? []
      : relations.flatMap(({ list, added, removed }) => [
          ...newIn(group[list], earlier[list], [then, now]).map((who) => told(who, added, earlier)),
          ...newIn(earlier[list], group[list], [then])
            .filter(({ objectId }) => now.of(objectId) !== undefined)
            .map((who) => told(who, removed, earlier)),
        ]);
  });
}

type Somebody = Omit<DirectoryChange, 'text'>;

function told(who: Somebody, what: string, group: TenantGroup): DirectoryChange {
  return { ...who, text: `${what} ${group.displayName}` };
}

/** Those in one list and not in the other, by the first name that they have. */
function newIn(ids: readonly string[], others: readonly string[], names: readonly Names[]): Somebody[] {
  const known = new Set(others);
  return ids
    .filter((id) => !known.has(id))
    .flatMap((objectId) => {
      const somebody = names.map((some) => some.of(objectId)).find((found) => found !== undefined);
      return somebody ? [{ objectId, ...somebody }] : [];
    });
}

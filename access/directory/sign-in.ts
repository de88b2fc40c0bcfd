import { UserInfo } from '../rbac/authorizer';
import { AUTHENTICATED } from '../rbac/objects';
import { People, TenantGroup, TenantServicePrincipal, TenantUser } from './tenant';

/** Somebody who can sign in: a user or a service principal of the directory. */
export type Account = TenantUser | TenantServicePrincipal;

/** An account as the API server of an AKS cluster sees it. */
export interface SignIn {
  readonly account: Account;
  readonly user: UserInfo;

  /** What may come as a surprise: a guest's UPN, too many groups. */
  readonly notes: readonly string[];
}

/** Azure AD leaves the group claim out of tokens of members of more groups than this, and sends a link in its place. */
export const GROUPS_IN_TOKEN = 200;

/**
 * Signs an account in to a cluster.
 *
 * - A member of the tenant becomes its user principal name, spelled as in the directory; Kubernetes compares it
 *   case-sensitively.
 * - A guest, whose token carries no user principal name, and a service principal become their object IDs.
 * - Groups become object IDs, those of nested groups included.
 *
 * @see https://learn.microsoft.com/azure/aks/azure-ad-rbac
 */
export function signIn(account: Account, directory: People): SignIn {
  const groups = groupsOf(account.objectId, directory.groups);
  return {
    account,
    user: { name: userName(account), groups: [...groups.map((group) => group.objectId), AUTHENTICATED] },
    notes: notesOn(account, groups.length),
  };
}

/** The name of an account in bindings of kind `User`. */
export function userName(account: Account): string {
  return isUser(account) && account.userType === 'Member' ? account.userPrincipalName : account.objectId;
}

/** The name of an account for people. */
export function displayName(account: Account): string {
  return isUser(account) ? account.userPrincipalName : account.displayName;
}

export function isUser(account: Account): account is TenantUser {
  return 'userPrincipalName' in account;
}

/** All groups that an object is in, directly or through other groups. */
export function groupsOf(objectId: string, groups: readonly TenantGroup[]): TenantGroup[] {
  const byMember = groupsByMember(groups);
  const found = new Set(byMember.get(objectId));

  // Grows while it is walked through.
  for (const group of found) {
    byMember.get(group.objectId)?.forEach((outer) => found.add(outer));
  }
  return [...found];
}

/** How an object has come into a group: the groups from the one that it is in itself to that one; none when it is not. */
export function pathToGroup(objectId: string, to: string, groups: readonly TenantGroup[]): TenantGroup[] {
  const byMember = groupsByMember(groups);
  const paths: TenantGroup[][] = (byMember.get(objectId) ?? []).map((group) => [group]);
  const seen = new Set<TenantGroup>();

  // Grows while it is walked through: the shortest path is found first.
  for (const path of paths) {
    const last = path[path.length - 1]!;
    if (last.objectId === to) {
      return path;
    }
    if (!seen.has(last)) {
      seen.add(last);
      paths.push(...(byMember.get(last.objectId) ?? []).map((group) => [...path, group]));
    }
  }
  return [];
}

/** One index for each directory, as everybody in it is asked for. */
const indexes = new WeakMap<readonly TenantGroup[], ReadonlyMap<string, readonly TenantGroup[]>>();

function groupsByMember(groups: readonly TenantGroup[]): ReadonlyMap<string, readonly TenantGroup[]> {
  const known = indexes.get(groups);
  if (known) {
    return known;
  }
  const index = new Map<string, TenantGroup[]>();
  for (const group of groups) {
    for (const member of new Set(group.members)) {
      const others = index.get(member);
      if (others) {
        others.push(group);
      } else {
        index.set(member, [group]);
      }
    }
  }
  indexes.set(groups, index);
  return index;
}

/**
 * Finds the accounts that a person may mean: by object ID, else by user principal name or client ID, else by mail or the display
 * name of a service principal; in any case, as Azure AD's sign-in page does. Of display names there may be several.
 */
export function accountsCalled(name: string, { users, servicePrincipals }: People): Account[] {
  const wanted = name.toLowerCase();
  const called = (namesOf: (account: Account) => string | undefined): Account[] =>
    [...users, ...servicePrincipals].filter((account) => namesOf(account)?.toLowerCase() === wanted);

  const byName = [
    called(({ objectId }) => objectId),
    called((account) => (isUser(account) ? account.userPrincipalName : account.clientId)),
    called((account) => (isUser(account) ? account.mail : account.displayName)),
  ];
  return byName.find((found) => found.length > 0) ?? [];
}

/** The first of them. */
export function findAccount(name: string, directory: People): Account | undefined {
  return accountsCalled(name, directory)[0];
}

function notesOn(account: Account, groupCount: number): string[] {
  const notes: string[] = [];
  // Who stands under an object ID, or under words for whom nobody has looked up, may be anybody.
  const isKnown = isUser(account) && account.userPrincipalName !== account.objectId;
  if (isKnown && account.userType === 'Guest') {
    notes.push(
      `${account.userPrincipalName} is a guest: the cluster knows it by its object ID, ${account.objectId}; ` +
        'a binding of its user principal name grants nothing',
    );
  }
  if (groupCount > GROUPS_IN_TOKEN) {
    notes.push(
      `${displayName(account)} is in ${groupCount} groups, more than the ${GROUPS_IN_TOKEN} that a token lists: ` +
        'AKS asks Microsoft Graph for them itself; with legacy Azure AD the server application needs its consent for that',
    );
  }
  return notes;
}

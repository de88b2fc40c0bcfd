import { Tenant } from '../../access/directory/tenant';
import { TenantFile } from '../../access/directory/tenant-schema';
import { Directory, DirectoryObject } from './directory';
import { Pseudonyms } from './pseudonyms';

/** What is put into a tenant file beside whom the directory has. */
export interface Surroundings {
  readonly tenantId: string;
  readonly subscriptionId: string;
  readonly domain: string;

  /** Object ID. */
  readonly deployer: string;

  readonly resources: readonly string[];

  /** Texts of the configuration: permissions that are not among them are left out. */
  readonly texts: ReadonlySet<string>;

  /** The tenant file of before. */
  readonly earlier?: Tenant;

  /** Who stands under a made-up name; undefined when everybody keeps theirs. */
  readonly pseudonyms?: Pseudonyms;
}

/** A tenant file, sorted by names, its references by name where a name says enough. */
export function pulledTenant(directory: Directory, around: Surroundings): Partial<TenantFile> {
  const people = peopleOf(withEarlier(directory, around.earlier), around);
  const names = namesOf(people);
  const named = (ids: readonly string[]): string[] => ids.map((id) => names.get(id) ?? id).sort(byText);

  return {
    tenantId: around.tenantId,
    subscriptionId: around.subscriptionId,
    domain: around.pseudonyms?.domain(around.domain) ?? around.domain,
    deployer: names.get(around.deployer) ?? around.deployer,
    ...(around.pseudonyms && { pseudonyms: true }),
    users: people.users,
    groups: people.groups.map(({ members, owners, ...group }) => ({
      ...group,
      members: named(members),
      owners: named(owners),
    })),
    servicePrincipals: people.servicePrincipals,
    resources: [...around.resources],
  };
}

type People = Required<Pick<TenantFile, 'users' | 'groups' | 'servicePrincipals'>>;

function peopleOf(directory: Directory, { texts, pseudonyms }: Surroundings): People {
  const users = [...directory.users.values()].map((user) => userOf(user));
  const servicePrincipals = [...directory.servicePrincipals.values()].map((one) => principalOf(one, texts));
  const groups = [...directory.groups.values()].map(({ object, members, owners }) => ({
    displayName: object.displayName?.trim() || object.id,
    objectId: object.id,
    members: [...members],
    owners: [...owners],
  }));
  const renamed = pseudonyms?.over({ users, groups, servicePrincipals }) ?? {
    users,
    groups,
    servicePrincipals,
  };

  return {
    users: renamed.users.sort((one, other) => byText(one.userPrincipalName, other.userPrincipalName)),
    groups: renamed.groups.sort(byName),
    servicePrincipals: renamed.servicePrincipals.sort(byName),
  };
}

/**
 * The directory with those in groups whose members may not be read who were there when they could be: the best that is known.
 */
function withEarlier(directory: Directory, earlier: Tenant | undefined): Directory {
  const users = new Map(directory.users);
  const servicePrincipals = new Map(directory.servicePrincipals);
  const groups = new Map(directory.groups);
  const add = (id: string): void => {
    const find = <T extends { readonly objectId: string }>(list: readonly T[] = []): T | undefined =>
      list.find(({ objectId }) => objectId === id);
    const [user, principal, group] = [
      find(earlier?.users),
      find(earlier?.servicePrincipals),
      find(earlier?.groups),
    ];
    if (users.has(id) || servicePrincipals.has(id) || groups.get(id)?.isWhole === true) {
      return;
    }
    if (user) {
      users.set(id, { ...user, id });
    } else if (principal) {
      const { displayName, clientId, accountEnabled } = principal;
      servicePrincipals.set(id, { id, displayName, appId: clientId, accountEnabled });
    } else if (group) {
      const { object = { id, displayName: group.displayName }, owners = [] } = groups.get(id) ?? {};
      groups.set(id, { object, owners, members: group.members, isWhole: true });
      group.members.forEach(add);
    }
  };

  [...groups].filter(([, { isWhole }]) => !isWhole).forEach(([id]) => add(id));
  return { ...directory, users, servicePrincipals, groups };
}

function userOf({
  id,
  userPrincipalName,
  displayName,
  userType,
  mail,
  accountEnabled,
}: DirectoryObject): People['users'][number] {
  // Accounts from before 2014 have no type; they are members.
  const type = userType ?? 'Member';
  return {
    userPrincipalName: userPrincipalName!,
    objectId: id,
    ...(displayName?.trim() && { displayName: displayName.trim() }),
    userType: type,
    // Guests are found by it; that of a member plays no part.
    ...(type === 'Guest' && mail && { mail }),
    ...(accountEnabled === false && { accountEnabled: false }),
  };
}

function principalOf(
  { id, appId, displayName, accountEnabled, appRoles = [], oauth2PermissionScopes = [] }: DirectoryObject,
  texts: ReadonlySet<string>,
): People['servicePrincipals'][number] {
  const used = (permissions: typeof appRoles): Record<string, string> =>
    Object.fromEntries(
      permissions
        .filter(({ id: permission, value }) => value && (texts.has(permission) || texts.has(value)))
        .map(({ id: permission, value }) => [value!, permission] as const)
        .sort(([one], [other]) => byText(one, other)),
    );
  return {
    displayName: displayName?.trim() || appId!,
    clientId: appId!,
    objectId: id,
    appRoles: used(appRoles),
    scopes: used(oauth2PermissionScopes),
    ...(accountEnabled === false && { accountEnabled: false }),
  };
}

/** By object ID the name by which the file may refer to somebody, where nobody else has it. */
function namesOf({ users, groups, servicePrincipals }: People): ReadonlyMap<string, string> {
  const all = [
    ...users.map(({ objectId, userPrincipalName }) => [objectId!, userPrincipalName] as const),
    ...[...groups, ...servicePrincipals].map(
      ({ objectId, displayName }) => [objectId!, displayName] as const,
    ),
  ];
  const counts = new Map<string, number>();
  const texts = [
    ...all.map(([, name]) => name),
    ...servicePrincipals.map(({ clientId }) => clientId),
    ...all.map(([id]) => id),
  ];
  texts.forEach((text) => counts.set(text.toLowerCase(), (counts.get(text.toLowerCase()) ?? 0) + 1));

  return new Map(all.filter(([, name]) => counts.get(name.toLowerCase()) === 1));
}

function byName(
  one: { readonly displayName: string; readonly objectId?: string },
  other: { readonly displayName: string; readonly objectId?: string },
): number {
  return byText(one.displayName, other.displayName) || byText(one.objectId!, other.objectId!);
}

/** The same order on every machine. */
function byText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

import { Lookup } from '../../access/configured/lookups';
import { NotAnswered, refusal } from '../azure/azure-api';
import { GraphObject } from '../azure/graph';
import { ListReply, Reader, readLists } from '../azure/reader';
import { odataText, url } from '../url';

/** Somebody or something in the directory, as Microsoft Graph writes it; of what may not be read it has the ID alone. */
export interface DirectoryObject extends GraphObject {
  readonly accountEnabled?: boolean | null;
  readonly appId?: string | null;
  readonly securityEnabled?: boolean | null;
  readonly appRoles?: readonly Permission[];
  readonly oauth2PermissionScopes?: readonly Permission[];
}

interface Permission {
  readonly id: string;
  readonly value?: string | null;
}

/** A group, and the object IDs of those in it. */
interface DirectoryGroup {
  readonly object: DirectoryObject;
  readonly members: readonly string[];
  readonly owners: readonly string[];

  /** Whether its members could be read. */
  readonly isWhole: boolean;
}

/** What was read of a directory. */
export interface Directory {
  readonly tenantId?: string;
  readonly domain?: string;

  /** Object ID of the account that asked. */
  readonly signedIn?: string;

  readonly users: ReadonlyMap<string, DirectoryObject>;
  readonly groups: ReadonlyMap<string, DirectoryGroup>;
  readonly servicePrincipals: ReadonlyMap<string, DirectoryObject>;

  /** What may not be read, in words. */
  readonly unread: readonly string[];
}

type Collection = 'users' | 'groups' | 'servicePrincipals';

const USER = 'id,displayName,userPrincipalName,userType,mail,accountEnabled';
const GROUP = 'id,displayName,securityEnabled';
const PRINCIPAL = 'id,displayName,appId,accountEnabled';
const SELECTED: Readonly<Record<Collection, string>> = {
  users: USER,
  groups: GROUP,
  servicePrincipals: `${PRINCIPAL},appRoles,oauth2PermissionScopes`,
};
const SINGULAR: Readonly<Record<Collection, string>> = {
  users: 'user',
  groups: 'group',
  servicePrincipals: 'service principal',
};

/** Objects of a page; more are not given at once. */
const PAGE = 999;

/** A filter may have this many values, and an address this many characters, without more ado. */
const IN_A_FILTER = 15;
const LONGEST_PATH = 1900;

/** Where each kind of lookup may find something. */
const COLLECTIONS: Readonly<Record<Lookup['kind'], readonly Collection[]>> = {
  user: ['users'],
  guest: ['users'],
  group: ['groups'],
  'service principal': ['servicePrincipals'],
  account: ['users', 'servicePrincipals', 'groups'],
};

const PROPERTIES: Readonly<Record<Lookup['by'], string>> = {
  userPrincipalName: 'userPrincipalName',
  mail: 'mail',
  mailNickname: 'mailNickname',
  displayName: 'displayName',
  clientId: 'appId',
  objectId: 'id',
};

/** Whom to look for: as a configuration does, and by object ID whom it has found before. */
export interface Sought {
  readonly lookups: readonly Lookup[];
  readonly users?: readonly string[];
  readonly groups?: readonly string[];
  readonly servicePrincipals?: readonly string[];

  /** Object ID of the account that asks, where its token says so. */
  readonly signedIn?: string;
}

/**
 * Reads whom a configuration names: groups with their owners, their members, the groups among those and so on.
 *
 * Service principals are among the members and owners in the beta version only, so these are read there.
 *
 * @see https://learn.microsoft.com/graph/api/group-list-members
 */
export async function readDirectory(reader: Reader, sought: Sought): Promise<Directory> {
  const reading = new Reading(reader);
  await reading.lookUp(sought);
  await reading.follow();
  return reading.result();
}

class Reading {
  private readonly users = new Map<string, DirectoryObject>();
  private readonly servicePrincipals = new Map<string, DirectoryObject>();
  private readonly groups = new Map<string, DirectoryGroup>();
  private readonly unread: string[] = [];
  private open: DirectoryObject[] = [];
  private organization?: { readonly tenantId: string; readonly domain?: string };
  private signedIn?: string;

  constructor(private readonly reader: Reader) {}

  result(): Directory {
    const { users, servicePrincipals, groups, unread, organization, signedIn } = this;
    return { ...organization, signedIn, users, servicePrincipals, groups, unread };
  }

  async lookUp(sought: Sought): Promise<void> {
    const searches = searchesOf(sought);
    const own =
      sought.signedIn === undefined
        ? [`/v1.0/me?$select=${USER}`]
        : [
            url`/v1.0/users/${sought.signedIn}?$select=` + USER,
            url`/v1.0/servicePrincipals/${sought.signedIn}?$select=` + PRINCIPAL,
          ];
    const [organization, ...replies] = await this.reader.read([
      '/v1.0/organization?$select=id,verifiedDomains',
      ...own,
    ]);
    const lists = await readLists<DirectoryObject>(
      this.reader,
      searches.map(({ path }) => path),
    );

    this.readOrganization(organization!.status === 200 ? organization!.body : undefined);
    for (const { status, body } of replies) {
      if (status === 200 && (body as Partial<DirectoryObject>).id !== undefined) {
        this.signedIn = (body as DirectoryObject).id;
        this.meet(body as DirectoryObject);
      }
    }
    searches.forEach(({ words }, i) => this.found(lists[i]!, words).forEach((object) => this.meet(object)));
  }

  /** Reads the members and owners of the groups that were met, until no group is new. */
  async follow(): Promise<void> {
    while (this.open.length > 0) {
      const groups = this.open;
      this.open = [];
      const lists = await readLists<DirectoryObject>(
        this.reader,
        groups.flatMap(({ id }) => ['members', 'owners'].map((part) => membersPath(id, part))),
      );
      groups.forEach((object, i) => {
        const name = `the group ${object.displayName ?? object.id}`;
        const [members, owners] = [lists[2 * i]!, lists[2 * i + 1]!];
        const isWhole = members.status === 200;
        this.groups.set(object.id, {
          object,
          members: this.known(this.found(members, `members of ${name}`), `members of ${name}`),
          owners: this.known(this.found(owners, `owners of ${name}`), `owners of ${name}`),
          isWhole,
        });
      });
    }
  }

  /** Object IDs of those who can sign in, or hold those who can; others play no part in access. */
  private known(objects: readonly DirectoryObject[], what: string): string[] {
    const isNamed = (object: DirectoryObject): boolean =>
      (object.userPrincipalName ?? object.appId ?? object.displayName ?? undefined) !== undefined;
    const nameless = objects.filter((object) => typeOf(object) !== undefined && !isNamed(object));
    if (nameless.length > 0) {
      this.unread.push(`the names of ${nameless.length} of the ${what}`);
    }
    return objects.filter((object) => isNamed(object) && this.meet(object)).map(({ id }) => id);
  }

  /** Keeps what plays a part, and says whether it does. */
  private meet(object: DirectoryObject): boolean {
    switch (typeOf(object)) {
      case 'users':
        this.users.set(object.id, { ...this.users.get(object.id), ...object });
        return true;

      case 'servicePrincipals':
        this.servicePrincipals.set(object.id, { ...this.servicePrincipals.get(object.id), ...object });
        return true;

      case 'groups':
        return this.meetGroup(object);

      default:
        return false;
    }
  }

  private meetGroup(object: DirectoryObject): boolean {
    // Tokens do not list the others, and nobody can bind them.
    if (object.securityEnabled === false) {
      return false;
    }
    const isKnown = this.groups.has(object.id) || this.open.some(({ id }) => id === object.id);
    if (!isKnown) {
      this.open.push(object);
    }
    return true;
  }

  /** What a list has; one that may not be read is written down, and what else is wrong ends it all. */
  private found({ status, items }: ListReply<DirectoryObject>, what: string): readonly DirectoryObject[] {
    if (status === 403) {
      this.unread.push(what);
    } else if (status !== 200 && status !== 404) {
      throw new NotAnswered(`${this.reader.name} does not answer for ${what}: ${refusal(status)}`);
    }
    return items;
  }

  private readOrganization(body: unknown): void {
    const [first] = (body as { value?: readonly Organization[] } | undefined)?.value ?? [];
    if (first) {
      const domains = first.verifiedDomains ?? [];
      const { name } = domains.find(({ isDefault }) => isDefault) ?? domains[0] ?? {};
      this.organization = { tenantId: first.id, domain: name };
    }
  }
}

interface Organization {
  readonly id: string;
  readonly verifiedDomains?: readonly { readonly name: string; readonly isDefault?: boolean }[];
}

interface Search {
  readonly path: string;

  /** What is looked for, where that may not be read. */
  readonly words: string;
}

/** One search for up to fifteen values that are looked for in the same way. */
function searchesOf({ lookups, users = [], groups = [], servicePrincipals = [] }: Sought): Search[] {
  const values = new Map<string, Set<string>>();
  const add = (collection: Collection, by: Lookup['by'], value: string): void => {
    const key = JSON.stringify([collection, by]);
    values.set(key, (values.get(key) ?? new Set()).add(value));
  };
  lookups.forEach(({ kind, by, value }) =>
    COLLECTIONS[kind].forEach((collection) => add(collection, by, value)),
  );
  users.forEach((id) => add('users', 'objectId', id));
  groups.forEach((id) => add('groups', 'objectId', id));
  servicePrincipals.forEach((id) => add('servicePrincipals', 'objectId', id));

  return [...values].flatMap(([key, set]) => {
    const [collection, by] = JSON.parse(key) as [Collection, Lookup['by']];
    return searches(collection, PROPERTIES[by], [...set].sort());
  });
}

function searches(collection: Collection, property: string, values: readonly string[]): Search[] {
  const pathOf = (some: readonly string[]): string =>
    `/v1.0/${collection}?$select=${SELECTED[collection]}` +
    url`&$filter=${`${property} in (${some.map(odataText).join(',')})`}`;

  const parts: string[][] = [];
  for (const value of values) {
    const last = parts[parts.length - 1];
    if (last && last.length < IN_A_FILTER && pathOf([...last, value]).length <= LONGEST_PATH) {
      last.push(value);
    } else {
      parts.push([value]);
    }
  }
  return parts.map((part) => ({
    path: pathOf(part),
    words: `the ${SINGULAR[collection]}${part.length > 1 ? 's' : ''} ${part.join(', ')}`,
  }));
}

function membersPath(groupId: string, part: string): string {
  return url`/beta/groups/${groupId}/${part}?$select=` + `${USER},appId,securityEnabled&$top=${PAGE}`;
}

/** Microsoft Graph names the type where there may be several. */
function typeOf(object: DirectoryObject): Collection | undefined {
  switch (object['@odata.type']) {
    case '#microsoft.graph.user':
      return 'users';
    case '#microsoft.graph.group':
      return 'groups';
    case '#microsoft.graph.servicePrincipal':
      return 'servicePrincipals';
    case undefined:
      return object.userPrincipalName ? 'users' : object.appId ? 'servicePrincipals' : 'groups';
    default:
      return undefined;
  }
}

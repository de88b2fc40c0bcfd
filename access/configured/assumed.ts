import { loadTenant } from '../directory/load-tenant';
import { People, Tenant, TenantGroup, TenantServicePrincipal, TenantUser } from '../directory/tenant';
import { uuidOf } from '../directory/uuid';
import { Lookup } from './lookups';

/** A directory, and who in it was taken to exist because a configuration says so. */
export interface AssumedTenant {
  readonly tenant: Tenant;
  readonly assumed: readonly Lookup[];
}

/** A directory with nobody in it but whoever deploys. */
export function emptyTenant(): Tenant {
  const { tenantId, subscriptionId, domain, deployer, servicePrincipals } = loadTenant();
  return {
    tenantId,
    subscriptionId,
    domain,
    deployer,
    users: [],
    groups: [],
    servicePrincipals: servicePrincipals.filter(({ objectId }) => objectId === deployer),
  };
}

/** The lookups that find nobody. */
export function missingFrom(people: People, lookups: readonly Lookup[]): Lookup[] {
  const known = new Set(namesIn(people));
  return lookups.filter((lookup) => !known.has(nameOf(lookup)));
}

/**
 * A directory with everybody who is looked up: users as members, those who are found by mail as guests, groups as security
 * groups without members. Object IDs that nobody gives are made up, the same ones for the same names.
 */
export function withAssumed(tenant: Tenant, lookups: readonly Lookup[]): AssumedTenant {
  const assumed = missingFrom(tenant, lookups);
  return { tenant: { ...tenant, ...peopleWith(tenant, assumed) }, assumed };
}

function peopleWith(tenant: Tenant, assumed: readonly Lookup[]): People {
  const users: TenantUser[] = [];
  const groups: TenantGroup[] = [];
  const servicePrincipals: TenantServicePrincipal[] = [];

  for (const lookup of assumed) {
    switch (lookup.kind) {
      case 'group':
        groups.push(groupOf(lookup));
        break;
      case 'service principal':
        servicePrincipals.push(servicePrincipalOf(lookup));
        break;
      default:
        users.push(userOf(lookup, tenant));
    }
  }
  return {
    users: [...tenant.users, ...users],
    groups: [...tenant.groups, ...groups],
    servicePrincipals: [...tenant.servicePrincipals, ...servicePrincipals],
  };
}

function userOf({ kind, by, value }: Lookup, { domain }: Tenant): TenantUser {
  // Of whom only an object ID is known, that is the name in bindings, as it is for guests.
  const userType = kind === 'guest' || by === 'objectId' ? 'Guest' : 'Member';
  const userPrincipalName = {
    mail: `${value.replace('@', '_')}#EXT#@${domain.split('.')[0]}.onmicrosoft.com`,
    mailNickname: `${value}@${domain}`,
  }[by as string];

  return {
    objectId: by === 'objectId' ? value : uuidOf('user', value.toLowerCase()),
    userPrincipalName: userPrincipalName ?? value,
    displayName: value.split('@')[0]!,
    userType,
    ...(by === 'mail' && { mail: value }),
  };
}

function groupOf({ by, value }: Lookup): TenantGroup {
  return {
    objectId: by === 'objectId' ? value : uuidOf('group', value),
    displayName: value,
    members: [],
    owners: [],
  };
}

function servicePrincipalOf({ by, value }: Lookup): TenantServicePrincipal {
  return {
    objectId: by === 'objectId' ? value : uuidOf('service principal', value),
    clientId: by === 'clientId' ? value : uuidOf('client', value),
    displayName: value,
    appRoles: {},
    scopes: {},
  };
}

/** Everything by which somebody in the directory is found, as `nameOf` writes it. */
function namesIn({ users, groups, servicePrincipals }: People): string[] {
  return [
    ...[...users, ...groups, ...servicePrincipals].map(({ objectId }) =>
      nameOf({ by: 'objectId', value: objectId }),
    ),
    ...users.flatMap(({ userPrincipalName, mail }) => [
      nameOf({ by: 'userPrincipalName', value: userPrincipalName }),
      nameOf({ by: 'mailNickname', value: userPrincipalName.split('@')[0]! }),
      ...(mail === undefined ? [] : [nameOf({ by: 'mail', value: mail })]),
    ]),
    ...groups.flatMap(({ displayName }) => [
      nameOf({ kind: 'group', by: 'displayName', value: displayName }),
      // A tenant file knows no nicknames; Azure AD makes them of the name where nobody chooses one.
      nameOf({ kind: 'group', by: 'mailNickname', value: displayName.replace(/[^\w-]/g, '') }),
    ]),
    ...servicePrincipals.flatMap(({ displayName, clientId }) => [
      nameOf({ kind: 'service principal', by: 'displayName', value: displayName }),
      nameOf({ by: 'clientId', value: clientId }),
    ]),
  ];
}

/** A lookup as a text that is the same for what it finds. Azure AD compares the names of users without regard to case. */
function nameOf({ kind, by, value }: Pick<Lookup, 'by' | 'value'> & Partial<Lookup>): string {
  const isOfUser = kind !== 'group' && kind !== 'service principal';
  const name = by === 'displayName' || (by === 'mailNickname' && !isOfUser) ? value : value.toLowerCase();
  const place = by === 'displayName' || by === 'mailNickname' ? (isOfUser ? 'user' : kind) : '';

  return JSON.stringify([by, place, name]);
}

import { Account, isUser } from '../directory/sign-in';
import { People, Tenant, TenantGroup, TenantServicePrincipal, TenantUser } from '../directory/tenant';
import { TerraformObject, text } from '../rbac/from-terraform';

/** Who an expression or an object ID means. */
export type Principal = Account | TenantGroup;

/** Words for the account that runs Terraform, where no tenant file says who that is. */
export const DEPLOYER = 'the deploying account';

/**
 * Finds people as the azuread data sources do, in a tenant file.
 *
 * Without a tenant file, whoever is looked up stands under the name by which that is done.
 */
export class DirectoryLookups {
  /** Lookups that a deployment would fail at, as far as the tenant file can tell. */
  readonly problems: string[] = [];

  private readonly strangers = new Map<string, Principal>();

  constructor(private readonly tenant?: Tenant) {}

  /** A directory, by default the tenant, with those who were looked up and stand in no tenant file. */
  people(created: readonly TenantGroup[], directory: People | undefined = this.tenant): People {
    const strangers = [...this.strangers.values()];
    const isCreated = ({ objectId }: TenantGroup): boolean =>
      created.some((group) => sameText(group.objectId, objectId));
    return {
      users: [...(directory?.users ?? []), ...strangers.filter(isTenantUser)],
      groups: [...(directory?.groups ?? []).filter((group) => !isCreated(group)), ...created],
      servicePrincipals: [
        ...(directory?.servicePrincipals ?? []),
        ...strangers.filter((stranger): stranger is TenantServicePrincipal => 'clientId' in stranger),
      ],
    };
  }

  user(args: TerraformObject): TenantUser {
    const { by, value } = searchOf(args, ['user_principal_name', 'mail', 'object_id', 'mail_nickname']);
    const found = (this.tenant?.users ?? []).filter((user) =>
      sameText(
        { object_id: user.objectId, mail: user.mail, mail_nickname: user.userPrincipalName.split('@')[0] }[
          by
        ] ?? user.userPrincipalName,
        value,
      ),
    );
    return this.one('user', found, value) ?? member(value);
  }

  group(args: TerraformObject): TenantGroup {
    const { by, value } = searchOf(args, ['display_name', 'object_id', 'mail_nickname']);
    const found = (this.tenant?.groups ?? []).filter((group) =>
      sameText(by === 'object_id' ? group.objectId : group.displayName, value),
    );
    return (
      this.one('group', found, value) ?? { objectId: value, displayName: value, members: [], owners: [] }
    );
  }

  servicePrincipal(args: TerraformObject): TenantServicePrincipal {
    const { by, value } = searchOf(args, ['display_name', 'client_id', 'object_id']);
    const found = (this.tenant?.servicePrincipals ?? []).filter((principal) =>
      sameText(
        { object_id: principal.objectId, client_id: principal.clientId }[by] ?? principal.displayName,
        value,
      ),
    );
    return this.one('service principal', found, value) ?? this.remember(application(value));
  }

  /** Whoever runs Terraform. */
  deployer(): Principal {
    return this.tenant ? this.byObjectId(this.tenant.deployer) : this.remember(nameless(DEPLOYER));
  }

  /** Somebody whose object ID is written out. */
  byObjectId(objectId: string): Principal {
    const { users = [], groups = [], servicePrincipals = [] } = this.tenant ?? {};
    const everybody: Principal[] = [...users, ...groups, ...servicePrincipals];
    return everybody.find((one) => sameText(one.objectId, objectId)) ?? nameless(objectId);
  }

  /** Makes somebody a row of their own, whom no binding names, such as a member of a group. */
  remember<T extends Principal>(stranger: T): T {
    const isKnown = this.tenant !== undefined && this.byObjectId(stranger.objectId) === stranger;
    if (!isKnown && !('members' in stranger)) {
      this.strangers.set(stranger.objectId, stranger);
    }
    return stranger;
  }

  private one<T extends Principal>(what: string, found: readonly T[], value: string): T | undefined {
    const { tenant } = this;
    if (tenant && found.length !== 1) {
      const problem =
        found.length === 0
          ? `there is no ${what} '${value}' in the tenant ${tenant.domain}`
          : `there are ${found.length} ${what}s '${value}' in the tenant ${tenant.domain}`;
      this.problems.push(`${problem}: the plan fails`);
    }
    return found[0];
  }
}

function isTenantUser(principal: Principal): principal is TenantUser {
  return !('members' in principal) && isUser(principal);
}

/** The argument by which a data source looks. */
function searchOf(args: TerraformObject, names: readonly string[]): { by: string; value: string } {
  const by = names.find((name) => text(args, name) !== undefined) ?? names[0]!;
  return { by, value: text(args, by) ?? '' };
}

/** Microsoft Graph compares without regard to case. */
export function sameText(one: string | undefined, other: string): boolean {
  return one?.toLowerCase() === other.toLowerCase();
}

function member(userPrincipalName: string): TenantUser {
  return {
    objectId: userPrincipalName,
    userPrincipalName,
    displayName: userPrincipalName,
    userType: 'Member',
  };
}

/** Somebody of whom only an object ID is known; the cluster knows guests by theirs, and so it fits them. */
function nameless(objectId: string): TenantUser {
  return { objectId, userPrincipalName: objectId, displayName: objectId, userType: 'Guest' };
}

function application(name: string): TenantServicePrincipal {
  return { objectId: name, clientId: name, displayName: name, appRoles: {}, scopes: {} };
}

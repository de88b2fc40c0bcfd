import { blocks, text, texts } from '../world/attributes';
import { Context } from '../world/behaviour';
import { TenantGroup, TenantServicePrincipal, TenantUser } from '../../access/directory/tenant';
import { State } from '../protocol/values';

/** Microsoft's own tenant: the owner of first-party applications such as Microsoft Graph. */
const MICROSOFT_TENANT = 'f8cdef31-a31e-4b4a-93e4-5f571e91255a';

/** Client IDs of applications that are in every tenant: Microsoft Graph, Azure AD and their like. */
const FIRST_PARTY = /^0{7}[\da-f]-0000-/;

/** The resources that register applications. */
const APPLICATION_TYPES = ['azuread_application', 'azuread_application_registration'];

/** A service principal of the tenant file or of a rehearsed deployment. */
export interface DirectoryServicePrincipal extends TenantServicePrincipal {
  /** The tenant that owns the application behind it. */
  readonly applicationTenantId: string;

  /** The application's registration, when it was deployed in the rehearsal. */
  readonly application?: State;
}

/** A user, group or service principal, as role and app role assignments see it. */
export interface Principal {
  readonly displayName: string;
  readonly type: 'User' | 'Group' | 'ServicePrincipal';
}

/** Azure AD as it stands: what the tenant file says and what has been deployed since. */
export class Directory {
  constructor(private readonly context: Context) {}

  get users(): readonly TenantUser[] {
    return this.context.tenant.users;
  }

  get groups(): readonly TenantGroup[] {
    const deployed = this.context.world.all('azuread_group').map(toGroup);
    // What was deployed or taken over is as it is by now.
    const given = this.context.tenant.groups.filter(
      ({ objectId }) => !deployed.some((group) => group.objectId === objectId),
    );
    const groups = [...given, ...deployed];
    return groups.map((group) => ({
      ...group,
      members: [...new Set([...group.members, ...this.membershipsOf(group.objectId)])],
    }));
  }

  /** Registrations that were deployed in the rehearsal, however they were written. */
  get applications(): readonly State[] {
    return APPLICATION_TYPES.flatMap((type) => this.context.world.all(type));
  }

  get servicePrincipals(): readonly DirectoryServicePrincipal[] {
    const { tenant, world } = this.context;
    const given = tenant.servicePrincipals.map((principal) => ({
      ...principal,
      applicationTenantId: FIRST_PARTY.test(principal.clientId) ? MICROSOFT_TENANT : tenant.tenantId,
    }));
    const deployed = world
      .all('azuread_service_principal')
      .filter((object) => !given.some((principal) => principal.objectId === text(object, 'object_id')))
      .map((object) => this.toServicePrincipal(object));
    return [...given, ...deployed];
  }

  /** An application by its resource ID, `/applications/<object ID>`. */
  application(resourceId: string | undefined): State | undefined {
    return this.applications.find((application) => application.id === resourceId);
  }

  applicationByClientId(clientId: string | undefined): State | undefined {
    return this.applications.find((application) => application.client_id === clientId);
  }

  servicePrincipal(objectId: string | undefined): DirectoryServicePrincipal | undefined {
    return this.servicePrincipals.find((principal) => principal.objectId === objectId);
  }

  servicePrincipalByClientId(clientId: string | undefined): DirectoryServicePrincipal | undefined {
    return this.servicePrincipals.find((principal) => principal.clientId === clientId);
  }

  principal(objectId: string | undefined): Principal | undefined {
    const user = this.users.find((candidate) => candidate.objectId === objectId);
    if (user) {
      return { displayName: user.displayName, type: 'User' };
    }
    const group = this.groups.find((candidate) => candidate.objectId === objectId);
    if (group) {
      return { displayName: group.displayName, type: 'Group' };
    }
    const servicePrincipal = this.servicePrincipal(objectId);
    return servicePrincipal && { displayName: servicePrincipal.displayName, type: 'ServicePrincipal' };
  }

  /** Changes an application behind the back of the resource that manages it. */
  updateApplication(resourceId: string | undefined, change: (application: State) => State): void {
    const { world } = this.context;
    for (const type of APPLICATION_TYPES) {
      const application = world.get(type, resourceId ?? '');
      if (application) {
        world.put(type, resourceId ?? '', change(application));
      }
    }
  }

  applicationIdsByName(displayName: string | undefined): string[] {
    return this.applications
      .filter((application) => application.display_name === displayName)
      .map((application) => text(application, 'object_id') ?? '');
  }

  groupIdsByName(displayName: string | undefined): string[] {
    return this.groups.filter((group) => group.displayName === displayName).map((group) => group.objectId);
  }

  /** An object ID that nothing has yet; the same in every rehearsal that creates things in the same order. */
  newId(type: string, ...words: string[]): string {
    const taken = new Set(
      this.context.world.all(type).flatMap((object) => [object.object_id, object.key_id]),
    );
    let id = this.context.uuid(type, ...words);
    for (let copy = 2; taken.has(id); copy++) {
      id = this.context.uuid(type, ...words, String(copy));
    }
    return id;
  }

  private membershipsOf(groupId: string): string[] {
    return this.context.world
      .all('azuread_group_member')
      .filter((membership) => membership.group_object_id === groupId)
      .map((membership) => text(membership, 'member_object_id') ?? '');
  }

  private toServicePrincipal(object: State): DirectoryServicePrincipal {
    const clientId = text(object, 'client_id') ?? '';
    const application = this.applicationByClientId(clientId);
    return {
      objectId: text(object, 'object_id') ?? '',
      clientId,
      displayName: text(object, 'display_name') ?? '',
      appRoles: application ? appRoleIds(application) : {},
      scopes: application ? scopeIds(application) : {},
      applicationTenantId: this.context.tenant.tenantId,
      application,
    };
  }
}

/** Resources that belong to an application registration and name it by resource ID. */
export const PARTS_OF_APPLICATIONS = [
  'azuread_application_password',
  'azuread_application_identifier_uri',
  'azuread_application_pre_authorized',
];

/** All scopes and app roles that an application exposes. */
export function permissions(application: State): State[] {
  return [...scopes(application), ...blocks(application, 'app_role')];
}

/** The delegated permissions that an application exposes. */
export function scopes(application: State): State[] {
  return blocks(application, 'api').flatMap((api) => blocks(api, 'oauth2_permission_scope'));
}

/** Delegated permissions that an application exposes, value to ID. */
export function scopeIds(application: State): Record<string, string> {
  return idsByValue(scopes(application));
}

/** App roles that an application exposes, value to ID. */
export function appRoleIds(application: State): Record<string, string> {
  return idsByValue(blocks(application, 'app_role'));
}

/** Whether a service principal offers the app role; a role may lack a value, so values are not enough. */
export function offersAppRole(principal: DirectoryServicePrincipal, roleId: string | undefined): boolean {
  const unnamed = blocks(principal.application, 'app_role').map((role) => text(role, 'id'));
  return [...Object.values(principal.appRoles), ...unnamed].includes(roleId);
}

/** Whether a service principal offers the delegated permission with this ID. */
export function offersScope(principal: DirectoryServicePrincipal, scopeId: string | undefined): boolean {
  return Object.values(principal.scopes).some((offered) => offered === scopeId);
}

function idsByValue(permissions: readonly State[]): Record<string, string> {
  const entries = permissions.map((permission) => [
    text(permission, 'value') ?? '',
    text(permission, 'id') ?? '',
  ]);
  return Object.fromEntries(entries.filter(([value]) => value !== '')) as Record<string, string>;
}

function toGroup(object: State): TenantGroup {
  return {
    objectId: text(object, 'object_id') ?? '',
    displayName: text(object, 'display_name') ?? '',
    members: texts(object, 'members'),
    owners: texts(object, 'owners'),
  };
}

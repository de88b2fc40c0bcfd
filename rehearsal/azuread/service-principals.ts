import { block, blocks, isTrue, text, texts } from '../world/attributes';
import { appRoleIds, Directory, DirectoryServicePrincipal, scopeIds, scopes } from './directory';
import { Context, ResourceBehaviour } from '../world/behaviour';
import { State } from '../protocol/values';

/** What a service principal may have been given, and the arguments that name it there. */
const GIVEN_TO_SERVICE_PRINCIPALS: Readonly<Record<string, readonly string[]>> = {
  azuread_service_principal_delegated_permission_grant: [
    'service_principal_object_id',
    'resource_service_principal_object_id',
  ],
  azuread_app_role_assignment: ['principal_object_id', 'resource_object_id'],
};

export const servicePrincipal: ResourceBehaviour = {
  apply: (planned, prior, context) => {
    const directory = new Directory(context);
    const clientId = text(planned, 'client_id') ?? '';
    const existing = isTrue(planned, 'use_existing')
      ? directory.servicePrincipalByClientId(clientId)
      : undefined;
    const objectId =
      text(prior ?? planned, 'object_id') ??
      existing?.objectId ??
      directory.newId('azuread_service_principal', clientId);
    return {
      ...(existing ? ofServicePrincipal(existing) : ofApplication(directory.applicationByClientId(clientId))),
      id: `/servicePrincipals/${objectId}`,
      object_id: objectId,
      application_tenant_id: existing?.applicationTenantId ?? context.tenant.tenantId,
      type: 'Application',
    };
  },
  read: (stored, context) => {
    // A service principal copies its application, also what changes there later.
    const current = new Directory(context).applicationByClientId(text(stored, 'client_id'));
    return current ? { ...stored, ...ofApplication(current) } : stored;
  },
  remove: (prior, context) => {
    for (const [type, names] of Object.entries(GIVEN_TO_SERVICE_PRINCIPALS)) {
      for (const object of context.world.all(type)) {
        if (names.some((name) => object[name] === prior.object_id)) {
          context.world.remove(type, text(object, 'id') ?? '');
        }
      }
    }
  },
};

export const delegatedPermissionGrant: ResourceBehaviour = {
  apply: (planned, prior, context) => ({
    id:
      text(prior ?? planned, 'id') ??
      `/oauth2PermissionGrants/${opaqueId(planned, 'service_principal_object_id', context)}`,
  }),
  read: (stored, context) =>
    stillGiven('azuread_service_principal_delegated_permission_grant', stored, context),
};

export const appRoleAssignment: ResourceBehaviour = {
  apply: (planned, _prior, context) => {
    const directory = new Directory(context);
    const principal = directory.principal(text(planned, 'principal_object_id'));
    const resource = directory.servicePrincipal(text(planned, 'resource_object_id'));
    const assignmentId = opaqueId(planned, 'principal_object_id', context);
    return {
      id: text(planned, 'id') ?? `/servicePrincipals/${resource?.objectId}/appRoleAssignedTo/${assignmentId}`,
      principal_display_name: principal?.displayName ?? '',
      principal_type: principal?.type ?? '',
      resource_display_name: resource?.displayName ?? '',
    };
  },
  read: (stored, context) => {
    const directory = new Directory(context);
    return directory.principal(text(stored, 'principal_object_id')) &&
      directory.servicePrincipal(text(stored, 'resource_object_id'))
      ? stored
      : undefined;
  },
};

/** What a service principal reports of the application behind it. */
function ofApplication(application: State | undefined): State {
  const web = block(application, 'web');
  return {
    display_name: text(application, 'display_name') ?? '',
    app_role_ids: appRoleIds(application ?? {}),
    app_roles: blocks(application, 'app_role').map((role) => ({ ...role, enabled: role.enabled !== false })),
    oauth2_permission_scope_ids: scopeIds(application ?? {}),
    oauth2_permission_scopes: scopes(application ?? {}).map((scope) => ({
      ...scope,
      enabled: scope.enabled !== false,
      type: scope.type ?? 'User',
    })),
    homepage_url: text(web, 'homepage_url') ?? '',
    logout_url: text(web, 'logout_url') ?? '',
    redirect_uris: texts(web, 'redirect_uris'),
    service_principal_names: [text(application, 'client_id') ?? '', ...texts(application, 'identifier_uris')],
    sign_in_audience: text(application, 'sign_in_audience') ?? 'AzureADMyOrg',
  };
}

/** What a service principal reports whose application lives in another tenant, such as Microsoft Graph. */
export function ofServicePrincipal(principal: DirectoryServicePrincipal): State {
  if (principal.application) {
    return ofApplication(principal.application);
  }
  return {
    display_name: principal.displayName,
    app_role_ids: { ...principal.appRoles },
    app_roles: Object.entries(principal.appRoles).map(([value, id]) => ({
      id,
      value,
      display_name: value,
      description: value,
      enabled: true,
      allowed_member_types: ['Application'],
    })),
    oauth2_permission_scope_ids: { ...principal.scopes },
    oauth2_permission_scopes: Object.entries(principal.scopes).map(([value, id]) => ({
      id,
      value,
      admin_consent_display_name: value,
      admin_consent_description: value,
      enabled: true,
      type: 'User',
    })),
    homepage_url: '',
    logout_url: '',
    redirect_uris: [],
    service_principal_names: [principal.clientId],
    sign_in_audience: 'AzureADMultipleOrgs',
  };
}

/** Gone together with either of its service principals. */
function stillGiven(type: string, stored: State, context: Context): State | undefined {
  const directory = new Directory(context);
  const names = GIVEN_TO_SERVICE_PRINCIPALS[type] ?? [];
  return names.every((name) => directory.servicePrincipal(text(stored, name))) ? stored : undefined;
}

/** Microsoft Graph's IDs of grants and assignments are text without meaning, derived from the object they are for. */
function opaqueId(object: State, holder: string, context: Context): string {
  const words = Object.values(object).filter((value) => typeof value === 'string');
  const bytes = [text(object, holder) ?? '', context.uuid(...words)].map((uuid) => uuid.replaceAll('-', ''));
  return Buffer.from(bytes.join(''), 'hex').toString('base64url');
}

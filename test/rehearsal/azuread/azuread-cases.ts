import { azuread } from '../../../rehearsal/azuread/azuread';
import { State } from '../../../rehearsal/protocol/values';
import { World } from '../../../rehearsal/world/world';
import { groupEligibilityCases } from './eligibility-cases';
import { RefusalCase, RehearsedService } from '../protocol/rehearsed-service';

export const GRAPH = '00000003-0000-0000-c000-000000000000';
export const GRAPH_SERVICE_PRINCIPAL = '4b8d1e30-6f9c-4da1-87e5-80f2b3c4d5e6';
const DIRECTORY_READ_ALL = '7ab1d382-f21e-4acd-a863-ba3e13f7da61';
export const USER_READ = 'e1fe6dd8-ba31-4d61-89e7-88639da4683d';
export const ADMINS = '894656e1-39f8-4bfe-b16a-510f61af6f41';
export const ALICE = 'a1b2c3d4-52c5-4d6c-9d0e-1f0e8f3a7b01';
const SCOPE = '11111111-0000-4000-8000-000000000001';
const OTHER_SCOPE = '11111111-0000-4000-8000-000000000002';
const NOBODY = '99999999-9999-4999-8999-999999999999';

/** What the cases find: the article's two applications, as far as they matter here. */
export interface AzureAdGiven {
  readonly server: State;
  readonly client: State;
  readonly serverPrincipal: State;
}

export async function givenApplications(
  world?: World,
): Promise<{ service: RehearsedService; given: AzureAdGiven }> {
  const service = new RehearsedService(azuread, '3.7.0', world);
  const server = await service.create('azuread_application', {
    display_name: 'server',
    api: [{ oauth2_permission_scope: [{ id: SCOPE, value: 'access' }] }],
  });
  const client = await service.create('azuread_application', { display_name: 'client' });
  const serverPrincipal = await service.create('azuread_service_principal', { client_id: server.client_id! });
  await service.create('azuread_service_principal_delegated_permission_grant', {
    service_principal_object_id: serverPrincipal.object_id!,
    resource_service_principal_object_id: GRAPH_SERVICE_PRINCIPAL,
    claim_values: ['User.Read'],
  });
  await service.create('azuread_app_role_assignment', {
    app_role_id: DIRECTORY_READ_ALL,
    principal_object_id: serverPrincipal.object_id!,
    resource_object_id: GRAPH_SERVICE_PRINCIPAL,
  });
  await service.create('azuread_application_identifier_uri', {
    application_id: server.id!,
    identifier_uri: `api://${server.client_id as string}`,
  });
  return { service, given: { server, client, serverPrincipal } };
}

/** Every rule of azuread's tables, tripped and not. */
export function azureadCases({ server, client, serverPrincipal }: AzureAdGiven): RefusalCase[] {
  const web = (...uris: string[]): State => ({ display_name: 'a', web: [{ redirect_uris: uris }] });
  const spa = (...uris: string[]): State => ({
    display_name: 'a',
    single_page_application: [{ redirect_uris: uris }],
  });
  const native = (...uris: string[]): State => ({
    display_name: 'a',
    public_client: [{ redirect_uris: uris }],
  });
  const scopes = (...scope: State[]): State => ({
    display_name: 'a',
    api: [{ oauth2_permission_scope: scope }],
  });
  const requiring = (id: string, type: string): State => ({
    display_name: 'a',
    required_resource_access: [{ resource_app_id: GRAPH, resource_access: [{ id, type }] }],
  });
  const named = (name: string): State => ({ display_name: name, prevent_duplicate_names: true });
  const identified = (uri: string): State => ({ display_name: 'a', identifier_uris: [uri] });
  const uriOf = (application: State, uri: string): State => ({
    application_id: application.id!,
    identifier_uri: uri,
  });
  const preAuthorizing = (application: string, permission: string): State => ({
    application_id: application,
    authorized_client_id: client.client_id!,
    permission_ids: [permission],
  });
  const grant = (principal: string, resource: string, scope: string, user?: string): State => ({
    service_principal_object_id: principal,
    resource_service_principal_object_id: resource,
    claim_values: [scope],
    user_object_id: user ?? null,
  });
  const assignment = (role: string, principal: string, resource: string): State => ({
    app_role_id: role,
    principal_object_id: principal,
    resource_object_id: resource,
  });
  const membership = (group: string, member: string): State => ({
    group_object_id: group,
    member_object_id: member,
  });
  const group = (name: string): State => ({ ...named(name), security_enabled: true });
  const password = (more: State): State => ({ application_id: server.id!, ...more });
  const serverId = server.id as string;
  const principal = serverPrincipal.object_id as string;
  const goodGrant = grant(principal, GRAPH_SERVICE_PRINCIPAL, 'User.Read', ALICE);
  const goodAssignment = assignment(DIRECTORY_READ_ALL, ALICE, GRAPH_SERVICE_PRINCIPAL);
  const goodUri = uriOf(client, `api://${client.client_id as string}`);
  const missing = `/applications/${NOBODY}`;
  const clientUri = `api://${client.client_id as string}`;

  return [
    {
      on: 'azuread_application',
      bad: web('https://aks'),
      good: web('https://aks/'),
      says: 'must have a trailing slash',
    },
    {
      on: 'azuread_application',
      bad: web('ftp://aks/'),
      good: web('http://aks/a'),
      says: 'unexpected URI scheme for "redirect_uris"',
    },
    {
      on: 'azuread_application',
      bad: web(`https://aks/${'a'.repeat(256)}`),
      good: web('ms-appx-web://aks/'),
      says: '256 characters or less',
    },
    {
      on: 'azuread_application',
      bad: spa('https://'),
      good: spa('https://aks/callback'),
      says: 'URI has no host for "redirect_uris"',
    },
    {
      on: 'azuread_application',
      bad: native('client'),
      good: native('urn:ietf:wg:oauth:2.0:oob', 'https://aks'),
      says: 'URI has no host for "redirect_uris": client',
    },
    {
      on: 'azuread_application',
      bad: identified('api://contoso.com/'),
      good: identified('api://contoso.com'),
      says: 'must not have a trailing slash when there is no path segment for "identifier_uris": api://contoso.com/',
    },
    {
      on: 'azuread_application_identifier_uri',
      bad: uriOf(client, 'aks'),
      good: goodUri,
      says: 'URI has no host for "identifier_uris": aks',
    },
    ...[
      'azuread_application_password',
      'azuread_application_identifier_uri',
      'azuread_application_pre_authorized',
    ].map((on): RefusalCase => {
      const rest: State = {
        azuread_application_password: {},
        azuread_application_identifier_uri: { identifier_uri: clientUri },
        azuread_application_pre_authorized: {
          authorized_client_id: client.client_id!,
          permission_ids: [SCOPE],
        },
      }[on]!;
      const owner = on === 'azuread_application_identifier_uri' ? client : server;
      return {
        on,
        bad: { application_id: owner.object_id!, ...rest },
        good: { application_id: owner.id!, ...rest },
        says: 'as an Application ID',
      };
    }),
    {
      on: 'azuread_service_principal',
      bad: { client_id: serverId },
      good: { client_id: client.client_id! },
      says: 'expected "client_id" to be a valid UUID',
    },
    {
      on: 'azuread_service_principal_delegated_permission_grant',
      bad: grant(`/servicePrincipals/${principal}`, GRAPH_SERVICE_PRINCIPAL, 'User.Read'),
      good: goodGrant,
      says: 'expected "service_principal_object_id" to be a valid UUID',
    },
    {
      on: 'azuread_app_role_assignment',
      bad: assignment('Directory.Read.All', ALICE, GRAPH_SERVICE_PRINCIPAL),
      good: goodAssignment,
      says: 'expected "app_role_id" to be a valid UUID',
    },
    {
      on: 'azuread_application_pre_authorized',
      bad: { ...preAuthorizing(serverId, SCOPE), authorized_client_id: 'client' },
      good: preAuthorizing(serverId, SCOPE),
      says: 'expected "authorized_client_id" to be a valid UUID',
    },
    {
      on: 'azuread_group_member',
      bad: membership(`/groups/${ADMINS}`, ALICE),
      good: membership(ADMINS, ALICE),
      says: 'expected "group_object_id" to be a valid UUID',
    },
    {
      on: 'azuread_application',
      bad: scopes({ id: 'access', value: 'access' }),
      good: scopes({ id: SCOPE, value: 'access' }),
      says: 'expected "id" to be a valid UUID, got access',
    },
    {
      on: 'azuread_application',
      bad: scopes({ id: SCOPE, value: 'a' }, { id: OTHER_SCOPE, value: 'a' }),
      good: scopes({ id: SCOPE, value: 'a' }, { id: OTHER_SCOPE, value: 'b' }),
      says: 'duplicate value found: "a"',
    },
    {
      on: 'azuread_application',
      bad: scopes({ id: SCOPE, value: 'a' }, { id: SCOPE, value: 'b' }),
      good: scopes({ id: SCOPE, value: 'a' }),
      says: `duplicate ID found: "${SCOPE}"`,
    },
    {
      on: 'azuread_application',
      bad: { display_name: 'a', sign_in_audience: 'PersonalMicrosoftAccount' },
      good: {
        display_name: 'a',
        sign_in_audience: 'PersonalMicrosoftAccount',
        api: [{ requested_access_token_version: 2 }],
      },
      says: '`requested_access_token_version` must be 2',
    },
    {
      on: 'azuread_group',
      bad: { display_name: 'a' },
      good: group('a'),
      says: 'one of `mail_enabled,security_enabled` must be specified',
    },
    {
      on: 'azuread_application_password',
      bad: password({ end_date: '2027-01-01' }),
      good: password({ end_date: '2027-01-01T00:00:00Z' }),
      says: 'expected "end_date" to be a valid RFC3339 date',
    },
    {
      on: 'azuread_application_password',
      bad: password({ end_date: '2027-01-01T00:00:00Z', end_date_relative: '24h' }),
      good: password({ end_date_relative: '24h' }),
      says: '"end_date": conflicts with end_date_relative',
    },
    {
      on: 'data.azuread_application',
      bad: {},
      good: { display_name: 'server' },
      says: 'one of `client_id`, `object_id`, `display_name`, `identifier_uri` must be specified',
    },
    {
      on: 'data.azuread_service_principal',
      bad: {},
      good: { client_id: GRAPH },
      says: 'one of `client_id`, `object_id`, `display_name` must be specified',
    },
    {
      on: 'data.azuread_user',
      bad: { user_principal_name: 'a', mail: 'a' },
      good: { mail: 'a' },
      says: 'only one of `user_principal_name`',
    },
    {
      on: 'data.azuread_group',
      bad: {},
      good: { object_id: ADMINS },
      says: 'one of `display_name`, `object_id`, `mail_nickname` must be specified',
    },

    {
      on: 'azuread_application',
      bad: named('server'),
      good: named('another'),
      says: 'An existing "azuread_application" with name "server"',
    },
    {
      on: 'azuread_group',
      bad: group('contoso-cluster-admins'),
      good: group('another'),
      says: 'An existing "azuread_group" with name "contoso-cluster-admins"',
    },
    {
      on: 'azuread_application',
      bad: identified('https://elsewhere.example/a'),
      good: identified('https://aks.contoso.com/a'),
      says: "must use a verified domain of the organization or its subdomain: 'https://elsewhere.example/a'",
    },
    {
      on: 'azuread_application_identifier_uri',
      bad: uriOf(client, 'api://made-up'),
      good: goodUri,
      says: "must use a verified domain of the organization or its subdomain: 'api://made-up'",
    },
    {
      on: 'azuread_application_identifier_uri',
      bad: uriOf(client, `api://${server.client_id as string}`),
      good: goodUri,
      says: 'Another object with the same value for property identifierUris already exists.',
    },
    {
      on: 'azuread_application',
      bad: requiring(NOBODY, 'Scope'),
      good: requiring(USER_READ, 'Scope'),
      says: `Scope '${NOBODY}' is not a permission of 'Microsoft Graph'`,
    },
    {
      on: 'azuread_application',
      bad: requiring(USER_READ, 'Role'),
      good: requiring(DIRECTORY_READ_ALL, 'Role'),
      says: `Role '${USER_READ}' is not a permission of 'Microsoft Graph'`,
    },
    {
      on: 'azuread_application_password',
      bad: { application_id: missing },
      good: password({}),
      says: `Application with object ID "${NOBODY}" was not found`,
    },
    {
      on: 'azuread_application_identifier_uri',
      bad: { application_id: missing, identifier_uri: 'https://contoso.com/x' },
      good: goodUri,
      says: `Application with object ID "${NOBODY}" was not found`,
    },
    {
      on: 'azuread_application_pre_authorized',
      bad: preAuthorizing(missing, SCOPE),
      good: preAuthorizing(serverId, SCOPE),
      says: `Application with object ID "${NOBODY}" was not found`,
    },
    {
      on: 'azuread_application_pre_authorized',
      bad: preAuthorizing(serverId, OTHER_SCOPE),
      good: preAuthorizing(serverId, SCOPE),
      says: 'has a Permission Id that cannot be found in the AppPermissions sets',
    },
    {
      on: 'azuread_service_principal',
      bad: { client_id: NOBODY },
      good: { client_id: client.client_id! },
      says: 'does not reference a valid application object',
    },
    {
      on: 'azuread_service_principal',
      bad: { client_id: server.client_id! },
      good: { client_id: server.client_id!, use_existing: true },
      says: 'is already in use',
    },
    {
      on: 'azuread_service_principal_delegated_permission_grant',
      bad: grant(NOBODY, GRAPH_SERVICE_PRINCIPAL, 'User.Read'),
      good: goodGrant,
      says: `Service principal with object ID "${NOBODY}" was not found`,
    },
    {
      on: 'azuread_service_principal_delegated_permission_grant',
      bad: grant(principal, GRAPH_SERVICE_PRINCIPAL, 'openid'),
      good: goodGrant,
      says: 'Permission entry already exists.',
    },
    {
      on: 'azuread_service_principal_delegated_permission_grant',
      bad: grant(principal, GRAPH_SERVICE_PRINCIPAL, 'user.read', ALICE),
      good: goodGrant,
      says: "AADSTS650053: scope 'user.read' does not exist on the resource 'Microsoft Graph'",
    },
    {
      on: 'azuread_app_role_assignment',
      bad: assignment(DIRECTORY_READ_ALL, ALICE, NOBODY),
      good: goodAssignment,
      says: `Service principal with object ID "${NOBODY}" was not found`,
    },
    {
      on: 'azuread_app_role_assignment',
      bad: assignment(DIRECTORY_READ_ALL, NOBODY, GRAPH_SERVICE_PRINCIPAL),
      good: goodAssignment,
      says: `Resource '${NOBODY}' does not exist`,
    },
    {
      on: 'azuread_app_role_assignment',
      bad: assignment(USER_READ, ALICE, GRAPH_SERVICE_PRINCIPAL),
      good: goodAssignment,
      says: `Permission being assigned was not found on application '${GRAPH}'.`,
    },
    {
      on: 'azuread_app_role_assignment',
      bad: assignment(DIRECTORY_READ_ALL, principal, GRAPH_SERVICE_PRINCIPAL),
      good: goodAssignment,
      says: 'EntitlementGrant entry already exists.',
    },
    {
      on: 'azuread_group_member',
      bad: membership(NOBODY, ALICE),
      good: membership(ADMINS, ALICE),
      says: `Group with object ID "${NOBODY}" was not found`,
    },
    ...groupEligibilityCases(),
  ];
}

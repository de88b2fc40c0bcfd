import { azuread } from '../../../rehearsal/azuread/azuread';
import { State } from '../../../rehearsal/protocol/values';
import {
  ADMINS,
  ALICE,
  azureadCases,
  AzureAdGiven,
  givenApplications,
  GRAPH,
  GRAPH_SERVICE_PRINCIPAL,
  USER_READ,
} from './azuread-cases';
import { RehearsedService } from '../protocol/rehearsed-service';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

describe('the rules of Azure AD', () => {
  let service: RehearsedService;
  let given: AzureAdGiven;

  beforeEach(async () => {
    ({ service, given } = await givenApplications());
  });

  test('each refuses what it says, in the words of azuread or Azure AD, and lets the rest pass', () => {
    for (const refusalCase of azureadCases(given)) {
      const said = service.refusals(refusalCase).map(({ problem }) => problem.summary);

      expect(said.join('\n')).toContain(refusalCase.says);
      expect(service.refusals(refusalCase, refusalCase.good).map(({ problem }) => problem.summary)).toEqual(
        [],
      );
    }
  });

  test('each has a case that trips it', () => {
    const tripped = new Set(
      azureadCases(given).flatMap((one) => service.refusals(one).map(({ rule }) => rule)),
    );

    expect(
      azuread.rules.filter((rule) => !tripped.has(rule)).map(({ on, refuses }) => `${on}: ${refuses}`),
    ).toEqual([]);
  });

  test('each has a source', () => {
    expect(azuread.rules.filter(({ source }) => !source.startsWith('https://'))).toEqual([]);
  });

  test('no two of one resource refuse the same', () => {
    const names = azuread.rules.map(({ on, at, refuses }) => `${on} ${at} ${refuses}`);

    expect(new Set(names).size).toBe(names.length);
  });
});

describe('Azure AD as azuread 3.7.0 shows it', () => {
  let service: RehearsedService;
  let given: AzureAdGiven;

  beforeEach(async () => {
    ({ service, given } = await givenApplications());
  });

  test('an application has two IDs and a resource ID made of one of them', () => {
    expect(given.server).toMatchObject({
      id: `/applications/${given.server.object_id as string}`,
      object_id: expect.stringMatching(UUID) as string,
      client_id: expect.stringMatching(UUID) as string,
      publisher_domain: 'contoso.com',
      sign_in_audience: 'AzureADMyOrg',
      oauth2_permission_scope_ids: { access: '11111111-0000-4000-8000-000000000001' },
    });
    expect(given.server.client_id).not.toBe(given.server.object_id);
  });

  test('two applications of one name are two applications', async () => {
    const twin = await service.create('azuread_application', { display_name: 'server' });

    expect(twin.id).not.toBe(given.server.id);
    expect(() => service.lookUp('azuread_application', { display_name: 'server' })).toThrow(
      'Multiple applications found',
    );
  });

  test('an identifier URI appears on its application, and goes when the application is written without it', async () => {
    const uri = `api://${given.server.client_id as string}`;
    expect(service.read('azuread_application', given.server)).toMatchObject({ identifier_uris: [uri] });

    const current = service.read('azuread_application', given.server)!;
    await service.update('azuread_application', current, { display_name: 'server', identifier_uris: [] });

    const [identifierUri] = service.world.all('azuread_application_identifier_uri');
    expect(service.read('azuread_application_identifier_uri', identifierUri!)).toBeUndefined();
  });

  test('an identifier URI that is removed leaves its application', async () => {
    const [identifierUri] = service.world.all('azuread_application_identifier_uri');
    await service.remove('azuread_application_identifier_uri', identifierUri!);

    expect(service.read('azuread_application', given.server)).toMatchObject({ identifier_uris: [] });
  });

  test('a password runs for two years, or as long as asked for, and looks like none', async () => {
    const password = await service.create('azuread_application_password', {
      application_id: given.server.id!,
    });
    const short = await service.create('azuread_application_password', {
      application_id: given.server.id!,
      end_date_relative: '4320h',
    });

    expect(password).toMatchObject({
      value: expect.stringMatching(/^rehearsal~[0-9a-f]{30}$/) as string,
      end_date: '2028-01-01T00:00:00Z',
    });
    expect(short).toMatchObject({ end_date: '2026-06-30T00:00:00Z' });
    expect(short.value).not.toBe(password.value);
  });

  test('a rotation trigger or a new end date replaces a password', async () => {
    const configuration = { application_id: given.server.id!, end_date: '2027-01-01T00:00:00Z' };
    const password = await service.create('azuread_application_password', configuration);

    expect(service.replacements('azuread_application_password', password, configuration)).toEqual([]);
    expect(
      service.replacements('azuread_application_password', password, {
        ...configuration,
        end_date: '2028-01-01T00:00:00Z',
        rotate_when_changed: { on: 'now' },
      }),
    ).toEqual(['end_date', 'rotate_when_changed']);
  });

  test('a service principal shows what its application offers, now and later', async () => {
    const renamed = await service.update('azuread_application', given.server, { display_name: 'renamed' });

    expect(service.read('azuread_service_principal', given.serverPrincipal)).toMatchObject({
      display_name: 'renamed',
      oauth2_permission_scope_ids: {},
      service_principal_names: [renamed.client_id],
    });
  });

  test('Microsoft Graph is found with its permissions by ID', () => {
    expect(service.lookUp('azuread_service_principal', { client_id: GRAPH })).toMatchObject({
      object_id: GRAPH_SERVICE_PRINCIPAL,
      oauth2_permission_scope_ids: { 'User.Read': USER_READ },
    });
  });

  test('an app role assignment names both sides', () => {
    const [assignment] = service.world.all('azuread_app_role_assignment');

    expect(assignment).toMatchObject({
      principal_display_name: 'server',
      principal_type: 'ServicePrincipal',
      resource_display_name: 'Microsoft Graph',
    });
  });

  test('an application takes its service principal with it', async () => {
    await service.remove('azuread_application', given.server);

    expect(service.world.all('azuread_service_principal')).toEqual([]);
    const [grant] = service.world.all('azuread_service_principal_delegated_permission_grant');
    expect(service.read('azuread_service_principal_delegated_permission_grant', grant!)).toBeUndefined();
  });

  test('the last owner of a group that is a user stays, and service principals do not count', async () => {
    const owned = { display_name: 'team', security_enabled: true };
    const group = await service.create('azuread_group', { ...owned, owners: [ALICE] });
    const pipeline = GRAPH_SERVICE_PRINCIPAL;

    await expect(service.update('azuread_group', group, { ...owned, owners: [pipeline] })).rejects.toThrow(
      'The group must have at least one owner, hence this owner cannot be removed',
    );
    const both = await service.update('azuread_group', group, { ...owned, owners: [ALICE, pipeline] });
    expect(both.owners).toEqual([ALICE, pipeline]);

    const roles = { ...owned, display_name: 'roles', assignable_to_role: true };
    const assignable = await service.create('azuread_group', { ...roles, owners: [ALICE] });
    expect(await service.update('azuread_group', assignable, { ...roles, owners: [pipeline] })).toMatchObject(
      {
        owners: [pipeline],
      },
    );
  });

  test('a group shows members that were added beside it', async () => {
    const group = await service.create('azuread_group', { display_name: 'team', security_enabled: true });
    await service.create('azuread_group_member', {
      group_object_id: group.object_id!,
      member_object_id: ALICE,
    });

    expect(service.read('azuread_group', group)).toMatchObject({
      id: `/groups/${group.object_id as string}`,
      members: [ALICE],
    });
    expect(service.lookUp('azuread_group', { display_name: 'team' })).toMatchObject({ members: [ALICE] });
  });

  test('a user is found whatever the case, and spelled as in the directory', () => {
    expect(service.lookUp('azuread_user', { user_principal_name: 'dana.lee@CONTOSO.com' })).toMatchObject({
      user_principal_name: 'Dana.Lee@contoso.com',
      user_type: 'Member',
    });
    expect(service.lookUp('azuread_user', { mail: 'carol@fabrikam.com' })).toMatchObject({
      user_type: 'Guest',
    });
  });

  test('the deploying principal is the pipeline', () => {
    expect(service.lookUp('azuread_client_config', {})).toMatchObject({
      object_id: service.tenant.deployer,
      client_id: '2f6b9c1e-4d7a-4b8f-a5c3-6e0d1f2a3b4c',
      tenant_id: service.tenant.tenantId,
    });
  });

  test('nested members count when asked for', () => {
    const readers = { display_name: 'shop-readers', include_transitive_members: true };

    expect(service.lookUp('azuread_group', readers).members).toContain(
      'b2c3d4e5-3b1f-4c58-8a44-2a9d5c6e8b02',
    );
  });

  test('several users and groups are found at once', () => {
    const users = service.lookUp('azuread_users', {
      user_principal_names: ['alice@contoso.com', 'nobody'],
      ignore_missing: true,
    });
    const groups = service.lookUp('azuread_groups', { display_names: ['contoso-cluster-admins'] });

    expect(users.object_ids).toEqual([ALICE]);
    expect(groups.object_ids).toEqual([ADMINS]);
  });

  test.each<[string, State, string]>([
    [
      'azuread_user',
      { user_principal_name: 'nobody@contoso.com' },
      'User with UPN "nobody@contoso.com" was not found',
    ],
    ['azuread_users', { object_ids: [GRAPH] }, `User not found with object ID: "${GRAPH}"`],
    [
      'azuread_group',
      { display_name: 'nobody' },
      "No group found matching specified filter (displayName eq 'nobody')",
    ],
    ['azuread_groups', { display_names: ['nobody'] }, 'No group found with display name: "nobody"'],
    ['azuread_application', { client_id: GRAPH }, 'Application not found'],
    ['azuread_service_principal', { display_name: 'nobody' }, 'Service principal not found'],
  ])('%s says what it did not find', (type, query, message) => {
    expect(() => service.lookUp(type, query)).toThrow(message);
  });

  test('two groups of one name are an error', async () => {
    await service.create('azuread_group', { display_name: 'on-call', security_enabled: true });

    expect(() => service.lookUp('azuread_group', { display_name: 'on-call' })).toThrow(
      "More than one group found matching specified filter (displayName eq 'on-call')",
    );
  });

  test('a tenant that does not exist signs nobody in', () => {
    expect(() => azuread.configure?.({ tenant_id: GRAPH }, service.context)).toThrow(
      `AADSTS90002: Tenant '${GRAPH}' not found.`,
    );
    expect(() => azuread.configure?.({ tenant_id: service.tenant.tenantId }, service.context)).not.toThrow();
  });

  test('the same deployment gives the same IDs and secrets', async () => {
    const again = await givenApplications();

    expect(again.service.world.all('azuread_application')).toEqual(service.world.all('azuread_application'));
  });
});

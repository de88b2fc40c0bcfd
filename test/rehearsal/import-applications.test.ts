import { AadClientApp, AadServerApp } from '../../lib';
import { plannedChanges, serve, terraform, withExistingObjects, write } from './existing-under-terraform';
import { describeWithTerraform } from './terraform';

describeWithTerraform('what exists', () => {
  withExistingObjects();

  test('may be applications, of which only the secret is new', async () => {
    const server = 'cc333333-3333-4333-8333-333333333333';
    const client = 'dd444444-4444-4444-8444-444444444444';
    const scopeId = 'ee555555-5555-4555-8555-555555555555';
    const id = (last: string): string => `ff666666-6666-4666-8666-66666666666${last}`;
    const consent = 'kuk2FTtZ_0-xTJZkeF-x5T2MbqQ8YjdNq';
    const graph = '4b8d1e30-6f9c-4da1-87e5-80f2b3c4d5e6';
    const owners = ['3a7c0d2f-5e8b-4c90-b6d4-7f1e2a3b4c5d'];
    const clientConsent = 'pQk2FTtZ_0-xTJZkeF-x5T2MbqQ8YjdNq';

    await serve({
      azuread_application: [
        {
          object_id: server,
          client_id: id('1'),
          display_name: 'server',
          owners,
          sign_in_audience: 'AzureADMyOrg',
          group_membership_claims: ['All'],
          web: { redirect_uris: ['https://aksazureadserver/'] },
          api: {
            oauth2_permission_scope: {
              id: scopeId,
              value: 'user_impersonation',
              admin_consent_display_name: 'server',
              admin_consent_description: 'server',
              enabled: true,
              type: 'Admin',
            },
          },
          required_resource_access: {
            resource_app_id: '00000003-0000-0000-c000-000000000000',
            resource_access: [
              { id: '06da0dbc-49e2-44d2-8312-53f166ab848a', type: 'Scope' },
              { id: 'e1fe6dd8-ba31-4d61-89e7-88639da4683d', type: 'Scope' },
              { id: '7ab1d382-f21e-4acd-a863-ba3e13f7da61', type: 'Role' },
            ],
          },
        },
        {
          object_id: client,
          client_id: id('2'),
          display_name: 'client',
          owners,
          sign_in_audience: 'AzureADMyOrg',
          fallback_public_client_enabled: true,
          public_client: { redirect_uris: ['https://aksazureadclient/'] },
          required_resource_access: {
            resource_app_id: id('1'),
            resource_access: { id: scopeId, type: 'Scope' },
          },
        },
      ],
      azuread_service_principal: [
        { object_id: id('3'), client_id: id('1'), owners },
        { object_id: id('4'), client_id: id('2'), owners },
      ],
      azuread_service_principal_delegated_permission_grant: [
        {
          id: `/oauth2PermissionGrants/${consent}`,
          service_principal_object_id: id('3'),
          resource_service_principal_object_id: graph,
          claim_values: ['Directory.Read.All', 'User.Read'],
        },
        {
          id: `/oauth2PermissionGrants/${clientConsent}`,
          service_principal_object_id: id('4'),
          resource_service_principal_object_id: id('3'),
          claim_values: ['user_impersonation'],
        },
      ],
      azuread_app_role_assignment: [
        {
          id: `/servicePrincipals/${graph}/appRoleAssignedTo/${consent}`,
          principal_object_id: id('3'),
          resource_object_id: graph,
          app_role_id: '7ab1d382-f21e-4acd-a863-ba3e13f7da61',
        },
      ],
    });

    await write((stack) => {
      const serverApp = new AadServerApp(stack, 'Server', {
        displayName: 'server',
        redirectUris: ['https://aksazureadserver'],
        scopeId,
      });
      serverApp.importFrom({
        objectId: server,
        servicePrincipalObjectId: id('3'),
        delegatedConsentId: consent,
        applicationConsentId: consent,
        graphObjectId: graph,
      });
      const redirectUris = ['https://aksazureadclient'];
      new AadClientApp(stack, 'Client', { displayName: 'client', serverApp, redirectUris }).importFrom({
        objectId: client,
        servicePrincipalObjectId: id('4'),
        delegatedConsentId: clientConsent,
      });
    });

    expect(await plannedChanges()).toEqual({
      'azuread_application_password.Server_Secret': 'create',
    });
    expect(await terraform.apply()).toContain('7 imported, 1 added, 0 changed, 0 destroyed');
  });
});

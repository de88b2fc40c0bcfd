import { Application } from '@cdktf/provider-azuread/lib/application';
import { ApplicationPasswordA } from '@cdktf/provider-azuread/lib/application-password';
import { TerraformVariable } from 'cdktf';
import { AadClientApp, AadClientAppProps, AadServerApp, AppConsent, IAadClientApp } from '../../lib';
import { only, resolve, synth } from './synth';

const ID = '11111111-2222-3333-4444-555555555555';
const SERVER = {
  clientId: 'aaaaaaaa-0000-0000-0000-000000000001',
  objectId: 'aaaaaaaa-0000-0000-0000-000000000002',
  servicePrincipalObjectId: 'aaaaaaaa-0000-0000-0000-000000000003',
  scopeId: 'aaaaaaaa-0000-0000-0000-000000000004',
};

function synthApp(props: Partial<AadClientAppProps> = {}): ReturnType<typeof synth> {
  return synth((stack) => {
    const serverApp = AadServerApp.fromAadServerAppAttributes(stack, 'Server', SERVER);
    new AadClientApp(stack, 'Client', { displayName: 'AKSAzureADClient', serverApp, ...props });
  });
}

test('is a public client that asks for the scope of the server application', () => {
  expect(only(synthApp({ redirectUris: ['https://aksazureadclient'] }), 'azuread_application')).toMatchObject(
    {
      display_name: 'AKSAzureADClient',
      sign_in_audience: 'AzureADMyOrg',
      fallback_public_client_enabled: true,
      public_client: { redirect_uris: ['https://aksazureadclient/'] },
      required_resource_access: [
        { resource_app_id: SERVER.clientId, resource_access: [{ id: SERVER.scopeId, type: 'Scope' }] },
      ],
    },
  );
});

test('has no secret', () => {
  expect(synthApp().json).not.toMatch(/password|secret/i);
});

test('refuses a password, which whoever runs a public client could read', () => {
  expect(() =>
    synth((stack) => {
      const serverApp = AadServerApp.fromAadServerAppAttributes(stack, 'Server', SERVER);
      const app = new AadClientApp(stack, 'Client', { displayName: 'AKSAzureADClient', serverApp });
      new ApplicationPasswordA(app, 'Secret', { applicationId: `/applications/${app.objectId}` });
    }),
  ).toThrow(
    "[test/Client] 'Secret' is a password of a public client, which anyone who runs it can read: remove it [public-client-with-password]",
  );
});

test('a redirect URI may have a scheme of its own, which gets no slash', () => {
  const redirectUris = ['msal3b1e9d5f://auth', 'urn:ietf:wg:oauth:2.0:oob'];
  expect(only(synthApp({ redirectUris }), 'azuread_application').public_client).toEqual({
    redirect_uris: redirectUris,
  });
});

describe('consent', () => {
  test('ADMIN grants the scope of the server application to its service principal', () => {
    expect(only(synthApp(), 'azuread_service_principal_delegated_permission_grant')).toEqual({
      service_principal_object_id: expect.stringMatching(
        /Client_ServicePrincipal_\w+\.object_id\}$/,
      ) as string,
      resource_service_principal_object_id: SERVER.servicePrincipalObjectId,
      claim_values: ['user_impersonation'],
    });
  });

  test('PRE_AUTHORIZED changes the server application, by its resource ID, and grants nothing in the tenant', () => {
    const synthesized = synthApp({ consent: AppConsent.PRE_AUTHORIZED });

    expect(only(synthesized, 'azuread_application_pre_authorized')).toEqual({
      application_id: `/applications/${SERVER.objectId}`,
      authorized_client_id: expect.stringMatching(
        /^\$\{azuread_application\.Client_\w+\.client_id\}$/,
      ) as string,
      permission_ids: [SERVER.scopeId],
    });
    expect(synthesized.resource.azuread_service_principal_delegated_permission_grant).toBeUndefined();
  });

  test('MANUAL leaves it to an administrator, who finds the page in adminConsentUrl', () => {
    const synthesized = synth((stack) => {
      const serverApp = AadServerApp.fromAadServerAppAttributes(stack, 'Server', SERVER);
      const client = new AadClientApp(stack, 'Client', {
        displayName: 'C',
        serverApp,
        consent: AppConsent.MANUAL,
      });
      expect(resolve(stack, client.adminConsentUrl)).toMatch(
        /^https:\/\/login\.microsoftonline\.com\/.*client_id=/,
      );
    });
    expect(Object.keys(synthesized.resource)).toEqual(['azuread_application', 'azuread_service_principal']);
  });
});

test.each<[string, Partial<AadClientAppProps>, string]>([
  [
    'a relative redirect URI',
    { redirectUris: ['client'] },
    "redirectUris 'client' is not valid: use an absolute URI, such as 'https://aksazureadserver' (at 'test/Client')",
  ],
  [
    'a redirect URI without a host',
    { redirectUris: ['com.contoso.app:/auth'] },
    "redirectUris 'com.contoso.app:/auth' is not valid: it names no host, which azuread demands; use one such as 'myapp://auth' (at 'test/Client')",
  ],
  [
    'a name that is too long',
    { displayName: 'x'.repeat(121) },
    `displayName '${'x'.repeat(121)}' is not valid: use 1 to 120 characters (at 'test/Client')`,
  ],
  [
    'an owner that is no object ID',
    { owners: ['alice'] },
    "owners 'alice' is not the object ID of a user or service principal: a UUID has the form 00000000-0000-0000-0000-000000000000 (at 'test/Client')",
  ],
])('refuses %s', (_, props, message) => {
  expect(() => synthApp(props)).toThrow(new Error(message));
});

test('tokens pass every check', () => {
  const synthesized = synth((stack) => {
    const text = new TerraformVariable(stack, 'text', { type: 'string' }).stringValue;
    const serverApp = AadServerApp.fromLookup(stack, 'Server', { clientId: text });
    new AadClientApp(stack, 'Client', { displayName: text, serverApp, redirectUris: [text], owners: [text] });
  });
  expect(only(synthesized, 'azuread_application')).toMatchObject({
    display_name: '${var.text}',
    owners: ['${var.text}'],
    public_client: { redirect_uris: ['${var.text}'] },
  });
});

test('the application can be reached for what has no prop', () => {
  const synthesized = synth((stack) => {
    const serverApp = AadServerApp.fromAadServerAppAttributes(stack, 'Server', SERVER);
    const client = new AadClientApp(stack, 'Client', { displayName: 'C', serverApp });
    (client.node.defaultChild as Application).notes = 'owned by platform';
  });
  expect(only(synthesized, 'azuread_application').notes).toBe('owned by platform');
});

describe('import', () => {
  test('by attributes reads nothing', () => {
    const attrs = { clientId: ID, objectId: ID, servicePrincipalObjectId: ID };
    let imported: IAadClientApp | undefined;
    const synthesized = synth((stack) => {
      imported = AadClientApp.fromAadClientAppAttributes(stack, 'Client', attrs);
    });

    expect(imported).toMatchObject(attrs);
    expect(synthesized.data).toEqual({});
  });

  test('refuses an ID that is no UUID', () => {
    const attrs = { clientId: 'AKSAzureADClient', objectId: ID, servicePrincipalObjectId: ID };
    expect(() =>
      synth((stack) => void AadClientApp.fromAadClientAppAttributes(stack, 'Client', attrs)),
    ).toThrow("clientId 'AKSAzureADClient' is not an application (client) ID");
  });

  test('by client ID reads the application and its service principal', () => {
    const synthesized = synth((stack) => void AadClientApp.fromLookup(stack, 'Client', { clientId: ID }));

    expect(only(synthesized, 'data.azuread_application')).toEqual({ client_id: ID });
    expect(only(synthesized, 'data.azuread_service_principal').client_id).toMatch(/Client_\w+\.client_id\}$/);
  });
});

import { Application } from '@cdktf/provider-azuread/lib/application';
import { PgBackend, TerraformVariable, Token } from 'cdktf';
import {
  AadServerApp,
  AadServerAppProps,
  AppConsent,
  AzureEnvironment,
  GroupMembershipClaim,
  IAadServerApp,
} from '../../lib';
import { warningsOf } from './sample-cluster';
import { expression, only, resolve, synth } from './synth';

const ID = '11111111-2222-3333-4444-555555555555';

function synthApp(props: Partial<AadServerAppProps> = {}): ReturnType<typeof synth> {
  return synth((stack) => {
    new AadServerApp(stack, 'Server', { displayName: 'AKSAzureADServer', ...props });
  });
}

describe('registration', () => {
  test('is single-tenant and sends all groups', () => {
    expect(only(synthApp(), 'azuread_application')).toMatchObject({
      display_name: 'AKSAzureADServer',
      sign_in_audience: 'AzureADMyOrg',
      group_membership_claims: ['All'],
    });
  });

  test('asks Microsoft Graph for the three permissions of the walk-through', () => {
    expect(only(synthApp(), 'azuread_application').required_resource_access).toEqual([
      {
        resource_app_id: '00000003-0000-0000-c000-000000000000',
        resource_access: [
          { id: '06da0dbc-49e2-44d2-8312-53f166ab848a', type: 'Scope' },
          { id: 'e1fe6dd8-ba31-4d61-89e7-88639da4683d', type: 'Scope' },
          { id: '7ab1d382-f21e-4acd-a863-ba3e13f7da61', type: 'Role' },
        ],
      },
    ]);
  });

  test('is owned by whoever deploys first, and the next to deploy does not change that', () => {
    const synthesized = synthApp();
    const owners = ['${data.azuread_client_config.DeployingPrincipal.object_id}'];

    for (const type of ['azuread_application', 'azuread_service_principal']) {
      expect(only(synthesized, type)).toMatchObject({
        owners,
        lifecycle: { ignore_changes: expect.arrayContaining(['owners']) as string[] },
      });
    }
  });

  test('keeps the owners that are given, without asking who deploys', () => {
    const synthesized = synthApp({ owners: [ID] });

    expect(only(synthesized, 'azuread_application').owners).toEqual([ID]);
    expect(only(synthesized, 'azuread_application').lifecycle).toEqual({
      ignore_changes: ['identifier_uris', 'prevent_duplicate_names'],
    });
    expect(synthesized.data.azuread_client_config).toBeUndefined();
  });

  test.each([
    ['https://aksazureadserver', 'https://aksazureadserver/'],
    ['https://aksazureadserver/', 'https://aksazureadserver/'],
    ['https://contoso.com/callback', 'https://contoso.com/callback'],
    ['https://contoso.com?x=1', 'https://contoso.com?x=1'],
    ['http://localhost:8080', 'http://localhost:8080/'],
  ])('redirect URI %s is sent as %s', (given, sent) => {
    expect(only(synthApp({ redirectUris: [given] }), 'azuread_application').web).toEqual({
      redirect_uris: [sent],
    });
  });

  test('group membership claims can be limited to assigned groups', () => {
    const synthesized = synthApp({ groupMembershipClaims: [GroupMembershipClaim.APPLICATION_GROUP] });
    expect(only(synthesized, 'azuread_application').group_membership_claims).toEqual(['ApplicationGroup']);
  });

  test('the identifier URI is not taken away again by the application', () => {
    const synthesized = synthApp({ identifierUri: true });
    const [logicalId] = Object.keys(synthesized.resource.azuread_application ?? {});

    expect(only(synthesized, 'azuread_application_identifier_uri')).toEqual({
      application_id: `\${azuread_application.${logicalId}.id}`,
      identifier_uri: `api://\${azuread_application.${logicalId}.client_id}`,
    });
    expect(only(synthesized, 'azuread_application').lifecycle).toEqual({
      ignore_changes: ['identifier_uris', 'owners', 'prevent_duplicate_names'],
    });
  });
});

describe('client secret', () => {
  test('expires 180 days after its creation by the clock of Terraform, and later plans do not move the date', () => {
    expect(only(synthApp(), 'azuread_application_password')).toMatchObject({
      display_name: 'AKSAzureADServer',
      end_date: '${timeadd(plantimestamp(), "4320h")}',
      lifecycle: { ignore_changes: ['end_date'] },
    });
  });

  test('has the given description, validity and rotation', () => {
    const secret = only(
      synthApp({ secretDescription: 'AKS', secretValidityDays: 30, rotateSecretWhenChanged: '2026-11' }),
      'azuread_application_password',
    );
    expect(secret).toMatchObject({
      display_name: 'AKS',
      end_date: '${timeadd(plantimestamp(), "720h")}',
      rotate_when_changed: { rotation: '2026-11' },
    });
  });

  test('is exposed as a reference', () => {
    synth((stack) => {
      const { secret } = new AadServerApp(stack, 'Server', { displayName: 'AKSAzureADServer' });
      expect(resolve(stack, secret)).toMatch(
        /^\$\{azuread_application_password\.Server_Secret_\w+\.value\}$/,
      );
    });
  });
});

describe('warnings', () => {
  function warnings(secretValidityDays?: number): string[] {
    return warningsOf((stack) => {
      new PgBackend(stack, { connStr: 'postgres://db' });
      new AadServerApp(stack, 'Server', { displayName: 'AKSAzureADServer', secretValidityDays });
    });
  }

  test('a secret for more than a year is warned about', () => {
    expect(warnings(366)).toEqual([
      "secretValidityDays 366 is more than a year: use 365 at most and rotate (at 'test/Server') [long-lived-secret]",
    ]);
    expect(warnings(365)).toEqual([]);
    expect(warnings()).toEqual([]);
    expect(warnings(Token.asNumber('${var.days}'))).toEqual([]);
  });

  test('a secret in a local state file is warned about', () => {
    expect(
      warningsOf((stack) => void new AadServerApp(stack, 'Server', { displayName: 'AKSAzureADServer' })),
    ).toEqual([
      "the secret of the server application is kept in a local state file: give stack 'test' a remote backend (at 'test/Server') [secret-in-local-state]",
    ]);
  });
});

describe('exposed scope', () => {
  test('has an ID that depends on the place of the construct and not on names', () => {
    const ids = [synthApp(), synthApp({ displayName: 'Other', scopeName: 'sign_in' })].map(
      (synthesized) =>
        (only(synthesized, 'azuread_application').api as { oauth2_permission_scope: { id: string }[] })
          .oauth2_permission_scope[0]?.id,
    );
    expect(ids).toEqual(Array(2).fill('${uuidv5("url", "cdktf-aks-aad/scope/Server")}'));
  });

  test('carries the given name, title, explanation and ID', () => {
    const synthesized = synthApp({
      scopeName: 'sign_in',
      scopeDisplayName: 'Sign in to AKS',
      scopeDescription: 'Lets kubectl sign in',
      scopeId: ID,
    });
    expect(only(synthesized, 'azuread_application').api).toEqual({
      oauth2_permission_scope: [
        {
          id: ID,
          value: 'sign_in',
          type: 'Admin',
          enabled: true,
          admin_consent_display_name: 'Sign in to AKS',
          admin_consent_description: 'Lets kubectl sign in',
        },
      ],
    });
  });
});

describe('consent', () => {
  test('ADMIN grants the delegated and the application permission to the service principal', () => {
    const synthesized = synthApp();
    const principal = expect.stringMatching(
      /^\$\{azuread_service_principal\.Server_ServicePrincipal_\w+\.object_id\}$/,
    ) as string;
    const graph = expect.stringMatching(
      /^\$\{data\.azuread_service_principal\.Server_MicrosoftGraph_\w+\.object_id\}$/,
    ) as string;

    expect(only(synthesized, 'azuread_service_principal_delegated_permission_grant')).toEqual({
      service_principal_object_id: principal,
      resource_service_principal_object_id: graph,
      claim_values: ['Directory.Read.All', 'User.Read'],
    });
    expect(only(synthesized, 'azuread_app_role_assignment')).toEqual({
      principal_object_id: principal,
      resource_object_id: graph,
      app_role_id: '7ab1d382-f21e-4acd-a863-ba3e13f7da61',
    });
  });

  test('MANUAL grants nothing and does not read Microsoft Graph', () => {
    const synthesized = synthApp({ consent: AppConsent.MANUAL });

    expect(Object.keys(synthesized.resource)).toEqual([
      'azuread_application',
      'azuread_application_password',
      'azuread_service_principal',
    ]);
    expect(synthesized.data.azuread_service_principal).toBeUndefined();
  });

  test.each([
    [AzureEnvironment.PUBLIC, 'login.microsoftonline.com'],
    [AzureEnvironment.US_GOVERNMENT, 'login.microsoftonline.us'],
    [AzureEnvironment.CHINA, 'login.partner.microsoftonline.cn'],
  ])('the consent page of cloud %s is on %s', (environment, host) => {
    synth((stack) => {
      const app = new AadServerApp(stack, 'Server', { displayName: 'AKSAzureADServer', environment });
      expect(resolve(stack, app.adminConsentUrl)).toMatch(
        new RegExp(
          `^https://${host}/\\$\\{data\\.azuread_client_config\\.DeployingPrincipal\\.tenant_id\\}/adminconsent\\?client_id=\\$\\{azuread_application\\.`,
        ),
      );
    });
  });
});

describe('bad input is refused', () => {
  test.each<[string, Partial<AadServerAppProps>, string]>([
    [
      'an empty name',
      { displayName: ' ' },
      "displayName ' ' is not valid: use 1 to 120 characters (at 'test/Server')",
    ],
    [
      'a relative redirect URI',
      { redirectUris: ['aksazureadserver'] },
      "redirectUris 'aksazureadserver' is not valid: use an absolute URI that starts with 'https://' or 'http://', such as 'https://aksazureadserver' (at 'test/Server')",
    ],
    [
      'another scheme',
      { redirectUris: ['urn:ietf:wg:oauth:2.0:oob'] },
      "redirectUris 'urn:ietf:wg:oauth:2.0:oob' is not valid: use an absolute URI that starts with 'https://' or 'http://', such as 'https://aksazureadserver' (at 'test/Server')",
    ],
    [
      'a fragment',
      { redirectUris: ['https://contoso.com/#top'] },
      "redirectUris 'https://contoso.com/#top' is not valid: remove the fragment '#top' (at 'test/Server')",
    ],
    [
      'one redirect URI twice, once without its slash',
      { redirectUris: ['https://contoso.com', 'https://contoso.com/'] },
      "redirectUris has 'https://contoso.com/' twice: remove one of them (at 'test/Server')",
    ],
    [
      'a scope name with a space',
      { scopeName: 'sign in' },
      "scopeName 'sign in' is not valid: use 1 to 120 characters without spaces or quotes (at 'test/Server')",
    ],
    [
      'a scope ID that is no UUID',
      { scopeId: 'sign_in' },
      "scopeId 'sign_in' is not the ID of a scope: a UUID has the form 00000000-0000-0000-0000-000000000000 (at 'test/Server')",
    ],
    [
      'half a day of validity',
      { secretValidityDays: 0.5 },
      "secretValidityDays 0.5 is not valid: use a whole number from 1 to 3650 (at 'test/Server')",
    ],
    [
      'an owner by path',
      { owners: [`/users/${ID}`] },
      `owners '/users/${ID}' is not the object ID of a user or service principal: pass '${ID}' (the attribute object_id, not id) (at 'test/Server')`,
    ],
    [
      'pre-authorisation',
      { consent: AppConsent.PRE_AUTHORIZED },
      "consent 'PRE_AUTHORIZED' is for client applications; a server application takes AppConsent.ADMIN or AppConsent.MANUAL (at 'test/Server')",
    ],
  ])('%s', (_, props, message) => {
    expect(() => synthApp(props)).toThrow(new Error(message));
  });

  test('a redirect URI that is longer than Azure AD takes', () => {
    const uri = `https://contoso.com/${'x'.repeat(240)}`;
    expect(() => synthApp({ redirectUris: [uri] })).toThrow(
      "is not valid: it has 260 characters, Azure AD takes at most 256 (at 'test/Server')",
    );
  });
});

test('tokens pass every check', () => {
  const synthesized = synth((stack) => {
    const text = new TerraformVariable(stack, 'text', { type: 'string' }).stringValue;
    const list = Token.asList('${var.list}');
    new AadServerApp(stack, 'Server', {
      displayName: text,
      redirectUris: [text],
      owners: list,
      scopeId: text,
      scopeName: text,
      secretValidityDays: new TerraformVariable(stack, 'days', { type: 'number' }).numberValue,
    });
  });

  expect(only(synthesized, 'azuread_application')).toMatchObject({
    display_name: '${var.text}',
    owners: '${var.list}',
    web: { redirect_uris: ['${var.text}'] },
  });
  expect(only(synthesized, 'azuread_application_password').end_date).toBe(
    '${timeadd(plantimestamp(), "${(var.days * 24)}h")}',
  );
});

test('the application can be reached for what has no prop', () => {
  const synthesized = synth((stack) => {
    const app = new AadServerApp(stack, 'Server', { displayName: 'AKSAzureADServer' });
    (app.node.defaultChild as Application).notes = 'owned by platform';
  });
  expect(only(synthesized, 'azuread_application').notes).toBe('owned by platform');
});

describe('import', () => {
  const ATTRIBUTES = { clientId: ID, objectId: ID, servicePrincipalObjectId: ID, scopeId: ID };

  test('by attributes reads nothing', () => {
    let imported: IAadServerApp | undefined;
    const synthesized = synth((stack) => {
      imported = AadServerApp.fromAadServerAppAttributes(stack, 'Server', ATTRIBUTES);
    });

    expect(imported).toMatchObject({ ...ATTRIBUTES, scopeName: 'user_impersonation' });
    expect(synthesized.data).toEqual({});
  });

  test.each([
    [
      'hunter2',
      "secret is a literal and would be readable in the synthesised JSON: pass a reference, such as the value of a TerraformVariable with 'sensitive: true' (at 'test/Server')",
    ],
    ['${"hunter2"}', "secret has '${', which Terraform would evaluate"],
    [
      `hunter2${expression('${var.secret}')}`,
      'secret is a literal and would be readable in the synthesised JSON',
    ],
  ])('refuses the client secret in %j without repeating it', (secret, message) => {
    const attempt = () =>
      synth((stack) => {
        AadServerApp.fromAadServerAppAttributes(stack, 'Server', { ...ATTRIBUTES, secret });
      });

    expect(attempt).toThrow(message);
    expect(attempt).not.toThrow('hunter2');
  });

  test.each(['clientId', 'objectId', 'servicePrincipalObjectId', 'scopeId'])(
    'refuses a %s that is no UUID',
    (prop) => {
      expect(() =>
        synth((stack) => {
          AadServerApp.fromAadServerAppAttributes(stack, 'Server', {
            ...ATTRIBUTES,
            [prop]: 'AKSAzureADServer',
          });
        }),
      ).toThrow(`${prop} 'AKSAzureADServer' is not`);
    },
  );

  test('by display name reads the application, its service principal and its scope', () => {
    const synthesized = synth((stack) => {
      const app = AadServerApp.fromLookup(stack, 'Server', { displayName: 'AKSAzureADServer' });
      expect(resolve(stack, app.scopeId)).toMatch(
        /^\$\{data\.azuread_application\.Server_\w+\.oauth2_permission_scope_ids\["user_impersonation"\]\}$/,
      );
    });

    expect(only(synthesized, 'data.azuread_application')).toEqual({ display_name: 'AKSAzureADServer' });
    expect(only(synthesized, 'data.azuread_service_principal').client_id).toMatch(
      /^\$\{data\.azuread_application\.Server_\w+\.client_id\}$/,
    );
  });

  test.each([
    [{}, 'received neither'],
    [{ clientId: ID, displayName: 'AKS' }, `received both '${ID}' and 'AKS'`],
  ])('by lookup needs one of client ID and display name: %j', (options, received) => {
    expect(() => synth((stack) => void AadServerApp.fromLookup(stack, 'Server', options))).toThrow(
      new Error(
        `give either clientId or displayName to look up an application; ${received} (at 'test/Server')`,
      ),
    );
  });
});

import { Application } from '@cdktf/provider-azuread/lib/application';
import { PgBackend, TerraformVariable, Token } from 'cdktf';
import { AadServerApp, AppConsent, AzureEnvironment, GroupMembershipClaim } from '../../lib';
import { warningsOf } from './sample-cluster';
import { only, resolve, synth } from './synth';
import { ID, synthApp } from './sample-server-app';

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

  test('the scope has an ID that Terraform can read, whatever the construct is called', () => {
    const synthesized = synth((stack) => {
      new AadServerApp(stack, 'a"b\\c%{d${e', { displayName: 'AKS' });
    });

    expect(only(synthesized, 'azuread_application')).toMatchObject({
      api: {
        oauth2_permission_scope: [{ id: '${uuidv5("url", "cdktf-aks-aad/scope/a\\"b\\\\c%%{d$${e")}' }],
      },
    });
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

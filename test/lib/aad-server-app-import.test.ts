import { AadServerApp, IAadServerApp } from '../../lib';
import { expression, only, resolve, synth } from './synth';
import { ID } from './sample-server-app';

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

  test('refuses a scope name that would become a part of an expression', () => {
    const scopeName = 'a" == file("secret.txt") ? "a" : "user_impersonation';
    const message = `scopeName '${scopeName}' is not valid: use 1 to 120 characters without spaces or quotes, not beginning with a period (at 'test/Server')`;

    expect(() =>
      synth((stack) => void AadServerApp.fromLookup(stack, 'Server', { displayName: 'AKS', scopeName })),
    ).toThrow(new Error(message));
    expect(() =>
      synth((stack) => {
        AadServerApp.fromAadServerAppAttributes(stack, 'Server', { ...ATTRIBUTES, scopeName });
      }),
    ).toThrow(new Error(message));
  });

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

  test('by lookup refuses an empty display name', () => {
    expect(() =>
      synth((stack) => void AadServerApp.fromLookup(stack, 'Server', { displayName: ' ' })),
    ).toThrow(new Error("displayName ' ' is not valid: use the name of the application (at 'test/Server')"));
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

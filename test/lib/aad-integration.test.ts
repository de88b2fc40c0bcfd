import { TerraformVariable, Token } from 'cdktf';
import { AadClientApp, AadIntegration, AadServerApp, LegacyAadOptions, UnsafeSetting } from '../../lib';
import { expression, synth } from './synth';

const TENANT = '72f988bf-0000-0000-0000-2d7cd011db47';
const GROUP = '894656e1-39f8-4bfe-b16a-510f61af6f41';

describe('managed', () => {
  test('refuses an admin group that is missing from its place', () => {
    const groups = [process.env.NO_SUCH_VARIABLE as string];
    expect(() => AadIntegration.managed({ adminGroupObjectIds: groups })).toThrow(
      new Error('AadIntegration.managed(): adminGroupObjectIds[0] is missing: set it'),
    );
  });

  test('refuses a tenant that is no UUID', () => {
    expect(() => AadIntegration.managed({ tenantId: 'contoso.com' })).toThrow(
      new Error(
        "tenantId 'contoso.com' is not the ID of a tenant: a UUID has the form 00000000-0000-0000-0000-000000000000",
      ),
    );
  });

  test('refuses the id of a group and names the object ID in it', () => {
    expect(() => AadIntegration.managed({ adminGroupObjectIds: [`/groups/${GROUP}`] })).toThrow(
      new Error(
        `adminGroupObjectIds '/groups/${GROUP}' is not the object ID of a group: pass '${GROUP}' (the attribute object_id, not id) [admin-group-not-uuid]`,
      ),
    );
  });

  test('takes a group that is no UUID where that is allowed', () => {
    const unsafeAllow = [UnsafeSetting.ADMIN_GROUP_NOT_UUID];
    expect(() => AadIntegration.managed({ adminGroupObjectIds: ['admins'], unsafeAllow })).not.toThrow();
  });

  test('refuses more admin groups than a token can name', () => {
    const groups = Array.from({ length: 201 }, (_, index) =>
      GROUP.replace(/...$/, String(index).padStart(3, '0')),
    );
    expect(() => AadIntegration.managed({ adminGroupObjectIds: groups })).toThrow(
      new Error(
        'adminGroupObjectIds has 201 groups, at most 200 can take effect: nest them in one group and pass that',
      ),
    );
    expect(AadIntegration.managed({ adminGroupObjectIds: groups.slice(1) }).isLegacy).toBe(false);
  });

  test('accepts tokens for every ID', () => {
    expect(() =>
      AadIntegration.managed({
        tenantId: expression('${var.tenant}'),
        adminGroupObjectIds: Token.asList('${var.groups}'),
      }),
    ).not.toThrow();
  });
});

describe('legacy', () => {
  function integrate(
    options: Partial<LegacyAadOptions> & Record<string, unknown>,
    withSecret = true,
  ): AadIntegration {
    let integration: AadIntegration | undefined;
    synth((stack) => {
      const secret = new TerraformVariable(stack, 'secret', { type: 'string', sensitive: true }).stringValue;
      const ids = { clientId: GROUP, objectId: GROUP, servicePrincipalObjectId: GROUP };
      integration = AadIntegration.legacy({
        serverApp: AadServerApp.fromAadServerAppAttributes(stack, 'Server', {
          ...ids,
          scopeId: GROUP,
          secret: withSecret ? secret : undefined,
        }),
        clientApp: AadClientApp.fromAadClientAppAttributes(stack, 'Client', ids),
        ...options,
      });
    });
    return integration!;
  }

  test('takes a server application with a secret and a client application', () => {
    expect(integrate({ tenantId: TENANT }).isLegacy).toBe(true);
  });

  test('refuses a server application without a secret', () => {
    expect(() => integrate({}, false)).toThrow(
      new Error("serverApp 'test/Server' has no secret: pass 'secret' where the application is imported"),
    );
  });

  test.each(['adminGroupObjectIds', 'azureRbac'])(
    'refuses %s, which only the managed integration has',
    (prop) => {
      expect(() => integrate({ [prop]: true })).toThrow(
        new Error(`${prop} is not available with legacy Azure AD: remove it or use AadIntegration.managed()`),
      );
    },
  );

  test('takes options of the managed integration that are not set', () => {
    expect(integrate({ azureRbac: undefined }).isLegacy).toBe(true);
  });

  test('refuses a tenant that is no UUID', () => {
    expect(() => integrate({ tenantId: 'contoso.com' })).toThrow(
      "tenantId 'contoso.com' is not the ID of a tenant",
    );
  });
});

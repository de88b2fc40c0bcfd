import { TerraformStack, TerraformVariable, Testing } from 'cdktf';
import { AadDirectory, AadPrincipalType, RbacSubject } from '../../lib';
import { resolve, synth } from './synth';

const ID = '894656e1-39f8-4bfe-b16a-510f61af6f41';

/** What `build` answers, in a stack with a directory. */
function inDirectory<T>(build: (directory: AadDirectory, stack: TerraformStack) => T): T {
  let answer: T;
  synth((stack) => {
    answer = build(new AadDirectory(stack, 'Directory'), stack);
  });
  return answer!;
}

function lookups(build: (directory: AadDirectory, stack: TerraformStack) => void): Record<string, unknown[]> {
  const { data } = synth((stack) => build(new AadDirectory(stack, 'Directory'), stack));
  return Object.fromEntries(Object.entries(data).map(([type, all]) => [type, Object.values(all)]));
}

describe('a user', () => {
  test('is bound as the directory spells it, and as object ID when it is a guest, by one expression', () => {
    inDirectory((directory, stack) => {
      const alice = directory.user('alice@contoso.com');
      const user = 'data.azuread_user.DirectoryLookups_user-alicecontosocom_A2C75F7C';

      expect(alice).toMatchObject({ kind: 'User', principalType: AadPrincipalType.USER });
      expect(resolve(stack, alice.name)).toBe(
        `\${(${user}.user_type == "Guest") ? ${user}.object_id : ${user}.user_principal_name}`,
      );
      expect(resolve(stack, alice.objectId)).toBe(`\${${user}.object_id}`);
    });
  });

  test('is looked up once for each stack, whoever asks, in whatever case', () => {
    expect(
      lookups((directory, stack) => {
        directory.user('alice@contoso.com');
        directory.user('Alice@Contoso.com');
        new AadDirectory(stack, 'Other').user('alice@contoso.com');
      }),
    ).toEqual({ azuread_user: [{ user_principal_name: 'alice@contoso.com' }] });
  });

  test('of another stack is looked up there', () => {
    const app = Testing.app();
    const [one, two] = ['one', 'two'].map((id) => new AadDirectory(new TerraformStack(app, id), 'Directory'));

    expect(one!.user('alice@contoso.com')).not.toBe(two!.user('alice@contoso.com'));
  });

  test('cannot be given by object ID, which does not say whether it is a guest', () => {
    expect(() => inDirectory((directory) => directory.user(ID))).toThrow(
      `user '${ID}' is an object ID, which Kubernetes matches for guests only: use guest() for a guest, and the user ` +
        "principal name for a member (at 'test/Directory')",
    );
  });

  test.each(['alice', '', 'system:masters'])("cannot be '%s'", (name) => {
    expect(() => inDirectory((directory) => directory.user(name))).toThrow(
      `user '${name}' is not valid: use a user principal name such as alice@contoso.com (at 'test/Directory')`,
    );
  });
});

describe('a guest', () => {
  test('is found by mail or by user principal name', () => {
    expect(
      lookups((directory) => {
        directory.guest('carol@fabrikam.com');
        directory.guest('carol_fabrikam.com#EXT#@contoso.onmicrosoft.com');
      }),
    ).toEqual({
      azuread_user: [
        { mail: 'carol@fabrikam.com' },
        { user_principal_name: 'carol_fabrikam.com#EXT#@contoso.onmicrosoft.com' },
      ],
    });
  });
});

describe('groups and service principals', () => {
  test('a group is not looked up by a name with an apostrophe, at which azuread fails', () => {
    const build = () => synth((stack) => new AadDirectory(stack, 'Directory').group("o'brien's team"));

    expect(build).toThrow(/group 'o'brien's team' cannot be looked up, .* use the object ID/);
  });

  test('are found by display name, groups only where tokens name them', () => {
    expect(
      lookups((directory) => {
        directory.group('shop-readers');
        directory.group('shop-readers');
        directory.servicePrincipal('ci-deployer');
      }),
    ).toEqual({
      azuread_group: [{ display_name: 'shop-readers', security_enabled: true }],
      azuread_service_principal: [{ display_name: 'ci-deployer' }],
    });
  });

  test('have the principal types of Azure', () => {
    inDirectory((directory) => {
      expect(directory.group('a')).toMatchObject({ kind: 'Group', principalType: 'Group' });
      expect(directory.servicePrincipal('a')).toMatchObject({
        kind: 'User',
        principalType: 'ServicePrincipal',
      });
    });
  });

  test.each([' ', 'system:masters', 'a'.repeat(257)])("cannot be '%s'", (name) => {
    expect(() => inDirectory((directory) => directory.group(name))).toThrow(
      `group '${name}' is not valid: use a display name of 1 to 256 characters, or an object ID (at 'test/Directory')`,
    );
  });

  test('cannot be the id of a directory object', () => {
    expect(() => inDirectory((directory) => directory.group(`/groups/${ID}`))).toThrow(
      `group '/groups/${ID}' is not the object ID of a group: pass '${ID}' (the attribute object_id, not id)`,
    );
  });
});

test('literal object IDs cost no lookup', () => {
  expect(
    lookups((directory) => {
      expect(directory.guest(ID)).toEqual(RbacSubject.guest(ID));
      expect(directory.group(ID)).toEqual(RbacSubject.group(ID));
      expect(directory.servicePrincipal(ID)).toEqual(RbacSubject.servicePrincipal(ID));
    }),
  ).toEqual({});
});

test('names that only Terraform knows are looked up too, each once', () => {
  expect(
    lookups((directory, stack) => {
      const value = (id: string): string => new TerraformVariable(stack, id, { type: 'string' }).stringValue;
      const [one, two] = [value('One'), value('Two')];
      directory.user(one);
      directory.user(one);
      directory.user(two);
      directory.group(one);
    }),
  ).toEqual({
    azuread_user: [{ user_principal_name: '${var.One}' }, { user_principal_name: '${var.Two}' }],
    azuread_group: [{ display_name: '${var.One}', security_enabled: true }],
  });
});

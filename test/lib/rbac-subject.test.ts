import { TerraformVariable } from 'cdktf';
import { AadPrincipalType, RbacSubject, RbacSubjectKind } from '../../lib';
import { synth } from './synth';

const ID = '894656e1-39f8-4bfe-b16a-510f61af6f41';

describe('user', () => {
  test.each(['alice@contoso.com', "Alice.O'Neil_1@Contoso.onmicrosoft.com"])('%s keeps its case', (name) => {
    const subject = RbacSubject.user(name);

    expect(subject).toMatchObject({ kind: RbacSubjectKind.USER, name, namespace: undefined });
    expect(subject.apiGroup).toBe('rbac.authorization.k8s.io');
  });

  test.each(['bob_fabrikam.com#EXT#@contoso.com', 'bob_fabrikam.com#ext#@contoso.com'])(
    '%s is a guest, and the error says how to find the object ID',
    (name) => {
      expect(() => RbacSubject.user(name)).toThrow(
        `user '${name}' is a guest, whom Kubernetes knows by object ID: use RbacSubject.guest(objectId) with the ` +
          `output of: az ad user show --id '${name}' --query id`,
      );
    },
  );

  test('an object ID belongs to another factory', () => {
    expect(() => RbacSubject.user(ID)).toThrow(
      `user '${ID}' is a UUID, not a user principal name: use RbacSubject.guest() for a guest, ` +
        'RbacSubject.group() for a group or RbacSubject.servicePrincipal() for a service principal',
    );
  });

  test.each([
    'alice',
    'alice@contoso',
    'Alice Smith <alice@contoso.com>',
    ' alice@contoso.com',
    'system:masters',
    'system:anonymous',
    'system:unauthenticated',
    'system:serviceaccount:shop:deployer',
    'system:admin@contoso.com',
    '',
  ])("'%s' is not a user principal name", (name) => {
    expect(() => RbacSubject.user(name)).toThrow(
      `user '${name}' is not valid: use a user principal name such as alice@contoso.com, in the exact case that Azure AD shows`,
    );
  });
});

describe.each([
  ['guest', 'a guest', 'User', 'az ad user show --id <user principal name> --query id'],
  ['group', 'a group', 'Group', 'az ad group show --group <name> --query id'],
  ['servicePrincipal', 'a service principal', 'User', 'az ad sp show --id <client ID> --query id'],
] as const)('%s', (factory, what, kind, lookup) => {
  test(`is a ${kind} by object ID`, () => {
    const subject = RbacSubject[factory](ID);

    expect(subject).toMatchObject({ kind, name: ID, namespace: undefined });
    expect(subject.apiGroup).toBe('rbac.authorization.k8s.io');
  });

  test('is matched in lower case, as tokens have it', () => {
    expect(RbacSubject[factory](ID.toUpperCase()).name).toBe(ID);
  });

  test('refuses a name and says how to find the object ID', () => {
    expect(() => RbacSubject[factory]('Platform Team')).toThrow(
      `${factory} 'Platform Team' is not the object ID of ${what}: find it with ${lookup}`,
    );
  });

  test('refuses the id of a directory object and takes out the part that is wanted', () => {
    expect(() => RbacSubject[factory](`/groups/${ID}`)).toThrow(
      `${factory} '/groups/${ID}' is not the object ID of ${what}: pass '${ID}' (the attribute object_id, not id)`,
    );
  });
});

describe('service account', () => {
  test('has a namespace and no API group', () => {
    const subject = RbacSubject.serviceAccount('shop', 'ci.deployer-2');

    expect(subject).toMatchObject({
      kind: RbacSubjectKind.SERVICE_ACCOUNT,
      name: 'ci.deployer-2',
      namespace: 'shop',
    });
    expect(subject.apiGroup).toBe('');
  });

  test.each(['', 'Shop', 'shop.eu', '-shop', 'a'.repeat(64)])("cannot be in namespace '%s'", (namespace) => {
    expect(() => RbacSubject.serviceAccount(namespace, 'deployer')).toThrow(
      `serviceAccount namespace '${namespace}' is not valid: use 1 to 63 lowercase letters, digits and hyphens, ` +
        'starting and ending with a letter or digit',
    );
  });

  test.each(['', 'Deployer', 'ci..deployer', 'shop:deployer', 'a'.repeat(254)])(
    "cannot be named '%s'",
    (name) => {
      expect(() => RbacSubject.serviceAccount('shop', name)).toThrow(
        `serviceAccount name '${name}' is not valid: use up to 253 lowercase letters, digits, hyphens and dots, ` +
          'starting and ending with a letter or digit',
      );
    },
  );
});

test('what only Terraform knows is left to Terraform', () => {
  synth((stack) => {
    const value = new TerraformVariable(stack, 'Who', { type: 'string' }).stringValue;

    expect(RbacSubject.user(value).name).toBe(value);
    expect(RbacSubject.guest(value).name).toBe(value);
    expect(RbacSubject.group(value).name).toBe(value);
    expect(RbacSubject.servicePrincipal(value).name).toBe(value);
    expect(RbacSubject.serviceAccount(value, value)).toMatchObject({ name: value, namespace: value });
  });
});

describe('system group', () => {
  test('is a group by name that the directory does not know', () => {
    expect(RbacSubject.unsafeSystemGroup('system:authenticated')).toMatchObject({
      kind: RbacSubjectKind.GROUP,
      name: 'system:authenticated',
      objectId: undefined,
      principalType: undefined,
    });
  });

  test.each([
    ['system:Authenticated', "Kubernetes compares names exactly: use 'system:authenticated'"],
    ['system:ServiceAccounts:shop', "use 'system:serviceaccounts:shop'"],
    ['system:serviceaccounts:', "'' is no name of a namespace"],
    ['system:serviceaccounts:sh_op', "'sh_op' is no name of a namespace"],
    ['system:serviceaccounts:Shop', "use 'system:serviceaccounts:shop'"],
    ['system:serviceaccount:shop:x', "use RbacSubject.serviceAccount('shop', 'x')"],
  ])("nobody is in '%s'", (name, fix) => {
    expect(() => RbacSubject.unsafeSystemGroup(name)).toThrow(fix);
  });

  test.each(['masters', 'all system:masters', 'system:', 'system:masters/all', ''])("is not '%s'", (name) => {
    expect(() => RbacSubject.unsafeSystemGroup(name)).toThrow(
      `system group '${name}' is not valid: use a name that begins with 'system:'`,
    );
  });
});

describe('what an Azure role is assigned to', () => {
  const { USER, GROUP, SERVICE_PRINCIPAL } = AadPrincipalType;
  const { USER: KIND_USER, GROUP: KIND_GROUP, SERVICE_ACCOUNT } = RbacSubjectKind;

  test.each<[string, () => RbacSubject, string | undefined, AadPrincipalType | undefined]>([
    ['a member, found by name', () => RbacSubject.user('alice@contoso.com'), undefined, USER],
    ['a guest', () => RbacSubject.guest(ID), ID, USER],
    ['a group', () => RbacSubject.group(ID), ID, GROUP],
    ['a service principal', () => RbacSubject.servicePrincipal(ID), ID, SERVICE_PRINCIPAL],
    ['nothing: a service account', () => RbacSubject.serviceAccount('shop', 'ci'), undefined, undefined],
    ['exactly, a member', () => RbacSubject.unsafeExact(KIND_USER, 'alice@contoso.com'), undefined, USER],
    ['exactly, an object ID', () => RbacSubject.unsafeExact(KIND_USER, ID), ID, undefined],
    ['exactly, a group', () => RbacSubject.unsafeExact(KIND_GROUP, ID), ID, undefined],
    [
      'exactly, a group with the name of a user',
      () => RbacSubject.unsafeExact(KIND_GROUP, 'a@b.com'),
      undefined,
      undefined,
    ],
    [
      'exactly, a user of a certificate',
      () => RbacSubject.unsafeExact(KIND_USER, 'jenkins'),
      undefined,
      undefined,
    ],
    [
      'nothing: exactly, an account',
      () => RbacSubject.unsafeExact(SERVICE_ACCOUNT, ID, 'shop'),
      undefined,
      undefined,
    ],
  ])('%s', (_what, make, id, type) => {
    const { objectId, principalType } = make();
    expect([objectId, principalType]).toEqual([id, type]);
  });
});

test.each([
  [
    'namespace',
    () => RbacSubject.unsafeExact(RbacSubjectKind.SERVICE_ACCOUNT, 'ci', 7 as never),
    'subject namespace must be a string, received a number',
  ],
  [
    'name',
    () => RbacSubject.unsafeExact(RbacSubjectKind.USER, 7 as never),
    'subject must be a string, received a number',
  ],
  [
    'kind',
    () => RbacSubject.unsafeExact('Person' as never, 'alice'),
    "kind must be one of 'User', 'Group', 'ServiceAccount' (RbacSubjectKind), received the text",
  ],
  [
    'name of an exact account',
    () => RbacSubject.unsafeExact(RbacSubjectKind.SERVICE_ACCOUNT, 'system:serviceaccount:shop:ci', 'shop'),
    "serviceAccount name 'system:serviceaccount:shop:ci' is not valid: use up to 253 lowercase letters",
  ],
  ['user', () => RbacSubject.user(7 as never), 'user must be a string, received a number'],
  [
    'namespace of an account',
    () => RbacSubject.serviceAccount(7 as never, 'ci'),
    'serviceAccount namespace must be a string, received a number',
  ],
  [
    'name of an account',
    () => RbacSubject.serviceAccount('shop', 7 as never),
    'serviceAccount name must be a string, received a number',
  ],
  [
    'system group',
    () => RbacSubject.unsafeSystemGroup(7 as never),
    'system group must be a string, received a number',
  ],
])('a %s of another kind is refused by its name', (_what, make, named) => {
  expect(make).toThrow(named);
});

test('an exact subject without a name is refused, as Kubernetes does', () => {
  expect(() => RbacSubject.unsafeExact(RbacSubjectKind.USER, '')).toThrow(
    new Error("subject '' is not valid: Kubernetes refuses a subject without a name"),
  );
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadTenant } from '../../../access/directory/load-tenant';
import { ConfigError } from '../../../app/config/problems/config-error';

const HEAD = `tenantId: 72f988bf-0000-0000-0000-2d7cd011db47
subscriptionId: 8ecadfc9-d1a3-4ea4-b844-0d9f87e4d7c8
domain: contoso.com
`;
const ALICE = `users:
  - userPrincipalName: alice@contoso.com
`;

let directory: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'tenant-'));
});

afterAll(() => {
  rmSync(directory, { recursive: true });
});

function written(text: string | Buffer): string {
  const file = join(directory, 'tenant.yaml');
  writeFileSync(file, text);
  return file;
}

/** The problems with a file, with its name cut short. */
function problemsOf(text: string | Buffer): string[] {
  try {
    loadTenant(written(text));
  } catch (error) {
    if (error instanceof ConfigError) {
      return error.message.replaceAll(`${directory}/`, '').split('\n');
    }
    throw error;
  }
  return [];
}

test('object IDs are those of tokens, however they are written', () => {
  const text = `${HEAD}deployer: alice@contoso.com\n${ALICE}    objectId: A1B2C3D4-52c5-4d6c-9d0e-1f0e8f3a7b01\ngroups:\n  - { displayName: g, objectId: 894656E1-39F8-4BFE-B16A-510F61AF6F41, members: [alice@contoso.com] }\n`;
  const { deployer, groups } = loadTenant(written(text));

  expect([deployer, groups[0]!.objectId, groups[0]!.members]).toEqual([
    'a1b2c3d4-52c5-4d6c-9d0e-1f0e8f3a7b01',
    '894656e1-39f8-4bfe-b16a-510f61af6f41',
    ['a1b2c3d4-52c5-4d6c-9d0e-1f0e8f3a7b01'],
  ]);
});

describe('the tenant that comes with the rehearsal', () => {
  const tenant = loadTenant();

  test("is the article's", () => {
    expect(tenant.tenantId).toBe('72f988bf-0000-0000-0000-2d7cd011db47');
    expect(tenant.groups).toContainEqual(
      expect.objectContaining({
        displayName: 'contoso-cluster-admins',
        objectId: '894656e1-39f8-4bfe-b16a-510f61af6f41',
      }),
    );
  });

  test('has members, one of them with capitals, and a guest', () => {
    const types = tenant.users.map(({ userPrincipalName, userType }) => [userPrincipalName, userType]);

    expect(types).toContainEqual(['alice@contoso.com', 'Member']);
    expect(types).toContainEqual(['Dana.Lee@contoso.com', 'Member']);
    expect(types).toContainEqual(['carol_fabrikam.com#EXT#@contoso.onmicrosoft.com', 'Guest']);
  });

  test('has a group in a group', () => {
    const developers = tenant.groups.find(({ displayName }) => displayName === 'shop-developers')!;
    const readers = tenant.groups.find(({ displayName }) => displayName === 'shop-readers')!;

    expect(readers.members).toContain(developers.objectId);
  });

  test('has Microsoft Graph with the permissions that AKS needs', () => {
    const graph = tenant.servicePrincipals.find(({ displayName }) => displayName === 'Microsoft Graph');

    expect(graph).toMatchObject({
      clientId: '00000003-0000-0000-c000-000000000000',
      appRoles: { 'Directory.Read.All': '7ab1d382-f21e-4acd-a863-ba3e13f7da61' },
      scopes: {
        'Directory.Read.All': '06da0dbc-49e2-44d2-8312-53f166ab848a',
        'User.Read': 'e1fe6dd8-ba31-4d61-89e7-88639da4683d',
      },
    });
  });

  test('is deployed to by a pipeline that is cluster administrator', () => {
    const admins = tenant.groups.find(({ displayName }) => displayName === 'contoso-cluster-admins')!;
    const deployer = tenant.servicePrincipals.find(({ objectId }) => objectId === tenant.deployer);

    expect(deployer?.displayName).toBe('ci-deployer');
    expect(admins.members).toContain(tenant.deployer);
  });
});

describe("a user's own tenant", () => {
  test('may leave out what follows from the rest, the same on every load', () => {
    const text = `${HEAD}deployer: alice@contoso.com\n${ALICE}  - userPrincipalName: bob_x.com#EXT#@contoso.onmicrosoft.com\n`;

    const tenant = loadTenant(written(text));

    expect(tenant.users[0]).toMatchObject({ displayName: 'alice', userType: 'Member' });
    expect(tenant.users[1]).toMatchObject({ userType: 'Guest' });
    expect(tenant.deployer).toBe(tenant.users[0]!.objectId);
    expect(loadTenant(written(text))).toEqual(tenant);
  });

  test('refers to users by name in any case, to groups by display name', () => {
    const text = `${HEAD}deployer: ALICE@contoso.com\n${ALICE}groups:
  - displayName: inner
    members: [Alice@Contoso.com]
  - displayName: outer
    members: [inner]
`;

    const { users, groups } = loadTenant(written(text));

    expect(groups[0]!.members).toEqual([users[0]!.objectId]);
    expect(groups[1]!.members).toEqual([groups[0]!.objectId]);
  });

  test('may name the namespaces that clusters have already', () => {
    const text = `${HEAD}deployer: alice@contoso.com\n${ALICE}namespaces: [shop]\n`;

    expect(loadTenant(written(text)).namespaces).toEqual(['shop']);
  });
});

describe('a mistake is told with its line, its key, the value and the fix', () => {
  const deployed = `${HEAD}deployer: alice@contoso.com\n`;

  test.each<[string, string, string]>([
    [
      'an ID that is no UUID',
      `${deployed}${ALICE}    objectId: 12\n`,
      'tenant.yaml:7:15 users[0].objectId: 12 is read as a number: put it in quotes, "12"',
    ],
    [
      'a malformed ID',
      `${deployed}${ALICE}    objectId: a1b2\n`,
      "tenant.yaml:7:15 users[0].objectId: 'a1b2' is not valid: use a UUID, such as 894656e1-39f8-4bfe-b16a-510f61af6f41",
    ],
    [
      'an unknown key',
      `${deployed}${ALICE}    objectID: x\n`,
      "tenant.yaml:7:5 users[0].objectID: unknown key, did you mean 'objectId'? allowed here: userPrincipalName, objectId, displayName, userType, mail, accountEnabled",
    ],
    [
      'a name without domain',
      `${deployed}${ALICE}  - userPrincipalName: bob\n`,
      "tenant.yaml:7:24 users[1].userPrincipalName: 'bob' is not valid: use the form name@domain; for a guest name_theirdomain#EXT#@yours.onmicrosoft.com",
    ],
    [
      'a member who is nobody',
      `${deployed}${ALICE}groups:\n  - displayName: g\n    members: [alise@contoso.com]\n`,
      "tenant.yaml:9:15 groups[0].members[0]: 'alise@contoso.com' is nobody in this file: did you mean 'alice@contoso.com'?",
    ],
    [
      'a member unlike anybody',
      `${deployed}${ALICE}groups:\n  - displayName: g\n    members: [zzz]\n`,
      "tenant.yaml:9:15 groups[0].members[0]: 'zzz' is nobody in this file: use an object ID, a user principal name or a display name of this file",
    ],
    [
      'a name of two things',
      `${deployed}${ALICE}groups:\n  - displayName: g\n  - displayName: G\n    members: [g]\n`,
      "tenant.yaml:10:15 groups[1].members[0]: 'g' names a group and a group: use the object ID",
    ],
    [
      'a deployer who is nobody',
      `${HEAD}deployer: bob@contoso.com\n${ALICE}`,
      "tenant.yaml:4:11 deployer: 'bob@contoso.com' is nobody in this file: did you mean 'alice@contoso.com'?",
    ],
    [
      'a deployer that is a group',
      `${HEAD}deployer: g\ngroups:\n  - displayName: g\n`,
      "tenant.yaml:4:11 deployer: 'g' is a group: name a user or a service principal",
    ],
    [
      'a user twice',
      `${deployed}${ALICE}  - userPrincipalName: Alice@contoso.com\n`,
      "tenant.yaml:7:24 users[1].userPrincipalName: 'Alice@contoso.com' is listed twice: remove one of the two",
    ],
    [
      'a guest without #EXT#',
      `${deployed}${ALICE}  - {userPrincipalName: c@fabrikam.com, userType: Guest}\n`,
      "tenant.yaml:7:25 users[1].userPrincipalName: 'c@fabrikam.com' is not the name of a guest: use the form name_theirdomain#EXT#@yours.onmicrosoft.com, or 'userType: Member'",
    ],
    [
      'an empty file',
      '',
      'tenant.yaml:1:1: a tenant is a map: give it at least tenantId, domain, deployer and users, as docs/tenant.md has it',
    ],
    [
      'a syntax error',
      `${HEAD}deployer: [\n`,
      'tenant.yaml:5:1: not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ]',
    ],
  ])('%s', (_what, text, problem) => {
    expect(problemsOf(text)).toContain(problem);
  });

  test.each(['\ufeff', ''])('UTF-16 is named, with %j before the text', (mark) => {
    expect(problemsOf(Buffer.from(`${mark}${HEAD}`, 'utf16le'))).toEqual([
      'tenant.yaml: the file is not UTF-8 text: save it as UTF-8',
    ]);
  });

  test('an object ID twice, in whichever lists', () => {
    const id = 'a1b2c3d4-52c5-4d6c-9d0e-1f0e8f3a7b01';
    const text = `${deployed}${ALICE}    objectId: ${id}\ngroups:\n  - displayName: g\n    objectId: ${id.toUpperCase()}\n`;

    expect(problemsOf(text)).toContain(
      `tenant.yaml:10:15 groups[0].objectId: '${id}' is listed twice: every object has an ID of its own`,
    );
  });

  test('groups of one name that nothing tells apart', () => {
    const groups = 'groups:\n  - displayName: g\n    members: [alice@contoso.com]\n  - displayName: g\n';

    expect(problemsOf(`${deployed}${ALICE}${groups}`)).toContain(
      "tenant.yaml:10:18 groups[1].displayName: 'g' is listed twice, and neither has an 'objectId' to tell them apart: give each its own",
    );
  });

  test('a file that does not exist', () => {
    expect(() => loadTenant('missing.yaml')).toThrow(
      "missing.yaml: there is no such tenant file: 'cdktf-aks-aad tenant pull' writes it, or name another one with --tenant",
    );
  });

  test('all mistakes at once', () => {
    expect(problemsOf(`${HEAD}deployer: x\nusers: [{}]\nextra: 1\n`).length).toBe(2);
  });
});

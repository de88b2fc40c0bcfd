import { directoryOf } from '../../../rehearsal/kubernetes/cluster-rbac';
import { findAccount, groupsOf, signIn } from '../../../access/directory/sign-in';
import { loadTenant } from '../../../access/directory/load-tenant';
import { Tenant } from '../../../access/directory/tenant';
import { FileWorld } from '../../../rehearsal/world/world';
import {
  CAROL,
  CI_DEPLOYER,
  CLUSTER_ADMINS,
  ERIN,
  SHOP_DEVELOPERS,
  SHOP_READERS,
} from '../../rehearsal/access/sample-world';

const TENANT = loadTenant();

function signedIn(name: string, world = new FileWorld(), tenant: Tenant = TENANT): ReturnType<typeof signIn> {
  const directory = directoryOf({ tenant, world });
  return signIn(findAccount(name, directory)!, directory);
}

test('a member appears as the user principal name', () => {
  expect(signedIn('alice@contoso.com').user.name).toBe('alice@contoso.com');
});

test('a member signs in with a name in any case and appears as the directory spells it', () => {
  expect(signedIn('DANA.LEE@contoso.com').user.name).toBe('Dana.Lee@contoso.com');
});

test('a guest appears as the object ID, and a note says so', () => {
  const { user, notes } = signedIn('carol_fabrikam.com#EXT#@contoso.onmicrosoft.com');

  expect(user.name).toBe(CAROL);
  expect(notes).toEqual([expect.stringContaining('a binding of its user principal name grants nothing')]);
});

test('a guest is found by mail, too', () => {
  expect(signedIn('carol@fabrikam.com').user.name).toBe(CAROL);
});

test('a service principal appears as the object ID, whether named or given by client ID', () => {
  expect(signedIn('ci-deployer').user.name).toBe(CI_DEPLOYER);
  expect(signedIn('2f6b9c1e-4d7a-4b8f-a5c3-6e0d1f2a3b4c').user.name).toBe(CI_DEPLOYER);
});

test('groups appear as object IDs beside system:authenticated', () => {
  expect(signedIn('alice@contoso.com').user.groups).toEqual([CLUSTER_ADMINS, 'system:authenticated']);
});

test('groups may be in each other, as deep as anybody likes', () => {
  const ids = Array.from({ length: 20_000 }, (_, i) => `g${i}`);
  const deep = ids.map((objectId, i) => ({
    objectId,
    displayName: objectId,
    members: [ids[i - 1] ?? ids[ids.length - 1]!],
    owners: [],
  }));

  expect(groupsOf('g0', deep)).toHaveLength(ids.length);
});

test('members of a nested group are in the groups around it', () => {
  const groups = signedIn('Dana.Lee@contoso.com').user.groups;

  expect(groups).toEqual([SHOP_DEVELOPERS, SHOP_READERS, 'system:authenticated']);
});

test('groups and memberships that were deployed count', () => {
  const world = new FileWorld();
  world.put('azuread_group', '/groups/deployed', {
    object_id: 'deployed',
    display_name: 'deployed',
    members: [SHOP_READERS],
  });
  world.put('azuread_group_member', 'm', { group_object_id: CLUSTER_ADMINS, member_object_id: ERIN });

  const groups = signedIn('erin@contoso.com', world).user.groups;

  expect(groups).toEqual([CLUSTER_ADMINS, SHOP_READERS, 'deployed', 'system:authenticated']);
});

test('groups that contain each other do not run in circles', () => {
  const group = (objectId: string, ...members: string[]) => ({
    objectId,
    displayName: objectId,
    members,
    owners: [],
  });

  const groups = groupsOf('someone', [group('a', 'b', 'someone'), group('b', 'a')]);

  expect(groups.map(({ objectId }) => objectId)).toEqual(['a', 'b']);
});

test('more than 200 groups are no lock-out, and a note says who asks for them', () => {
  const erin = TENANT.users.find(({ objectId }) => objectId === ERIN)!;
  const group = (i: number) => ({
    objectId: `g${i}`,
    displayName: `g${i}`,
    members: [erin.objectId],
    owners: [],
  });
  const crowded = (count: number): Tenant => ({
    ...TENANT,
    groups: Array.from({ length: count }, (_, i) => group(i)),
  });

  expect(signedIn('erin@contoso.com', new FileWorld(), crowded(200)).notes).toEqual([]);
  expect(signedIn('erin@contoso.com', new FileWorld(), crowded(201)).notes).toEqual([
    expect.stringMatching(/in 201 groups.*AKS asks Microsoft Graph for them itself/),
  ]);
});

test('nobody is found by a name that the directory does not have', () => {
  expect(
    findAccount('mallory@contoso.com', directoryOf({ tenant: TENANT, world: new FileWorld() })),
  ).toBeUndefined();
});

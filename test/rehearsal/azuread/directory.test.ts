import { loadTenant } from '../../../access/directory/load-tenant';
import { uuidOf } from '../../../access/directory/uuid';
import { Directory } from '../../../rehearsal/azuread/directory';
import { FileWorld } from '../../../rehearsal/world/world';

test('a group of the tenant that was taken over is there once, as it was deployed', () => {
  const tenant = loadTenant();
  const [group] = tenant.groups;
  const world = new FileWorld();
  const directory = new Directory({ tenant, world, provider: {}, uuid: uuidOf });
  world.put('azuread_group', `/groups/${group!.objectId}`, {
    object_id: group!.objectId,
    display_name: group!.displayName,
    members: [tenant.users[1]!.objectId],
    owners: [],
  });

  expect(directory.groups.filter(({ objectId }) => objectId === group!.objectId)).toMatchObject([
    { members: [tenant.users[1]!.objectId] },
  ]);
});

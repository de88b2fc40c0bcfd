import { Tenant } from '../../access/directory/tenant';
import { ExistingObjects } from '../../rehearsal/existing-objects';
import { FileWorld } from '../../rehearsal/world/world';
import { ADMINS, EXISTING_TENANT, PROVIDERS, tenantWith } from './existing-tenant';

test.each<[Tenant['objects'], string]>([
  [{ azurerm_resource_grup: [{}] }, "no stand-in has that type, did you mean 'azurerm_resource_group'?"],
  [
    { azurerm_resource_group: [{ nane: 'g' }] },
    "objects.azurerm_resource_group[0]: there is no argument 'nane', did you mean 'name'?",
  ],
  [{ azurerm_resource_group: [{ name: 'g' }] }, "objects.azurerm_resource_group[0]: 'location' is missing"],
  [
    { kubernetes_namespace_v1: [{ metadata: { name: 'shop' } }] },
    "give it the 'cluster' that it is in, one of those above it (none)",
  ],
  [
    {
      azurerm_resource_group: [
        { name: 'g', location: 'eastus' },
        { name: 'g', location: 'westus' },
      ],
    },
    'objects.azurerm_resource_group[1]: A resource with the ID',
  ],
])('a tenant cannot have %j', async (objects, message) => {
  await expect(new ExistingObjects(tenantWith(objects), new FileWorld()).make(PROVIDERS)).rejects.toThrow(
    message,
  );
});

test('what a tenant has is made once, whatever becomes of it', async () => {
  const world = new FileWorld();
  const existing = new ExistingObjects(EXISTING_TENANT, world);
  await existing.make(PROVIDERS);
  expect(existing.deployed).toEqual([]);

  world.remove('azuread_group', `/groups/${ADMINS}`);
  await existing.make(PROVIDERS);
  expect(world.all('azuread_group')).toEqual([]);
});

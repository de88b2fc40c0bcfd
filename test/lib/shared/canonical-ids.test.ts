import { canonicalId, withCanonicalIds } from '../../../lib/shared/canonical-ids';

const SUBNET =
  '/subscriptions/s/resourceGroups/Net/providers/Microsoft.Network/virtualNetworks/Hub/subnets/Nodes';

test.each([
  [SUBNET.replace('resourceGroups', 'resourcegroups'), SUBNET],
  [SUBNET.replace('Microsoft.Network/virtualNetworks', 'microsoft.network/virtualnetworks'), SUBNET],
  [SUBNET.replace('/subscriptions/s/resourceGroups', '/SUBSCRIPTIONS/s/RESOURCEGROUPS'), SUBNET],
  // What stands in the place of a name is one, whatever it is called.
  ['/subscriptions/s/resourcegroups/PROVIDERS', '/subscriptions/s/resourceGroups/PROVIDERS'],
  [
    '/subscriptions/s/resourcegroups/g/providers/microsoft.containerservice/managedclusters/Subnets/providers/microsoft.authorization/roleassignments/a',
    '/subscriptions/s/resourceGroups/g/providers/Microsoft.ContainerService/managedClusters/Subnets/providers/Microsoft.Authorization/roleAssignments/a',
  ],
  ['${azurerm_subnet.nodes.id}', '${azurerm_subnet.nodes.id}'],
  ['resourcegroups', 'resourcegroups'],
])('%s is written as %s', (id, canonical) => {
  expect(canonicalId(id)).toBe(canonical);
});

test('IDs are found wherever they are in the arguments, but not in texts of the user', () => {
  const wrong = SUBNET.toLowerCase().replace('net/providers', 'Net/providers').replace('/hub/', '/Hub/');

  expect(withCanonicalIds({ a: [{ id: wrong.replace(/nodes$/, 'Nodes') }], tags: { note: wrong } })).toEqual({
    a: [{ id: SUBNET }],
    tags: { note: wrong },
  });
});

import { AksIdentityRole } from '../../lib';
import { BUILT_IN_ROLES } from '../../rehearsal/azurerm/azure-roles';
import { ROUTE_TABLE, REGISTRY, ZONE } from './sample-cluster';

test('the roles are those of Azure', () => {
  const roles = [
    AksIdentityRole.acrPull(REGISTRY),
    AksIdentityRole.networkContributor(ROUTE_TABLE),
    AksIdentityRole.privateDnsZoneContributor(ZONE),
  ];

  expect(roles.map(({ name, roleId }) => [name, roleId])).toEqual(
    roles.map(({ name }) => [name, BUILT_IN_ROLES[name]]),
  );
});

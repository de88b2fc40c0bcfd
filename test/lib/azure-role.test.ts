import { AzureRole } from '../../lib';
import { BUILT_IN_ROLES } from '../../rehearsal/azurerm/azure-roles';

test('the roles are those of Azure', () => {
  const roles = Object.values(AzureRole).filter((value) => value instanceof AzureRole);

  expect(roles).toHaveLength(6);
  expect(roles.map(({ name, roleId }) => [name, roleId])).toEqual(
    roles.map(({ name }) => [name, BUILT_IN_ROLES[name]]),
  );
});

test('only roles that grant something inside the cluster are of Azure RBAC', () => {
  const outside = Object.values(AzureRole).filter((role) => role instanceof AzureRole && !role.isAzureRbac);

  expect(outside).toEqual([AzureRole.CLUSTER_USER, AzureRole.CLUSTER_ADMIN]);
});

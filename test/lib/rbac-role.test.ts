import { TerraformVariable, Token } from 'cdktf';
import { RbacRole, RbacRoleKind } from '../../lib';
import { synth } from './synth';

test.each([
  ['cluster-admin', RbacRole.CLUSTER_ADMIN],
  ['admin', RbacRole.ADMIN],
  ['edit', RbacRole.EDIT],
  ['view', RbacRole.VIEW],
])('%s is there without being named', (name, role) => {
  expect(role).toMatchObject({ kind: 'ClusterRole', name, isNamespaced: false });
});

test('a cluster role can be bound anywhere', () => {
  const role = RbacRole.clusterRole('view-nodes');

  expect(role).toMatchObject({ kind: RbacRoleKind.CLUSTER_ROLE, name: 'view-nodes', isNamespaced: false });
  expect(role.apiGroup).toBe('rbac.authorization.k8s.io');
});

test('a role belongs to a namespace', () => {
  expect(RbacRole.role('deployer')).toMatchObject({
    kind: RbacRoleKind.ROLE,
    name: 'deployer',
    isNamespaced: true,
  });
});

test.each(['system:node', 'Deployer', 'a.b', '...'])('%s is a name that Kubernetes takes', (name) => {
  expect(RbacRole.role(name).name).toBe(name);
});

test.each(['', '.', '..', 'a/b', 'a%b'])("a role cannot be named '%s'", (name) => {
  const rule = "use at least one character, neither '/' nor '%', and neither '.' nor '..' alone";

  expect(() => RbacRole.role(name)).toThrow(`role name '${name}' is not valid: ${rule}`);
  expect(() => RbacRole.clusterRole(name)).toThrow(`cluster role name '${name}' is not valid: ${rule}`);
});

test('a name that only Terraform knows is left to Terraform', () => {
  synth((stack) => {
    const name = new TerraformVariable(stack, 'Role', { type: 'string' }).stringValue;

    expect(Token.isUnresolved(RbacRole.role(name).name)).toBe(true);
    expect(Token.isUnresolved(RbacRole.clusterRole(`team/${name}`).name)).toBe(true);
  });
});

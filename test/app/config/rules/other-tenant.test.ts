import { begunLike, load, problemsOf } from '../config-file';

const USERS = '72f988bf-0000-0000-0000-2d7cd011db47';
const SUBSCRIPTION = '6f0d5b0e-2d1c-4f6b-9a55-0c7f3e0a9b11';
const AAD = `aad: { tenantId: ${USERS}, adminGroup: { displayName: admins } }\n`;
const CLUSTER = 'cluster: { name: shop, resourceGroupName: shop, location: eastus }\n';

function problems(rest: string, aad = AAD): string[] {
  return problemsOf(`azure: { tenantId: ${SUBSCRIPTION} }\n${aad}${CLUSTER}${rest}`).map((problem) =>
    problem.replace(/^aks\.yaml:\d+:\d+ /, ''),
  );
}

test.each<[string, string, string]>([
  ['Cluster User', '', 'grantClusterUser: must be false with users of another tenant'],
  [
    'Cluster User in an entry',
    'grantClusterUser: false\naccess:\n  - { clusterRole: view, groups: [a], grantClusterUser: true }\n',
    'access[0].grantClusterUser: must be false',
  ],
  [
    'Azure roles',
    'grantClusterUser: false\nazureRoles: [{ role: ClusterUser, groups: [a] }]\n',
    'azureRoles: does not go with users of another tenant (aad.tenantId), as only principals of',
  ],
  [
    'Azure roles of your own',
    'grantClusterUser: false\nazureRoleDefinitions: [{ name: a, dataActions: [pods/read] }]\n',
    'azureRoleDefinitions: does not go with users of another tenant (aad.tenantId)',
  ],
  [
    'msi',
    'grantClusterUser: false\nkubernetes: { login: msi }\n',
    "kubernetes.login: 'msi' gets tokens of the tenant",
  ],
])('refuses %s for users of another tenant', (_, rest, problem) => {
  expect(begunLike([problem], problems(rest))).toEqual([problem]);
});

test('refuses Azure RBAC for users of another tenant', () => {
  const aad = `aad: { tenantId: ${USERS}, azureRbac: true, adminGroup: { displayName: admins } }\n`;

  expect(problems('grantClusterUser: false\n', aad)).toEqual([
    expect.stringContaining('aad.azureRbac: does not go with users of another tenant'),
  ]);
});

test('the same tenant as that of the subscription is nothing special', () => {
  const aad = `azure: { tenantId: ${USERS} }\n${AAD}${CLUSTER}`;

  expect(() => load(aad)).not.toThrow();
});

test('bindings and other logins are what users of another tenant can have', () => {
  const access =
    'access:\n  - { clusterRole: view, groups: [a], grantClusterUser: false }\n  - { clusterRole: edit, groups: [a] }\n';

  expect(problems(`grantClusterUser: false\nkubernetes: { login: spn }\n${access}`)).toEqual([]);
});

test('a tenant of another kind is told once', () => {
  expect(problemsOf(`azure: { tenantId: 7 }\n${AAD}grantClusterUser: false\n${CLUSTER}`)).toEqual([
    expect.stringContaining('azure.tenantId: 7 is read as a number'),
  ]);
});

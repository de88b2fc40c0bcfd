import * as fc from 'fast-check';
import { Tenant } from '../../access/directory/tenant';

/** Of the tenant's first group; its members hold everything, so it is one that most people are not in. */
const ADMIN_GROUP = '894656e1-39f8-4bfe-b16a-510f61af6f41';

const NAMESPACES = ['shop', 'ops'];
const VERBS = ['get', 'list', 'create', 'update', 'delete', 'escalate', 'bind', 'impersonate', '*'];
const RESOURCES = ['pods', 'pods/log', 'secrets', 'deployments', 'configmaps'];
const CLUSTER_RESOURCES = ['nodes', 'clusterroles', 'clusterrolebindings'];

/** Some of a list, in its order. */
function some<T>(list: readonly T[], minLength = 0): fc.Arbitrary<T[]> {
  return fc.subarray([...list], { minLength, maxLength: Math.min(3, list.length) });
}

const rules = (resources: readonly string[]): fc.Arbitrary<object[]> =>
  fc.array(
    fc.record(
      {
        verbs: some(VERBS, 1),
        resources: some(resources, 1),
        resourceNames: fc.constantFrom(['web'], ['web', 'api']),
      },
      { requiredKeys: ['verbs', 'resources'] },
    ),
    { minLength: 1, maxLength: 3 },
  );

const clusterRole = fc.record(
  {
    name: fc.constantFrom('reader', 'writer', 'operator'),
    rules: rules([...RESOURCES, ...CLUSTER_RESOURCES]),
    aggregateTo: fc.constantFrom(['view'], ['edit'], ['admin']),
  },
  { requiredKeys: ['name', 'rules'] },
);

const role = fc.record({
  name: fc.constantFrom('local-reader', 'local-writer'),
  namespace: fc.constantFrom(...NAMESPACES),
  rules: rules(RESOURCES),
});

const what = fc.oneof(
  fc.record(
    {
      clusterRole: fc.constantFrom('cluster-admin', 'admin', 'edit', 'view', 'reader', 'writer', 'operator'),
      namespace: fc.constantFrom(...NAMESPACES),
    },
    { requiredKeys: ['clusterRole'] },
  ),
  fc.record({
    role: fc.constantFrom('local-reader', 'local-writer'),
    namespace: fc.constantFrom(...NAMESPACES),
  }),
);

/** Configurations that grant built-in and custom roles to people of a tenant, by the names that the cluster compares. */
export function generatedConfiguration(tenant: Tenant): fc.Arbitrary<object> {
  const members = tenant.users.filter(({ userType }) => userType === 'Member');
  const guests = tenant.users.filter(({ userType }) => userType === 'Guest');
  const who = fc
    .record({
      users: some(members.map(({ userPrincipalName }) => userPrincipalName)),
      guests: some(guests.map(({ objectId }) => objectId)),
      groups: some(tenant.groups.map(({ objectId }) => objectId)),
      servicePrincipals: some(tenant.servicePrincipals.map(({ objectId }) => objectId)),
      serviceAccounts: some(['shop/ci', 'ops/backup']),
    })
    .filter((lists) => Object.values(lists).some((list) => list.length > 0));

  const entry = fc.tuple(what, who).map(([granted, subjects]) => ({ ...granted, ...subjects }));
  return fc
    .record({
      roles: fc
        .tuple(
          fc.uniqueArray(clusterRole, { selector: ({ name }) => name, maxLength: 3 }),
          fc.uniqueArray(role, { selector: ({ name, namespace }) => `${namespace}/${name}`, maxLength: 3 }),
        )
        .map(([clusterRoles, roles]) => [...clusterRoles, ...roles]),
      access: fc.array(entry, { minLength: 2, maxLength: 6 }),
    })
    .map(({ roles, access }) => ({
      aad: { adminGroupObjectIds: [ADMIN_GROUP] },
      cluster: { name: 'shop', resourceGroupName: 'shop', location: 'eastus' },
      directory: { lookUpUsers: false },
      grantClusterUser: false,
      namespaces: NAMESPACES.map((name) => ({ name })),
      roles,
      access,
    }));
}

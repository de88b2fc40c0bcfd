import { GraphStandIn } from '../stand-ins/graph';

export const ALICE = 'a1b2c3d4-52c5-4d6c-9d0e-1f0e8f3a7b01';
export const BOB = 'b2c3d4e5-3b1f-4c58-8a44-2a9d5c6e8b02';
export const CAROL = 'c3d4e5f6-1a9b-4e37-97dd-3bc76d0f9c03';
export const ERIN = 'e5f6a7b8-90c4-47aa-b5f2-5ce98f219e05';
export const FRANK = 'f6a7b8c9-90c4-47aa-b5f2-5ce98f219e06';
export const DEVELOPERS = '5f1c0b7a-6a0e-4c0d-9f3b-0c8a2d4e6f10';
export const JUNIORS = '7d2e1c8b-8b1f-4d1e-8a4c-1d9b3e5f7a21';
export const ADMINS = '894656e1-39f8-4bfe-b16a-510f61af6f41';
export const PIPELINE = '3a7c0d2f-5e8b-4c90-b6d4-7f1e2a3b4c5d';

const SUBNETS =
  '/subscriptions/8ecadfc9-d1a3-4ea4-b844-0d9f87e4d7c8/resourceGroups/platform/providers/Microsoft.Network/virtualNetworks/platform/subnets';

/** A configuration that names somebody in each of the ways that there are. */
export const CONFIGURATION = `
azure: { subscriptionId: 8ecadfc9-d1a3-4ea4-b844-0d9f87e4d7c8 }
aad: { adminGroupObjectIds: [${ADMINS}] }
cluster:
  name: shop
  resourceGroupName: rg
  location: eastus
  defaultNodePool: { vmSize: Standard_D2s_v3, vnetSubnetId: ${SUBNETS}/nodes }
namespaces: [{ name: shop }]
access:
  - { name: developers, clusterRole: edit, namespace: shop, groups: [shop-developers] }
  - { name: readers, clusterRole: view, namespace: shop, users: [erin@contoso.com], guests: [carol@fabrikam.com] }
  - { name: pipeline, clusterRole: edit, namespace: shop, servicePrincipals: [shop-pipeline] }
`;

/** A directory in which all of them are. */
export function fill(directory: GraphStandIn): void {
  const member = (id: string, name: string) => ({
    id,
    userPrincipalName: `${name.toLowerCase()}@contoso.com`,
    displayName: `${name} O'Neill`,
    userType: 'Member' as const,
    mail: `${name}.mail@contoso.com`,
    accountEnabled: true,
  });
  directory.users.splice(
    0,
    Infinity,
    member(ALICE, 'Alice'),
    member(BOB, 'Bob'),
    member(ERIN, 'Erin'),
    member(FRANK, 'Frank'),
    {
      id: CAROL,
      userPrincipalName: 'carol_fabrikam.com#EXT#@contoso.onmicrosoft.com',
      displayName: 'Carol Clark',
      userType: 'Guest',
      mail: 'carol@fabrikam.com',
      accountEnabled: true,
    },
  );
  directory.servicePrincipals.splice(0, Infinity, {
    id: PIPELINE,
    appId: '2f6b9c1e-4d7a-4b8f-a5c3-6e0d1f2a3b4c',
    displayName: 'shop-pipeline',
    appRoles: [{ id: '00000000-0000-4000-8000-000000000001', value: 'Unused.Role' }],
  });
  directory.groups.splice(
    0,
    Infinity,
    { id: DEVELOPERS, displayName: 'shop-developers', members: [BOB, JUNIORS, PIPELINE], owners: [ALICE] },
    // Nested, and in a circle.
    { id: JUNIORS, displayName: 'shop-juniors', members: [FRANK, DEVELOPERS], owners: [] },
    { id: ADMINS, displayName: 'platform', members: [ALICE], owners: [PIPELINE] },
    {
      id: '00000000-0000-4000-8000-000000000002',
      displayName: 'shop-developers',
      members: [],
      owners: [],
      securityEnabled: false,
    },
  );
  directory.resources.splice(0, Infinity, `${SUBNETS}/nodes`);
  directory.forbidden = undefined;
  directory.pageSize = 999;
  directory.throttled = { questions: 0, retryAfter: '1' };
}

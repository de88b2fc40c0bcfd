import { Answers } from '../stand-ins/azure';

export const BOB = 'b2c3d4e5-3b1f-4c58-8a44-2a9d5c6e8b02';
export const CAROL = 'c3d4e5f6-1a9b-4e37-97dd-3bc76d0f9c03';
export const SHOP_DEVELOPERS = '5f1c0b7a-6a0e-4c0d-9f3b-0c8a2d4e6f10';

export const SUBSCRIPTION = '8ecadfc9-d1a3-4ea4-b844-0d9f87e4d7c8';
export const CLUSTER_ID = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/shop`;

const FIELDS = 'id,displayName,userPrincipalName,userType,mail,accountEnabled';
const GROUPS = 'transitiveMemberOf/microsoft.graph.group?$select=id,displayName,securityEnabled&$top=999';
const APPLICATION = 'id,appId,displayName,passwordCredentials,api';
const DAY = 24 * 60 * 60 * 1000;

export const NOW = new Date('2026-11-23T12:00:00Z');

export function inDays(days: number): string {
  return new Date(NOW.getTime() + days * DAY).toISOString();
}

export const bob = {
  id: BOB,
  displayName: 'Bob Baker',
  userPrincipalName: 'bob@contoso.com',
  userType: 'Member',
  mail: 'bob@contoso.com',
  accountEnabled: true,
};
export const carol = {
  ...bob,
  id: CAROL,
  displayName: 'Carol Clark',
  userPrincipalName: 'carol_fabrikam.com#EXT#@contoso.onmicrosoft.com',
  userType: 'Guest',
  mail: 'carol@fabrikam.com',
};

/** What Microsoft Graph says about a user. */
export function graphUser(user: typeof bob, groups: object[] = []): Answers {
  return {
    [`/v1.0/users/${user.userPrincipalName}?$select=${FIELDS}`]: user,
    [`/v1.0/users?$select=${FIELDS}&$filter=mail eq '${user.mail}'`]: { value: [user] },
    [`/v1.0/users/${user.id}/${GROUPS}`]: { value: groups },
  };
}

export const DEPLOYER = '3a7c0d2f-5e8b-4c90-b6d4-7f1e2a3b4c5d';
export const deployer = {
  id: DEPLOYER,
  appId: '4c1d0b6e-2a7f-4e43-9a38-0d5c7b9e1f22',
  displayName: 'ci-deployer',
  servicePrincipalType: 'ManagedIdentity',
  accountEnabled: true,
};
const PRINCIPAL = 'id,appId,displayName,servicePrincipalType,accountEnabled';

/** What Microsoft Graph says about a service principal. */
export function graphPrincipal(groups: object[] = []): Answers {
  const search = `/v1.0/servicePrincipals?$select=${PRINCIPAL}&$filter=`;
  return {
    [`/v1.0/servicePrincipals/${DEPLOYER}?$select=${PRINCIPAL}`]: deployer,
    [`${search}appId eq '${deployer.appId}'`]: { value: [deployer] },
    [`${search}displayName eq '${deployer.displayName}'`]: { value: [deployer] },
    [`/v1.0/servicePrincipals/${DEPLOYER}/${GROUPS}`]: { value: groups },
  };
}

/** A guest without a mail address, found by the one that was invited. */
export function graphGuestWithoutMail(): Answers {
  const guest = { ...carol, mail: null };
  return {
    [`/v1.0/users?$select=${FIELDS}&$filter=startswith(userPrincipalName,'carol_fabrikam.com#EXT#')`]: {
      value: [guest],
    },
    [`/v1.0/users/${guest.id}/${GROUPS}`]: { value: [] },
  };
}

export function groupsPath(userId: string): string {
  return `/v1.0/users/${userId}/${GROUPS}`;
}

export function manyGroups(count: number): object[] {
  return Array.from({ length: count }, (_, i) => ({
    id: `00000000-0000-0000-0000-${String(i).padStart(12, '0')}`,
    displayName: `group ${i}`,
  }));
}

/** The two applications of the legacy integration, with everything consented to, unless told otherwise. */
export function graphApplications(
  changes: { secretEnds?: string[]; scope?: string; role?: string } = {},
): Answers {
  const { secretEnds = [inDays(90)], scope = 'Directory.Read.All User.Read' } = changes;
  const { role = '7ab1d382-f21e-4acd-a863-ba3e13f7da61' } = changes;
  const grant = (resourceId: string, granted: string) => ({
    value: [{ consentType: 'AllPrincipals', resourceId, scope: granted }],
  });
  return {
    [`/v1.0/applications?$select=${APPLICATION}&$filter=displayName eq 'Server'`]: {
      value: [
        {
          id: 's',
          appId: 'server',
          displayName: 'Server',
          passwordCredentials: secretEnds.map((endDateTime) => ({ endDateTime })),
        },
      ],
    },
    [`/v1.0/applications?$select=${APPLICATION}&$filter=displayName eq 'Client'`]: {
      value: [{ id: 'c', appId: 'client', displayName: 'Client', passwordCredentials: [] }],
    },
    "/v1.0/servicePrincipals?$select=id,appId&$filter=appId eq 'server'": {
      value: [{ id: 'sp-s', appId: 'server' }],
    },
    "/v1.0/servicePrincipals?$select=id,appId&$filter=appId eq 'client'": {
      value: [{ id: 'sp-c', appId: 'client' }],
    },
    '/v1.0/servicePrincipals/sp-s/oauth2PermissionGrants': grant('graph', scope),
    '/v1.0/servicePrincipals/sp-s/appRoleAssignments': { value: [{ appRoleId: role }] },
    '/v1.0/servicePrincipals/sp-c/oauth2PermissionGrants': grant('sp-s', 'user_impersonation'),
  };
}

/** A role on a scope, as the Azure Resource Manager tells it. */
export function armRole(
  objectId: string,
  scope: string,
  actions: string[],
  notActions: string[] = [],
): Answers {
  const definition = `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/r`;
  return {
    [`${CLUSTER_ID}/providers/Microsoft.Authorization/roleAssignments?api-version=2022-04-01&$filter=assignedTo('${objectId}')`]:
      {
        value: [{ properties: { roleDefinitionId: definition, scope } }],
      },
    [`${definition}?api-version=2022-04-01`]: {
      properties: { roleName: 'Some role', permissions: [{ actions, notActions }] },
    },
  };
}

import { AksConfig } from '../../app/config';
import { Lookup } from '../../access/configured/lookups';
import { AzureApi, refusal } from '../azure/azure-api';
import { armPath } from '../url';
import { AzurePermission, GET_CREDENTIALS, isAllowed } from './azure-role-check';
import { checked, Finding } from './findings';
import { docsPage } from '../../access/docs-page';
import { SIGN_INS } from './variable-check';

type Found = Omit<Finding, 'check'>;

const API_VERSION = '2022-04-01';

/** Where what is looked up by name lies in Microsoft Graph, and what lets an application read it. */
const COLLECTIONS: Readonly<Record<string, { readonly path: string; readonly right: string }>> = {
  user: { path: 'users', right: 'User.Read.All' },
  guest: { path: 'users', right: 'User.Read.All' },
  group: { path: 'groups', right: 'Group.Read.All' },
  'service principal': { path: 'servicePrincipals', right: 'Application.Read.All' },
  account: { path: 'users', right: 'User.Read.All' },
};

/** Application permissions of which each lets somebody make what the identity stack makes. */
const CREATE_GROUP = ['Group.Create', 'Group.ReadWrite.All', 'Directory.ReadWrite.All'];
const CREATE_APPLICATION = ['Application.ReadWrite.OwnedBy', 'Application.ReadWrite.All'];

/** What makes azurerm and azuread sign in as ARM_CLIENT_ID. */
const SECRETS = [
  'ARM_CLIENT_SECRET',
  'ARM_CLIENT_SECRET_FILE_PATH',
  'ARM_CLIENT_CERTIFICATE',
  'ARM_CLIENT_CERTIFICATE_PATH',
];

/** Roles of the directory that allow what ordinary users may be kept from. */
const MAKERS: Readonly<Record<'group' | 'application', readonly string[]>> = {
  group: ['Global Administrator', 'Groups Administrator', 'User Administrator'],
  application: ['Global Administrator', 'Application Administrator', 'Cloud Application Administrator'],
};

/** Who is signed in, and whether they may do what a deployment of the configuration does. */
export async function permissionFindings(
  { graph, arm }: { readonly graph: AzureApi; readonly arm: AzureApi },
  config: AksConfig,
  lookups: readonly Lookup[],
): Promise<Finding[]> {
  return [
    await checked('signed in', () => whoAmI(arm)),
    await checked('Azure permissions', () => azurePermissions(arm, config)),
    await checked('Graph, to look up', () => canLookUp(graph, lookups)),
    await checked('Graph, to create', () => canCreate(graph, config)),
  ];
}

async function whoAmI(arm: AzureApi): Promise<Found> {
  const { upn, unique_name: name = upn, appid, oid, tid } = await arm.claims();
  const application = applicationOfTerraform(process.env);
  const who =
    typeof name === 'string' ? name : appid === undefined ? undefined : `application ${text(appid)}`;
  if (
    who !== undefined &&
    application !== undefined &&
    text(appid).toLowerCase() !== application.toLowerCase()
  ) {
    return {
      verdict: 'odd',
      text: `${who}, object ID ${text(oid)}: what follows is about them, and Terraform signs in as ARM_CLIENT_ID ${application}`,
    };
  }
  return who === undefined
    ? { verdict: 'unchecked', text: 'the token does not say whose it is' }
    : { verdict: 'ok', text: `${who}, object ID ${text(oid)}, in tenant ${text(tid)}` };
}

/** Whom azurerm and azuread sign in as in the place of the Azure CLI, where variables give them credentials of an application. */
function applicationOfTerraform(env: NodeJS.ProcessEnv): string | undefined {
  const hasCredentials =
    SECRETS.some((name) => env[name]) || SIGN_INS.some((name) => ['true', '1'].includes(env[name] ?? ''));
  return (hasCredentials && env.ARM_CLIENT_ID) || undefined;
}

function text(claim: unknown): string {
  return typeof claim === 'string' ? claim : 'unknown';
}

async function azurePermissions(arm: AzureApi, config: AksConfig): Promise<Found> {
  const { subscriptionId } = config.azure;
  if (subscriptionId === undefined) {
    return {
      verdict: 'unchecked',
      text: 'the subscription is not known: set azure.subscriptionId or ARM_SUBSCRIPTION_ID',
    };
  }
  const group = `/subscriptions/${subscriptionId}/resourceGroups/${config.cluster.resourceGroupName}`;
  const isThere = (await arm.get(`${armPath(group)}?api-version=2021-04-01`)) !== undefined;
  const scope = isThere ? group : `/subscriptions/${subscriptionId}`;
  const permissions = await arm.list<AzurePermission>(
    `${armPath(scope)}/providers/Microsoft.Authorization/permissions?api-version=${API_VERSION}`,
  );
  const missing = neededActions(config, isThere).filter((action) => !isAllowed(permissions, action));
  return missing.length === 0
    ? { verdict: 'ok', text: `all that the configuration needs is allowed on ${scope}` }
    : {
        verdict: 'wrong',
        text: `not allowed on ${scope}: ${missing.join(', ')}`,
        fix: `ask for the roles that ${docsPage('permissions.md')} lists`,
      };
}

function neededActions(
  { cluster, azureRoles, access, grantClusterUser }: AksConfig,
  isThere: boolean,
): string[] {
  const isOwn = cluster.existing !== true;
  const people = access.some(({ users, guests, groups, servicePrincipals }) =>
    [users, guests, groups, servicePrincipals].some((list) => list.length > 0),
  );
  return [
    ...(isOwn && cluster.createResourceGroup && !isThere
      ? ['Microsoft.Resources/subscriptions/resourceGroups/write']
      : []),
    ...(isOwn ? ['Microsoft.ContainerService/managedClusters/write'] : []),
    GET_CREDENTIALS,
    ...(azureRoles.length > 0 || (grantClusterUser && people)
      ? ['Microsoft.Authorization/roleAssignments/write']
      : []),
  ];
}

/** Asks for one of each kind: whoever may not read it is refused. */
async function canLookUp(graph: AzureApi, lookups: readonly Lookup[]): Promise<Found> {
  const wanted = new Map(
    lookups
      .filter(({ isRequired }) => isRequired)
      .map(({ kind }) => [COLLECTIONS[kind]!.path, COLLECTIONS[kind]!]),
  );
  const refused: string[] = [];
  for (const { path, right } of wanted.values()) {
    const { status, pause } = await graph.reply(`/v1.0/${path}?$top=1&$select=id`);
    if (status === 403) {
      refused.push(`${path} (${right})`);
    } else if (status !== 200) {
      return { verdict: 'unchecked', text: `Microsoft Graph refuses to answer: ${refusal(status, pause)}` };
    }
  }
  if (refused.length > 0) {
    return {
      verdict: 'wrong',
      text: `may not read ${refused.join(' and ')}`,
      fix: 'have the permission granted with admin consent, or write object IDs',
    };
  }
  const paths = [...wanted.keys()];
  return {
    verdict: 'ok',
    text: paths.length === 0 ? 'nothing is looked up by name' : `may read ${paths.join(' and ')}`,
  };
}

/** The group of administrators, or the applications of the legacy integration. */
async function canCreate(graph: AzureApi, { aad, cluster }: AksConfig): Promise<Found> {
  const what = aad.mode === 'legacy' ? 'application' : 'group';
  if (cluster.existing === true || (aad.mode === 'managed' && !aad.adminGroup)) {
    return { verdict: 'ok', text: 'nothing is created in the directory' };
  }
  const claims = await graph.claims();
  // An application has the permissions of its token; what a person may do, the directory says.
  return claims.scp === undefined
    ? createdByApplication(what, Array.isArray(claims.roles) ? claims.roles : [])
    : createdByPerson(graph, what);
}

function createdByApplication(what: 'group' | 'application', roles: readonly unknown[]): Found {
  const needed = what === 'group' ? CREATE_GROUP : CREATE_APPLICATION;
  const held = needed.find((one) => roles.includes(one));
  return held === undefined
    ? {
        verdict: 'wrong',
        text: `may not create the ${what}: the application has none of ${needed.join(', ')}`,
        fix: `have ${needed[0]!} granted with admin consent`,
      }
    : { verdict: 'ok', text: `${held} lets the application create the ${what}` };
}

async function createdByPerson(graph: AzureApi, what: 'group' | 'application'): Promise<Found> {
  const policy = await graph.get<{
    defaultUserRolePermissions?: { allowedToCreateApps?: boolean; allowedToCreateSecurityGroups?: boolean };
  }>('/v1.0/policies/authorizationPolicy?$select=defaultUserRolePermissions');
  const { allowedToCreateApps, allowedToCreateSecurityGroups } = policy?.defaultUserRolePermissions ?? {};
  if (what === 'group' ? allowedToCreateSecurityGroups : allowedToCreateApps) {
    return { verdict: 'ok', text: `the directory lets its users create the ${what}` };
  }
  const roles = await graph.list<{ displayName?: string }>(
    '/v1.0/me/transitiveMemberOf/microsoft.graph.directoryRole?$select=displayName',
  );
  const held = MAKERS[what].find((role) => roles.some(({ displayName }) => displayName === role));
  return held === undefined
    ? {
        verdict: 'wrong',
        text: `may not create the ${what}: the directory keeps its users from it, and the account is none of ${MAKERS[what].join(', ')}`,
        fix: `have one of them deploy the identity stack, or give the account that role`,
      }
    : { verdict: 'ok', text: `${held} may create the ${what}` };
}

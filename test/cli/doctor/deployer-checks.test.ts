import { AzureApi } from '../../../cli/azure/azure-api';
import { exitCodeOf, Finding } from '../../../cli/doctor/findings';
import { permissionFindings } from '../../../cli/doctor/deployer-checks';
import { stateFinding } from '../../../cli/doctor/state-check';
import { toolFindings } from '../../../cli/doctor/tool-checks';
import { variablesFinding } from '../../../cli/doctor/variable-check';
import { lookupsOf } from '../../../access/configured/lookups';
import { appOf } from '../../access/configurations';
import { Answers, AzureStandIn } from '../stand-ins/azure';
import { withoutPauses } from '../pauses';
import { SUBSCRIPTION } from './sample-tenant';

const CONFIGURATION = `
azure: { subscriptionId: ${SUBSCRIPTION} }
aad: { mode: managed, adminGroup: { displayName: shop-admins } }
cluster: { name: shop, resourceGroupName: rg, location: eastus }
access: [{ clusterRole: view, users: [bob@contoso.com], groups: [shop-developers] }]
`;
const GROUP = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg`;
const PERMISSIONS = '/providers/Microsoft.Authorization/permissions?api-version=2022-04-01';
const POLICY = '/v1.0/policies/authorizationPolicy?$select=defaultUserRolePermissions';
const ROLES = '/v1.0/me/transitiveMemberOf/microsoft.graph.directoryRole?$select=displayName';

const ALICE = { upn: 'alice@contoso.com', oid: 'a1', tid: 't1', scp: 'User.Read' };
const PIPELINE = { appid: 'c1', oid: 'p1', tid: 't1', roles: [] as string[] };

const policy = (allowedToCreateSecurityGroups: boolean) => ({
  defaultUserRolePermissions: { allowedToCreateSecurityGroups, allowedToCreateApps: false },
});
const permissions = (...actions: string[]) => ({ value: [{ actions, notActions: [] }] });

/** An owner of a subscription that has no such resource group yet, who may read the directory and make groups. */
const HEALTHY: Answers = {
  [`/subscriptions/${SUBSCRIPTION}${PERMISSIONS}`]: permissions('*'),
  '/v1.0/users?$top=1&$select=id': { value: [] },
  '/v1.0/groups?$top=1&$select=id': { value: [] },
  [POLICY]: policy(true),
};

const azure = new AzureStandIn({});
beforeAll(() => azure.start());
afterAll(() => azure.stop());

async function findings(
  answers: Answers,
  claims: object = ALICE,
  configuration = CONFIGURATION,
): Promise<Finding[]> {
  azure.answers = answers;
  const payload = Buffer.from(JSON.stringify(claims)).toString('base64url');
  const credential = { getToken: () => Promise.resolve({ token: `head.${payload}.secret` }) };
  const api = (name: string): AzureApi =>
    new AzureApi({ name, endpoint: azure.endpoint, scope: 'https://example.com/.default', credential });
  const app = appOf(configuration);
  const apis = { graph: api('Microsoft Graph'), arm: api('Azure') };
  return permissionFindings(apis, app.config, lookupsOf(Object.values(app.stacks)));
}

const one = (all: readonly Finding[], check: string): Finding | undefined =>
  all.find((finding) => finding.check === check);

test('an owner is told who they are and that everything is allowed', async () => {
  const all = await findings(HEALTHY);

  expect(all.map(({ verdict }) => verdict)).toEqual(['ok', 'ok', 'ok', 'ok']);
  expect(one(all, 'signed in')?.text).toBe('alice@contoso.com, object ID a1, in tenant t1');
  expect(JSON.stringify(all)).not.toContain('secret');
});

test('what Azure does not allow is named, on the resource group where that exists', async () => {
  const all = await findings({
    ...HEALTHY,
    [`${GROUP}?api-version=2021-04-01`]: { id: GROUP },
    [`${GROUP}${PERMISSIONS}`]: permissions('Microsoft.ContainerService/*'),
  });

  expect(one(all, 'Azure permissions')).toMatchObject({
    verdict: 'wrong',
    text: `not allowed on ${GROUP}: Microsoft.Authorization/roleAssignments/write`,
  });
  expect(exitCodeOf(all)).toBe(1);
});

test('without a group, it has to be made; who only reads may not', async () => {
  const all = await findings({
    ...HEALTHY,
    [`/subscriptions/${SUBSCRIPTION}${PERMISSIONS}`]: permissions('*/read'),
  });
  expect(one(all, 'Azure permissions')?.text).toContain(
    'Microsoft.Resources/subscriptions/resourceGroups/write, Microsoft.ContainerService/managedClusters/write',
  );
});

test('whoever may not look people up is told which permission is missing', async () => {
  const all = await findings({ ...HEALTHY, '/v1.0/groups?$top=1&$select=id': 403 });
  expect(one(all, 'Graph, to look up')).toMatchObject({
    verdict: 'wrong',
    text: 'may not read groups (Group.Read.All)',
  });
});

test.each([
  [
    'a person whom the directory keeps from it',
    { [POLICY]: policy(false), [ROLES]: { value: [] } },
    ALICE,
    'wrong',
  ],
  [
    'a person with a role of the directory',
    { [POLICY]: policy(false), [ROLES]: { value: [{ displayName: 'Groups Administrator' }] } },
    ALICE,
    'ok',
  ],
  ['an application without a permission', {}, PIPELINE, 'wrong'],
  ['an application with one', {}, { ...PIPELINE, roles: ['Group.ReadWrite.All'] }, 'ok'],
])('the group of administrators is made by %s: %s', async (_who, answers, claims, verdict) => {
  expect(one(await findings({ ...HEALTHY, ...answers }, claims), 'Graph, to create')?.verdict).toBe(verdict);
});

test('what is not answered is no verdict', async () => {
  const all = await findings({ [`/subscriptions/${SUBSCRIPTION}${PERMISSIONS}`]: 403, [POLICY]: 403 });
  expect(one(all, 'Azure permissions')?.verdict).toBe('unchecked');
  expect(one(all, 'Graph, to create')?.verdict).toBe('unchecked');
});

describe('this machine', () => {
  const tools = (check: string, configuration = CONFIGURATION): Finding | undefined =>
    one(toolFindings(appOf(configuration)), check);
  const before = process.env.PATH;
  afterEach(() => {
    process.env.PATH = before;
  });

  test('is looked at for what a deployment runs with', () => {
    process.env.PATH = '/nowhere';
    expect(tools('Node.js')).toMatchObject({ verdict: 'ok', text: process.versions.node });
    expect(tools('Terraform')).toMatchObject({ verdict: 'wrong', text: 'terraform is not on the PATH' });
    expect(tools('kubelogin')).toMatchObject({ verdict: 'wrong' });
    expect(tools('providers')?.text).toMatch(/azuread .*, azurerm .*, kubernetes /);
  });
});

describe('variables of the providers', () => {
  const found = (env: NodeJS.ProcessEnv, configuration = CONFIGURATION): Finding =>
    variablesFinding(appOf(configuration).config, env);

  test.each([{}, { ARM_USE_OIDC: 'true', ARM_USE_CLI: '0', ARM_USE_MSI: '' }, { ARM_ENVIRONMENT: 'Public' }])(
    'are right: %j',
    (env) => expect(found(env)).toMatchObject({ verdict: 'ok' }),
  );

  test.each([
    [{ ARM_USE_OIDC: 'True' }, "ARM_USE_OIDC is 'True', which azurerm and azuread refuse"],
    [{ ARM_USE_MSI: 'yes' }, "ARM_USE_MSI is 'yes'"],
    [{ ARM_ENVIRONMENT: 'nonsense' }, "ARM_ENVIRONMENT points azurerm and azuread at 'nonsense'"],
    [{ ARM_ENVIRONMENT: 'usgovernment' }, 'the configuration is for the public cloud'],
  ])('are wrong: %j', (env, text) => {
    expect(found(env)).toMatchObject({ verdict: 'wrong', text: expect.stringContaining(text) as string });
  });

  test('do not count where the configuration names the cloud', () => {
    const configuration = CONFIGURATION.replace('azure: {', 'azure: { environment: china,');
    expect(found({ ARM_ENVIRONMENT: 'usgovernment' }, configuration)).toMatchObject({ verdict: 'ok' });
  });

  test.each([
    [{ ARM_CLIENT_ID: 'c9', ARM_CLIENT_SECRET: 's' }, ALICE, 'odd'],
    [{ ARM_CLIENT_ID: 'c9', ARM_USE_OIDC: 'true' }, ALICE, 'odd'],
    [{ ARM_CLIENT_ID: 'c9', ARM_USE_AKS_WORKLOAD_IDENTITY: 'true' }, ALICE, 'odd'],
    [{ ARM_CLIENT_ID: 'c9' }, ALICE, 'ok'],
    [{ ARM_CLIENT_ID: 'C1', ARM_CLIENT_SECRET: 's' }, PIPELINE, 'ok'],
  ])('say whether Terraform is somebody else: %j', async (env, claims, verdict) => {
    const before = process.env;
    process.env = { ...before, ...env };
    try {
      expect(one(await findings(HEALTHY, claims), 'signed in')?.verdict).toBe(verdict);
    } finally {
      process.env = before;
    }
  });
});

describe('the backend of states', () => {
  const state = (text: string) => stateFinding(appOf(`${CONFIGURATION}state: ${text}\n`).config);

  test('is a folder that can be written to, or a service that answers', async () => {
    expect(await state('{ backend: local }')).toMatchObject({ verdict: 'ok' });
    expect(await state(`{ backend: http, address: '${azure.endpoint}/{stack}' }`)).toMatchObject({
      verdict: 'ok',
      text: expect.stringContaining(`answers at ${azure.endpoint};`) as string,
    });
  });

  test('that gives no answer is wrong, and one that only Terraform gets at is not checked', async () => {
    withoutPauses();
    expect(await state("{ backend: http, address: 'http://127.0.0.1:1/{stack}' }")).toMatchObject({
      verdict: 'wrong',
    });
    expect(await state('{ backend: pg }')).toMatchObject({ verdict: 'unchecked' });
  });
});

import { AzureApi, TokenSource } from '../../../cli/azure/azure-api';
import { diagnose } from '../../../cli/doctor/diagnosis';
import { exitCodeOf, Finding, findingsInWords } from '../../../cli/doctor/findings';
import { appOf, LITERAL } from '../../access/configurations';
import { Answers, AzureStandIn } from '../azure-stand-in';
import { withoutPauses } from '../pauses';
import {
  armRole,
  BOB,
  bob,
  CAROL,
  carol,
  CLUSTER_ID,
  DEPLOYER,
  deployer,
  graphApplications,
  graphGuestWithoutMail,
  graphPrincipal,
  graphUser,
  groupsPath,
  inDays,
  manyGroups,
  NOW,
  SHOP_DEVELOPERS,
} from './sample-tenant';

const MANAGED = `${LITERAL}
access:
  - { name: developers, clusterRole: edit, namespace: shop, groups: [${SHOP_DEVELOPERS}] }
  - { name: readers, clusterRole: view, users: [bob@contoso.com] }
`;
const LEGACY = `
aad: { mode: legacy, serverApp: { displayName: Server }, clientApp: { displayName: Client } }
cluster: { name: shop, resourceGroupName: rg, location: eastus, security: { localAccounts: true }, defaultNodePool: { vmSize: Standard_D2s_v3 } }
directory: { lookUpUsers: false }
access: [{ clusterRole: view, users: [bob@contoso.com] }]
`;
const USER_ROLE = armRole(BOB, CLUSTER_ID, [
  'Microsoft.ContainerService/managedClusters/listClusterUserCredential/action',
]);
const HEALTHY: Answers = { ...graphUser(bob), ...USER_ROLE };

const TOKEN: TokenSource = { getToken: () => Promise.resolve({ token: 'a very secret token' }) };
const NO_TOKEN: TokenSource = { getToken: () => Promise.reject(new Error('az is not installed')) };

/** Graph and Azure in one; their paths are different. */
const azure = new AzureStandIn({});
beforeAll(() => azure.start());
afterAll(() => azure.stop());

async function findings(
  configuration: string,
  answers: Answers,
  {
    account = 'bob@contoso.com',
    credential = TOKEN,
    clusterId,
  }: { account?: string; credential?: TokenSource; clusterId?: string | null } = {},
): Promise<Finding[]> {
  azure.answers = answers;
  const api = new AzureApi({ name: 'Azure', endpoint: azure.endpoint, scope: 'scope', credential });
  return diagnose({
    account,
    app: appOf(configuration),
    configuration: 'aks.yaml',
    clusterId: clusterId === null ? undefined : CLUSTER_ID,
    graph: api,
    arm: api,
    now: NOW,
  });
}

function finding(all: readonly Finding[], check: string): Finding | undefined {
  return all.find((one) => one.check === check);
}

test('a healthy account has nothing wrong, and every check says what it has found', async () => {
  const all = await findings(MANAGED, HEALTHY);

  expect(exitCodeOf(all)).toBe(0);
  expect(findingsInWords(all).split('\n')).toEqual([
    `ok     account: Bob Baker is bob@contoso.com, object ID ${BOB}`,
    "ok     kind: member: the cluster knows the account as 'bob@contoso.com', in this very case",
    expect.stringContaining('ok     Conditional Access: what az aks get-credentials writes'),
    'ok     spelling: no binding names the account otherwise than the cluster does',
    'ok     groups: in 0 security groups, nested ones included; a token lists up to 200',
    "ok     bindings: view in the whole cluster, by ClusterRoleBinding 'readers'",
    'ok     ways up: none to cluster administrator, to all secrets or to the nodes',
    "ok     Azure role: 'Some role' lets the account fetch the kubeconfig",
    'ok     secret: Azure owns the two applications of managed Azure AD integration',
    'ok     consent: Azure owns the two applications of managed Azure AD integration',
    'ok     left over: nothing is there twice, and nothing was given up half way',
    "ok     emergency: While Azure AD is down nobody gets in, because local accounts are off: whoever may change the cluster in Azure turns them on, and that takes a sign-in, too. Without an activation, group '894656e1-39f8-4bfe-b16a-510f61af6f41' administers the cluster",
  ]);
});

describe('the account', () => {
  test('that does not exist is all that can be said', async () => {
    const all = await findings(MANAGED, HEALTHY, { account: 'bobby@contoso.com' });

    expect(finding(all, 'account')).toMatchObject({
      verdict: 'wrong',
      text: "there is no account 'bobby@contoso.com' in the directory",
    });
    expect(finding(all, 'bindings')).toBeUndefined();
    expect(exitCodeOf(all)).toBe(1);
  });

  test.each([['ci-deployer'], [deployer.appId], [DEPLOYER]])(
    'may be a service principal or managed identity: %s',
    async (account) => {
      const answers = { ...graphPrincipal([{ id: SHOP_DEVELOPERS, displayName: 'shop-developers' }]) };
      const all = await findings(MANAGED, answers, { account });

      expect(finding(all, 'account')).toMatchObject({
        verdict: 'ok',
        text: `ci-deployer is a service principal, object ID ${DEPLOYER}, client ID ${deployer.appId}`,
      });
      expect(finding(all, 'kind')?.text).toContain(`knows it by its object ID, ${DEPLOYER}`);
      expect(finding(all, 'bindings')).toMatchObject({
        verdict: 'ok',
        text: "edit in namespace 'shop', by RoleBinding 'developers' in namespace 'shop'",
      });
    },
  );

  test('that is a service principal without a binding is told its key', async () => {
    const all = await findings(MANAGED, graphPrincipal(), { account: DEPLOYER });

    expect(finding(all, 'bindings')?.fix).toContain(`servicePrincipals: [${DEPLOYER}]`);
  });

  test('of a guest without mail is found by the address that was invited', async () => {
    const all = await findings(MANAGED, graphGuestWithoutMail(), { account: 'carol@fabrikam.com' });

    expect(finding(all, 'account')).toMatchObject({ verdict: 'ok' });
    expect(finding(all, 'kind')?.text).toContain('guest');
  });

  test('that is disabled cannot sign in', async () => {
    const all = await findings(MANAGED, { ...HEALTHY, ...graphUser({ ...bob, accountEnabled: false }) });
    expect(finding(all, 'account')?.text).toBe('bob@contoso.com is disabled and cannot sign in');
  });

  test('of a guest is found by mail, and told to go by object ID', async () => {
    const bound = `${LITERAL}access: [{ clusterRole: view, groups: [${SHOP_DEVELOPERS}], users: [carol@fabrikam.com] }]`;
    const all = await findings(bound, graphUser(carol), { account: 'carol@fabrikam.com' });

    expect(finding(all, 'kind')?.text).toContain(`the cluster knows the account by its object ID, ${CAROL}`);
    expect(finding(all, 'spelling')).toMatchObject({
      verdict: 'wrong',
      fix: `name the guest by object ID, ${CAROL}`,
    });
    expect(finding(all, 'bindings')?.fix).toContain(`guests: [${CAROL}]`);
  });
});

describe('what an apply that ended half way has left', () => {
  const named = (collection: string, name: string): Answers => ({
    [`/v1.0/${collection}&$filter=displayName eq '${name}'`]: { value: [{ id: 'one' }, { id: 'other' }] },
  });

  test.each([
    [
      'a second group of administrators',
      MANAGED.replace('aad: {', 'aad: { adminGroup: { displayName: ops },'),
      named('groups?$select=id,displayName', 'ops'),
      "there are 2 groups 'ops': one, other",
      /az ad group delete --group <object ID>$/,
    ],
    [
      'a second application',
      LEGACY,
      named('applications?$select=id,appId,displayName,passwordCredentials,api', 'Server'),
      "there are 2 applications 'Server': one, other",
      /az ad app delete --id <object ID>$/,
    ],
    [
      'a cluster',
      MANAGED,
      { [`${CLUSTER_ID}?api-version=2024-05-01`]: { properties: { provisioningState: 'Failed' } } },
      'Azure has given up on the cluster half way: its provisioning state is Failed',
      new RegExp(`az aks delete --ids ${CLUSTER_ID}$`),
    ],
  ])('%s is found', async (_what, configuration, answers, text, fix) => {
    const found = finding(await findings(configuration, { ...HEALTHY, ...answers }), 'left over');

    expect(found).toMatchObject({ verdict: 'wrong', text });
    expect(found?.fix).toMatch(fix);
  });
});

test('a binding in another case grants nothing, and the finding has the right spelling', async () => {
  const all = await findings(
    `${LITERAL}access: [{ name: r, clusterRole: view, users: [Bob@Contoso.com] }]`,
    HEALTHY,
  );

  expect(finding(all, 'spelling')).toEqual({
    check: 'spelling',
    verdict: 'wrong',
    text: "ClusterRoleBinding 'r' names User 'Bob@Contoso.com', which grants nothing: the directory spells it 'bob@contoso.com'",
    fix: "write 'bob@contoso.com' for a member, the object ID for a group",
  });
  expect(finding(all, 'bindings')).toMatchObject({
    verdict: 'wrong',
    text: 'no binding of aks.yaml applies: after signing in, everything is forbidden',
  });
});

describe('groups', () => {
  test('more than a token lists are no lock-out: AKS asks for the rest', async () => {
    const of = async (count: number) =>
      finding(await findings(MANAGED, { ...HEALTHY, ...graphUser(bob, manyGroups(count)) }), 'groups');

    expect((await of(200))?.text).not.toContain('AKS asks');
    expect(await of(201)).toMatchObject({
      verdict: 'ok',
      text: expect.stringContaining('AKS asks Microsoft Graph for the rest itself') as string,
    });
  });

  test('that tokens do not name, such as distribution lists, are not counted', async () => {
    const lists = manyGroups(201).map((group) => ({ ...group, securityEnabled: false }));
    const all = await findings(MANAGED, { ...HEALTHY, ...graphUser(bob, lists) });

    expect(finding(all, 'groups')?.text).toContain('in 0 security groups');
  });

  test('come in pages', async () => {
    const [first, second] = [manyGroups(150), manyGroups(300).slice(150)];
    const all = await findings(MANAGED, {
      ...HEALTHY,
      [groupsPath(BOB)]: { value: first, '@odata.nextLink': `${azure.endpoint}/more` },
      '/more': { value: second },
    });
    expect(finding(all, 'groups')?.text).toContain('in 300 security groups');
  });

  test('on another host are not followed, as the token would go there', async () => {
    const all = await findings(MANAGED, {
      ...HEALTHY,
      [groupsPath(BOB)]: { value: [], '@odata.nextLink': 'http://localhost:1/more' },
    });
    expect(finding(all, 'groups')?.verdict).toBe('unchecked');
  });

  test('that are bound by ID or by name count', async () => {
    const groups = [{ id: SHOP_DEVELOPERS, displayName: 'shop-developers' }];
    const byName = MANAGED.replace(SHOP_DEVELOPERS, 'shop-developers');

    for (const configuration of [MANAGED, byName]) {
      const all = await findings(configuration, { ...HEALTHY, ...graphUser(bob, groups) });
      expect(finding(all, 'bindings')?.text).toContain(
        "edit in namespace 'shop', by RoleBinding 'developers'",
      );
    }
  });
});

describe('the Azure role', () => {
  const GET = 'Microsoft.ContainerService/managedClusters/listClusterUserCredential/action';

  test.each([
    [
      'on a resource group above, by a wildcard, is',
      CLUSTER_ID.replace(/\/providers.*/, ''),
      ['*'],
      [],
      'ok',
    ],
    ['by part of a wildcard is', CLUSTER_ID, ['Microsoft.ContainerService/*/action'], [], 'ok'],
    ['that takes it out again is not', CLUSTER_ID, ['*'], [GET], 'wrong'],
    ['that only reads is not', CLUSTER_ID, ['*/read'], [], 'wrong'],
    ['on one namespace is not', `${CLUSTER_ID}/namespaces/shop`, ['*'], [], 'wrong'],
  ])('%s one that fetches the kubeconfig', async (_title, scope, actions, notActions, verdict) => {
    const all = await findings(MANAGED, { ...graphUser(bob), ...armRole(BOB, scope, actions, notActions) });
    expect(finding(all, 'Azure role')).toMatchObject({ verdict });
  });

  test('that is missing comes with the command that assigns it', async () => {
    const all = await findings(MANAGED, graphUser(bob));
    expect(finding(all, 'Azure role')?.fix).toBe(
      `az role assignment create --role 'Azure Kubernetes Service Cluster User Role' --assignee ${BOB} --scope ${CLUSTER_ID}`,
    );
  });

  test('cannot be looked for without a subscription, which is said', async () => {
    const all = await findings(MANAGED, HEALTHY, { clusterId: null });
    expect(finding(all, 'Azure role')?.verdict).toBe('unchecked');
    expect(exitCodeOf(all)).toBe(2);
  });
});

describe('the applications of the legacy integration', () => {
  test('are right with a secret and consent', async () => {
    const all = await findings(LEGACY, { ...HEALTHY, ...graphApplications() });
    expect(exitCodeOf(all)).toBe(0);
  });

  test.each([
    [[], 'wrong', "'Server' has no secret: nobody can sign in"],
    [[inDays(-1), inDays(-30)], 'wrong', "the secret of 'Server' expired on 2026-11-22: nobody can sign in"],
    [[inDays(10)], 'odd', "the newest secret of 'Server' is valid until 2026-12-03, 10 more days"],
    [[inDays(-1), inDays(31)], 'ok', "the newest secret of 'Server' is valid until 2026-12-24"],
  ])('with secrets that end at %j', async (secretEnds, verdict, text) => {
    const all = await findings(LEGACY, { ...HEALTHY, ...graphApplications({ secretEnds }) });
    expect(finding(all, 'secret')).toMatchObject({ verdict, text: expect.stringContaining(text) as string });
  });

  test('without consent say which permission lacks, and how to consent', async () => {
    const all = await findings(LEGACY, {
      ...HEALTHY,
      ...graphApplications({ scope: 'User.Read', role: 'another' }),
      '/v1.0/servicePrincipals/sp-c/oauth2PermissionGrants': { value: [] },
    });

    expect(finding(all, 'consent of the server application')).toMatchObject({
      verdict: 'wrong',
      text: 'missing: Directory.Read.All, Directory.Read.All as application permission',
      fix: 'as an administrator of the tenant, az ad app permission admin-consent --id server',
    });
    expect(finding(all, 'consent of the client application')?.text).toBe(
      "'Client' may not use 'user_impersonation' of 'Server'",
    );
  });

  test('that do not exist have yet to be deployed', async () => {
    const all = await findings(LEGACY, HEALTHY);
    expect(finding(all, 'secret')?.text).toBe("there is no application 'Server'");
  });
});

describe('what is not answered', () => {
  afterEach(() => jest.restoreAllMocks());

  test('for want of credentials is named check by check, and nothing is sent', async () => {
    azure.asked.length = 0;
    const all = await findings(LEGACY, HEALTHY, { credential: NO_TOKEN });

    expect(azure.asked).toEqual([]);
    expect(finding(all, 'account')).toMatchObject({
      verdict: 'unchecked',
      text: "no credentials for Azure: sign in with 'az login'",
    });
    expect(all.filter(({ verdict }) => verdict === 'unchecked').map(({ check }) => check)).toEqual([
      'account',
      'kind',
      'spelling',
      'groups',
      'Azure role',
      'secret',
      'consent of the server application',
      'consent of the client application',
      'left over',
    ]);
    expect(finding(all, 'bindings')?.verdict).toBe('ok');
    expect(exitCodeOf(all)).toBe(2);
  });

  test.each([
    [401, "Azure refuses to answer: the sign-in is not accepted (401): 'az login' again"],
    [403, 'Azure refuses to answer: the account that asks may not read this (403)'],
    [500, 'Azure refuses to answer: status 500'],
  ])('with status %i is said, and what the API sent is not', async (status, text) => {
    withoutPauses();
    const paths = Object.keys(graphUser(bob));
    const all = await findings(MANAGED, Object.fromEntries(paths.map((path) => [path, status])));

    expect(finding(all, 'account')).toMatchObject({ verdict: 'unchecked', text });
    expect(findingsInWords(all)).not.toContain('secret token');
  });
});

test('the token goes into the header, and into no finding', async () => {
  const all = await findings(LEGACY, { ...HEALTHY, ...graphApplications() });
  expect([...azure.tokens]).toEqual(['Bearer a very secret token']);
  expect(JSON.stringify(all)).not.toContain('a very secret token');
});

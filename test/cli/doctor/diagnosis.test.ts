import { TokenSource } from '../../../cli/azure/azure-api';
import { exitCodeOf, findingsInWords } from '../../../cli/doctor/findings';
import { Answers } from '../stand-ins/azure';
import { withoutPauses } from '../pauses';
import { armRole, BOB, bob, CLUSTER_ID, graphApplications, graphUser, inDays } from './sample-tenant';
import { azure, finding, findings, HEALTHY, LEGACY, MANAGED, withAzure } from './diagnosed';

const NO_TOKEN: TokenSource = { getToken: () => Promise.reject(new Error('az is not installed')) };

withAzure();

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

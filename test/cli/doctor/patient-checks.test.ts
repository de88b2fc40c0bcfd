import { exitCodeOf } from '../../../cli/doctor/findings';
import { LITERAL } from '../../access/configurations';
import {
  BOB,
  bob,
  CAROL,
  carol,
  DEPLOYER,
  deployer,
  graphGuestWithoutMail,
  graphPrincipal,
  graphUser,
  groupsPath,
  manyGroups,
  SHOP_DEVELOPERS,
} from './sample-tenant';
import { azure, finding, findings, HEALTHY, MANAGED, withAzure } from './diagnosed';

withAzure();

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

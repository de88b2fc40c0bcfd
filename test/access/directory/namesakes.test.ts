import { cardOf } from '../../../access/card/card';
import { configuredAccess } from '../../../access/configured/configured-access';
import { accessDiff, leadsToTheTop } from '../../../access/diff/diff';
import { loadTenant } from '../../../access/directory/load-tenant';
import { findAccount, userName } from '../../../access/directory/sign-in';
import { Tenant } from '../../../access/directory/tenant';
import { revocationsInWords } from '../../../access/revoke/in-words';
import { Revocation, revocationOf } from '../../../access/revoke/revocation';
import { check, outcome, request, texts } from '../check/sample-check';
import { appOf, levelsOf, LITERAL, reportOf } from '../configurations';

const [ONE, OTHER] = ['11111111-1111-4111-8111-11111111111a', '11111111-1111-4111-8111-11111111111b'];
const MADE_UP = loadTenant();
const PRINCIPAL = { displayName: 'robot', appRoles: {}, scopes: {} };

/** Two service principals and two groups of one name, and somebody whose mail address is the user principal name of bob. */
const TENANT: Tenant = {
  ...MADE_UP,
  users: [
    {
      objectId: '11111111-1111-4111-8111-111111111112',
      userPrincipalName: 'aaron@contoso.com',
      displayName: 'Aaron',
      userType: 'Member',
      mail: 'bob@contoso.com',
    },
    ...MADE_UP.users,
  ],
  groups: [
    ...MADE_UP.groups,
    { objectId: '11111111-1111-4111-8111-11111111111c', displayName: 'twins', members: [], owners: [] },
    { objectId: '11111111-1111-4111-8111-11111111111d', displayName: 'twins', members: [ONE], owners: [] },
  ],
  servicePrincipals: [
    ...MADE_UP.servicePrincipals,
    { ...PRINCIPAL, objectId: ONE, clientId: '22222222-2222-4222-8222-22222222222a' },
    { ...PRINCIPAL, objectId: OTHER, clientId: '22222222-2222-4222-8222-22222222222b' },
  ],
};

const bound = (...ids: readonly string[]): string =>
  `${LITERAL}access: [{ clusterRole: cluster-admin, servicePrincipals: [${ids.join(', ')}] }, { clusterRole: view, users: [bob@contoso.com] }]\n`;

function revoked(name: string): Revocation {
  const app = appOf(bound(OTHER));
  return revocationOf(app.config, configuredAccess(app, TENANT), name);
}

test('whoever is cut off is never somebody else of the same name', () => {
  expect(() => revoked('robot')).toThrow(
    `there are 2 called 'robot' in the directory: give the object ID of the one that you mean, ${ONE} or ${OTHER}`,
  );
  expect(revoked(ONE).holdings).toEqual([]);
  expect(revoked(OTHER).holdings).toMatchObject([{ role: 'ClusterRole cluster-admin' }]);
});

test('a user principal name comes before the mail address of somebody else, and is not told as a slip of theirs', () => {
  expect(userName(findAccount('bob@contoso.com', TENANT)!)).toBe('bob@contoso.com');
  expect(revoked('BOB@contoso.com')).toMatchObject({
    subject: 'bob@contoso.com',
    holdings: [{ role: 'ClusterRole view' }],
  });
  expect(reportOf(bound(ONE), TENANT).warnings.join()).not.toContain('aaron@contoso.com');
});

test('somebody who is disabled is not the one whose mail address that is, nor a group of the name', () => {
  const app = appOf(
    `${LITERAL}access: [{ clusterRole: view, users: [aaron@contoso.com] }, { clusterRole: edit, users: [bob@contoso.com] }]\n`,
  );
  const users = TENANT.users.map((one) =>
    one.userPrincipalName === 'bob@contoso.com' ? { ...one, accountEnabled: false } : one,
  );

  expect(
    revocationOf(app.config, configuredAccess(app, { ...TENANT, users }), 'bob@contoso.com'),
  ).toMatchObject({
    subject: 'bob@contoso.com',
    problem:
      'bob@contoso.com is disabled and cannot sign in; what is granted to that account holds again as soon as it is enabled',
    holdings: [{ role: 'ClusterRole edit' }],
  });
});

test('a group whose name has a slash is found, and a service account that is called so is not forgotten', () => {
  const id = '11111111-1111-4111-8111-11111111111e';
  const groups = [...TENANT.groups, { objectId: id, displayName: 'shop/devs', members: [], owners: [] }];
  const revokedBeside = (name: string, more = ''): Revocation => {
    const app = appOf(`${LITERAL}access: [{ clusterRole: view, namespace: shop, groups: [${id}]${more} }]\n`);
    return revocationOf(app.config, configuredAccess(app, { ...TENANT, groups }), name);
  };
  const accounts = ', serviceAccounts: [shop/devs]';

  expect(revokedBeside('shop/devs')).toMatchObject({
    kind: 'Group',
    holdings: [{ role: 'ClusterRole view' }],
  });
  expect(() => revokedBeside('shop/devs', accounts)).toThrow(`${id} or system:serviceaccount:shop:devs`);
  expect(revokedBeside(id, accounts).kind).toBe('Group');
  expect(revokedBeside('system:serviceaccount:shop:devs', accounts).kind).toBe('ServiceAccount');
});

test('the command that disables a service principal has its client ID, as the Azure CLI takes no display name', () => {
  expect(revocationsInWords(OTHER, [revoked(OTHER)])).toContain(
    'az ad sp update --id 22222222-2222-4222-8222-22222222222b --set accountEnabled=false',
  );
  const app = appOf(`${LITERAL}access: [{ clusterRole: view, servicePrincipals: [robot] }]\n`);
  expect(revocationsInWords('robot', [revocationOf(app.config, configuredAccess(app), 'robot')])).toContain(
    "az ad sp list --display-name robot --output table\n   az ad sp update --id '<AppId>' --set",
  );
});

test('a card is that of the one who is asked for', () => {
  const app = appOf(bound(OTHER));
  const isEmpty = (name: string): boolean =>
    cardOf(name, [{ config: app.config, configured: configuredAccess(app, TENANT) }]).clusters.length === 0;

  expect([isEmpty(ONE), isEmpty(OTHER)]).toEqual([true, false]);
  expect(() => isEmpty('robot')).toThrow("there are 2 called 'robot'");
});

test('a second administrator of the name of the first is new', () => {
  const diff = accessDiff(reportOf(bound(ONE), TENANT), reportOf(bound(ONE, OTHER), TENANT));

  expect(diff.newWays.filter(leadsToTheTop).map(({ subject }) => subject)).toEqual([
    `service principal 'robot (${OTHER})'`,
  ]);
  expect(levelsOf(reportOf(bound(ONE), TENANT))).toContain(`service principal robot (${ONE}): cluster-admin`);
});

describe('rules', () => {
  test('do not take the first of several groups, and say how to name one', () => {
    const rule = `{ type: cannot, groups: [twins], ${request('get', 'secrets', 'shop')} }`;

    expect(check(rule, { tenant: TENANT })[0]).toMatchObject({
      outcome: 'pointless',
      because: "there are 2 groups 'twins' in the directory: write the object ID of the one that is meant",
    });
  });

  test('ask about bob, not about whose mail address that is', () => {
    const rule = `{ type: cannot, users: [bob@contoso.com], ${request('get', 'secrets', 'shop')} }`;

    expect(texts(rule, { tenant: TENANT }).join()).toContain('can get secrets');
  });

  test('do not ask about whoever has the mail address of somebody who is disabled', () => {
    const users = TENANT.users.map((one) =>
      one.userPrincipalName === 'aaron@contoso.com'
        ? { ...one, mail: 'Bob@contoso.com' }
        : { ...one, accountEnabled: one.userPrincipalName !== 'bob@contoso.com' },
    );
    const rule = `{ type: can, users: [Bob@contoso.com], ${request('get', 'secrets', 'shop')} }`;

    expect(texts(rule, { tenant: { ...TENANT, users } }).join()).not.toContain('aaron');
  });

  test('take what a group has by the groups that it is in, also while nobody is in it', () => {
    const juniors = { objectId: ONE, displayName: 'juniors', members: [], owners: [] };
    const groups = MADE_UP.groups.map((group) =>
      group.displayName === 'shop-developers' ? { ...group, members: [...group.members, ONE] } : group,
    );
    const tenant = { ...MADE_UP, groups: [...groups, juniors] };
    const what = `groups: [juniors], ${request('get', 'secrets', 'payments')} }`;

    expect(outcome(`{ type: can, ${what}`, { tenant })).toBe('kept');
    const [result] = check(`{ type: cannot, ${what}`, { tenant });
    expect(result).toMatchObject({
      outcome: 'broken',
      findings: [{ text: "group juniors can get secrets in namespace 'payments'" }],
    });
    expect(result!.findings[0]!.chain[0]).toBe(
      'group juniors is in group shop-developers, which is in group shop-readers',
    );
  });
});

import { configuredAccess } from '../../../access/configured/configured-access';
import { loadTenant } from '../../../access/directory/load-tenant';
import { answerPart } from '../../../cli/dev/page/answer';
import { appOf, HEAD } from '../../access/configurations';
import { textOf } from './project';

const SHOP_CI = '00000000-0000-4000-8000-000000000001';
const tenant = loadTenant();
const directory = {
  ...tenant,
  users: tenant.users.map((user) =>
    user.userPrincipalName === 'erin@contoso.com' ? { ...user, accountEnabled: false } : user,
  ),
  groups: [
    ...tenant.groups,
    ...['shop/ci', 'team/web', 'twins', 'twins'].map((displayName, i) => ({
      displayName,
      objectId: `00000000-0000-4000-8000-00000000000${i + 1}`,
      members: [],
      owners: [],
    })),
  ],
};

function ask(access: string, question: string): string {
  const app = appOf(`${HEAD.replace('aad: {', 'aad: { azureRbac: true,')}${access}`);
  const configured = configuredAccess(app, directory);
  return textOf(answerPart(question, { app, access: configured, people: 'contoso.com', editor: 'x' }));
}

test('a name with a slash is that of a group, too, and what several are called is not guessed at', () => {
  const access = `access:
  - { clusterRole: view, namespace: shop, groups: [shop/ci, team/web] }
  - { clusterRole: edit, namespace: shop, serviceAccounts: [shop/ci, shop/job] }
`;
  expect(ask(access, 'can team/web get pods in shop')).toMatch(/^yes: team\/web can get pods/);
  expect(ask(access, 'can shop/ci get pods in shop')).toBe(
    `'shop/ci' is the name of several: ask about ${SHOP_CI} or system:serviceaccount:shop:ci`,
  );
  expect(ask(access, 'can twins get pods in shop')).toBe(
    "'twins' is the name of several: ask about 00000000-0000-4000-8000-000000000003 or 00000000-0000-4000-8000-000000000004",
  );
  expect(ask(access, `can ${SHOP_CI} delete pods in shop`)).toMatch(/^no: shop\/ci cannot/);
  expect(ask(access, 'can system:serviceaccount:shop:ci delete pods in shop')).toMatch(/^yes/);
  expect(ask(access, 'can shop/job delete pods in shop')).toMatch(/^yes/);
  expect(ask(access, 'can shop/other delete pods in shop')).toMatch(
    /^no: system:serviceaccount:shop:other cannot/,
  );
});

test('who is disabled is not told to need what they hold', () => {
  const access = 'access: [{ clusterRole: view, namespace: shop, users: [erin@contoso.com] }]\n';
  expect(ask(access, 'can erin@contoso.com get pods in shop')).toMatch(
    /^no: erin@contoso.com cannot get pods in namespace 'shop' in cluster 'shop' Note: erin@contoso.com is disabled/,
  );
});

test('a condition that is not evaluated is no missing binding', () => {
  const access = `azureRoles:
  - { role: RbacReader, namespace: shop, users: [bob@contoso.com], unsafeCondition: "@Resource[x] StringEquals 'y'" }
`;
  expect(ask(access, 'can bob@contoso.com get pods in shop')).toMatch(
    /^not known: bob@contoso.com may perhaps get pods in namespace 'shop' in cluster 'shop' Note: /,
  );
});

test('what an activation adds can be asked about', () => {
  const access =
    'azureRoles: [{ role: RbacWriter, namespace: shop, eligible: { users: [bob@contoso.com] } }]\n';
  expect(ask(access, 'can bob@contoso.com delete pods in shop')).toContain('ask with --activated');
  expect(ask(access, 'can bob@contoso.com delete pods in shop --activated')).toMatch(
    /^yes: bob@contoso.com, activated, can delete pods/,
  );
});

test('what everybody holds who has signed in, and what groups hold that a group is in, its members do, too', () => {
  const access = `access:
  - { clusterRole: view, namespace: payments, groups: [shop-readers] }
  - { clusterRole: view, namespace: shop, unsafeSystemGroups: [system:authenticated] }
  - { clusterRole: view, namespace: other, groups: [team/web] }
`;
  expect(ask(access, 'can team/web get pods in shop')).toMatch(/^yes: .*, as Group system:authenticated/);
  expect(ask(access, 'can team/web delete pods in shop')).toMatch(/^no: team\/web cannot delete pods/);
  expect(ask(access, 'can shop-developers get pods in payments')).toMatch(/^yes: .*, as Group shop-readers/);
  expect(ask(access, 'can shop-readers get pods in other')).toMatch(/^no: /);
  expect(ask(access, 'can system:unauthenticated get pods in shop')).toMatch(/^no: /);
});

import { readFileSync } from 'node:fs';
import { configuredAccess } from '../../../access/configured/configured-access';
import { loadTenant } from '../../../access/directory/load-tenant';
import { COUNTS } from '../../../access/effect-times';
import { revocationsInWords } from '../../../access/revoke/in-words';
import { Revocation, revocationOf } from '../../../access/revoke/revocation';
import { appOf } from '../configurations';

const APP = appOf(`aad: { azureRbac: true, adminGroupObjectIds: [894656e1-39f8-4bfe-b16a-510f61af6f41] }
cluster: { name: shop, resourceGroupName: my(group), location: eastus, security: { localAccounts: true } }
namespaces: [{ name: shop }]
access:
  - { clusterRole: edit, namespace: shop, groups: [shop-readers], serviceAccounts: [shop/ci] }
  - { clusterRole: view, users: [bob@contoso.com] }
azureRoles:
  - { role: ClusterAdmin, users: [alice@contoso.com] }
`);
const CONFIGURED = configuredAccess(APP, loadTenant());

const of = (name: string): Revocation => revocationOf(APP.config, CONFIGURED, name);
const told = (name: string): string => revocationsInWords(name, [of(name)]);

test('a cluster administrator: the group, the role of Azure, and the kubeconfig that may have been fetched', () => {
  expect(of('alice@contoso.com')).toMatchObject({ adminKubeconfig: 'yes', serviceAccounts: ['shop/ci'] });
  expect(of('alice@contoso.com').holdings.map(({ by, role }) => [by, role])).toEqual(
    expect.arrayContaining([
      ['group', 'ClusterRole cluster-admin'],
      ['azureRole', 'Azure Kubernetes Service Cluster Admin Role'],
    ]),
  );
  expect(told('alice@contoso.com')).toContain("az aks rotate-certs --resource-group 'my(group)' --name shop");
});

test('a developer: the binding by name, the group of a group, and the accounts whose tokens could be had', () => {
  const { holdings, serviceAccounts, adminKubeconfig } = of('bob@contoso.com');

  expect(holdings.map(({ by }) => by).sort()).toEqual(['binding', 'group']);
  expect(holdings.find(({ by }) => by === 'group')!.chain[0]).toBe(
    'bob@contoso.com is in group shop-developers, which is in group shop-readers',
  );
  expect([serviceAccounts, adminKubeconfig]).toEqual([['shop/ci'], 'perhaps']);
  expect(told('bob@contoso.com')).toContain('kubectl delete serviceaccount ci --namespace shop');
  expect(told('bob@contoso.com')).toMatch(
    /Take bob@contoso\.com out of .*aks\.yaml:6:\d+, and deploy\. Counts at once/,
  );
});

test('nobody called so is not somebody who holds nothing, and who is disabled keeps what names them', () => {
  expect(of('bobb@contoso.com')).toMatchObject({ nearest: 'bob@contoso.com' });
  expect(of('bobb@contoso.com')).not.toHaveProperty('subject');
  expect(told('bobb@contoso.com')).toContain(
    "Nobody called 'bobb@contoso.com' is known here, did you mean 'bob@contoso.com'?",
  );
  expect(told('bobb@contoso.com')).not.toContain('hold nothing');

  const tenant = loadTenant();
  const users = tenant.users.map((user) =>
    user.userPrincipalName === 'bob@contoso.com' ? { ...user, accountEnabled: false } : user,
  );
  const disabled = revocationOf(APP.config, configuredAccess(APP, { ...tenant, users }), 'bob@contoso.com');
  expect(disabled.holdings.map(({ by }) => by).sort()).toEqual(['binding', 'group']);
  expect(revocationsInWords('bob@contoso.com', [disabled])).toContain('is disabled and cannot sign in');
});

describe('what may be activated, and what is got by way of others', () => {
  const app = appOf(`aad:
  azureRbac: true
  adminGroup: { displayName: admins, eligible: { members: [e5f6a7b8-90c4-47aa-b5f2-5ce98f219e05] } }
cluster: { name: shop, resourceGroupName: rg, location: eastus }
namespaces: [{ name: shop }, { name: ops }, { name: bank }]
roles:
  - { name: token-maker, rules: [{ verbs: [create], resources: [serviceaccounts/token] }] }
access:
  - { clusterRole: edit, namespace: shop, users: [bob@contoso.com], serviceAccounts: [ops/last] }
  - { clusterRole: token-maker, namespace: ops, serviceAccounts: [shop/ci] }
  - { clusterRole: view, namespace: bank, serviceAccounts: [bank/teller] }
azureRoles:
  - { role: RbacReader, namespace: bank, eligible: { groups: [on-call] } }
`);
  const configured = configuredAccess(app, loadTenant());
  const ofApp = (name: string): Revocation => revocationOf(app.config, configured, name);

  test('tokens of accounts that only another account leads to, and of no others', () => {
    // bob runs pods as shop/ci, which makes tokens of ops/last.
    expect([...ofApp('bob@contoso.com').serviceAccounts].sort()).toEqual(['ops/last', 'shop/ci']);
  });

  test('a role by a group: where it stands, and from when on taking it away counts', () => {
    expect(ofApp('bob@contoso.com').eligible).toMatchObject([
      {
        what: 'the role Azure Kubernetes Service RBAC Reader',
        namespace: 'bank',
        group: expect.stringContaining('on-call') as string,
        place: { line: 13 },
      },
    ]);
    const text = revocationsInWords('bob@contoso.com', [ofApp('bob@contoso.com')]);
    expect(text).toContain(
      "- the role Azure Kubernetes Service RBAC Reader in namespace 'bank', as a member of Group on-call",
    );
    expect(text).toMatch(
      /Take Group on-call .* out of .*aks\.yaml:13:\d+, and deploy.* Counts at once for whoever has not activated it/,
    );
  });

  test('the membership of the administrators: every account there is, though nothing is held', () => {
    const { holdings, eligible, serviceAccounts } = ofApp('erin@contoso.com');

    expect([holdings, eligible.map(({ what }) => what)]).toEqual([[], ['the membership of group admins']]);
    expect([...serviceAccounts].sort()).toEqual(['bank/teller', 'ops/last', 'shop/ci']);
    expect(revocationsInWords('erin@contoso.com', [ofApp('erin@contoso.com')])).not.toContain(
      'They hold nothing',
    );
  });
});

test('a guest is found by mail', () => {
  expect(of('carol@fabrikam.com').holdings).toMatchObject([{ by: 'group', namespace: 'shop' }]);
});

test('a stranger holds nothing, and there is nothing to do', () => {
  expect(of('zed@contoso.com')).toMatchObject({ holdings: [], serviceAccounts: [] });
  expect(told('zed@contoso.com')).toContain(
    "Nobody called 'zed@contoso.com' is known here. So nothing is told",
  );
  expect(told('zed@contoso.com')).not.toContain('1. ');
});

test('without a directory, groups may grant more', () => {
  const { groupsUnknown } = revocationOf(APP.config, configuredAccess(APP), 'bob@contoso.com');

  expect(groupsUnknown).toContain('shop-readers');
});

test('the page has the same times', () => {
  const page = readFileSync('docs/when-a-change-takes-effect.md', 'utf8').replace(/\s+/g, ' ');

  for (const counts of Object.values(COUNTS)) {
    expect(page).toContain(counts);
  }
});

describe('an Azure role that gives no right in the cluster', () => {
  const app = appOf(`aad: { azureRbac: false, adminGroupObjectIds: [894656e1-39f8-4bfe-b16a-510f61af6f41] }
cluster: { name: shop, resourceGroupName: shop, location: eastus }
namespaces: [{ name: shop }]
access:
  - { clusterRole: view, users: [alice@contoso.com] }
azureRoles:
  - { role: ClusterAdmin, users: [bob@contoso.com] }
  - { role: ClusterUser, groups: [shop-readers] }
`);

  test.each([
    ['with a tenant file', loadTenant()],
    ['without one', undefined],
  ])('is held all the same, and taken away where it is written: %s', (_, tenant) => {
    const bob = revocationOf(app.config, configuredAccess(app, tenant), 'bob@contoso.com');

    expect(bob.holdings[0]).toMatchObject({
      by: 'azureRole',
      role: 'Azure Kubernetes Service Cluster Admin Role',
    });
    expect(revocationsInWords('bob@contoso.com', [bob])).toMatch(
      /Take bob@contoso\.com out of .*aks\.yaml:7:\d+, and deploy\. Counts after some minutes/,
    );
  });

  test('comes from a group, too, and is not told where it comes along with a binding', () => {
    const holdings = (name: string): [string, string | undefined][] =>
      revocationOf(app.config, configuredAccess(app, loadTenant()), name).holdings.map(({ role, group }) => [
        role,
        group,
      ]);

    expect(holdings('bob@contoso.com')).toContainEqual([
      'Azure Kubernetes Service Cluster User Role',
      expect.stringContaining('shop-readers'),
    ]);
    expect(holdings('alice@contoso.com').filter(([role]) => /Cluster User/.test(role))).toEqual([]);
  });
});

import { accessDiff, leadsToTheTop } from '../../access/diff/diff';
import { diffInWords } from '../../access/diff/words';
import { loadTenant } from '../../access/directory/load-tenant';
import { csvReport } from '../../access/report/csv';
import { markdownReport } from '../../access/report/markdown';
import { AccessReport, ReportedSubject } from '../../access/report/report';
import { reportOf } from './configurations';

const BOB = 'b2c3d4e5-3b1f-4c58-8a44-2a9d5c6e8b02';
const HEAD = `cluster: { name: shop, resourceGroupName: rg, location: eastus }
grantClusterUser: false
`;

const ELIGIBLE_ADMIN = `${HEAD}aad:
  azureRbac: true
  adminGroup: { displayName: admins, members: [], eligible: { members: [${BOB}] } }
`;
const ELIGIBLE_ROLE = (entry: string): string => `${HEAD}aad: { azureRbac: true }
azureRoles: [{ role: RbacWriter, namespace: shop, ${entry} }]
`;

const subject = ({ subjects }: AccessReport, name: string): ReportedSubject | undefined =>
  subjects.find((one) => one.name === name);

test('who may become a member of the administrators holds nothing, and a way that is none without an activation', () => {
  const report = reportOf(ELIGIBLE_ADMIN, loadTenant());
  const bob = subject(report, 'bob@contoso.com');

  expect(bob?.places).toEqual([]);
  expect(bob?.ways).toBeUndefined();
  expect(bob?.eligible).toEqual({
    places: [
      {
        level: 'cluster-admin',
        grants: [
          {
            binding: 'ClusterRoleBinding aks-cluster-admin-binding-aad',
            as: 'User bob@contoso.com after activating the membership of group admins',
          },
        ],
      },
    ],
    ways: [
      {
        to: 'cluster-admin',
        steps: [],
        text: 'activates the membership of group admins → is cluster administrator',
      },
    ],
  });
  expect(markdownReport(report)).toContain('| bob@contoso.com | – (eligible: cluster-admin) |');
  expect(csvReport(report)).toContain('"bob@contoso.com","","whole cluster","eligible: cluster-admin"');
  expect(report.warnings.join('\n')).not.toContain('bob');
});

test.each([
  ['nothing is held', '', '– (eligible: cluster-admin)'],
  [
    'less is held',
    `access: [{ clusterRole: view, namespace: shop, users: [bob@contoso.com] }]`,
    'view (eligible: cluster-admin)',
  ],
  ['as much is held', `access: [{ clusterRole: cluster-admin, users: [bob@contoso.com] }]`, 'cluster-admin'],
])('what is activated for the whole cluster stands in a namespace, too, where %s', (_, access, told) => {
  const report = reportOf(`${ELIGIBLE_ADMIN}namespaces: [{ name: shop }]\n${access}\n`, loadTenant());
  const [row] = /^\| bob@contoso\.com .*$/m.exec(markdownReport(report))!;

  expect(row.split(' | ').at(-1)).toBe(`${told} |`);
});

test('what several may activate is one binding with all of them', () => {
  const report = reportOf(
    ELIGIBLE_ROLE('eligible: { groups: [on-call, shop-readers], users: [alice@contoso.com] }'),
    loadTenant(),
  );
  const found = report.bindings.filter(({ name }) => name.startsWith('Eligible'));

  expect(found.map(({ subjects }) => subjects)).toEqual([
    [
      expect.stringMatching(/^Group on-call /),
      expect.stringMatching(/^Group shop-readers /),
      expect.stringMatching(/^User alice@contoso\.com /),
    ],
  ]);
});

test('members of a group that is eligible may activate, each for themselves', () => {
  const report = reportOf(ELIGIBLE_ROLE('eligible: { groups: [on-call] }'), loadTenant());

  expect(subject(report, 'bob@contoso.com')?.eligible?.places).toMatchObject([
    { namespace: 'shop', level: 'edit' },
  ]);
  expect(subject(report, 'alice@contoso.com')).toBeUndefined();
});

test('without a tenant, the eligible stand under the names by which they are looked up', () => {
  const report = reportOf(ELIGIBLE_ROLE('eligible: { users: [bob@contoso.com], groups: [on-call] }'));

  expect(report.subjects.map(({ name, eligible }) => [name, eligible?.places[0]?.level])).toEqual([
    ['bob@contoso.com', 'edit'],
    ['on-call', 'edit'],
  ]);
  expect(report.namespaces).toEqual(['shop']);
});

test('a right that is borrowed in place of owned is a loss, and a gain that is called eligible', () => {
  const before = reportOf(ELIGIBLE_ROLE('users: [bob@contoso.com]'), loadTenant());
  const after = reportOf(ELIGIBLE_ROLE('eligible: { users: [bob@contoso.com] }'), loadTenant());
  const told = diffInWords(accessDiff(before, after), 'main').split('\n');

  expect(told.filter((line) => line.startsWith('- bob'))).toEqual([
    "- bob@contoso.com loses edit in namespace 'shop' (RoleBinding shop/Azure role assignment of Azure Kubernetes Service RBAC Writer; counts after some minutes, up to ten)",
    "- bob@contoso.com gains eligible: edit in namespace 'shop' (RoleBinding shop/Eligible Azure role Azure Kubernetes Service RBAC Writer)",
  ]);
});

test('a way by activation is told and does not count as one for good', () => {
  const diff = accessDiff(
    reportOf(`${HEAD}aad: { azureRbac: true }\n`),
    reportOf(ELIGIBLE_ADMIN, loadTenant()),
  );
  const bobs = diff.newWays.filter((one) => one.subject === 'bob@contoso.com');

  expect(bobs).toMatchObject([{ byActivation: true, way: { to: 'cluster-admin' } }]);
  expect(bobs.filter(leadsToTheTop)).toEqual([]);
  expect(diffInWords(diff, 'main')).toContain(
    '- NOTE: bob@contoso.com can become cluster administrator for some hours: activates the membership of group admins → is cluster administrator',
  );
});

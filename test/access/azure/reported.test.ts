import { accessDiff } from '../../../access/diff/diff';
import { diffInWords } from '../../../access/diff/words';
import { loadTenant } from '../../../access/directory/load-tenant';
import { htmlReport } from '../../../access/html/html';
import { markdownReport } from '../../../access/report/markdown';
import { AccessReport } from '../../../access/report/report';
import { bindingOfAzureRole } from '../../../access/azure/azure-bindings';
import { ClusterAccess } from '../../../access/cluster-access';
import { matrixOf } from '../../../access/matrix';
import { defaultObjects } from '../../../access/rbac/default-roles';
import { Subject } from '../../../access/rbac/objects';
import { appOf, levelsOf, reportOf } from '../configurations';
import { checkRules } from '../../../access/check/check';

const HEAD = `cluster: { name: shop, resourceGroupName: rg, location: eastus }
grantClusterUser: false
aad: { azureRbac: true, adminGroupObjectIds: [894656e1-39f8-4bfe-b16a-510f61af6f41] }
azureRoleDefinitions:
  - { name: deployment-reader, dataActions: [apps/deployments/read] }
  - { name: crds, dataActions: [customresources/*] }
  - { name: nodes, dataActions: [nodes/*] }
`;
const granted = (entry: string): string => `${HEAD}azureRoles: [{ ${entry}, groups: [shop-developers] }]\n`;
const ofDevelopers = (report: AccessReport): string[] =>
  levelsOf(report).filter((level) => level.startsWith('group shop-developers'));

const checkedRules = (content: string): string[][] =>
  checkRules([appOf(content)], { tenant: loadTenant(), today: '2026-11-29' }).map(({ id, outcome }) => [
    id,
    outcome,
  ]);

const UNKNOWN = `unsafeCondition: "@Environment[UtcNow] DateTimeLessThan '2027-01-01T00:00:00.0Z'"`;

test('a role of the configuration is told with its data actions', () => {
  const report = reportOf(granted('definition: deployment-reader, namespace: shop'), loadTenant());

  expect(ofDevelopers(report)).toEqual(['group shop-developers: custom in shop']);
  expect(report.roles).toContainEqual(
    expect.objectContaining({
      id: 'AzureRole shop deployment-reader',
      rules: [{ verbs: [], azure: { dataActions: ['apps/deployments/read'] } }],
    }),
  );
  expect(markdownReport(report)).toContain('data actions apps/deployments/read');
  expect(htmlReport(report)).toContain('<td>apps/deployments/read</td>');
});

test('roles on a cluster that exists count', () => {
  const existing = `cluster: { existing: true, name: shop, resourceGroupName: rg }
aad: { mode: managed }
grantClusterUser: false
azureRoles:
`;
  const report = (entry: string): string[] => levelsOf(reportOf(`${existing}  - ${entry}\n`, loadTenant()));

  expect(report('{ role: RbacClusterAdmin, users: [alice@contoso.com] }')).toEqual([
    'user alice@contoso.com: cluster-admin',
  ]);
  expect(report('{ role: RbacReader, users: [alice@contoso.com], namespace: shop }')).toEqual([
    'user alice@contoso.com: view in shop',
  ]);
});

test('assignments of one role under different conditions are roles of their own', () => {
  const matches = (action: string) => `ActionMatches{'Microsoft.ContainerService/managedClusters/${action}'}`;
  const [all, some, none] = ['on-call', 'shop-developers', 'shop-readers'];
  const entries = [
    `{ role: RbacWriter, groups: [${all}] }`,
    `{ role: RbacWriter, groups: [${some}], unsafeCondition: "!(${matches('secrets/*')})" }`,
    `{ role: RbacWriter, groups: [${none}], unsafeCondition: "${matches('configmaps/read')}" }`,
  ];
  const rules = [all, some, none].flatMap((group) =>
    ['secrets', 'pods'].map(
      (resource) =>
        `  ${group}-${resource}: { type: can, groups: [${group}], verbs: [get], resources: [${resource}] }\n`,
    ),
  );
  const content = (list: readonly string[]) =>
    `${HEAD}azureRoles: [${list.join(', ')}]\nrules:\n${rules.join('')}`;

  for (const list of [entries, [...entries].reverse()]) {
    expect(checkedRules(content(list)).map(([, outcome]) => outcome)).toEqual([
      'kept',
      'kept',
      'broken',
      'kept',
      'broken',
      'broken',
    ]);
  }
  const report = reportOf(content(entries), loadTenant());
  expect(report.bindings.filter(({ name }) => name.startsWith('Azure role'))).toHaveLength(3);
  expect(new Set(report.roles.map(({ id }) => id)).size).toBe(4);
  expect(report.roles.map(({ name }) => name)).toContainEqual(
    expect.stringMatching(/RBAC Writer, limited by a condition \([0-9a-f]{8}\)$/),
  );
});

test('a role of Azure that is called as one of Kubernetes has a level of its own', () => {
  const subject = (name: string): Subject => ({ kind: 'Group', name });
  const own = bindingOfAzureRole({
    role: 'view',
    rights: { dataActions: ['pods/read'] },
    subject: subject('azure'),
  });
  const objects = defaultObjects();
  const access = new ClusterAccess({
    clusterName: 'shop',
    directory: { users: [], groups: [], servicePrincipals: [] },
    namespaces: [],
    hasOtherPeople: true,
    objects: {
      ...objects,
      clusterRoleBindings: [
        ...objects.clusterRoleBindings,
        { ...own!, kind: 'ClusterRoleBinding' },
        {
          kind: 'ClusterRoleBinding',
          metadata: { name: 'viewers' },
          roleRef: { kind: 'ClusterRole', name: 'view' },
          subjects: [subject('kubernetes')],
        },
      ],
    },
  });

  expect(matrixOf(access).rows.map(({ name, cells }) => [name, cells[0]!.level])).toEqual([
    ['azure', 'custom'],
    ['kubernetes', 'view'],
  ]);
});

test('a way to the top leads over data actions', () => {
  const report = reportOf(granted('definition: nodes'), loadTenant());

  expect(report.warnings.join('\n')).toMatch(
    /bob@contoso\.com.* can .*nodes.*Azure role assignment of shop nodes.*→/,
  );
});

test('the admin of Azure RBAC becomes cluster administrator where the role holds in the whole cluster', () => {
  const inCluster = reportOf(granted('role: RbacAdmin'), loadTenant());
  const inNamespace = reportOf(granted('role: RbacAdmin, namespace: shop'), loadTenant());
  const tops = ({ subjects }: AccessReport): string[] =>
    subjects.find(({ name }) => name === 'shop-developers')?.ways?.map(({ to }) => to) ?? [];

  expect(ofDevelopers(inCluster)).toEqual(['group shop-developers: admin']);
  expect(tops(inCluster)).toContain('cluster-admin');
  expect(tops(inNamespace)).not.toContain('cluster-admin');
});

test('a condition on custom resources is told as what it lets through', () => {
  const report = reportOf(
    granted(
      'definition: crds, customResources: [{ apiGroup: x.io, resources: [widgets] }, { apiGroup: y.io }]',
    ),
    loadTenant(),
  );

  expect(report.bindings.map(({ name }) => name)).toContain(
    'Azure role assignment of shop crds, of custom resources everything of y.io, widgets.x.io',
  );
  expect(markdownReport(report)).toContain('with everything of y.io, widgets.x.io');
  expect(report.warnings.join()).not.toContain('condition');
});

describe('a condition that is not evaluated', () => {
  const report = reportOf(granted(`role: RbacWriter, namespace: shop, ${UNKNOWN}`), loadTenant());

  test('is neither hidden nor told as the role', () => {
    expect(ofDevelopers(report)).toEqual(['group shop-developers: unknown in shop']);
    expect(report.bindings.map(({ name }) => name).join()).toMatch(
      /RBAC Writer, limited by a condition that is not evaluated \(\w{8}\)/,
    );
    expect(report.warnings).toContainEqual(
      expect.stringContaining(
        "grants more than is told where its condition holds: @Environment[UtcNow] DateTimeLessThan '2027",
      ),
    );
    expect(markdownReport(report)).toContain('where a condition holds that is not evaluated');
    expect(htmlReport(report)).toContain('where a condition holds that is not evaluated');
  });

  test('does not hide what is held besides', () => {
    const both = reportOf(
      `${granted(`role: RbacWriter, namespace: shop, ${UNKNOWN}`)}access: [{ clusterRole: view, namespace: shop, groups: [shop-developers] }]\n`,
      loadTenant(),
    );

    expect(ofDevelopers(both)).toEqual(['group shop-developers: view in shop']);
    expect(both.subjects.find(({ name }) => name === 'shop-developers')?.places[0]?.grants).toHaveLength(2);
  });

  test('is a gain in a difference', () => {
    const before = reportOf(HEAD, loadTenant());

    expect(diffInWords(accessDiff(before, report), 'main')).toMatch(
      /shop-developers' gains data actions .*secrets\/.*, where a condition holds that is not evaluated/,
    );
  });

  test('leaves a rule open that it decides, in both directions', () => {
    const rules = `rules:
  may-not: { type: cannot, groups: [shop-developers], verbs: [get], resources: [secrets], namespaces: [shop] }
  may: { type: can, groups: [shop-developers], verbs: [get], resources: [secrets], namespaces: [shop] }
  other: { type: cannot, groups: [shop-developers], verbs: [get], resources: [secrets], namespaces: [default] }
`;
    expect(checkedRules(granted(`role: RbacWriter, namespace: shop, ${UNKNOWN}`) + rules)).toEqual([
      ['may-not', 'unknown'],
      ['may', 'unknown'],
      ['other', 'kept'],
    ]);
    expect(checkedRules(granted('role: RbacWriter, namespace: shop') + rules)).toEqual([
      ['may-not', 'broken'],
      ['may', 'kept'],
      ['other', 'kept'],
    ]);
  });

  test('leaves the number of administrators open where it may lead there', () => {
    const rules = 'rules: { few: { type: onlyClusterAdmins, groups: [contoso-cluster-admins] } }\n';

    expect(checkedRules(granted(`role: RbacClusterAdmin, ${UNKNOWN}`) + rules)).toEqual([['few', 'unknown']]);
    expect(checkedRules(granted(`role: RbacReader, namespace: shop, ${UNKNOWN}`) + rules)).toEqual([
      ['few', 'kept'],
    ]);
  });
});

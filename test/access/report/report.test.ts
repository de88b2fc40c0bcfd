import { loadTenant } from '../../../access/directory/load-tenant';
import { markdownReport } from '../../../access/report/markdown';
import { HEAD, levelsOf, LITERAL, reportOf } from '../configurations';

const TENANT = loadTenant();

const BY_NAME = `${HEAD}
namespaces: [{ name: shop }]
access:
  - { clusterRole: edit, namespace: shop, groups: [shop-developers], users: [BOB@contoso.com] }
  - { clusterRole: view, servicePrincipals: [ci-deployer], guests: [carol@fabrikam.com] }
`;

describe('without a tenant file', () => {
  test('subjects stand under the names by which they are bound or looked up', () => {
    expect(levelsOf(reportOf(BY_NAME)).sort()).toEqual([
      'group 894656e1-39f8-4bfe-b16a-510f61af6f41: cluster-admin',
      'group shop-developers: edit in shop',
      'service principal ci-deployer: view',
      'user BOB@contoso.com: edit in shop',
      'user carol@fabrikam.com: view',
    ]);
  });

  test('the group of administrators that the configuration creates is a cluster administrator, and so are its members', () => {
    const created = `aad: { adminGroup: { displayName: admins, members: [a1b2c3d4-52c5-4d6c-9d0e-1f0e8f3a7b01] } }
cluster: { name: shop, resourceGroupName: rg, location: eastus }
`;
    expect(levelsOf(reportOf(created))).toEqual([
      'user a1b2c3d4-52c5-4d6c-9d0e-1f0e8f3a7b01: cluster-admin',
      'group admins: cluster-admin',
    ]);
  });

  test('a role that the configuration does not define is unknown, and a warning says so', () => {
    const report = reportOf(
      `${LITERAL}access: [{ role: deployer, namespace: shop, users: [bob@contoso.com] }]`,
    );

    expect(levelsOf(report)).toContain('user bob@contoso.com: unknown in shop');
    expect(report.warnings.join('\n')).toContain("Role 'deployer' is not part of the configuration");
  });

  test('without Kubernetes RBAC whoever signs in may do everything, and the report says so', () => {
    const off = 'security: { kubernetesRbac: false, unsafeAllow: [rbac-off] }';
    const report = reportOf(
      `aad: { adminGroupObjectIds: [894656e1-39f8-4bfe-b16a-510f61af6f41] }
cluster: { name: shop, resourceGroupName: rg, location: eastus, ${off} }
access: [{ clusterRole: view, namespace: shop, users: [bob@contoso.com] }]
`,
    );

    expect(levelsOf(report)).toContain('user bob@contoso.com: cluster-admin');
    expect(report.warnings).toContain(
      "Kubernetes RBAC of cluster 'shop' is off: whoever signs in may do everything there, and roles have no effect",
    );
  });

  test('a cluster role of somebody else is warned about once, however often it is bound', () => {
    const { warnings } = reportOf(
      `${LITERAL}access:
  - { clusterRole: chart, namespace: shop, users: [bob@contoso.com] }
  - { clusterRole: chart, namespaces: [ops, billing], users: [bob@contoso.com] }
  - { role: deployer, namespace: shop, users: [bob@contoso.com] }
  - { role: deployer, namespace: ops, users: [bob@contoso.com] }
`,
    );

    const unknown = warnings.filter((warning) => warning.includes('is not part of the configuration'));
    expect(unknown.filter((warning) => warning.includes("ClusterRole 'chart'"))).toEqual([
      expect.stringMatching(/^RoleBinding .* and 2 more bindings grant what is not known here/),
    ]);
    expect(unknown.filter((warning) => warning.includes("Role 'deployer'"))).toHaveLength(2);
  });
});

describe('with a tenant file', () => {
  test('names become the accounts that they mean, with what they hold through nested groups', () => {
    expect(levelsOf(reportOf(BY_NAME, TENANT)).sort()).toEqual([
      'group contoso-cluster-admins: cluster-admin',
      'group shop-developers: edit in shop',
      'service principal ci-deployer: cluster-admin',
      'user Dana.Lee@contoso.com: edit in shop',
      'user alice@contoso.com: cluster-admin',
      'user bob@contoso.com: edit in shop',
      'user carol_fabrikam.com#EXT#@contoso.onmicrosoft.com: edit in shop',
      'user carol_fabrikam.com#EXT#@contoso.onmicrosoft.com: view',
    ]);
  });

  test('somebody who is nobody there holds nothing, and warnings say why', () => {
    const { subjects, warnings } = reportOf(
      `${LITERAL}access: [{ clusterRole: view, users: [dana.lee@contoso.com, zoe@contoso.com] }]`,
      TENANT,
    );
    const text = warnings.join('\n');

    expect(subjects.map(({ name }) => name)).not.toContain('dana.lee@contoso.com');
    expect(text).toContain("the directory spells it 'Dana.Lee@contoso.com'");
    expect(text).toContain(
      "names User 'zoe@contoso.com', which grants nothing: there is none in the directory",
    );
  });

  test('a lookup that finds nobody fails the plan, and a warning says so beforehand', () => {
    const { warnings } = reportOf(
      `${HEAD}access: [{ clusterRole: view, groups: [shop-reeders], users: [alicia@contoso.com] }]`,
      TENANT,
    );
    expect(warnings).toEqual(
      expect.arrayContaining([
        "there is no group 'shop-reeders' in the tenant contoso.com: the plan fails",
        "there is no user 'alicia@contoso.com' in the tenant contoso.com: the plan fails",
      ]),
    );
  });

  test('the group of administrators that the configuration creates is there when it is looked up', () => {
    const { subjects, warnings } = reportOf(
      `aad: { adminGroup: { displayName: Admins } }
cluster: { name: shop, resourceGroupName: rg, location: eastus }
access: [{ clusterRole: view, groups: [admins], namespace: shop }]`,
      TENANT,
    );
    expect(warnings.filter((one) => one.includes('there is no'))).toEqual([]);
    expect(
      subjects.filter(({ kind }) => kind === 'group').map(({ name, places }) => [name, places.length]),
    ).toEqual([['Admins', 2]]);
  });
});

describe('the ways to the top', () => {
  const withRule = (rule: string, more = ''): string => `${LITERAL}
roles: [{ name: helper, rules: [${rule}] }]
access: [{ name: helpers, clusterRole: helper, users: [bob@contoso.com] }${more}]`;
  const waysOfBob = (content: string): string[] | undefined =>
    reportOf(content)
      .subjects.find(({ name }) => name === 'bob@contoso.com')
      ?.ways?.filter(({ to }) => to === 'cluster-admin')
      .map(({ text }) => text);

  test.each([
    ['{ verbs: ["*"], resources: ["*"], apiGroups: ["*"] }', 'is cluster administrator'],
    [
      '{ verbs: [escalate, update], resources: [clusterroles] }',
      "can escalate clusterroles and update clusterroles (ClusterRoleBinding 'helpers') → writes every right into ClusterRole helper → is cluster administrator",
    ],
    [
      '{ verbs: [bind, create], resources: [clusterroles, clusterrolebindings] }',
      "can bind clusterroles and create clusterrolebindings (ClusterRoleBinding 'helpers') → gives itself ClusterRole cluster-admin → is cluster administrator",
    ],
    [
      '{ verbs: [impersonate], resources: [users, groups], apiGroups: [""] }',
      "can impersonate groups and impersonate users (ClusterRoleBinding 'helpers') → acts as a member of system:masters → is cluster administrator",
    ],
    [
      '{ verbs: [create], resources: [deployments] }',
      "can create deployments.apps in namespace 'kube-system' (ClusterRoleBinding 'helpers') → runs as service account 'kube-system/clusterrole-aggregation-controller' → can escalate clusterroles and update clusterroles → writes every right into ClusterRole system:controller:clusterrole-aggregation-controller → is cluster administrator",
    ],
  ])('%s is told', (rule, way) => {
    expect(waysOfBob(withRule(rule))).toEqual([way]);
  });

  test.each([
    '{ verbs: [get, list], resources: [clusterroles, clusterrolebindings] }',
    '{ verbs: [bind], resources: [clusterroles], resourceNames: [view] }',
    '{ verbs: [impersonate], resources: [users], apiGroups: [""], resourceNames: [bob@contoso.com] }',
    '{ verbs: [get, list, delete], resources: [pods, deployments] }',
  ])('%s is none', (rule) => {
    expect(waysOfBob(withRule(rule)) ?? []).toEqual([]);
  });

  test('a way over an account of the directory tells who that is', () => {
    expect(
      waysOfBob(
        withRule(
          '{ verbs: [impersonate], resources: [users], apiGroups: [""] }',
          ', { clusterRole: cluster-admin, users: [alice@contoso.com] }',
        ),
      ),
    ).toEqual([
      "can impersonate users (ClusterRoleBinding 'helpers') → acts as User alice@contoso.com → is cluster administrator",
    ]);
  });

  test('who has the same way is warned about once', () => {
    const { warnings } = reportOf(
      `${LITERAL}access: [{ name: editors, clusterRole: edit, users: [bob@contoso.com, erin@contoso.com] }]`,
    );
    expect(warnings.filter((one) => one.includes('is cluster administrator'))).toEqual([
      expect.stringMatching(
        /^bob@contoso.com, erin@contoso.com can impersonate serviceaccounts in namespace 'kube-system'/,
      ),
    ]);
  });
});

describe('Azure role assignments', () => {
  const azure = (
    flag: boolean,
  ): string => `aad: { azureRbac: true, adminGroupObjectIds: [894656e1-39f8-4bfe-b16a-510f61af6f41] }
cluster: { name: shop, resourceGroupName: rg, location: eastus, security: { localAccounts: ${flag} } }
azureRoles:
  - { role: RbacReader, namespace: shop, groups: [shop-readers] }
  - { role: ClusterAdmin, groups: [on-call] }
`;

  test('count like the cluster role that each comes close to', () => {
    expect(levelsOf(reportOf(azure(false), TENANT))).toContain('group shop-readers: view in shop');
  });

  test('that hand out the administrator of the cluster count as long as there is one', () => {
    expect(levelsOf(reportOf(azure(true), TENANT))).toContain('group on-call: cluster-admin');
    expect(levelsOf(reportOf(azure(false), TENANT)).join()).not.toContain('on-call: cluster-admin');
  });
});

test.each(['cluster-admin', 'admin', 'edit', 'view'])('a level is told by its own name: %s', (role) => {
  const report = reportOf(
    `${LITERAL}access: [{ clusterRole: ${role}, namespace: shop, users: [bob@contoso.com] }]`,
  );
  expect(levelsOf(report)).toContain(`user bob@contoso.com: ${role} in shop`);
});

test.each([
  ['RbacReader', 'view'],
  ['RbacWriter', 'edit'],
  ['RbacAdmin', 'admin'],
])('the Azure role %s counts as %s', (role, level) => {
  const report = reportOf(
    `aad: { azureRbac: true, adminGroupObjectIds: [894656e1-39f8-4bfe-b16a-510f61af6f41] }
cluster: { name: shop, resourceGroupName: rg, location: eastus }
azureRoles: [{ role: ${role}, namespace: shop, groups: [shop-readers] }]
`,
    TENANT,
  );
  expect(levelsOf(report)).toContain(`group shop-readers: ${level} in shop`);
});

describe('in Markdown', () => {
  test('is a table of subjects by place', () => {
    const text = markdownReport(reportOf(BY_NAME));
    expect(text).toContain('| Who | Whole cluster | shop |');
    expect(text).toContain("| group 'shop-developers' | – | edit |");
    expect(text).toContain('| carol@fabrikam.com | view | view |');
  });

  test('becomes a list of places when there are many namespaces', () => {
    const entries = Array.from(
      { length: 9 },
      (_, i) => `  - { clusterRole: view, namespace: n${i}, users: [bob@contoso.com] }`,
    );
    const text = markdownReport(reportOf(`${LITERAL}access:\n${entries.join('\n')}`));

    expect(text).toContain('| Who | Where | What |');
    expect(text).toContain('| bob@contoso.com | n8 | view |');
  });

  test('shows names as they are, whatever Markdown would make of them', () => {
    const report = reportOf(`${LITERAL}
access: [{ name: 'a|b <script>*x*', clusterRole: view, users: [bob@contoso.com] }]`);
    expect(markdownReport(report)).toContain('a\\|b \\<script\\>\\*x\\*');
  });
});

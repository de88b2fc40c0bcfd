import { accessDiff, leadsToTheTop } from '../../../access/diff/diff';
import { diffInWords } from '../../../access/diff/words';
import { loadTenant } from '../../../access/directory/load-tenant';
import { Tenant } from '../../../access/directory/tenant';
import { HEAD, LITERAL, reportOf } from '../configurations';

const BOB = 'users: [bob@contoso.com]';

function compare(before: string, after: string, tenant?: Tenant): { admins: string[]; lines: string[] } {
  const diff = accessDiff(reportOf(LITERAL + before, tenant), reportOf(LITERAL + after, tenant));
  return {
    admins: diff.newWays.filter(leadsToTheTop).map(({ subject }) => subject),
    lines: diffInWords(diff, 'main')
      .split('\n')
      .filter((line) => line.startsWith('- ') && !line.startsWith('- NOTE: ')),
  };
}

const access = (...entries: string[]): string =>
  `access: [${entries.map((entry) => `{ ${entry} }`).join(', ')}]`;

test('the same configuration changes nothing for anybody', () => {
  const report = reportOf(LITERAL + access(`clusterRole: view, ${BOB}`));
  expect(diffInWords(accessDiff(report, report), 'main')).toBe(
    'Nobody gains or loses anything, compared with main.\n',
  );
});

test.each([
  [
    'a new binding is a gain, named by its role',
    access(),
    access(`name: b, clusterRole: edit, namespace: shop, ${BOB}`),
    ["- bob@contoso.com gains edit in namespace 'shop' (RoleBinding shop/b)"],
  ],
  [
    'a removed binding is a loss',
    access(`name: b, clusterRole: view, ${BOB}`),
    access(),
    ['- bob@contoso.com loses view in the whole cluster (ClusterRoleBinding b; counts at once)'],
  ],
  [
    'a stronger role in the place of a weaker one is a gain only',
    access(`name: b, clusterRole: view, namespace: shop, ${BOB}`),
    access(`name: b, clusterRole: edit, namespace: shop, ${BOB}`),
    ["- bob@contoso.com gains edit in namespace 'shop' (RoleBinding shop/b)"],
  ],
  [
    'another name for the same binding changes nothing',
    access(`name: b, clusterRole: view, ${BOB}`),
    access(`name: c, clusterRole: view, ${BOB}`),
    [],
  ],
  [
    'what holds in the whole cluster is not told again for each namespace',
    access(`name: b, clusterRole: view, namespace: shop, ${BOB}`),
    access(`name: b, clusterRole: view, namespace: shop, ${BOB}`, `name: c, clusterRole: view, ${BOB}`),
    ['- bob@contoso.com gains view in the whole cluster (ClusterRoleBinding c)'],
  ],
  [
    'a role that the configuration does not define is told by its name',
    access(),
    access(`name: b, role: deployer, namespace: shop, ${BOB}`),
    [
      "- bob@contoso.com gains what Role shop/deployer allows (not part of the configuration) in namespace 'shop' (RoleBinding shop/b)",
    ],
  ],
])('%s', (_title, before, after, lines) => {
  expect(compare(before, after)).toEqual({ admins: [], lines });
});

test('a change of the rules of a role is told right by right', () => {
  const withVerbs = (verbs: string): string => `
roles: [{ name: helper, rules: [{ verbs: [${verbs}], resources: [pods, secrets] }] }]
${access(`name: b, clusterRole: helper, ${BOB}`)}`;

  expect(compare(withVerbs('get, list'), withVerbs('get, delete')).lines).toEqual([
    '- bob@contoso.com gains delete pods, secrets and loses list pods, secrets in the whole cluster (ClusterRoleBinding b; the loss counts at once)',
  ]);
});

test('with a tenant file, a new binding of a group is a gain of each of its members', () => {
  const { lines } = compare(
    access(),
    access('name: b, clusterRole: view, groups: [9e3f2d9c-9c2a-4e2f-9b5d-2eac4f608b32]'),
    loadTenant(),
  );
  expect(lines).toEqual([
    '- bob@contoso.com gains view in the whole cluster (ClusterRoleBinding b)',
    "- group 'on-call' gains view in the whole cluster (ClusterRoleBinding b)",
  ]);
});

describe('from when on a loss counts', () => {
  const admins = (members: string, more = ''): string => `
aad: { adminGroup: { displayName: admins, members: [${members}] } }
cluster: { name: shop, resourceGroupName: rg, location: eastus }
${more}`;
  const BOB_ID = 'b2c3d4e5-3b1f-4c58-8a44-2a9d5c6e8b02';
  const ERIN_ID = 'e5f6a7b8-90c4-47aa-b5f2-5ce98f219e05';
  const loss = (before: string, after: string): string[] => {
    const { changes } = accessDiff(reportOf(before, loadTenant()), reportOf(after, loadTenant()));
    return changes.filter(({ subject }) => subject === 'bob@contoso.com').map(({ counts = '-' }) => counts);
  };
  const azure = (who: string): string => `azureRoles: [{ role: RbacReader, ${who} }]`;

  test.each([
    [
      'of a group that somebody is taken out of',
      admins(`${BOB_ID}, ${ERIN_ID}`),
      admins(ERIN_ID),
      'after 60 to 90 minutes',
    ],
    [
      'of one of two groups with the same Azure role: there is none',
      LITERAL + azure('groups: [on-call, shop-readers]'),
      LITERAL + azure('groups: [shop-readers]'),
      undefined,
    ],
    [
      'of an Azure role that nothing else gives',
      `${HEAD}${azure('users: [bob@contoso.com, erin@contoso.com]')}`,
      `${HEAD}${azure('users: [erin@contoso.com]')}`,
      'after some minutes, up to ten',
    ],
    [
      'of a binding, of which the group remains',
      `${HEAD}access: [{ name: b, clusterRole: view, groups: [on-call, shop-developers] }]`,
      `${HEAD}access: [{ name: b, clusterRole: view, groups: [] , users: [erin@contoso.com] }]`,
      'at once',
    ],
    [
      'of a binding and a membership: when the slower of the two is over',
      admins(`${BOB_ID}, ${ERIN_ID}`, `access: [{ name: b, clusterRole: view, ${BOB} }]`),
      admins(ERIN_ID),
      'after 60 to 90 minutes',
    ],
  ])('%s', (_of, before, after, counts) => {
    expect(loss(before, after)).toEqual(counts === undefined ? [] : [counts]);
  });

  test('a gain has no such time', () => {
    expect(loss(`${HEAD}access: []`, `${HEAD}access: [{ clusterRole: view, ${BOB} }]`)).toEqual(['-']);
  });
});

describe('somebody gets to the top', () => {
  const helper = (rule: string): string => `
roles: [{ name: helper, rules: [${rule}] }]
${access(`clusterRole: helper, ${BOB}`)}`;

  test.each([
    ['by name', access(`clusterRole: cluster-admin, ${BOB}`), 'becomes cluster administrator'],
    [
      'by wildcards',
      helper('{ verbs: ["*"], apiGroups: ["*"], resources: ["*"] }'),
      'becomes cluster administrator',
    ],
    [
      'by escalate',
      helper('{ verbs: [escalate, patch], resources: [clusterroles] }'),
      'can become cluster administrator: can escalate clusterroles and patch clusterroles (ClusterRoleBinding',
    ],
    [
      'by bind',
      helper('{ verbs: [bind, create], resources: [clusterroles, clusterrolebindings] }'),
      'can become cluster administrator: can bind clusterroles and create clusterrolebindings (ClusterRoleBinding',
    ],
    [
      'by impersonate',
      helper('{ verbs: [impersonate], apiGroups: [""], resources: [users, groups] }'),
      'can become cluster administrator: can impersonate groups and impersonate users (ClusterRoleBinding',
    ],
    [
      'over a service account of every cluster',
      access(`clusterRole: edit, namespace: kube-system, ${BOB}`),
      "can become cluster administrator: can impersonate serviceaccounts in namespace 'kube-system' (RoleBinding",
    ],
    [
      'by reading every secret',
      helper('{ verbs: [list], resources: [secrets] }'),
      'can get at the secrets of every namespace: can list secrets (ClusterRoleBinding',
    ],
  ])('%s', (_way, after, line) => {
    const { admins, lines } = compare(access(), after);
    expect(admins).toEqual(['bob@contoso.com']);
    expect(lines[0]).toContain(`- WARNING: bob@contoso.com ${line}`);
  });

  test('because somebody else gains something', () => {
    const before = access(`clusterRole: edit, namespace: shop, ${BOB}`);
    const after = access(
      `clusterRole: edit, namespace: shop, ${BOB}`,
      'clusterRole: cluster-admin, serviceAccounts: [shop/operator]',
    );
    const { lines } = compare(before, after);

    expect(lines.find((line) => line.includes('bob@contoso.com'))).toMatch(
      /WARNING: bob@contoso\.com can become .* → acts as service account 'shop\/operator' → is cluster administrator$/,
    );
  });

  test('but not who was there before, in whatever way', () => {
    const before = helper('{ verbs: [escalate, patch], resources: [clusterroles] }');
    expect(compare(before, access(`clusterRole: cluster-admin, ${BOB}`)).admins).toEqual([]);
  });

  test('and not who holds cluster-admin in one namespace', () => {
    expect(compare(access(), access(`clusterRole: cluster-admin, namespace: shop, ${BOB}`)).admins).toEqual(
      [],
    );
  });

  test('and not who gets to the nodes, which is told as a note, unless Pod Security is in the way', () => {
    const notes = (labels: string): string =>
      diffInWords(
        accessDiff(
          reportOf(`${LITERAL}namespaces: [{ name: shop${labels} }]\n`),
          reportOf(
            `${LITERAL}namespaces: [{ name: shop${labels} }]\n${access(`clusterRole: edit, namespace: shop, ${BOB}`)}`,
          ),
        ),
        'main',
      );
    expect(notes('')).toContain('- NOTE: bob@contoso.com can become root on the nodes: can create pods');
    expect(notes(', labels: { pod-security.kubernetes.io/enforce: baseline }')).not.toContain('NOTE');
  });
});

import { clusterObjects, ClusterObjects } from '../../../access/live/cluster-objects';
import { compareLive, LiveComparison, Surroundings } from '../../../access/live/comparison';
import { comparisonInMarkdown } from '../../../access/live/comparison-in-markdown';
import { defaultObjects } from '../../../access/rbac/default-roles';
import { manifests } from '../../../access/manifests/manifests';
import { accessOf, HEAD, LITERAL } from '../configurations';

const GROUP = '5f1c0b7a-6a0e-4c0d-9f3b-0c8a2d4e6f10';
const ADMINS = '894656e1-39f8-4bfe-b16a-510f61af6f41';
const DEFAULTS = defaultObjects('1.36');
const DECLARED = `${LITERAL}namespaces: [{ name: shop }]
roles: [{ name: restart, namespace: shop, rules: [{ verbs: [patch], resources: [deployments] }] }]
access:
  - { name: developers, namespace: shop, clusterRole: edit, users: [alice@contoso.com], groups: [${GROUP}] }
  - { name: restarters, namespace: shop, role: restart, users: [bob@contoso.com] }
  - { name: viewers, clusterRole: view, groups: [${GROUP}] }
`;

type Item = Record<string, unknown> & { metadata: { name: string; namespace?: string } };

/** What a cluster has in which the configuration was deployed, before somebody changes it. */
function cluster(content = DECLARED, ...more: object[]): Item[] {
  const all = Object.values(DEFAULTS).flat() as unknown as Item[];
  const made = content.includes('lookUpUsers') ? (manifests(accessOf(content)) as unknown as Item[]) : [];
  return JSON.parse(JSON.stringify([...all, ...made, ...more])) as Item[];
}

function objectsOf(items: readonly object[]): ClusterObjects {
  return clusterObjects(JSON.stringify({ kind: 'List', items }));
}

function compare(
  items: readonly object[],
  content = DECLARED,
  surroundings: Surroundings = { unseen: [] },
): LiveComparison {
  return compareLive(accessOf(content), objectsOf(items), surroundings);
}

const binding = (name: string, role: string, subjects: object[], metadata: object = {}): object => ({
  kind: 'ClusterRoleBinding',
  metadata: { name, ...metadata },
  roleRef: { kind: 'ClusterRole', name: role },
  subjects,
});

const user = (name: string): object => ({ kind: 'User', name });

test('what was deployed differs in nothing', () => {
  const comparison = compare(cluster());

  expect(comparison).toMatchObject({
    shadow: [],
    others: [],
    missing: [],
    differing: [],
    assumed: [],
    unseen: [],
  });
  expect(
    comparisonInMarkdown(comparison, { cluster: 'c', configuration: 'aks.yaml', source: 'x' }),
  ).toContain('Nobody holds anything that is not declared, and nothing that is declared is missing.');
});

test('bindings of nobody and roles without rules are told, unless others brought them', () => {
  const role = (name: string, more: object = {}): object => ({
    kind: 'ClusterRole',
    metadata: { name },
    ...more,
  });
  const comparison = compare(
    cluster(
      DECLARED,
      binding('nobody', 'cluster-admin', []),
      { ...binding('null', 'edit', []), subjects: null },
      binding('of-helm', 'edit', [], {
        annotations: { 'meta.helm.sh/release-name': 'x', 'meta.helm.sh/release-namespace': 'shop' },
      }),
      role('nothing', { rules: [] }),
      role('left-out'),
      role('selects-nothing', { rules: null, aggregationRule: { clusterRoleSelectors: null } }),
    ),
  );

  expect(comparison).toMatchObject({
    shadow: [],
    missing: [],
    differing: [],
    idle: [
      'ClusterRoleBinding nobody (ClusterRole cluster-admin) is bound to nobody',
      'ClusterRoleBinding null (ClusterRole edit) is bound to nobody',
      'ClusterRole nothing has no rules',
      'ClusterRole left-out has no rules',
      'ClusterRole selects-nothing has no rules',
    ],
  });
  expect(
    comparisonInMarkdown(comparison, { cluster: 'c', configuration: 'aks.yaml', source: 'x' }),
  ).toContain('## Not declared, and grants nothing (5)');
});

test('what is declared and has been emptied is missing, and differs', () => {
  const items = cluster();
  const named = (name: string): Item => items.find(({ metadata }) => metadata.name === name)!;
  named('developers').subjects = [];
  named('restart').rules = null;
  const { missing, differing, idle } = compare(items);

  expect(missing).toEqual([
    expect.stringContaining('alice@contoso.com in RoleBinding shop/developers'),
    expect.stringContaining('in RoleBinding shop/developers'),
  ]);
  expect(differing).toEqual([expect.stringContaining('Role shop/restart allows less than declared')]);
  expect(idle).toEqual([]);
});

test('a binding that nobody declared is a shadow grant, of service accounts too', () => {
  const { shadow, top } = compare(
    cluster(
      DECLARED,
      binding('night-shift', 'cluster-admin', [user('eve@contoso.com')]),
      binding('ci', 'view', [{ kind: 'ServiceAccount', name: 'ci', namespace: 'shop' }]),
    ),
  );

  expect(shadow).toEqual([
    {
      who: 'user eve@contoso.com',
      role: 'ClusterRole cluster-admin',
      binding: 'ClusterRoleBinding night-shift',
    },
    { who: 'service account shop/ci', role: 'ClusterRole view', binding: 'ClusterRoleBinding ci' },
  ]);
  expect(top.filter(({ is }) => is === 'undeclared')).toEqual([
    {
      who: 'user eve@contoso.com',
      to: 'cluster-admin',
      text: 'is cluster administrator',
      is: 'undeclared',
    },
  ]);
});

test('somebody who was put into a declared binding, or into one of Kubernetes itself, is one', () => {
  const items = cluster();
  for (const item of items) {
    if (['developers', 'cluster-admin'].includes(item.metadata.name) && 'subjects' in item) {
      (item.subjects as object[]).push(user('eve@contoso.com'));
    }
  }
  const { shadow, missing } = compare(items);

  expect(missing).toEqual([]);
  expect(shadow.map(({ who, binding: by }) => `${who} by ${by}`)).toEqual([
    'user eve@contoso.com by ClusterRoleBinding cluster-admin',
    'user eve@contoso.com by RoleBinding shop/developers',
  ]);
});

test('what is declared and not there is missing: bindings, subjects, roles, namespaces', () => {
  const items = cluster().filter(
    ({ metadata: { name }, kind }) => !['viewers', 'restart'].includes(name) && kind !== 'Namespace',
  );
  items.push({ kind: 'Namespace', metadata: { name: 'other' } });
  const developers = items.find(({ metadata }) => metadata.name === 'developers')!;
  developers.subjects = (developers.subjects as { name: string }[]).filter(({ name }) => name !== GROUP);
  items.push({ kind: 'Role', metadata: { name: 'x', namespace: 'other' }, rules: [] });

  expect(compare(items).missing).toEqual([
    `ClusterRoleBinding viewers, which grants ClusterRole view to group ${GROUP}`,
    `group ${GROUP} in RoleBinding shop/developers (ClusterRole edit)`,
    'Role shop/restart',
    'Namespace shop',
  ]);
});

test('another role of a binding, other rules of a role and what is added to a Kubernetes role are different', () => {
  const items = cluster(DECLARED, {
    kind: 'ClusterRole',
    metadata: { name: 'sneaky', labels: { 'rbac.authorization.k8s.io/aggregate-to-view': 'true' } },
    rules: [{ verbs: ['get'], apiGroups: [''], resources: ['secrets'] }],
  });
  const named = (name: string): Item => items.find(({ metadata }) => metadata.name === name)!;
  named('viewers').roleRef = { kind: 'ClusterRole', name: 'edit' };
  named('restart').rules = [{ verbs: ['patch', 'delete'], apiGroups: ['apps'], resources: ['deployments'] }];
  named('system:discovery').rules = [{ verbs: ['get'], apiGroups: [''], resources: ['pods'] }];
  const { differing, shadow } = compare(items);

  expect(differing).toEqual([
    'ClusterRoleBinding viewers grants ClusterRole edit, and ClusterRole view is declared',
    'Role shop/restart allows more than declared: delete deployments.apps',
    'ClusterRole system:discovery, which every cluster has, allows more there: get pods',
    'ClusterRole sneaky is not declared and adds to view: get secrets',
  ]);
  expect(shadow.map(({ who }) => who)).toEqual([`group ${GROUP}`]);
});

test('what Helm, AKS and operators bring is theirs, but for the people in it', () => {
  const helm = { labels: { 'app.kubernetes.io/managed-by': 'Helm' } };
  const account = { kind: 'ServiceAccount', name: 'prometheus', namespace: 'monitoring' };
  const { shadow, others } = compare(
    cluster(
      DECLARED,
      binding('prometheus', 'view', [account, user('mallory@contoso.com')], helm),
      binding('aks-service-rolebinding', 'view', [user('aks-support')]),
      binding('aks-cluster-admin-binding-aad', 'cluster-admin', [
        { kind: 'Group', name: ADMINS },
        { kind: 'Group', name: GROUP },
      ]),
    ),
  );

  expect(others.map(({ who, origin }) => `${who}: ${origin}`)).toEqual([
    'service account monitoring/prometheus: Helm, labels of Helm',
    'user aks-support: AKS, a name of AKS',
  ]);
  expect(shadow.map(({ who }) => who)).toEqual(['user mallory@contoso.com', `group ${GROUP}`]);
});

describe('a name that is looked up', () => {
  const LOOKED_UP = `${HEAD}access: [{ name: developers, clusterRole: edit, groups: [Shop developers] }]\n`;
  const live = cluster('', binding('developers', 'edit', [{ kind: 'Group', name: GROUP }]));

  test('is taken to be the one unknown object ID that is there', () => {
    expect(compare(live, LOOKED_UP)).toMatchObject({
      shadow: [],
      missing: [],
      assumed: [`ClusterRoleBinding developers: ${GROUP} taken to be 'Shop developers'`],
    });
  });

  test('is compared with what the directory says', () => {
    const asked = (name: string): LiveComparison =>
      compare(live, LOOKED_UP, { unseen: [], namesOf: () => [name] });

    expect(asked('Shop developers')).toMatchObject({ shadow: [], missing: [], assumed: [] });
    expect(asked('Attackers').shadow.map(({ who }) => who)).toEqual([`group ${GROUP} (Attackers)`]);
  });

  test('is not taken to be several', () => {
    const two = cluster(
      '',
      binding('developers', 'edit', [
        { kind: 'Group', name: GROUP },
        { kind: 'Group', name: ADMINS },
      ]),
    );

    expect(compare(two, LOOKED_UP).shadow).toHaveLength(2);
  });
});

test('kinds that are not there are told, and nothing is called missing for that', () => {
  const items = cluster().filter(({ kind }) => kind !== 'RoleBinding');

  expect(compare(items)).toMatchObject({
    missing: [],
    unseen: ['RoleBinding: there is none in the input, and so nothing is said about them'],
  });
});

test('1,000 bindings that nobody has declared are all told', () => {
  const many = Array.from({ length: 1000 }, (_, i) => ({
    kind: i % 2 === 0 ? 'ClusterRoleBinding' : 'RoleBinding',
    metadata: { name: `team-${i}`, ...(i % 2 === 1 && { namespace: `ns-${i % 200}` }) },
    roleRef: { kind: 'ClusterRole', name: ['view', 'edit', 'admin', 'cluster-admin'][i % 4] },
    subjects: [user(`user-${i % 300}@contoso.com`), { kind: 'Group', name: `group-${i % 50}` }],
  }));
  const objects = objectsOf(cluster(DECLARED, ...many));
  const configured = accessOf(DECLARED);
  const { shadow } = compareLive(configured, objects, { unseen: [] });

  expect(shadow).toHaveLength(2000);
});

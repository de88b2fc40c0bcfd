import { parse, parseAllDocuments } from 'yaml';
import { loadTenant } from '../../../access/directory/load-tenant';
import { manifests, toYaml } from '../../../access/manifests/manifests';
import { accessOf, HEAD, LITERAL } from '../configurations';

const ADMINS = '894656e1-39f8-4bfe-b16a-510f61af6f41';

/** The two manifests of the walk-through; in the second, two lines are indented by one blank too many. */
const ARTICLE = `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: contoso-cluster-admins
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: cluster-admin
subjects:
- apiGroup: rbac.authorization.k8s.io
`;
const FOR_A_USER = `${ARTICLE}  kind: User
  name: userPrincipalName_or_objectId
`;
const FOR_A_GROUP = `${ARTICLE}   kind: Group
   name: "${ADMINS}"
`;

function yamlOf(content: string): string {
  return toYaml(manifests(accessOf(content)));
}

describe("the walk-through's examples", () => {
  const binding = (who: string): string =>
    `${LITERAL}access: [{ name: contoso-cluster-admins, clusterRole: cluster-admin, ${who} }]`;

  test('come out for a user as the article shows', () => {
    expect(parse(yamlOf(binding('users: [alice@contoso.com]')))).toEqual(
      parse(FOR_A_USER.replace('userPrincipalName_or_objectId', 'alice@contoso.com')),
    );
  });

  test('come out for a group as the article shows, its indentation corrected', () => {
    expect(() => parse(FOR_A_GROUP) as unknown).toThrow();
    expect(parse(yamlOf(binding(`groups: [${ADMINS}]`)))).toEqual(
      parse(FOR_A_GROUP.replace(/^ {3}(?=\w)/gm, '  ')),
    );
  });
});

const EVERYTHING = `${LITERAL}
namespaces:
  - { name: shop, labels: { team: shop }, annotations: { owner: bob } }
roles:
  - { name: pod-reader, aggregateTo: [view], rules: [{ verbs: [get, list], resources: [pods, deployments] }] }
  - { name: union, aggregateFrom: [{ team: shop }] }
  - { name: restarter, namespace: shop, rules: [{ verbs: [patch], resources: [deployments], resourceNames: [web] }] }
access:
  - { clusterRole: pod-reader, namespace: shop, users: [bob@contoso.com], serviceAccounts: [shop/ci] }
  - { role: restarter, namespace: shop, users: [erin@contoso.com] }
`;

test('namespaces come before roles and roles before bindings, so that one kubectl apply does', () => {
  const kinds = parseAllDocuments(yamlOf(EVERYTHING)).map((document) => document.get('kind'));
  expect([...new Set(kinds)]).toEqual(['Namespace', 'ClusterRole', 'Role', 'RoleBinding']);
  expect(kinds.filter((kind) => kind === 'RoleBinding')).toHaveLength(3);
});

test('objects hold what the access stack would send', () => {
  const objects = parseAllDocuments(yamlOf(EVERYTHING)).map(
    (document) => document.toJS() as { metadata: object },
  );

  expect(objects).toEqual(
    expect.arrayContaining([
      {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name: 'shop', labels: { team: 'shop' }, annotations: { owner: 'bob' } },
      },
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'ClusterRole',
        metadata: { name: 'union' },
        aggregationRule: {
          clusterRoleSelectors: [{ matchLabels: { team: 'shop' } }],
        },
      },
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'Role',
        metadata: { name: 'restarter', namespace: 'shop' },
        rules: [
          { apiGroups: ['apps'], resources: ['deployments'], resourceNames: ['web'], verbs: ['patch'] },
        ],
      },
    ]),
  );
  expect(JSON.stringify(objects)).toContain('{"kind":"ServiceAccount","name":"ci","namespace":"shop"}');
});

test.each(['1.1', '1.2'] as const)('a reader of YAML %s reads texts as texts', (version) => {
  const texts = [
    ...[
      'y',
      'N',
      'yes',
      'No',
      'on',
      'OFF',
      'true',
      'null',
      'NaN',
      'inf',
      '~',
      '=',
      '<<',
      '.inf',
      '.5',
      '-',
      '+1',
      '',
    ],
    ...[
      '1',
      '007',
      '0o7',
      '0x1F',
      '0b11',
      '1_000',
      '1:30',
      '12e3',
      '2026-11-27',
      '1.30',
      '3d',
      '# a',
      'a: b',
      ' a',
      '*',
      '&a',
    ],
    ...[
      '894656e1-39f8-4bfe-b16a-510f61af6f41',
      'alice@contoso.com',
      'a\nb\n',
      'a\n\u001b[1m',
      'a\r\nb',
      '\u{e0001}',
      '\u0085',
      '\u200b',
      '\u001b[31m',
      '\u2028',
    ],
  ];
  const objects = texts.map((text) => ({
    kind: 'Namespace',
    metadata: { name: text, labels: { [text]: text }, list: [text] },
  }));
  const documents = parseAllDocuments(toYaml(objects), { version });

  expect(documents.map((document) => document.toJS() as unknown)).toEqual(objects);
});

test('the order of the configuration does not show', () => {
  const entry = (role: string): string =>
    `{ clusterRole: ${role}, users: [bob@contoso.com, alice@contoso.com] }`;
  const other = (role: string): string =>
    `{ clusterRole: ${role}, users: [alice@contoso.com, bob@contoso.com] }`;
  expect(yamlOf(`${LITERAL}access: [${entry('view')}, ${entry('edit')}]`)).toBe(
    yamlOf(`${LITERAL}access: [${other('edit')}, ${other('view')}]`),
  );
});

describe('subjects that are looked up by name', () => {
  const byName = `${HEAD}access: [{ name: readers, clusterRole: view, users: [dana.lee@contoso.com], groups: [shop-readers] }]`;

  test('cannot stand in a manifest, which is said for each', () => {
    expect(() => yamlOf(byName)).toThrow(
      "ClusterRoleBinding 'readers': Group 'shop-readers' is known to the directory only",
    );
    expect(() => yamlOf(byName)).toThrow('give a tenant file with --tenant');
  });

  test('are filled in from a tenant file, as the directory spells them', () => {
    const text = toYaml(manifests(accessOf(byName, loadTenant())));
    expect(text).toContain('name: Dana.Lee@contoso.com');
    expect(text).toContain('name: "7d2e1c8b-8b1f-4d1e-8a4c-1d9b3e5f7a21"');
  });
});

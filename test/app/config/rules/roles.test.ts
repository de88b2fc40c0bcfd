import { synthesizedApp } from '../../../../access/configured/synthesized-app';
import { MINIMAL, problemsOf, writeConfig } from '../config-file';

test('a role allows something, in one place and under a name of its own', () => {
  const content = `${MINIMAL}roles:
  - { name: a }
  - { name: b, namespace: shop, aggregateFrom: [{ a: b }] }
  - { name: a, rules: [{ verbs: [get], resources: [pods] }] }
`;

  expect(problemsOf(content)).toEqual([
    "aks.yaml:9:5 roles[0]: allows nothing: set 'rules' or 'aggregateFrom'",
    'aks.yaml:10:27 roles[1].namespace: cannot be combined with aggregation, which is for cluster roles: remove it',
    "aks.yaml:11:13 roles[2].name: 'a' is also the name of roles[0] in the same place: use another",
  ]);
});

test.each([
  ['[{}]', 'aggregateFrom[0]: name at least one label: without one it would take the rules of every cluster'],
  ['[]', 'list at least one set of labels, or remove the key'],
  ["[{ 'a b': c }]", 'aggregateFrom[0].a b'],
  ['[{ a: b c }]', "aggregateFrom[0].a: 'b c' is not valid"],
])('aggregation from %s is refused with its line', (selectors, message) => {
  const [problem] = problemsOf(`${MINIMAL}roles: [{ name: a, aggregateFrom: ${selectors} }]\n`);

  expect(problem).toMatch(/^aks\.yaml:8:\d+ roles\[0\]/);
  expect(problem).toContain(message);
});

test('an empty list of rules is none that could stand beside what the role is made of', () => {
  expect(
    problemsOf(`${MINIMAL}roles: [{ name: r, rules: [], aggregateFrom: [{ team: shop }] }]\n`),
  ).toContainEqual(expect.stringContaining('list at least one rule, or remove the key'));
});

describe('a rule of a role', () => {
  const role = (rule: string): string => `${MINIMAL}roles:\n  - { name: a, rules: [${rule}] }\n`;

  test.each([
    [
      '{ verbs: [get], resources: [pods, pod] }',
      "resources[1]: 'pod', which matches nothing: use the plural",
    ],
    ['{ verbs: [get], resources: [pods.apps] }', "resources[0]: 'pods.apps', which matches nothing, as it"],
    ['{ verbs: [get], resources: [certificates] }', "resources[0]: 'certificates', which is not built into"],
    ['{ verbs: [get], resources: ["*"] }', "resources[0]: needs 'apiGroups', because '*'"],
    ['{ verbs: [get], nonResourceUrls: [metrics] }', "nonResourceUrls[0]: 'metrics', which is not valid"],
    ['{ verbs: [], resources: [pods] }', 'rules[0]: allows nothing'],
    ['{ verbs: [get] }', "rules[0]: must have either 'resources' or 'nonResourceUrls'"],
  ])('%s is refused with its line', (rule, message) => {
    const [problem, ...more] = problemsOf(role(rule));

    expect(problem).toMatch(/^aks\.yaml:9:\d+ roles\[0\]\.rules\[0\]/);
    expect(problem).toContain(message);
    expect(more).toEqual([]);
  });

  test.each([
    ['{ apiGroups: [apps, core], resources: [deployments], verbs: [get] }', 'apiGroups[1]'],
    ['{ resources: [pods, pods/logs], verbs: [get] }', 'resources[1]'],
    ['{ resources: [pods], verbs: [get, read] }', 'verbs[1]'],
  ])('%s is warned about with its line', (rule, place) => {
    const { warnings } = synthesizedApp(writeConfig(role(rule)));

    expect(warnings.filter((text) => text.includes('[rule-matches-nothing]'))).toEqual([
      expect.stringMatching(
        new RegExp(`aks\\.yaml:9:\\d+ roles\\[0\\]\\.rules\\[0\\]\\.${place.replace(/[[\]]/g, '\\$&')}: `),
      ),
    ]);
  });
});

test('each part of a role that grants nothing is told with its line', () => {
  const rules =
    '[{ apiGroups: [core], resources: [pods], verbs: [get] }, { resources: [pods/logs], verbs: [get] }]';
  const { warnings } = synthesizedApp(writeConfig(`${MINIMAL}roles:\n  - { name: a, rules: ${rules} }\n`));
  const [told = ''] = warnings.filter((text) => text.includes('[rule-matches-nothing]'));

  expect(told.match(/aks\.yaml:9:\d+ roles\[0\]\.\S+:/g)).toHaveLength(2);
});

test('a role of a namespace may have rules of its own', () => {
  const role = 'name: b, namespace: shop, rules: [{ verbs: [get], resources: [pods] }]';

  expect(problemsOf(`${MINIMAL}roles: [{ ${role} }]\n`)).toEqual([]);
});

test('a role that every cluster has is taken over or has another name, and gets no rules where it is made of others', () => {
  const role = (name: string, more = ''): string[] =>
    problemsOf(
      `${MINIMAL}roles: [{ name: '${name}', rules: [{ resources: [pods], verbs: [get] }]${more} }]\n`,
    );

  expect(role('view')).toEqual([
    "aks.yaml:8:17 roles[0].name: every cluster has a cluster role 'view': use another name, or take that one over with 'import: true'",
  ]);
  expect(role('view', ', namespace: shop')).toEqual([]);
  expect(role('extension-apiserver-authentication-reader', ', namespace: kube-system')).toEqual([
    expect.stringContaining(
      "roles[0].name: every cluster has a role 'extension-apiserver-authentication-reader'",
    ),
  ]);
  expect(role('system:discovery', ', import: true')).toEqual([]);
  expect(role('view', ', import: true')).toEqual([
    "aks.yaml:8:32 roles[0].rules: are refused by the API server, because 'view' is made of other roles: put them into a role of another name with 'aggregateTo: [view]'",
  ]);
});

import { blocksInText } from '../../access/card/blocks';
import { cardOf } from '../../access/card/card';
import { accessDiff, NO_DIFFERENCE } from '../../access/diff/diff';
import { htmlReport } from '../../access/html/html';
import { csvReport } from '../../access/report/csv';
import { markdownReport } from '../../access/report/markdown';
import { accessOf, appOf, LITERAL, reportOf } from './configurations';

const CONFIGURATION = `${LITERAL}namespaces: [{ name: shop }]
roles:
  - { name: writer, rules: [{ apiGroups: ['*'], resources: ['*'], verbs: [get, list, watch, create, update, patch, delete] }] }
  - { name: secrets, rules: [{ resources: [secrets], verbs: [get] }] }
  - { name: nodes, rules: [{ resources: [nodes], verbs: [get] }] }
  - { name: binder, rules: [{ resources: [clusterroles], verbs: [bind] }] }
access:
  - { clusterRole: writer, namespace: shop, users: [erin@contoso.com] }
  - { clusterRole: view, namespace: shop, users: [bob@contoso.com, dana@contoso.com, frank@contoso.com, gail@contoso.com, hugo@contoso.com] }
  - { clusterRole: secrets, namespace: shop, users: [bob@contoso.com] }
  - { clusterRole: nodes, users: [dana@contoso.com] }
  - { clusterRole: binder, namespace: shop, users: [hugo@contoso.com] }
  - { clusterRole: secrets, users: [frank@contoso.com] }
  - { role: of-a-chart, namespace: shop, users: [gail@contoso.com] }
`;
const REPORT = reportOf(CONFIGURATION);

const inShop = (name: string) =>
  REPORT.subjects
    .find((subject) => subject.name === `${name}@contoso.com`)
    ?.places.find(({ namespace }) => namespace === 'shop');

function cardFor(name: string): string {
  const app = appOf(CONFIGURATION);
  return blocksInText(
    cardOf(`${name}@contoso.com`, [{ config: app.config, configured: accessOf(CONFIGURATION) }]).blocks,
  );
}

test.each([
  ['erin', 'by one wide role'],
  ['bob', 'by a second role there'],
  ['frank', 'by a role of the whole cluster'],
  ['gail', 'by a role that is not known'],
  ['hugo', 'by cluster roles that may be bound there'],
])('whoever holds more than the level has a plus: %s, %s', (name) => {
  expect(inShop(name)).toMatchObject({ level: 'view', more: true });
});

test('what can be done in no namespace does not count in one', () => {
  expect(inShop('dana')).not.toHaveProperty('more');
  expect(inShop('dana')?.level).toBe('view');
});

test('a binding in a namespace to a role of what is in none gives nothing there', () => {
  const of = (role: string) =>
    reportOf(`${CONFIGURATION}  - { clusterRole: ${role}, namespace: shop, users: [ivan@contoso.com] }\n`);
  const names = (report: typeof REPORT): string[] => report.subjects.map(({ name }) => name);

  expect(names(of('nodes'))).not.toContain('ivan@contoso.com');
  expect(accessDiff(REPORT, of('nodes'))).toEqual(NO_DIFFERENCE);
  expect(names(of('binder'))).toContain('ivan@contoso.com');
  expect(names(of('system:monitoring'))).not.toContain('ivan@contoso.com');
});

test('every form of the report has it, and the page finds it', () => {
  expect(markdownReport(REPORT)).toContain('| erin@contoso.com | – | view + |');
  expect(markdownReport(REPORT)).toContain('`+`: more than that role gives');
  expect(csvReport(REPORT)).toContain('"shop","view +"');
  expect(htmlReport(REPORT)).toMatch(/class="chip beyond"[^>]*>view \+</);
  expect(htmlReport(REPORT)).toContain('<option value="+">');
});

test('a card denies nothing that is allowed', () => {
  expect(cardFor('dana')).toContain('but neither secrets nor roles, and change nothing (view)');
  for (const name of ['erin', 'bob', 'frank', 'gail']) {
    expect(cardFor(name)).toContain('see what is there (view)');
    expect(cardFor(name)).not.toMatch(/neither secrets|change nothing/);
  }
});

test('a difference tells what goes beyond the level that is reached', () => {
  const before = reportOf(`${LITERAL}namespaces: [{ name: shop }]`);
  const gains = new Map(
    accessDiff(before, REPORT).changes.map(({ subject, place, gains: all }) => [`${subject} ${place}`, all]),
  );
  const of = (name: string) => [...gains].find(([key]) => key.includes(name) && key.includes('shop'))?.[1];

  expect(of('bob')).toEqual(['view', 'get secrets']);
  expect(of('dana')).toEqual(['view']);
  expect(of('erin')?.join()).toContain('delete everything');
});

test.each(['RbacReader', 'RbacWriter', 'RbacAdmin'])('Azure’s %s is no more than its level', (role) => {
  const { subjects } =
    reportOf(`aad: { azureRbac: true, adminGroupObjectIds: [894656e1-39f8-4bfe-b16a-510f61af6f41] }
azure: { subscriptionId: 8ecadfc9-d1a3-4ea4-b844-0d9f87e4d7c8 }
cluster: { name: shop, resourceGroupName: rg, location: eastus }
namespaces: [{ name: shop }]
azureRoles: [{ role: ${role}, namespace: shop, users: [bob@contoso.com] }]
`);
  const places = subjects.find(({ name }) => name === 'bob@contoso.com')?.places;
  expect(places).toHaveLength(1);
  expect(places![0]).not.toHaveProperty('more');
});

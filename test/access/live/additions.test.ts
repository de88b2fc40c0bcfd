import { clusterObjects } from '../../../access/live/cluster-objects';
import { compareLive } from '../../../access/live/comparison';
import { manifests } from '../../../access/manifests/manifests';
import { defaultObjects } from '../../../access/rbac/default-roles';
import { accessOf, LITERAL } from '../configurations';

const SECRETS = { verbs: ['get', 'list'], apiGroups: [''], resources: ['secrets'] };
const DECLARED = `${LITERAL}access: [{ clusterRole: view, users: [alice@contoso.com] }]
`;

interface Item {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly rules?: readonly object[];
}

/** Who reads all secrets, and what of it is accounted for, in a cluster that was changed. */
function readers(change: (item: Item) => Item, more: readonly object[] = [], content = DECLARED): string[] {
  const configured = accessOf(content);
  const defaults = Object.values(defaultObjects('1.36')).flat() as unknown as Item[];
  const items = [...defaults.map(change), ...manifests(configured), ...more];
  const objects = clusterObjects(JSON.stringify({ kind: 'List', items }));

  return compareLive(configured, objects, { unseen: [] })
    .top.filter(({ to }) => to === 'secrets')
    .map(({ who, is }) => `${who}: ${is}`);
}

const rewritten = (name: string, changed: object) => (item: Item) =>
  item.kind === 'ClusterRole' && item.metadata.name === name ? { ...item, ...changed } : item;
const part = (labels: object): object => ({
  kind: 'ClusterRole',
  metadata: { name: 'part', labels },
  rules: [SECRETS],
});
const TO_VIEW = { 'rbac.authorization.k8s.io/aggregate-to-view': 'true' };

test('what was written into a role of every cluster is a way that nobody declared, for whomever every cluster binds', () => {
  expect(readers((item) => item)).toEqual([]);
  expect(readers(rewritten('system:basic-user', { rules: [SECRETS] }))).toContain(
    'group system:authenticated: undeclared',
  );
});

test('what is added to an aggregated role is one, too, unless it is declared or brought by others', () => {
  const alice = 'user alice@contoso.com';
  const declared = `${DECLARED}roles: [{ name: part, aggregateTo: [view], rules: [{ verbs: [get, list], resources: [secrets] }] }]\n`;
  const selected = {
    metadata: { name: 'view' },
    aggregationRule: { clusterRoleSelectors: [{ matchLabels: { x: 'y' } }] },
  };

  expect(readers((item) => item, [part(TO_VIEW)])).toEqual([`${alice}: undeclared`]);
  expect(readers(rewritten('view', selected), [part({ x: 'y' })])).toEqual([`${alice}: undeclared`]);
  expect(readers((item) => item, [part({ ...TO_VIEW, heritage: 'Helm' })])).toEqual([`${alice}: declared`]);
  expect(readers((item) => item, [], declared)).toEqual([`${alice}: declared`]);
});

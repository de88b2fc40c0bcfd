import { clusterObjects } from '../../../access/live/cluster-objects';
import { compareLive } from '../../../access/live/comparison';
import { manifests } from '../../../access/manifests/manifests';
import { defaultObjects } from '../../../access/rbac/default-roles';
import { accessOf, LITERAL } from '../configurations';

const LEVEL = 'pod-security.kubernetes.io/enforce';
const DECLARED = `${LITERAL}namespaces: [{ name: shop }]
access: [{ namespace: shop, clusterRole: edit, users: [alice@contoso.com] }]
`;

/** Who gets where in a cluster whose namespace has these labels. */
function tops(labels: object): string[] {
  const configured = accessOf(DECLARED);
  const made = manifests(configured).map((item) =>
    item.kind === 'Namespace' ? { ...item, metadata: { name: 'shop', labels } } : item,
  );
  const defaults = Object.values(defaultObjects('1.36')).flat() as unknown as object[];
  const items = [...defaults, ...made];
  const objects = clusterObjects(JSON.stringify({ kind: 'List', items }));

  return compareLive(configured, objects, { unseen: [] }).top.map(({ who, to }) => `${who}: ${to}`);
}

test('the Pod Security level that a namespace of the cluster has keeps pods off the nodes', () => {
  expect(tops({})).toEqual(['user alice@contoso.com: nodes']);
  expect(tops({ [LEVEL]: 'privileged' })).toEqual(['user alice@contoso.com: nodes']);
  expect(tops({ [LEVEL]: 'baseline' })).toEqual([]);
});

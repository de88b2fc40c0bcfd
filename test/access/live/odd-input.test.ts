import { clusterObjects } from '../../../access/live/cluster-objects';
import { compareLive } from '../../../access/live/comparison';
import { accessOf, LITERAL } from '../configurations';

const CONFIGURED = accessOf(
  `${LITERAL}namespaces: [{ name: shop }]
roles: [{ name: keys, rules: [{ verbs: [get], resources: [secrets] }] }]
access: [{ name: declared, clusterRole: view, users: [bob@contoso.com] }]
`,
);
const BINDING = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRoleBinding',
  metadata: { name: 'night' },
  roleRef: { kind: 'ClusterRole', name: 'cluster-admin' },
  subjects: [{ kind: 'User', name: 'eve@contoso.com' }],
};

describe('bindings without the roles', () => {
  const topOf = (role: string): { who: string; to: string; is: string }[] => {
    const items = [{ ...BINDING, roleRef: { kind: 'ClusterRole', name: role } }];
    const objects = clusterObjects(JSON.stringify({ kind: 'List', items }));
    const { top } = compareLive(CONFIGURED, objects, { unseen: [] });

    return top.map(({ who, to, is }) => ({ who, to, is }));
  };

  test.each([
    ['one that every cluster has', 'cluster-admin', 'cluster-admin'],
    ['one that is declared', 'keys', 'secrets'],
  ])('lead to the top by %s', (_which, role, to) => {
    expect(topOf(role)).toContainEqual({ who: 'user eve@contoso.com', to, is: 'undeclared' });
  });

  test('say so where nobody here knows a role', () => {
    const chart = { ...BINDING, roleRef: { kind: 'ClusterRole', name: 'of-a-chart' } };
    const accessOfNobody = accessOf(LITERAL);
    const unseenOf = (binding: object): readonly string[] =>
      compareLive(accessOfNobody, clusterObjects(JSON.stringify({ kind: 'List', items: [binding] })), {
        unseen: [],
      }).unseen;
    const words = 'ClusterRole: there is none in the input, and so nothing is said about them';

    expect(unseenOf(chart)).toContain(words);
    expect(unseenOf(BINDING)).not.toContain(words);
  });

  test('are all of a cluster whose roles may not be listed', () => {
    const objects = clusterObjects(JSON.stringify({ kind: 'ClusterRoleBindingList', items: [BINDING] }));
    const { top } = compareLive(CONFIGURED, objects, {
      unseen: ['ClusterRole: the account may not list them (403)'],
    });

    expect(top.map(({ is }) => is)).toContain('undeclared');
  });
});

test('a kind of another API group is not one of Kubernetes', () => {
  const role = { apiVersion: 'iam.aws.upbound.io/v1beta1', kind: 'Role', metadata: { name: 'node' } };

  expect(clusterObjects(JSON.stringify({ kind: 'List', items: [role, BINDING] })).others).toEqual({
    Role: 1,
  });
});

test('nothing between two marks is nothing, as Helm and files put together have it', () => {
  const { byKind } = clusterObjects(`---\n---\n# Source: chart\n---\n${JSON.stringify(BINDING)}\n---\n`);

  expect(byKind.ClusterRoleBinding.map(({ metadata: { name } }) => name)).toEqual(['night']);
});

test.each([null, {}, { name: 'eve@contoso.com' }, { kind: 'User' }])(
  'a subject that is none is refused by the name of the binding: %j',
  (subject) => {
    expect(() => clusterObjects(JSON.stringify({ ...BINDING, subjects: [subject] }))).toThrow(
      "ClusterRoleBinding 'night' has subjects or rules that are none",
    );
  },
);

import { check, CLUSTER, outcome, texts } from './sample-check';

test('grantsToGroups: service accounts are let pass, people are not', () => {
  expect(outcome("{ type: grantsToGroups, namespaces: ['prod-*'] }")).toBe('kept');
  expect(texts('{ type: grantsToGroups, namespaces: [payments] }').join()).toContain(
    'is for User erin@contoso.com, not for a group',
  );
});

test('namespaceAdmins: edit is not enough', () => {
  expect(outcome('{ type: namespaceAdmins, namespaces: [shop] }')).toBe('kept');
  expect(texts('{ type: namespaceAdmins }')).toEqual([
    "nobody holds admin in namespace 'payments' by a binding there",
    "nobody holds admin in namespace 'prod-eu' by a binding there",
  ]);
});

test('noWildcardVerbs: with the line of the verb', () => {
  expect(outcome('{ type: noWildcardVerbs, namespaces: [payments] }')).toBe('kept');
  expect(check('{ type: noWildcardVerbs }')[0]!.findings).toMatchObject([
    { text: "Role 'everything' in namespace 'shop' allows every verb", place: { line: 5, column: 60 } },
  ]);
  const base = CLUSTER.replace(
    'roles:',
    `roles:
  - { name: made-of-all, aggregateFrom: [{ kubernetes.io/bootstrapping: rbac-defaults }] }
  - { name: made-of-none, aggregateFrom: [{ own: label }] }`,
  );
  expect(texts('{ type: noWildcardVerbs }', { base })).toEqual([
    "ClusterRole 'made-of-all' allows every verb",
    "Role 'everything' in namespace 'shop' allows every verb",
  ]);
});

import { closeTo, slipOf } from '../../../lib/shared/close-to';

const ROLES = ['view', 'edit', 'admin', 'cluster-admin'];

test.each([
  ['veiw', 'view'],
  ['edti', 'edit'],
  ['eidt', 'edit'],
  ['amdin', 'admin'],
  ['cluster-amdin', 'cluster-admin'],
  ['Edit', 'edit'],
  ['editor', 'edit'],
  ['vew', 'view'],
  ['audit', undefined],
  ['developer', undefined],
  ['argocd', undefined],
])('%s is near to %s', (word, meant) => {
  expect(closeTo(word, ROLES)).toBe(meant);
});

test.each([
  ['shpo', 'shop'],
  ['shp', undefined],
  ['Shop', 'shop'],
  ['shop2', undefined],
  ['team-b', undefined],
  ['team-aa', 'team-a'],
  ['dev', undefined],
])('%s is a slip of %s', (word, meant) => {
  expect(slipOf(word, ['shop', 'shop1', 'team-a', 'qev'])).toBe(meant);
});

test.each([
  ['admn', ['admin', 'edit', 'view'], 'admin'],
  ['ADMIN', ['view', 'admin'], 'admin'],
  ['groop', ['group', 'groups'], 'group'],
  ['verb', ['verbs', 'vera'], 'verbs'],
])('%s was meant to be one of %j', (word, candidates, meant) => {
  expect(closeTo(word, candidates)).toBe(meant);
});

test.each([
  ['owner', ['admin', 'edit', 'view']],
  ['os', ['id']],
  ['x', ['y', 'xy']],
  ['', ['a']],
  ['admin', []],
])('%j could be none of %j', (word, candidates) => {
  expect(closeTo(word, candidates)).toBeUndefined();
});

import { closeTo } from '../../../../app/config/problems/close-to';

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

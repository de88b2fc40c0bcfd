import { isAtLeast, newestMatch } from '../../rehearsal/version-constraint';

const VERSIONS = ['3.117.1', '4.55.0', '5.2.0'];

test.each([
  ['4.55.0', '4.55.0'],
  ['= 4.55.0', '4.55.0'],
  ['~> 3.117', '3.117.1'],
  ['~> 4.0', '4.55.0'],
  ['~> 4.54.0', undefined],
  ['>= 4.0', '5.2.0'],
  ['>= 4.0, < 5.0', '4.55.0'],
  ['>= 4.0, != 5.2.0', '4.55.0'],
  ['> 3.117.1, <= 4.55.0', '4.55.0'],
  ['~> 3.117,4.55.0', undefined],
])('%s allows %s as the newest', (constraint, newest) => {
  expect(newestMatch(constraint, VERSIONS)).toBe(newest);
});

test('what is no constraint is named', () => {
  expect(() => newestMatch('latest', VERSIONS)).toThrow(
    new Error("version constraint 'latest' is not one that Terraform knows"),
  );
});

test.each([
  ['1.11.4', '1.5.0', true],
  ['1.5.0', '1.5.0', true],
  ['1.5.0-beta1', '1.5.0', true],
  ['1.4.7', '1.5.0', false],
  ['0.15.5', '1.5.0', false],
])('%s is at least %s: %s', (version, minimum, expected) => {
  expect(isAtLeast(version, minimum)).toBe(expected);
});

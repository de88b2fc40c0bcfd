import { join } from 'node:path';
import { CommandFailed } from '../../../access/command-failed';
import { problemInWords, problemsOf } from '../../../cli/dev/problems-of';
import { problemsPart } from '../../../cli/dev/page/problems-part';

test('where in our code something is thrown that the user can put right is not told', () => {
  expect(problemsOf(new CommandFailed('terraform is not on the PATH'))).toEqual([
    { message: 'terraform is not on the PATH', severity: 'error' },
  ]);
});

test.each([
  ['main.ts', 'main.ts:3:7 '],
  ['rehearsal/terraform-binary.ts', ''],
  ['cli/dev/planner.ts', ''],
])('of what is thrown in %s the place is %j', (file, place) => {
  const error = new TypeError('x is undefined');
  error.stack = `TypeError: x is undefined\n    at f (${join(process.cwd(), file)}:3:7)`;
  expect(problemInWords(problemsOf(error)[0]!)).toMatch(new RegExp(`^${place}x is undefined\n`));
});

test('a message of several lines has them in the page, too', () => {
  const markup = problemsPart([{ message: 'one\ntwo\u0007', severity: 'error' }], '');
  expect(markup).toContain('one<br />two\\u0007');
});

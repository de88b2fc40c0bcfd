import { pages } from './pages';
import { problemsOf, Snippet, snippetsOf } from './snippets';

/** A check that finds nothing in this would find nothing anywhere. */
const MISTAKE: Snippet = {
  page: 'mistake',
  line: 1,
  code: "new RbacBinding(this, 'B', { rol: RbacRole.EDIT });\n",
};

// Compiles every block of TypeScript in the pages.
const snippets = pages().flatMap(({ path, text }) => snippetsOf(path, text));
const [expected, unexpected] = split(problemsOf([...snippets, MISTAKE]));

if (expected.length === 0) {
  unexpected.push('a mistake that was made on purpose is not found');
}
console.log(`${snippets.length} snippets in ${new Set(snippets.map(({ page }) => page)).size} pages`);
unexpected.forEach((problem) => console.error(problem));
process.exitCode = unexpected.length === 0 ? 0 : 1;

function split(problems: readonly string[]): [expected: string[], unexpected: string[]] {
  const isExpected = (problem: string): boolean => problem.startsWith('mistake:1:');

  return [problems.filter(isExpected), problems.filter((problem) => !isExpected(problem))];
}

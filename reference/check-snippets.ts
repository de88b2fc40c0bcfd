import { pages } from './pages';
import { problemsOf, snippetsOf } from './snippets';

// Compiles every block of TypeScript in the pages.
const snippets = pages().flatMap(({ path, text }) => snippetsOf(path, text));
const problems = problemsOf(snippets);

console.log(`${snippets.length} snippets in ${new Set(snippets.map(({ page }) => page)).size} pages`);
problems.forEach((problem) => console.error(problem));
process.exitCode = problems.length === 0 ? 0 : 1;

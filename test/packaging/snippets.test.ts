import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { snippetProblems, snippetsOf } from '../../packaging/snippets';

function pages(): string[] {
  const docs = readdirSync('docs', { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.md'),
  );

  return ['README.md', 'packaging/app-readme.md', ...docs.map((file) => join('docs', file))];
}

/** Names that the library exports, types included. */
function exportedNames(): string[] {
  const files = readFileSync('lib/index.ts', 'utf8').matchAll(/'\.\/([\w-]+)'/g);

  return [...files].flatMap(([, file]) =>
    [...readFileSync(`lib/${file}.ts`, 'utf8').matchAll(/^export (?:class|enum|interface) (\w+)/gm)].map(
      ([, name]) => name!,
    ),
  );
}

test('TypeScript in the README and the docs compiles, and mistakes in it are found where they are', () => {
  const snippets = pages().flatMap((page) => snippetsOf(page, readFileSync(page, 'utf8')));
  expect(snippets.map(({ page }) => page)).toContain('README.md');

  const wrong = [
    '# A page',
    '```ts',
    "new AadDirectory(this, 'Directory').users();",
    'security: { unsafeAllow: [] }',
    '```',
    '```ts',
    "import { RbacBindings } from 'cdktf-aks-aad';",
    '```',
    '',
  ].join('\n');

  expect(snippetProblems([...snippets, ...snippetsOf('wrong.md', wrong)], exportedNames())).toEqual([
    "wrong.md:3: Property 'users' does not exist on type 'AadDirectory'. Did you mean 'user'?",
    'wrong.md:4: Unused label.',
    'wrong.md:4: Unused label.',
    expect.stringContaining("no exported member named 'RbacBindings'"),
  ]);
}, 60_000);

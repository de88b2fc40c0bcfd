import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const FOLDERS = ['lib', 'app', 'access', 'rehearsal', 'cli'];

/** `env.NAME`, `env['NAME']`, `{ NAME, OTHER } = process.env`, and names of our own as texts. */
const READ =
  /\benv\??(?:\.|\[')([A-Z][A-Z0-9_]+)|\{ ([A-Z][A-Z0-9_]*(?:, [A-Z][A-Z0-9_]*)*) \} = process\.env|'(AKS_[A-Z_]+|[A-Z]+_PROXY)'/g;

/** The variables that the code reads. */
function variablesIn(code: string): string[] {
  return [...code.matchAll(READ)].flatMap(([, one, several = '', own]) =>
    [one, ...several.split(', '), own].filter((name) => name !== undefined && name !== ''),
  ) as string[];
}

const code = FOLDERS.flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.includes('node_modules'))
    .map((file) => readFileSync(join(folder, file), 'utf8')),
);
const script = readFileSync('examples/pipelines/plan.sh', 'utf8');
const read = new Set([
  ...code.flatMap(variablesIn),
  ...[...script.matchAll(/\$\{?([A-Z][A-Z0-9_]+)/g)].map(([, name]) => name!),
]);

const documented = readFileSync('docs/environment-variables.md', 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .flatMap((line) => [...line.split('|')[1]!.matchAll(/`([^`]+)`/g)].map(([, name]) => name!));

test('every variable that is read is documented, and no other', () => {
  // The name has the host in it.
  const fixed = documented.filter((name) => name !== 'TF_TOKEN_…');

  expect([...read].sort()).toEqual([...fixed].sort());
});

test('a variable is found in every form in which it can be read', () => {
  expect(
    variablesIn(
      "process.env.A_B; env?.CC; env['DD']; const { E, F } = process.env; x('AKS_G'); env.lower; 'ARM_H'",
    ),
  ).toEqual(['A_B', 'CC', 'DD', 'E', 'F', 'AKS_G']);
});

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const ROOMS = ['lib', 'app', 'access', 'rehearsal', 'cli', 'tools'];

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'imports-'));
  write('tsconfig.json', '{}');
  ROOMS.forEach((room) => write(`${room}/index.ts`, 'export type Thing = string;'));
  write('lib/private/inner.ts', 'export type Inner = string;');
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

function write(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

/** The rules that the imports of a house break. */
function broken(cwd = root): string[] {
  const { stdout } = spawnSync(
    process.execPath,
    [
      resolve('node_modules/dependency-cruiser/bin/dependency-cruise.mjs'),
      ...['--config', resolve('tools/imports.cjs'), '--output-type', 'json', ...ROOMS],
    ],
    { cwd, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  );
  const { summary } = JSON.parse(stdout) as { summary: { violations: { rule: { name: string } }[] } };
  return [...new Set(summary.violations.map(({ rule }) => rule.name))].sort();
}

test.each([
  ['lib/a.ts', "import { Thing } from '../app/index'; export type A = Thing;", 'lib-imports-down'],
  ['app/a.ts', "import { Thing } from '../access/index'; export type A = Thing;", 'app-imports-down'],
  [
    'access/a.ts',
    "import type { Thing } from '../rehearsal/index'; export type A = Thing;",
    'access-imports-down',
  ],
  ['rehearsal/a.ts', "export const a = require('../cli/index');", 'rehearsal-imports-down'],
  ['cli/a.ts', "import { Thing } from '../tools/index'; export type A = Thing;", 'nothing-imports-tools'],
  ['app/a.ts', "export * from '../lib/private/inner';", 'private-stays-private'],
  ['tools/a.ts', "export const a = import('../lib/private/inner.js');", 'private-stays-private'],
])('%s with %s breaks %s', (file, text, rule) => {
  write(file, text);
  expect(broken()).toEqual([rule]);
});

test('files that import each other are found, also when only types go round', () => {
  write('lib/a.ts', "import type { B } from './b'; export type A = B;");
  write('lib/b.ts', "import type { C } from './c'; export type B = C;");
  write('lib/c.ts', "import type { A } from './a'; export type C = A | string;");
  expect(broken()).toEqual(['no-circles']);
});

test('imports that go down are right, and so is this house', () => {
  write('cli/a.ts', "import { Thing } from '../rehearsal/index'; export type A = Thing;");
  write('tools/a.ts', "import { A } from '../cli/a'; export type B = A;");
  write('lib/a.ts', "import { Inner } from './private/inner'; export type A = Inner;");
  expect(broken()).toEqual([]);

  expect(broken('.')).toEqual([]);
});

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

interface Violation {
  readonly from: string;
  readonly rule: { readonly name: string };
}

/** The rules that the imports of the house break, behind the files that do. */
function broken(): [file: string, rule: string][] {
  const { stdout } = spawnSync(
    process.execPath,
    [
      resolve('node_modules/dependency-cruiser/bin/dependency-cruise.mjs'),
      ...['--config', resolve('tools/imports.cjs'), '--output-type', 'json', ...ROOMS],
    ],
    { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  );
  const { summary } = JSON.parse(stdout) as { summary: { violations: Violation[] } };
  return summary.violations.map(({ from, rule }) => [from, rule.name]);
}

test('what is imported from above, from a private folder or in a circle is found', () => {
  const wrong = [
    ['lib/a.ts', "import { Thing } from '../app/index'; export type A = Thing;", 'lib-imports-down'],
    ['app/a.ts', "import { Thing } from '../access/index'; export type A = Thing;", 'app-imports-down'],
    [
      'access/a.ts',
      "import type { Thing } from '../rehearsal/index'; export type A = Thing;",
      'access-imports-down',
    ],
    ['rehearsal/a.ts', "export const a = require('../cli/index');", 'rehearsal-imports-down'],
    ['cli/a.ts', "import { Thing } from '../tools/index'; export type A = Thing;", 'nothing-imports-tools'],
    ['app/b.ts', "export * from '../lib/private/inner';", 'private-stays-private'],
    ['tools/a.ts', "export const a = import('../lib/private/inner.js');", 'private-stays-private'],
    // A circle is told once, also of types alone.
    ['lib/b.ts', "import type { C } from './c'; export type B = C;", 'no-circles'],
    ['lib/c.ts', "import type { D } from './d'; export type C = D;", undefined],
    ['lib/d.ts', "import type { B } from './b'; export type D = B | string;", undefined],
  ] as const;
  wrong.forEach(([file, text]) => write(file, text));

  const told = wrong.flatMap(([file, , rule]) => (rule === undefined ? [] : [[file, rule]]));
  expect(broken().sort()).toEqual(told.sort());
});

test('imports that go down are right', () => {
  write('cli/a.ts', "import { Thing } from '../rehearsal/index'; export type A = Thing;");
  write('tools/a.ts', "import { A } from '../cli/a'; export type B = A;");
  write('lib/a.ts', "import { Inner } from './private/inner'; export type A = Inner;");
  expect(broken()).toEqual([]);
});

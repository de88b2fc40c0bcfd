import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lint-'));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

function write(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

interface Report {
  readonly diagnostics: { readonly code: string; readonly filename: string }[];
}

/** What lint finds in the files with the rules of this project, as rule and file, without those that need types. */
function found(files: Record<string, string>): [rule: string, file: string][] {
  Object.entries(files).forEach(([file, text]) => write(file, text));
  const { options: _options, ...config } = JSON.parse(readFileSync('.oxlintrc.json', 'utf8')) as Record<
    string,
    unknown
  >;
  write('.oxlintrc.json', JSON.stringify({ ...config, jsPlugins: [resolve('tools/lint-rules.mjs')] }));

  const { stdout } = spawnSync(
    process.execPath,
    [resolve('node_modules/oxlint/bin/oxlint'), '--format', 'json'],
    {
      cwd: root,
      encoding: 'utf8',
    },
  );
  const { diagnostics } = JSON.parse(stdout) as Report;
  return diagnostics.map(({ code, filename }) => [code, filename]);
}

const PRODUCT = 'lib/a.ts';

test.each([
  ["process.kill(-1, 'SIGTERM');"],
  ["signal(-child, 'SIGTERM');"],
  ["spawn('terraform', { detached: true });"],
  ["export const TEMPORARY = '/tmp/cdktf-aks-aad';"],
  ['export const socket = (name: string): string => `/var/run/${name}`;'],
  ["spawnSync('npm', ['ci']);"],
])('%s is found, as Windows does not have it, where users run it', (text) => {
  expect(found({ [PRODUCT]: text, 'tools/a.ts': text })).toEqual([['syntax(only-unix)', PRODUCT]]);
});

test('what Windows has is not found', () => {
  const text =
    "spawn('terraform', ['-version'], { detached: false });\nexport const PATH = '/api/tmp/';\nprocess.kill(1);\n";
  expect(found({ [PRODUCT]: text })).toEqual([]);
});

test('import() of a file of our own is found, and of a package is not', () => {
  expect(found({ 'tools/a.ts': "void import('./b');\nvoid import('oxfmt');\n" })).toEqual([
    ['syntax(relative-import)', 'tools/a.ts'],
  ]);
});

test.each(['@cdktf/provider-azuread', '@cdktf/provider-azurerm/lib', '@cdktf/provider-azurerm/lib/index'])(
  'an import of the whole of %s is found',
  (module) => {
    const text = `import { group } from '${module}';\nexport const NAME = group;\n`;
    expect(found({ [PRODUCT]: text })).toEqual([['eslint(no-restricted-imports)', PRODUCT]]);
  },
);

test('a test that expects nothing, and one that others are skipped for, are found', () => {
  const text = "test('nothing', () => {});\ntest.only('one', () => {\n  expectAll(1);\n});\n";
  expect(found({ 'test/a.test.ts': text })).toEqual([
    ['jest(expect-expect)', 'test/a.test.ts'],
    ['jest(no-focused-tests)', 'test/a.test.ts'],
  ]);
});

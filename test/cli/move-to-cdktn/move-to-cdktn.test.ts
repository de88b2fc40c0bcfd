import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { projectFiles } from '../../../cli/init/project-files';
import { carryOut, planMove } from '../../../cli/move-to-cdktn/project';

const PACKAGE = {
  private: true,
  scripts: { deploy: "cdktf deploy '*'", rehearse: 'cdktf-aks-aad rehearse', lint: 'eslint cdktf.json' },
  dependencies: {
    '@cdktf/node-pty-prebuilt-multiarch': 'npm:@lydell/node-pty@1.1.0',
    '@cdktf/provider-azurerm': '14.23.1',
    '@cdktf/provider-random': '12.0.1',
    cdktf: '0.21.0',
    'cdktf-aks-aad': '^0.1.0',
    'cdktf-local-exec': '1.0.0',
    constructs: '10.4.2',
  },
  devDependencies: { 'cdktf-cli': '0.21.0', 'cdktf-aks-aad-app': '0.1.0' },
  overrides: { '@cdktf/node-pty-prebuilt-multiarch': '$@cdktf/node-pty-prebuilt-multiarch' },
};
const MAIN = `import { App } from 'cdktf';
import { KubernetesCluster } from "@cdktf/provider-azurerm/lib/kubernetes-cluster";
import { AadAksCluster } from 'cdktf-aks-aad';
import { Provider } from 'cdktf-local-exec';
const { Testing } = require('cdktf/lib/testing');
const role = import('cdktf-aks-aad/rbac-role');
const told = 'deployed by cdktf';
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'move-to-cdktn-'));
  write('package.json', `${JSON.stringify(PACKAGE, null, 4)}\n`);
  write('main.ts', MAIN);
  write('cdktf.json', '{ "app": "node main.js" }');
  for (const own of ['node_modules', '.gen', 'cdktf.out']) {
    mkdirSync(join(folder, own));
    write(`${own}/index.ts`, MAIN);
  }
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(file: string, text: string): void {
  writeFileSync(join(folder, file), text);
}
const read = (file: string): string => readFileSync(join(folder, file), 'utf8');

test('packages, versions, commands and imports become those of CDK Terrain, and nothing else changes', () => {
  const { changes, notes } = planMove(folder);
  expect(read('main.ts')).toBe(MAIN);
  carryOut(folder, changes);

  expect(read('package.json')).toBe(
    `${JSON.stringify(
      {
        private: true,
        scripts: {
          deploy: "cdktn deploy '*'",
          rehearse: 'cdktn-aks-aad rehearse',
          lint: 'eslint cdktf.json',
        },
        dependencies: {
          '@cdktn/provider-azurerm': '^18.9.0',
          '@cdktn/provider-random': 'latest',
          'cdktf-local-exec': '1.0.0',
          cdktn: '^0.24.0',
          'cdktn-aks-aad': '^0.1.0',
          constructs: '>=10.6.0 <10.8.0',
        },
        devDependencies: { 'cdktn-aks-aad-app': '0.1.0', 'cdktn-cli': '^0.24.0' },
      },
      null,
      4,
    )}\n`,
  );
  expect(read('main.ts')).toBe(`import { App } from 'cdktn';
import { KubernetesCluster } from "@cdktn/provider-azurerm/lib/kubernetes-cluster";
import { AadAksCluster } from 'cdktn-aks-aad';
import { Provider } from 'cdktf-local-exec';
const { Testing } = require('cdktn/lib/testing');
const role = import('cdktn-aks-aad/rbac-role');
const told = 'deployed by cdktf';
`);
  expect(['node_modules', '.gen', 'cdktf.out'].map((own) => read(`${own}/index.ts`))).toEqual([
    MAIN,
    MAIN,
    MAIN,
  ]);
  expect(notes).toEqual([
    '@cdktn/provider-random gets the newest version: look at what its provider has changed',
    'cdktn-cli needs Node.js 22.19 or later, in pipelines too',
    ".gen is of cdktf: write it anew with 'npx cdktn get'",
  ]);
  expect(planMove(folder)).toEqual({ changes: [], notes: [] });
});

test('what cannot be written as a whole is not written at all', () => {
  const { changes } = planMove(folder);
  const [first] = changes;
  // A folder stands where the last file should be put.
  write('zz.ts', '');
  rmSync(join(folder, 'zz.ts'));
  mkdirSync(join(folder, 'zz.ts'));
  write('zz.ts/in', '');

  expect(() => carryOut(folder, [...changes, { file: 'zz.ts', before: '', after: 'x' }])).toThrow(
    'nothing was changed: ',
  );
  expect(read('main.ts')).toBe(MAIN);
  expect(read(first!.file)).toBe(first!.before);
  expect(readdirSync(folder).filter((name) => name.includes('moving'))).toEqual([]);
});

test.each([
  ['{', /^package\.json is not valid JSON: /],
  ['{ "dependencies": { "react": "19.0.0" } }', /^package\.json has nothing of cdktf: run the command/],
])('%s is refused', (text, message) => {
  write('package.json', text);
  expect(() => planMove(folder)).toThrow(message);
});

test('a project of aks.yaml becomes what init makes for CDK Terrain, but for ranges of versions', () => {
  rmSync(folder, { recursive: true });
  const [before, wanted] = (['cdktf', 'cdktn'] as const).map((framework) => projectFiles('shop', framework));
  for (const [file, text] of Object.entries(before!)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    write(file, text);
  }
  carryOut(folder, planMove(folder).changes);

  const {
    'package.json': moved,
    'cdktf.json': same,
    ...others
  } = Object.fromEntries(Object.keys(wanted!).map((file) => [file, read(file)]));
  const { 'package.json': made, 'README.md': readme, ...rest }: Record<string, string> = { ...wanted };
  delete rest['cdktf.json'];
  expect(same).toBe(before!['cdktf.json']);
  // Which Node.js a project needs is told by the note.
  expect(others).toEqual({ ...rest, 'README.md': readme!.replace('Node.js 22.19 or later, and ', '') });

  interface PackageJson {
    readonly dependencies: Readonly<Record<string, string>>;
    readonly scripts: Readonly<Record<string, string>>;
  }
  const [is, should] = [moved!, made!].map((text) => JSON.parse(text) as PackageJson);
  expect(is!.scripts).toEqual(should!.scripts);
  expect(Object.keys(is!.dependencies)).toEqual(Object.keys(should!.dependencies));
  expect(planMove(folder)).toEqual({ changes: [], notes: [] });
});

test('commands and files of packages are renamed in pipelines, scripts and pages, and nothing else', () => {
  mkdirSync(join(folder, '.github/workflows'), { recursive: true });
  write(
    '.github/workflows/deploy.yml',
    '- run: npx cdktf-aks-aad access\n- run: npx cdktf deploy "*"\n- run: cat cdktf.json cdktf.out\n',
  );
  write(
    'NOTES.md',
    'Of https://github.com/cdktf-aks-aad/cdktf-aks-aad, in node_modules/cdktf-aks-aad-app/docs; cdktf-aks-aad-fork is ours, @cdktf/x too.\n',
  );
  carryOut(folder, planMove(folder).changes);

  expect(read('.github/workflows/deploy.yml')).toBe(
    '- run: npx cdktn-aks-aad access\n- run: npx cdktn deploy "*"\n- run: cat cdktf.json cdktf.out\n',
  );
  expect(read('NOTES.md')).toBe(
    'Of https://github.com/cdktf-aks-aad/cdktf-aks-aad, in node_modules/cdktn-aks-aad-app/docs; cdktf-aks-aad-fork is ours, @cdktf/x too.\n',
  );
});

test('a folder without package.json is refused', () => {
  rmSync(join(folder, 'package.json'));
  expect(() => planMove(folder)).toThrow('there is no package.json in this folder');
});

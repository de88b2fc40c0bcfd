import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ModuleKind, ScriptTarget, transpileModule } from 'typescript';
import { Consumer, requireSame, synthesize } from './consumer';
import { CheckFailed, ROOT, runChecks } from './run';
import { Tarball } from './tarball';

const SAMPLE = join(__dirname, 'sample');
const PEERS = Object.entries(
  (
    JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      peerDependencies: Record<string, string>;
    }
  ).peerDependencies,
);

/** The oldest version of each peer that the package allows. */
const OLDEST_PEERS = PEERS.map(([name, range]) => `${name}@${range.replace('^', '')}`);

const COMPILER = ['typescript@5.9.3', '@types/node@20.19.43'];

/** Prints what it loads: for one name of the root, and for the same name of its own file. */
const LOADED_MODULES = `
const loaded = (load) => {
  const { execFileSync } = require('node:child_process');
  const script = load + '; console.log(Object.keys(require.cache).sort().join())';
  return execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' }).trim().split(',');
};
const root = loaded("require('cdktf-aks-aad').RbacBinding");
const own = loaded("require('cdktf-aks-aad/rbac-binding').RbacBinding");
console.log(JSON.stringify({ own: own.length, more: root.filter((file) => !own.includes(file)) }));
`;

const scratch = mkdtempSync(join(tmpdir(), 'package-test-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));

const tarball = new Tarball(scratch);
const commonjs = new Consumer(scratch, 'commonjs', 'node main.js');
const esm = new Consumer(scratch, 'esm', 'node main.js');
const javascript = new Consumer(scratch, 'javascript', 'node main.js');
const newest = new Consumer(scratch, 'newest', 'node main.js');
let expected = '';

/** A file of the sample app as somebody outside of the repository would have written it. */
function sample(file: string): string {
  return readFileSync(join(SAMPLE, file), 'utf8').replaceAll("'../../../lib'", "'cdktf-aks-aad'");
}

/** As ES modules name files: with their extension, and never a folder. */
function asModule(source: string): string {
  return source
    .replaceAll(/(from '@cdktf\/[\w/-]+)'/g, "$1/index.js'")
    .replaceAll(/(from '\.\/[\w-]+)'/g, "$1.js'");
}

function asJavaScript(source: string): string {
  const compilerOptions = { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022 };
  return transpileModule(source, { compilerOptions }).outputText;
}

function compareAndRehearse(consumer: Consumer): string {
  requireSame(expected, consumer.synthesize());
  return `JSON as in the repository; ${consumer.rehearse()}`;
}

function checkCommonJs(): string {
  commonjs.copyTemplate('commonjs');
  commonjs.install(tarball.file, ...OLDEST_PEERS, ...COMPILER);
  commonjs.write('stacks.ts', sample('stacks.ts'));
  commonjs.write('main.ts', sample('main.ts'));
  commonjs.run('npx', 'tsc');

  return compareAndRehearse(commonjs);
}

function checkLoading(): string {
  commonjs.write('loading.js', LOADED_MODULES);
  const { own, more } = JSON.parse(commonjs.run(process.execPath, 'loading.js')) as {
    own: number;
    more: string[];
  };
  const unwanted = more.filter((file) => !file.endsWith('cdktf-aks-aad/dist/index.js'));
  if (unwanted.length > 0) {
    throw new CheckFailed(
      `the root loads for RbacBinding what its own file does not: ${unwanted.join(', ')}`,
    );
  }
  return `RbacBinding loads ${own} modules, and the root one more`;
}

function checkModules(): string {
  esm.copyTemplate('esm');
  esm.write('package.json', JSON.stringify({ type: 'module' }));
  esm.install(tarball.file, ...OLDEST_PEERS, ...COMPILER);
  esm.write('stacks.ts', asModule(sample('stacks.ts')));
  esm.write('main.ts', asModule(sample('main.ts')));
  // A name is the same whichever way it comes in.
  esm.write(
    'subpath.ts',
    `import { RbacRole } from 'cdktf-aks-aad';
import { RbacRole as OfItsFile } from 'cdktf-aks-aad/rbac-role';

if (RbacRole.VIEW !== OfItsFile.VIEW) {
  throw new Error('two classes RbacRole');
}
`,
  );
  esm.run('npx', 'tsc');
  esm.run(process.execPath, 'subpath.js');

  return compareAndRehearse(esm);
}

function checkJavaScript(): string {
  javascript.install(tarball.file, ...OLDEST_PEERS);
  javascript.write('stacks.js', asJavaScript(sample('stacks.ts')));
  javascript.write('main.js', asJavaScript(sample('main.ts')));

  return compareAndRehearse(javascript);
}

/** Nothing but the package is asked for, so npm brings the newest of each peer. */
function checkNewest(): string {
  newest.install(tarball.file);
  newest.write('stacks.js', asJavaScript(sample('stacks.ts')));
  newest.write('main.js', asJavaScript(sample('main.ts')));

  const versions = PEERS.map(([name, range]) => {
    const version = newest.version(name);
    return range.endsWith(version) ? `${name} has nothing newer than ${version}` : `${name} ${version}`;
  });
  return `${versions.join(', ')}; ${compareAndRehearse(newest)}`;
}

runChecks([
  ['the package is built and packed', () => tarball.pack()],
  ['it holds', () => tarball.checkContents()],
  ['publint and "are the types wrong" find nothing', () => tarball.lint()],
  [
    'the repository synthesises the sample',
    () => {
      expected = synthesize(
        process.execPath,
        ['-r', require.resolve('tsx/cjs'), join(SAMPLE, 'main.ts')],
        scratch,
      );
    },
  ],
  ['TypeScript with CommonJS and the oldest peers', checkCommonJs],
  ['the root costs what is used of it', checkLoading],
  ['TypeScript with ES modules', checkModules],
  ['JavaScript', checkJavaScript],
  ['the newest peers', checkNewest],
]);

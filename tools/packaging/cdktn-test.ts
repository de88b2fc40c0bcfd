import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildForCdktn, CDKTN_PACKAGE, CDKTN_PEERS, forCdktn, installedVersion } from './build-cdktn';
import { pythonForCdktn } from './build-cdktn-app';
import { buildForChecks } from './built';
import { bindingTarballs, installCdktn } from './cdktn-bindings';
import { requireListedDifferences } from './cdktn-differences';
import { Consumer, synthesize } from './consumer';
import { PythonPackage } from './python-package';
import { CheckFailed, ROOT, run, runChecks } from './run';

const SAMPLE = join(__dirname, 'sample');

const scratch = mkdtempSync(join(tmpdir(), 'cdktn-test-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));

function build(): string {
  buildForChecks(CDKTN_PACKAGE, buildForCdktn);
  const [own, other] = ['bindings.ts', 'bindings.cdktn.ts'].map((file) =>
    forCdktn(readFileSync(join(ROOT, 'lib/private', file), 'utf8')).split('\n'),
  );
  const different = other!.filter((line) => !own!.includes(line));
  return `${different.length} lines differ by more than imports`;
}

function runUnitTests(): string {
  const report = join(scratch, 'report.json');
  const config = join(__dirname, 'cdktn/jest.config.js');
  const jest = [require.resolve('jest/bin/jest'), '--config', config];
  run(process.execPath, [...jest, '--json', '--outputFile', report], ROOT);

  const { numPassedTests } = JSON.parse(readFileSync(report, 'utf8')) as { numPassedTests: number };
  return `${numPassedTests} pass`;
}

const consumer = new Consumer(scratch, 'stranger', 'node main.js');

/** The packed package in a project that has never heard of cdktf. */
function installForStranger(): string {
  const packed = run('npm', ['pack', CDKTN_PACKAGE, '--json', '--pack-destination', scratch], scratch);
  const [{ filename }] = JSON.parse(packed) as [{ filename: string }];

  consumer.write('package.json', JSON.stringify({ private: true }));
  consumer.copyTemplate('commonjs');
  const others = ['cdktn@0.24.0', 'constructs@10.7.2', 'typescript@5.9.3', '@types/node@20.19.43'];
  consumer.install(join(scratch, filename), ...bindingTarballs(), ...others);

  const tree = consumer.run('npm', 'ls', '--all');
  if (/\bcdktf/.test(tree)) {
    throw new CheckFailed(`a project with CDK Terrain alone has got cdktf:\n${tree}`);
  }
  return `${tree
    .match(/@cdktn\/provider-\w+@\S+/g)!
    .filter((name, i, all) => all.indexOf(name) === i)
    .join(', ')}, no cdktf`;
}

const pythonScratch = join(scratch, 'python');
mkdirSync(pythonScratch);

/** The wheel, in an environment of its own; the versions are those of the other checks, as the JSON tells them. */
const python = new PythonPackage(
  {
    folder: CDKTN_PACKAGE,
    settled: pythonForCdktn,
    versions: () =>
      Object.keys(CDKTN_PEERS).map(
        (peer) => `${peer.replace('@', '').replace('/', '-')}==${installedVersion(peer)}`,
      ),
  },
  pythonScratch,
);

function installWheel(): string {
  python.install();
  const names = python.installed;
  if (names.some((name) => name.includes('cdktf'))) {
    throw new CheckFailed(`the wheel for CDK Terrain has brought cdktf: ${names.join(', ')}`);
  }
  return `${names.filter((name) => name.includes('cdktn')).join(', ')}, no cdktf`;
}

/** What the project synthesises, against what the library for cdktf does with the same code. */
function compare(): string {
  for (const file of ['stacks.ts', 'main.ts']) {
    const source = readFileSync(join(SAMPLE, file), 'utf8');
    consumer.write(file, forCdktn(source).replaceAll("'../../../lib'", "'cdktn-aks-aad'"));
  }
  consumer.run('npx', 'tsc');

  const repository = ['-r', require.resolve('tsx/cjs'), join(SAMPLE, 'main.ts')];
  return requireListedDifferences(
    synthesize(process.execPath, repository, scratch),
    consumer.synthesize(),
  ).join('\n    ');
}

runChecks([
  ['CDK Terrain and its bindings, from npm and PyPI', installCdktn],
  [
    'the schemas from bindings are current',
    () => run('npm', ['run', '--silent', 'binding-schemas', '--', '--check'], ROOT),
  ],
  ['the package for CDK Terrain is built', build],
  ['the unit tests of the library with CDK Terrain', runUnitTests],
  ['it installs where there is nothing of cdktf', installForStranger],
  ['the same app from both packages', compare],
  ['the app is rehearsed', () => consumer.rehearse()],
  ['the wheel is built', () => python.build()],
  ['it installs with what it requires', installWheel],
  ['docs/python.md', () => python.checkDocs()],
  ['examples/python', () => python.checkExample(consumer.synthesize())],
  ['a refusal reaches Python', () => python.checkRefusal()],
]);

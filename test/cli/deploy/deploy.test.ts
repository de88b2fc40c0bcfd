import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommandRun, runInProcess } from '../in-process';

let project: string;
beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'deploy-'));
  mkdirSync(join(project, 'node_modules', '.bin'), { recursive: true });
});
afterEach(() => {
  rmSync(project, { recursive: true });
});

interface Called {
  readonly args: readonly string[];
  readonly plan?: string;
  readonly apply?: string;
  readonly config?: string;
}

/** A cdktf that writes down what it is called with. */
function cdktf(exitCode = 0): void {
  const file = join(project, 'node_modules', '.bin', 'cdktf');
  writeFileSync(
    file,
    `#!${process.execPath}
const { TF_CLI_ARGS_plan: plan, TF_CLI_ARGS_apply: apply, AKS_CONFIG: config } = process.env;
require('fs').writeFileSync('called', JSON.stringify({ args: process.argv.slice(2), plan, apply, config }));
process.exit(${exitCode});
`,
  );
  chmodSync(file, 0o755);
}

function configure(file: string, text: string): void {
  writeFileSync(join(project, file), text);
}

const deploy = (args: string[] = [], env: Record<string, string | undefined> = {}): Promise<CommandRun> =>
  runInProcess(['deploy', ...args], { cwd: project, env: { AKS_CONFIG: undefined, ...env } });

const called = (): Called => JSON.parse(readFileSync(join(project, 'called'), 'utf8')) as Called;

test('is cdktf deploy of all stacks, with what follows --, and its exit code', async () => {
  cdktf(3);
  configure('aks.yaml', 'cluster: { name: a }\n');

  const { status } = await deploy(['--', '--auto-approve', '--parallelism', '5']);
  expect(status).toBe(3);
  expect(called()).toEqual({ args: ['deploy', '*', '--auto-approve', '--parallelism', '5'] });
});

test('has Terraform work on as many resources at once as the configuration says, and its base', async () => {
  cdktf();
  configure('base.yaml', 'terraform: { parallelism: 40 }\n');
  configure('aks.yaml', 'extends: base.yaml\n');

  expect((await deploy([], { TF_CLI_ARGS_plan: '-lock-timeout=60s' })).status).toBe(0);
  expect(called()).toEqual({
    args: ['deploy', '*'],
    plan: '-parallelism=40 -lock-timeout=60s',
    apply: '-parallelism=40',
  });
});

test('deploys the configuration that is named, and none that is not there', async () => {
  cdktf();
  configure('prod.yaml', 'terraform: { parallelism: 4 }\n');

  await deploy(['--config', 'prod.yaml']);
  expect(called()).toMatchObject({ config: 'prod.yaml', apply: '-parallelism=4' });

  const { status, stderr } = await deploy(['--config', 'pord.yaml']);
  expect(status).toBe(1);
  expect(stderr).toContain('pord.yaml: there is no such configuration file');
});

test('says what is missing where cdktf is not installed', async () => {
  const { status, stderr } = await deploy([], { PATH: project });
  expect({ status, stderr }).toEqual({
    status: 1,
    stderr: "'cdktf' cannot be run: spawn cdktf ENOENT: run 'npm install' first\n",
  });
});

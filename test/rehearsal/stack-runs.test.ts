import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StackRuns } from '../../rehearsal/stack-runs';

const PLAN = { resource_changes: [] };

let root: string;
let calls: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'runs-'));
  calls = join(root, 'calls');
  mkdirSync(join(root, 'stacks', 'identity'), { recursive: true });
});
afterEach(() => {
  delete process.env.TERRAFORM_BINARY_NAME;
  rmSync(root, { recursive: true });
});

/** A Terraform that writes down what it is called with, and fails at one command. */
function terraformFailingAt(command: string): void {
  const file = join(root, 'terraform');
  writeFileSync(
    file,
    `#!/bin/sh
echo "$*" >>'${calls}'
case $1 in
  show) echo '${JSON.stringify(PLAN)}' ;;
  '${command}') echo '╷'; echo '│ Error: no such group'; echo '╵'; exit 3 ;;
  *) echo "$1 is done" ;;
esac
`,
  );
  chmodSync(file, 0o755);
  process.env.TERRAFORM_BINARY_NAME = file;
}

function run(...args: string[]) {
  const applied: unknown[] = [];
  const runs = new StackRuns({
    folder: join(root, 'folder'),
    stacks: ['identity'],
    guarded: [],
    judge: () => true,
    onApplied: (stack, plan) => applied.push([stack, plan]),
  });
  const { TERRAFORM_BINARY_NAME: script, ...env } = runs.environment;
  const { status, stdout } = spawnSync(script!, args, {
    cwd: join(root, 'stacks', 'identity'),
    env: { ...process.env, ...env },
    encoding: 'utf8',
  });
  const said = runs.close().get('identity');
  return { status, stdout, said, applied, calls: readFileSync(calls, 'utf8').trim().split('\n') };
}

test('an apply is a plan that is shown to a machine and then applied', () => {
  terraformFailingAt('');
  const { status, applied, calls: called } = run('apply', '-auto-approve');

  expect(status).toBe(0);
  expect(applied).toEqual([['identity', PLAN]]);
  expect(called.sort()).toEqual([
    'apply rehearsal.tfplan',
    'plan -out=rehearsal.tfplan',
    'show -json rehearsal.tfplan',
  ]);
});

test('a destruction is one, too', () => {
  terraformFailingAt('');

  expect(run('destroy', '-auto-approve').calls).toContain('plan -destroy -out=rehearsal.tfplan');
});

test.each(['init', 'plan', 'apply'])('the exit code and the errors of a failing %s are kept', (command) => {
  terraformFailingAt(command);
  const { status, stdout, said, applied } = run(command === 'init' ? 'init' : 'apply');

  expect(status).toBe(3);
  expect(said).toContain('Error: no such group');
  expect(stdout).toContain('Error: no such group');
  expect(applied).toEqual([]);
});

test('what cdktf reads the output of is passed on as it is', () => {
  terraformFailingAt('');

  expect(run('output', '-json')).toMatchObject({ stdout: 'output is done\n', said: undefined });
});

test('nothing of a run stays behind, as plans hold secrets', () => {
  terraformFailingAt('');
  run('apply');

  expect(existsSync(join(root, 'folder'))).toBe(false);
});

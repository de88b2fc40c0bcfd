import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Deployment } from '../../rehearsal/deployment';
import { PlanGuard } from '../../rehearsal/plan-guard';
import { Faults } from '../../rehearsal/protocol/faults';
import { Workspace } from '../../rehearsal/workspace';

const PLAN = {
  resource_changes: [
    {
      address: 'azuread_group.a',
      type: 'azuread_group',
      change: { actions: ['create'], before: null, after: {} },
    },
  ],
};

let root: string;
let printed: string[];
let pids: (readonly number[])[];
let done: number;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'deployment-'));
  printed = [];
  pids = [];
  done = 0;
});
afterEach(() => {
  delete process.env.TERRAFORM_BINARY_NAME;
  rmSync(root, { recursive: true });
});

/** A Terraform that writes down what it is called with, finds a change, and fails at some commands of some stacks. */
function terraform({ fails = [], changes = true }: { fails?: string[]; changes?: boolean } = {}): void {
  const file = join(root, 'terraform');
  writeFileSync(
    file,
    `#!/bin/sh
stack=$(basename "$PWD")
echo "$stack $*" >>'${join(root, 'calls')}'
case "$stack $1" in
  ${fails.map((one) => `'${one}'`).join(' | ') || "'nothing'"}) echo '╷'; echo "│ Error: no such group in $stack"; echo '╵'; exit 3 ;;
esac
case $1 in
  plan) : >rehearsal.tfplan; exit ${changes ? 2 : 0} ;;
  show) echo '${JSON.stringify(PLAN)}'; exit ;;
  init) mkdir -p .terraform ;;
esac
echo "$1 is done"
`,
  );
  chmodSync(file, 0o755);
  process.env.TERRAFORM_BINARY_NAME = file;
}

interface Options {
  readonly command?: 'deploy' | 'destroy';

  /** Each with those that it depends on. */
  readonly stacks?: Readonly<Record<string, readonly string[]>>;

  readonly mayApply?: boolean;
  readonly parallelism?: number;
  readonly isAsDeployed?: boolean;
}

function deployment({
  command = 'deploy',
  stacks = { identity: [] },
  mayApply,
  parallelism,
  isAsDeployed = true,
}: Options = {}): Deployment {
  const guard = new PlanGuard({ allowed: [], mayHoldCluster: () => mayApply !== undefined });
  jest.spyOn(guard, 'mayApply').mockReturnValue(mayApply ?? true);

  return new Deployment({
    command,
    workspace: { directory: root } as Workspace,
    stacks: Object.entries(stacks).map(([name, dependencies]) => {
      const directory = join(root, name);
      mkdirSync(directory, { recursive: true });
      return {
        name,
        directory,
        dependencies,
        warnings: [],
        json: {
          ...(parallelism !== undefined && { '//': { metadata: { parallelism } } }),
          terraform: { backend: { local: { path: join(root, `${name}.tfstate`) } } },
        },
      };
    }),
    environment: process.env,
    guard,
    faults: new Faults([], () => undefined),
    print: (text) => printed.push(text),
    onRunning: (running) => pids.push(running),
    isAsDeployed: () => isAsDeployed,
    onDeployed: () => [],
    onStackDone: () => done++,
  });
}

const calls = (): string[] => readFileSync(join(root, 'calls'), 'utf8').trim().split('\n');
const FLEET = { identity: [], weu: ['identity'], 'access-weu': ['weu'], neu: ['identity'] };

test('an apply is a plan that is shown to a machine and applied, and nothing of the plan stays, as it holds secrets', async () => {
  terraform();

  expect(await deployment().finish()).toBe(true);
  const [init, plan, ...rest] = calls();
  expect([init, plan]).toEqual([
    'identity init -reconfigure',
    'identity plan -detailed-exitcode -out=rehearsal.tfplan',
  ]);
  expect(rest.sort()).toEqual(['identity apply rehearsal.tfplan', 'identity show -json rehearsal.tfplan']);
  expect(printed).toEqual(['identity     1 added, 0 changed, 0 destroyed']);
  expect(existsSync(join(root, 'identity', 'rehearsal.tfplan'))).toBe(false);
  expect(readFileSync(join(root, 'deploy.log'), 'utf8')).toContain('identity  apply is done\n');
});

test('Terraform works on as many resources at once as the stack says', async () => {
  terraform();

  await deployment({ parallelism: 30 }).finish();
  expect(calls()).toContain('identity plan -parallelism=30 -detailed-exitcode -out=rehearsal.tfplan');
  expect(calls()).toContain('identity apply -parallelism=30 rehearsal.tfplan');
});

test('where nothing is to be changed, nothing is applied, and the folder is prepared once', async () => {
  terraform({ changes: false });

  expect(await deployment().finish()).toBe(false);
  expect(await deployment().finish()).toBe(false);
  expect(calls().map((call) => call.split(' ')[1])).toEqual(['init', 'plan', 'plan']);
  expect(printed).toEqual(['identity     No changes.', 'identity     No changes.']);
});

test('where only what the state knows of the stack changes, as an alias of a provider, that is applied', async () => {
  terraform({ changes: false });

  expect(await deployment({ isAsDeployed: false }).finish()).toBe(false);
  expect(calls().map((call) => call.split(' ')[1])).toEqual(['init', 'plan', 'apply']);
  expect(printed).toEqual(['identity     No changes.']);
});

test('what a plan would not tell is refused before it is planned', async () => {
  terraform();
  const one = deployment();
  const { guard } = (one as unknown as { options: { guard: PlanGuard } }).options;
  jest.spyOn(guard, 'mayPlan').mockReturnValue(false);

  await expect(one.finish()).rejects.toThrow('not finished: identity');
  expect(existsSync(join(root, 'calls'))).toBe(false);
});

test('a plan that is refused is not applied', async () => {
  terraform();

  await expect(deployment({ mayApply: false }).finish()).rejects.toThrow('not finished: identity');
  expect(calls().map((call) => call.split(' ')[1])).toEqual(['init', 'plan', 'show']);
});

test('a stack comes behind those that it depends on, and is destroyed before them', async () => {
  terraform();
  const order = (): string[] =>
    calls()
      .filter((call) => call.includes(' plan '))
      .map((call) => call.split(' ')[0]!);

  await deployment({ stacks: FLEET }).finish();
  expect(order()[0]).toBe('identity');
  expect(order().indexOf('access-weu')).toBeGreaterThan(order().indexOf('weu'));

  rmSync(join(root, 'calls'));
  await deployment({ stacks: FLEET, command: 'destroy' }).finish();
  expect(order().at(-1)).toBe('identity');
  expect(order().indexOf('access-weu')).toBeLessThan(order().indexOf('weu'));
  expect(calls()).toContain('weu plan -destroy -detailed-exitcode -out=rehearsal.tfplan');
});

test.each(['init', 'plan', 'apply'])(
  'where %s fails in a stack, its errors are told, and those go on that do not wait for it',
  async (command) => {
    terraform({ fails: [`weu ${command}`] });

    await expect(deployment({ stacks: FLEET }).finish()).rejects.toThrow(
      `  Error: no such group in weu\n\ndeploy failed: terraform ${command} failed with exit code 3; not finished: weu, access-weu (waits for weu). All output: ${root}/deploy.log`,
    );
    expect(printed.map((line) => line.split(' ')[0])).toEqual(['identity', 'neu', '']);
    expect(done).toBe(2);
  },
);

test('each Terraform is told while it runs, so that it can be found again', async () => {
  terraform();
  await deployment().finish();

  expect(pids).toHaveLength(calls().length);
  expect(pids.every((running) => running.length > 0)).toBe(true);
});

test('what cannot be noted does not go on', async () => {
  terraform();
  const one = deployment();
  Object.assign((one as unknown as { options: object }).options, {
    onRunning: () => {
      throw new Error('no space left on device');
    },
  });

  await expect(one.finish()).rejects.toThrow('no space left on device');
});

test('when it is killed, nothing more is started', async () => {
  terraform();
  const one = deployment({ stacks: FLEET });
  const end = one.finish();
  one.kill();

  await expect(end).rejects.toThrow('not finished: identity, weu (waits for identity)');
  expect(existsSync(join(root, 'calls')) ? calls().length : 0).toBeLessThan(2);
});

test('a disk that is full lets Terraform end in order, and is told', async () => {
  terraform();
  symlinkSync('/dev/full', join(root, 'deploy.log'));

  await expect(deployment().finish()).rejects.toThrow(/deploy\.log cannot be written: ENOSPC/);
  expect(calls()).toContain('identity apply rehearsal.tfplan');
});

import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { NASTY_NAMES } from '../../nasty-names';

const SCRIPT = resolve('examples/pipelines/first-deployment.sh');
const STATE = ['--resource-group', 'states', '--location', 'westeurope', '--storage-account', 'contosostate'];
const PIPELINE = [...STATE, '--repository', 'contoso/shop', '--environment', 'production'];

const GITHUB = 'https://token.actions.githubusercontent.com';

const NASTY = [
  'an escape sequence',
  'an apostrophe and a command',
  'a command',
  'a prototype',
  'line breaks that end a list and open a comment',
  'other scripts',
  'quotes for attributes',
];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'first-deployment-'));
  symlinkSync(resolve(__dirname, 'az-stub.sh'), join(folder, 'az'));
});
afterEach(() => rmSync(folder, { recursive: true }));

interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a script with an az that makes everything in a folder, which is what there is in Azure. */
function run(
  args: readonly string[],
  { script = SCRIPT, world = 'world', fails = '', me = 'me' } = {},
): Outcome {
  mkdirSync(join(folder, world), { recursive: true });
  return spawnSync('bash', [script, ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: {
      ...process.env,
      PATH: `${folder}:${process.env.PATH}`,
      AZ_WORLD: join(folder, world),
      AZ_FAILS: fails,
      AZ_ME: me,
    },
  });
}

/** The calls that have changed something, as a shell quotes them. */
function calls(world = 'world'): string[] {
  const file = join(folder, world, 'calls');
  return existsSync(file)
    ? readFileSync(file, 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => line.replace(/ --output none ?$/, '').trimEnd())
    : [];
}

/** The commands that were shown. */
function shown({ stdout }: Outcome): string[] {
  return stdout.split('\n').filter((line) => line.startsWith('  az '));
}

describe('the script for the first deployment', () => {
  test('shows everything, does it when told to, and then has nothing to do', () => {
    const first = run(PIPELINE);
    expect(first).toMatchObject({ status: 2, stderr: '' });
    expect(first.stdout).toContain('Nothing was done: run it with --yes.');
    expect(calls()).toEqual([]);

    const second = run([...PIPELINE, '--yes']);
    const made = calls();
    expect(second).toMatchObject({ status: 0, stderr: '' });
    expect(made).toHaveLength(shown(first).length);
    expect(second.stdout).toContain(
      'state: { backend: azurerm, storageAccountName: contosostate, containerName: tfstate }',
    );
    expect(second.stdout).toContain(
      'gh variable set AZURE_CLIENT_ID --repo contoso/shop --env production-plan --body app-shop-production-plan',
    );

    const third = run([...PIPELINE, '--yes']);
    expect(third).toMatchObject({ status: 0, stderr: '' });
    expect(third.stdout).toContain('Nothing to do: everything is there.');
    expect(calls()).toEqual(made);

    // What it showed while it worked is what it ran, as a shell reads it.
    const typed = join(folder, 'typed.sh');
    writeFileSync(typed, shown(second).slice(made.length).join('\n'));
    expect(run([], { script: typed, world: 'another' }).stderr).toBe('');
    expect(calls('another')).toEqual(made);

    expect(made).toContainEqual(
      expect.stringMatching(/^storage account create .*--allow-shared-key-access false/),
    );
    expect(made).toContainEqual(
      expect.stringMatching(/blob-service-properties update .*--enable-versioning true/),
    );
    expect(made.filter((call) => call.includes('Administrator'))).toEqual([
      expect.stringContaining('4abbcc35-e782-43d8-92c5-2d3f1bd2253f'),
    ]);
    expect(readFileSync(join(folder, 'world', 'subjects'), 'utf8')).toBe(
      `app-shop-production ${GITHUB}\trepo:contoso/shop:environment:production\n` +
        `app-shop-production-plan ${GITHUB}\trepo:contoso/shop:environment:production-plan\n`,
    );
    // What has everything is given nothing, whoever has made it.
    expect(run(PIPELINE, { me: 'somebody-else' }).stdout).toContain('Nothing to do');
  });

  test.each([
    ['owners', 'app-shop-production mallory', 'the owner mallory'],
    ['owners', 'sp-app-shop-production mallory', 'the owner mallory'],
    ['keys', 'app-shop-production key-1', 'who has its password or certificate'],
    [
      'subjects',
      'app-shop-production https://mallory.example\trepo:contoso/shop:environment:production',
      'whoever another federated credential lets in',
    ],
  ])('gives nothing to an application that others may sign in as: %s %s', (file, line, others) => {
    const world = join(folder, 'world');
    mkdirSync(world);
    writeFileSync(join(world, 'apps'), 'shop-production app-shop-production\n');
    writeFileSync(join(world, 'principals'), 'app-shop-production sp-app-shop-production\n');
    writeFileSync(join(world, file), `${line}\n`);

    const { status, stderr } = run([...PIPELINE, '--yes']);
    expect(status).toBe(1);
    expect(stderr).toContain(
      `application app-shop-production was there before, and others may sign in as it: ${others}. It would get: Storage`,
    );
    expect(stderr).toContain('--known app-shop-production; if not, give --deployer another name');
    expect(calls()).toEqual([]);

    expect(run([...PIPELINE, '--yes', '--known', 'app-shop-production'])).toMatchObject({
      status: 0,
      stderr: '',
    });
  });

  test('without a repository makes the states, lets the signed-in user at them, and puts right an account that takes keys', () => {
    expect(run([...STATE, '--yes'])).toMatchObject({ status: 0, stderr: '' });
    expect(calls().map((call) => call.split(' ')[0])).toEqual([
      'group',
      'storage',
      'storage',
      'storage',
      'role',
    ]);
    expect(calls()[4]).toContain('--assignee-object-id me --assignee-principal-type User');

    writeFileSync(join(folder, 'world', 'account'), 'states\ttrue\tfalse\tTLS1_2\ttrue\n');
    expect(shown(run(STATE))).toEqual([
      expect.stringContaining('az storage account update --name contosostate'),
    ]);
  });

  test('stops where Azure refuses, and goes on from there', () => {
    const refused = run([...PIPELINE, '--yes'], { fails: 'ad app create' });
    expect(refused.status).toBe(1);
    expect(refused.stderr).toMatch(/AuthorizationFailed\) not you\nAzure has refused this/);
    expect(calls()).toHaveLength(4);

    const unanswered = run(PIPELINE, { fails: 'ad app list' });
    expect(unanswered.status).toBe(1);
    expect(unanswered.stderr).toContain('az ad app has failed, see above: nothing more was done');

    expect(run([...PIPELINE, '--yes']).status).toBe(0);
  });

  test.each([
    'resource-group',
    'location',
    'storage-account',
    'container',
    'sku',
    'repository',
    'environment',
    'deployer',
    'known',
  ])('takes no nasty name as --%s', (option) => {
    for (const name of NASTY.map((kind) => NASTY_NAMES[kind]!).filter(
      (one) => option !== 'resource-group' || one !== '__proto__',
    )) {
      const { status, stderr } = run([...PIPELINE, `--${option}`, name]);

      expect({ name, status }).toEqual({ name, status: 1 });
      // oxlint-disable-next-line no-control-regex -- what a terminal would act upon
      expect(stderr.trimEnd()).not.toMatch(/[\u0000-\u001f\u007f]/);
    }
    expect(calls()).toEqual([]);
    expect(existsSync(join(folder, 'hacked'))).toBe(false);
  });

  test.each([
    [['--frobnicate'], '--frobnicate is not an option: --help has them'],
    [['--location'], '--location needs a value'],
    [STATE.slice(2), "--resource-group '' is not valid"],
    [
      [...STATE, '--environment', 'x'],
      '--environment, --deployer and --known are about a pipeline: give --repository, too',
    ],
    [[...STATE, '--repository', 'contoso/shop'], "--environment '' is not valid"],
  ])('%j is refused', (args, message) => {
    const { status, stderr } = run(args);

    expect(status).toBe(1);
    expect(stderr).toContain(message);
  });
});

test('the permissions that it gives are those of the pages', () => {
  const pages = readFileSync('docs/permissions.md', 'utf8') + readFileSync('docs/pipelines.md', 'utf8');
  const given = [...readFileSync(SCRIPT, 'utf8').matchAll(/\b[A-Z]\w+\.Read(?:Write)?\.All\b/g)].map(
    ([name]) => name,
  );

  expect(given.length).toBeGreaterThan(3);
  given.forEach((name) => expect(pages).toContain(name));
});

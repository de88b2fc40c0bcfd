import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { COMMANDS } from '../../cli/commands';
import { failureText } from '../../cli/failure';
import { helpOf } from '../../cli/help';
import { parse } from '../../cli/parse';
import { CommandRun, runInProcess } from './in-process';

const cli = (...args: string[]): Promise<CommandRun> => runInProcess(args, { cwd: process.cwd() });

describe('cdktf-aks-aad', () => {
  test.each([[[]], [['--help']], [['-h']], [['help']], [['help', 'help']]])(
    '%j lists the commands',
    async (args) => {
      const { status, stdout } = await cli(...args);
      expect(status).toBe(0);
      Object.keys(COMMANDS).forEach((name) => expect(stdout).toContain(`\n  ${name} `));
    },
  );

  test.each(['-v', '--version'])('%s says the version, in a process of its own', (flag) => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    const process = (...args: string[]) =>
      spawnSync('node', ['-r', './cli/typescript.cjs', 'cli/bin.ts', ...args], { encoding: 'utf8' });

    expect(process(flag)).toMatchObject({ status: 0, stdout: `${version}\n` });
  });

  test.each([['--help'], ['completion bash'], ['manifests']])(
    '%s fails when nothing of it can be written, and is quiet when its reader has enough',
    (args) => {
      const shell = (to: string) =>
        spawnSync('bash', ['-o', 'pipefail', '-c', `node -r ./cli/typescript.cjs cli/bin.ts ${args} ${to}`], {
          encoding: 'utf8',
        });
      const full = shell('> /dev/full');
      expect(full.status).toBe(1);
      expect(full.stderr).toContain('standard output cannot be written: ENOSPC: no space left on device\n');
      const piped = shell('| head -1 > /dev/null');
      expect({ status: piped.status, failure: piped.stderr.includes('cannot be written') }).toEqual({
        status: 0,
        failure: false,
      });
    },
  );

  test('help of a command is what --help and -h say', async () => {
    const { stdout } = await cli('help', 'access');
    expect(stdout).toContain('--against <revision or file>');
    expect((await cli('access', '--help')).stdout).toBe(stdout);
    expect((await cli('access', '-h')).stdout).toBe(stdout);
    const canI = await cli('help', 'rehearse', 'can-i');
    expect(canI.stdout).toContain('--namespace <namespace>');
    expect((await cli('rehearse', 'can-i', '--help')).stdout).toBe(canI.stdout);
  });

  test.each([
    [['rehears'], "'rehears' is not a command, did you mean 'rehearse'?"],
    [['help', 'acess'], "'acess' is not a command, did you mean 'access'?"],
    [['destroy'], "'destroy' is not a command, it is one of cdktf: npx cdktf destroy"],
    [['__proto__'], "'__proto__' is not a command: use init, dev, rehearse"],
    [['version'], "'version' is not a command, it is an option: --version"],
    [['--', 'access'], 'there is no option -- before a command: begin with one'],
    [['tenant', 'pul'], "tenant has no command 'pul', did you mean 'pull'?\n"],
    [['deploy', '--auto-approve'], "options of cdktf stand behind '--', as in 'deploy -- --auto-approve'"],
    [['--frobnicate'], 'there is no option --frobnicate before a command: begin with one'],
    [['--verison'], "there is no option --verison, did you mean '--version'?"],
    [['help', 'dev', 'dev'], "dev has no command 'dev': leave it out"],
    [['help', 'access', 'x'], "access has no command 'x': leave it out"],
    [['help', 'rehearse', 'can'], "rehearse has no command 'can'"],
    [['help', '--all'], 'help has no option --all: name a command only'],
    [['--version', '--json'], "--version takes nothing, so '--json' is unexpected"],
    [['completion', 'bahs'], "'bahs' is not one of bash, zsh, fish, did you mean 'bash'?"],
  ])('%j is refused', async (args, message) => {
    const { status, stdout, stderr } = await cli(...args);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^ +at /m);
  });

  test('what nobody has foreseen is told without a stack trace too, unless one is asked for', () => {
    const defect = new TypeError('x is not a function');
    expect(failureText(defect)).toMatch(
      /^x is not a function\nThis is a bug\. Please report it, with what the command prints when AKS_DEBUG=1 is set/,
    );

    process.env.AKS_DEBUG = '1';
    try {
      expect(failureText(defect)).toMatch(/^ +at /m);
    } finally {
      delete process.env.AKS_DEBUG;
    }
  });
});

test('what the system refuses is told with the file and without its code, and a folder for temporary files names TMPDIR', () => {
  const refused = (act: () => void): string => {
    try {
      act();
    } catch (error) {
      return failureText(error);
    }
    return '';
  };
  expect(refused(() => readFileSync('none/x'))).toBe('none/x: no such file or directory');
  expect(refused(() => mkdtempSync('none/x-'))).toBe(
    'none/x-XXXXXX: no such file or directory: set TMPDIR to a folder that can be written to',
  );
});

describe.each(['start', 'rehearse'])('npm run %s passes on', (script) => {
  const run = (...args: string[]) =>
    spawnSync('npm', ['run', '--silent', script, '--', ...args], { encoding: 'utf8' });

  test.each(['--help', '-h'])('%s', (option) => {
    const { status, stdout } = run(option);
    expect({ status, stdout }).toEqual({ status: 0, stdout: `${helpOf(COMMANDS.rehearse!)}\n` });
  });

  test('options with values', () => {
    const { status, stderr } = run('--config', 'prod.yaml');
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr:
        'prod.yaml: there is no such configuration file; name another one with --config or AKS_CONFIG\n',
    });
  });
});

describe('options', () => {
  test('mean the same in every command that has them', () => {
    const meanings = Object.values(COMMANDS).flatMap((command) =>
      [command, ...Object.values(command.subcommands ?? {})].map(({ options }) => options),
    );
    for (const name of ['config', 'cluster', 'tenant', 'output']) {
      const texts = meanings
        .flatMap((options) => options[name]?.does ?? [])
        .map((does) => does.split(/[;,]/)[0]);
      expect([...new Set(texts)]).toHaveLength(1);
    }
  });

  test('may stand before and after the words, and in one piece with their values', () => {
    const { path, input } = parse('rehearse', COMMANDS.rehearse!, [
      ...['--config=a.yaml', 'can-i', 'alice', 'get', '-n', 'shop', 'pods', '--tenant', 't.yaml'],
    ]);
    expect(path).toEqual(['rehearse', 'can-i']);
    expect(input.words).toEqual(['alice', 'get', 'pods']);
    expect(input.values).toMatchObject({ config: 'a.yaml', namespace: 'shop', tenant: 't.yaml' });
  });

  test('behind -- belong to the command there', () => {
    const { input } = parse('rehearse', COMMANDS.rehearse!, ['--', 'terraform', '--', '--fresh']);
    expect(input.rest).toEqual(['terraform', '--', '--fresh']);
    expect(input.values.fresh).toBe(false);
  });

  test.each([
    ['access', ['--', 'x'], "access takes nothing after '--'"],
    ['manifests', ['x'], "manifests takes options only, so 'x' is unexpected"],
    ['doctor', ['-n', 'shop', 'bob'], 'doctor has no option -n'],
    ['rehearse', ['can-i', 'a', 'get', 'pods', '-x'], 'rehearse can-i has no option -x'],
    [
      'workspaces',
      ['--execution', 'loca'],
      "--execution 'loca' is not one of local, remote, agent, did you mean 'local'?",
    ],
  ])('%s %j is refused', (name, args, message) => {
    expect(() => parse(name, COMMANDS[name]!, args)).toThrow(message);
  });
});

import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { loadConfig } from '../../../app/config';
import { CommandRun, runInProcess } from '../in-process';

interface Terminal {
  readonly onData: (listener: (data: string) => void) => unknown;
  readonly onExit: (listener: (event: { exitCode: number }) => void) => unknown;
  readonly write: (text: string) => void;
}

/** cdktf-cli's own, whose declarations are no module. */
// oxlint-disable-next-line typescript/no-require-imports -- an import would need them
const { spawn } = require('@cdktf/node-pty-prebuilt-multiarch') as {
  readonly spawn: (file: string, args: readonly string[], options: object) => Terminal;
};

const GROUP = '894656e1-39f8-4bfe-b16a-510f61af6f41';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'answers-'));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

/** An npm that writes down what it is called with, and where. */
function npm(exitCode = 0): string {
  const folder = join(root, 'bin');
  mkdirSync(folder);
  const file = join(folder, 'npm');
  writeFileSync(
    file,
    `#!/bin/sh\necho "$(basename "$PWD") $*" >>'${join(root, 'called')}'\nexit ${exitCode}\n`,
  );
  chmodSync(file, 0o755);
  return [folder, process.env.PATH].join(delimiter);
}

const called = (): string[] =>
  existsSync(join(root, 'called')) ? readFileSync(join(root, 'called'), 'utf8').trim().split('\n') : [];

/** Answers each question when it has been asked. */
async function onTerminal(
  args: readonly string[],
  answers: readonly (readonly [question: string, answer: string])[],
): Promise<{ exitCode: number; sent: string }> {
  const env: NodeJS.ProcessEnv = { ...process.env, TERM: 'xterm', NO_COLOR: '1', PATH: npm() };
  delete env.CI;
  const terminal = spawn(
    process.execPath,
    ['-r', require.resolve('../../../cli/typescript.cjs'), resolve('cli/bin.ts'), 'init', ...args],
    { cwd: root, env, cols: 300 },
  );
  const rest = [...answers];
  let sent = '';
  let seen = 0;
  terminal.onData((data) => {
    sent += data;
    while (rest.length > 0) {
      const [question, answer] = rest[0]!;
      const at = sent.indexOf(question, seen);
      if (at < 0) {
        return;
      }
      seen = at + question.length;
      rest.shift();
      terminal.write(answer);
    }
  });
  return new Promise((done) => terminal.onExit(({ exitCode }) => done({ exitCode, sent })));
}

const init = (...args: string[]): Promise<CommandRun> =>
  runInProcess(['init', 'shop', ...args], { cwd: root, env: { PATH: process.env.PATH } });

const made = () => loadConfig(join(root, 'shop', 'aks.yaml'), {});

test('on a terminal it asks for what no option says, again where the answer is none, and rehearses', async () => {
  const { exitCode, sent } = await onTerminal(
    ['shop', '--admin', 'alice@contoso.com', '--admin', 'Alice@Contoso.com'],
    [
      ['Name of the cluster [shop]: ', '\r'],
      ['Azure region [eastus]: ', 'West Europ\r'],
      ["did you mean 'westeurope'?", ''],
      ['Azure region [eastus]: ', 'westeurope\r'],
      ['rehearse it now, without an account? [Y/n] ', 'y\r'],
    ],
  );

  expect(exitCode).toBe(0);
  expect(sent).not.toContain('Who administers');
  expect(called()).toEqual(['shop install --no-audit --no-fund', 'shop start']);
  const [{ cluster }] = made().clusters as [ReturnType<typeof made>['clusters'][number]];
  expect(cluster).toMatchObject({ name: 'shop', resourceGroupName: 'shop', location: 'westeurope' });
  expect(made().deployers?.users).toEqual(['alice@contoso.com']);
});

test('who administers is asked, and neither installed nor rehearsed what nobody wants', async () => {
  const { exitCode, sent } = await onTerminal(
    ['shop', '--name', 'weu', '--location', 'westeurope'],
    [
      ['empty for whoever deploys first: ', 'alice\r'],
      ["'alice' is neither a user principal name", ''],
      ['empty for whoever deploys first: ', `${GROUP}, alice@contoso.com\r`],
      ['rehearse it now, without an account? [Y/n] ', 'n\r'],
    ],
  );

  expect(exitCode).toBe(0);
  expect(sent).toContain('Next:  cd shop && npm install && npx cdktf-aks-aad rehearse');
  expect(called()).toEqual([]);
  expect(made().aad).toMatchObject({
    adminGroup: { displayName: 'weu-admins' },
    adminGroupObjectIds: [GROUP],
  });
  expect(made().deployers?.users).toEqual(['alice@contoso.com']);
});

test('Ctrl-C at a question makes nothing', async () => {
  const { exitCode, sent } = await onTerminal(['shop'], [['Name of the cluster [shop]: ', '\u0003']]);

  expect(exitCode).toBe(130);
  expect(sent).toContain('stopped by SIGINT; nothing was made');
  expect(existsSync(join(root, 'shop'))).toBe(false);
});

test('Ctrl-D is no yes: the project is made, and nothing is installed', async () => {
  const { exitCode } = await onTerminal(
    ['shop', '--name', 'true', '--location', 'null', '--admin', 'alice@contoso.com'],
    [['rehearse it now, without an account? [Y/n] ', '\u0004']],
  );

  expect(exitCode).toBe(0);
  expect(made().clusters[0]!.cluster).toMatchObject({ name: 'true', location: 'null' });
  expect(called()).toEqual([]);
});

test('an installation that is stopped says what is there', async () => {
  const PATH = npm(130);
  const { status, stderr } = await runInProcess(['init', 'shop', '--rehearse'], { cwd: root, env: { PATH } });
  expect(status).toBe(130);
  expect(stderr).toContain(
    'the project is made, and not yet installed:  cd shop && npm install && npm start',
  );
});

test('where nobody is at a terminal, nothing is asked: options say it, or it follows from the folder', async () => {
  expect(await init('--location', 'westeurope')).toMatchObject({ status: 0, stderr: '' });
  const [{ cluster }] = made().clusters as [ReturnType<typeof made>['clusters'][number]];
  expect(cluster).toMatchObject({ name: 'shop', location: 'westeurope' });
  expect(made().deployers).toBeUndefined();
});

test('a region that is not known here is taken, and named', async () => {
  const { status, stderr } = await init('--location', 'nowhere');
  expect(status).toBe(0);
  expect(stderr).toContain(
    "note: 'nowhere' is no Azure region that is known here; 'az account list-locations",
  );
  expect(made().clusters[0]!.cluster).toMatchObject({ location: 'nowhere' });
});

test('--rehearse installs and rehearses, and ends like what has failed', async () => {
  const PATH = npm(7);
  const { status, stderr } = await runInProcess(['init', 'shop', '--rehearse'], { cwd: root, env: { PATH } });
  expect({ status, stderr }).toEqual({ status: 7, stderr: '' });
  expect(called()).toEqual(['shop install --no-audit --no-fund']);
});

test.each([
  [['--name', 'a b'], "--name 'a b' is not valid: use 1 to 63 letters, digits, hyphens and underscores"],
  [
    ['--location', 'West Europ'],
    "--location 'West Europ' is not an Azure region: did you mean 'westeurope'?",
  ],
  [['--admin', 'alice'], "--admin 'alice' is neither a user principal name, such as alice@contoso.com"],
])('%j is refused before anything is made', async (args, message) => {
  const { status, stderr } = await init(...args);
  expect(status).toBe(1);
  expect(stderr).toContain(message);
  expect(existsSync(join(root, 'shop'))).toBe(false);
});

import { ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { descendantsOf } from '../../descendants';
import { ownTemporaryFolder } from '../../temporary-folder';
import { isRunning } from '../../../rehearsal/processes';
import { runInProcess } from '../in-process';
import { ALICE, BOB, HEAD, repositoryWith, textOf } from './project';

const BIN = resolve('cli/bin.ts');
const TSX = require.resolve('../../../cli/typescript.cjs');

let project: string;
let temporary: string;
let child: ChildProcessWithoutNullStreams | undefined;
let output: string;

beforeEach(() => {
  project = repositoryWith(HEAD + ALICE);
  temporary = ownTemporaryFolder('dev-temporary-');
  output = '';
  child = undefined;
});
afterEach(() => {
  child?.kill('SIGKILL');
  [project, temporary].forEach((folder) => rmSync(folder, { recursive: true, force: true }));
});

function start(env: NodeJS.ProcessEnv = {}): void {
  child = spawn(process.execPath, ['-r', TSX, BIN, 'dev'], {
    cwd: project,
    env: { ...process.env, TMPDIR: temporary, ...env },
  });
  [child.stdout, child.stderr].forEach((stream) =>
    stream.on('data', (chunk: Buffer) => (output += chunk.toString())),
  );
}

async function until<T>(found: () => T | undefined | false | null, what: string): Promise<T> {
  for (let i = 0; i < 1200; i++) {
    const value = found();
    if (value) {
      return value;
    }
    await sleep(50);
  }
  throw new Error(`no ${what}: ${output}`);
}

const save = (text: string): void => {
  writeFileSync(join(project, 'aks.yaml~'), text);
  renameSync(join(project, 'aks.yaml~'), join(project, 'aks.yaml'));
};

test('follows what is saved, keeps the last good state, and leaves nothing behind on Ctrl-C', async () => {
  start();
  const [url] = await until(() => /http:\S+/.exec(output), 'address');
  await until(() => output.includes('nobody gains or loses anything, compared with HEAD'), 'first result');

  const opened = await fetch(url, { redirect: 'manual' });
  const cookie = opened.headers.get('set-cookie')!.split(';')[0]!;
  const part = async (name: string): Promise<string> => {
    const response = await fetch(new URL(`/part?name=${name}`, url), { headers: { cookie } });
    return textOf(await response.text());
  };
  expect(await part('access/')).toContain('alice@contoso.com');

  save(HEAD + BOB);
  await until(() => output.includes('WRONG  bob@contoso.com becomes cluster administrator'), 'change');
  expect(await part('changes')).toContain('bob@contoso.com becomes cluster administrator');

  save(`${HEAD}${ALICE}nonsense: 1\n`);
  await until(() => output.includes('WRONG  aks.yaml:5:1 nonsense: unknown key'), 'problem');
  expect(await part('problems')).toContain('aks.yaml:5:1 nonsense: unknown key');
  expect(await part('access/')).toContain('bob@contoso.com');

  const processes = descendantsOf(child!.pid!);
  expect(processes.length).toBeGreaterThan(0);
  child!.kill('SIGINT');
  expect(await once(child!, 'exit')).toEqual([0, null]);
  expect(processes.filter(({ pid }) => isRunning(pid))).toEqual([]);
  expect(readdirSync(temporary).filter((name) => name.startsWith('cdktf-aks-aad'))).toEqual([]);
  expect(readdirSync(project).sort()).toEqual(['.git', 'aks.yaml']);
  await expect(fetch(url)).rejects.toThrow();
});

test('without git on the PATH it is as without a repository, and an early Ctrl-C is no error', async () => {
  start({ PATH: '/nowhere' });
  await until(() => output.includes('There is no commit to compare with.'), 'first result');
  expect(output).toContain('http://');
  expect(output).not.toContain('git');
  child!.kill('SIGINT');
  expect(await once(child!, 'exit')).toEqual([0, null]);

  output = '';
  start();
  await until(() => output.includes('http://'), 'address');
  child!.kill('SIGINT');
  expect(await once(child!, 'exit')).toEqual([0, null]);
  expect(output).not.toMatch(/WRONG|problem/);
});

test('when the evaluating process is killed, the next save has another one', async () => {
  start();
  await until(() => output.includes('nobody gains'), 'first result');
  descendantsOf(child!.pid!).forEach(({ pid }) => process.kill(pid, 'SIGKILL'));
  await sleep(300);
  save(HEAD + BOB);
  await until(() => output.includes('bob@contoso.com becomes cluster administrator'), 'change');
  expect(output).not.toContain('has ended');
});

test('the evaluating process ends with the one that serves, however that ends', async () => {
  start();
  await until(() => output.includes('nobody gains'), 'first result');
  const processes = descendantsOf(child!.pid!);
  child!.kill('SIGKILL');
  await until(() => !processes.some(({ pid }) => isRunning(pid)), 'end of what it has started');
  expect(processes.map(({ pid }) => isRunning(pid))).toEqual(processes.map(() => false));
  expect(processes.length).toBeGreaterThan(0);
});

test.each([
  [['--port', '0'], "--port '0' is not a port: use a number from 1 to 65535"],
  [['--port', '1e3'], "--port '1e3' is not a port"],
  [['--editor', 'vscoed'], "--editor 'vscoed' is no editor, did you mean 'vscode'?"],
  [['--editor', 'constructor'], "--editor 'constructor' is no editor: use vscode"],
  [['--editor', 'javascript:alert({file})'], 'is no editor'],
  [['--editor', 'https://evil.example/{file}'], 'is no editor'],
  [['--against', 'nothing'], "--against 'nothing' is neither a file nor a revision"],
])('%j is refused: %s', async (args, message) => {
  const { status, stderr, stdout } = await runInProcess(['dev', ...args], { cwd: project });
  expect([status, stdout]).toEqual([1, '']);
  expect(stderr).toContain(message);
});

import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ownTemporaryFolder } from '../temporary-folder';

const ID = '22222222-2222-3333-4444-555555555555';

interface Terminal {
  readonly onData: (listener: (data: string) => void) => unknown;
  readonly onExit: (listener: () => void) => unknown;
  readonly write: (text: string) => void;
}

/** cdktf-cli's own, whose declarations are no module. */
// oxlint-disable-next-line typescript/no-require-imports -- an import would need them
const { spawn: spawnOnTerminal } = require('@cdktf/node-pty-prebuilt-multiarch') as {
  readonly spawn: (file: string, args: readonly string[], options: object) => Terminal;
};

test.each(['SIGTERM', 'SIGINT'] as const)(
  '%s leaves no folder for temporary files behind',
  async (signal) => {
    const folder = ownTemporaryFolder('signals-');
    try {
      const made = (): string[] => readdirSync(folder).filter((name) => name.startsWith('cdktf-aks-aad-'));
      const child = spawn(
        'node',
        ['-r', './cli/typescript.cjs', 'cli/bin.ts', 'access', '--format', 'json'],
        {
          env: { ...process.env, TMPDIR: folder },
          stdio: 'ignore',
        },
      );
      const ended = new Promise<NodeJS.Signals | null>((resolve) => {
        child.on('close', (_, by) => resolve(by));
      });
      while (made().length === 0 && child.exitCode === null) {
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      child.kill(signal);

      expect(await ended).toBe(signal);
      expect(made()).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);

test('workspaces waits for the app that it synthesises, so that nothing stays behind in the folder for temporary files', async () => {
  const folder = ownTemporaryFolder('signals-');
  try {
    const app = "require('fs').writeFileSync('begun', ''); setTimeout(() => {}, 1000)";
    writeFileSync(join(folder, 'app.js'), app);
    writeFileSync(join(folder, 'cdktf.json'), JSON.stringify({ app: 'node app.js' }));
    const configuration = readFileSync('aks.yaml', 'utf8').replace(
      'backend: local',
      'backend: hcp\n  organization: contoso',
    );
    writeFileSync(join(folder, 'aks.yaml'), configuration);
    const child = spawn(
      process.execPath,
      ['-r', resolve('cli/typescript.cjs'), resolve('cli/bin.ts'), 'workspaces'],
      {
        cwd: folder,
        env: { ...process.env, TMPDIR: folder, ARM_TENANT_ID: ID, ARM_SUBSCRIPTION_ID: ID },
        stdio: ['ignore', 'ignore', 'pipe'],
      },
    );
    let said = '';
    child.stderr.on('data', (data) => (said += data));
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    while (!existsSync(join(folder, 'begun')) && child.exitCode === null) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    child.kill('SIGTERM');

    const code = await ended;
    expect(said).toBe('stopped by SIGTERM; no workspace was changed\n');
    expect(code).toBe(143);
    expect(readdirSync(folder).filter((name) => name.startsWith('workspaces-'))).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('Ctrl-C leaves no line about progress behind', async () => {
  const env: NodeJS.ProcessEnv = { ...process.env, TERM: 'xterm' };
  delete env.CI;
  const terminal = spawnOnTerminal(
    process.execPath,
    ['-r', resolve('cli/typescript.cjs'), resolve('cli/bin.ts'), 'access', '--format', 'json'],
    { env },
  );
  let said = '';
  terminal.onData((data) => {
    if (said === '') {
      terminal.write('\u0003');
    }
    said += data;
  });
  await new Promise<void>((done) => terminal.onExit(done));

  expect(said).toContain('access …');
  expect(said).not.toContain('bug');
  expect(said.endsWith('\r\u001b[K')).toBe(true);
});

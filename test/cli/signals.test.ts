import { spawn } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { ownTemporaryFolder } from '../temporary-folder';

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

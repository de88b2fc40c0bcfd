import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

test.each(['SIGTERM', 'SIGINT'] as const)(
  '%s leaves no folder for temporary files behind',
  async (signal) => {
    const folder = mkdtempSync(join(tmpdir(), 'signals-'));
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

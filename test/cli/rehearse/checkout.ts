import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { CommandRun, runInProcess } from '../in-process';

const CLI = resolve('cli/bin.ts');

/** The folder of the test that runs. */
export let checkout: string;

/** Each test of the file has a checkout of its own, as far as the command needs one, so that they do not share `.rehearsal/`. */
export function withCheckout(): void {
  beforeEach(() => {
    checkout = mkdtempSync(join(tmpdir(), 'rehearse-'));
    for (const name of ['aks.yaml', 'cdktf.json', 'main.ts', 'tsconfig.json', 'examples']) {
      cpSync(name, join(checkout, name), { recursive: true });
    }
    for (const name of ['app', 'cli', 'lib', 'node_modules']) {
      symlinkSync(resolve(name), join(checkout, name));
    }
  });
  afterEach(() => {
    rmSync(checkout, { recursive: true });
  });
}

export const COMMAND = ['-r', resolve('cli/typescript.cjs'), CLI, 'rehearse'];

export function rehearse(
  args: string[],
  env: NodeJS.ProcessEnv = {},
): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [...COMMAND, ...args], {
    cwd: checkout,
    encoding: 'utf8',
    env: { ...process.env, AKS_CONFIG: '', ...env },
  });
}

/** The same in this process, which takes half the time; what it prints by way of another program is not seen. */
export const call = (args: string[], env: NodeJS.ProcessEnv = {}): Promise<CommandRun> =>
  runInProcess(['rehearse', ...args], { cwd: checkout, env: { AKS_CONFIG: '', ...env } });

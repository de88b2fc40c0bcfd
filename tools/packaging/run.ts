import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const ROOT = resolve(__dirname, '..', '..');

const TOOLS = join(__dirname, 'node_modules');

/** A check of the package that has failed; its message is all there is to say. */
export class CheckFailed extends Error {}

/** Runs a command to its end and returns what it has printed; throws with that unless it succeeds. */
export function run(
  command: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv = {},
): string {
  const { status, signal, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, CHECKPOINT_DISABLE: '1', ...env },
  });
  if (error ?? status !== 0) {
    const end = error ? error.message : `ended with ${status ?? signal}`;
    throw new CheckFailed(`in ${cwd}: ${[command, ...args].join(' ')} ${end}\n${stdout}\n${stderr}`.trim());
  }
  return stdout;
}

/** Runs a tool of tools/packaging/package.json, which is installed when it is first needed. */
export function runTool(name: string, args: readonly string[], cwd = ROOT): string {
  if (!existsSync(join(TOOLS, '.package-lock.json'))) {
    run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], __dirname);
  }
  return run(join(TOOLS, '.bin', name), args, cwd);
}

/** Runs checks one after the other, says how long each took, and ends the process with 1 when one fails. */
export function runChecks(checks: readonly [title: string, check: () => string | void][]): void {
  for (const [title, check] of checks) {
    const since = performance.now();
    try {
      const finding = check();
      const seconds = ((performance.now() - since) / 1000).toFixed(1);
      console.log(`ok  ${title}${finding ? `: ${finding}` : ''} (${seconds} s)`);
    } catch (error) {
      console.error(`FAILED  ${title}\n${error instanceof CheckFailed ? error.message : String(error)}`);
      process.exitCode = 1;
      return;
    }
  }
}

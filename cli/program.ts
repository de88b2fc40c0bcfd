import { constants } from 'node:os';
import spawn from 'cross-spawn';
import { CommandFailed } from '../access/command-failed';

/**
 * Runs a program that has the terminal for itself, and passes on the signals that reach this process.
 *
 * @param options `missing`: what to do where there is no such program
 * @returns its exit code; that of a shell when a signal has ended it
 */
export async function runProgram(
  file: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  { cwd, missing = '' }: { readonly cwd?: string; readonly missing?: string } = {},
): Promise<number> {
  const child = spawn(file, [...args], { stdio: 'inherit', env, ...(cwd !== undefined && { cwd }) });
  const pass = (signal: NodeJS.Signals): void => {
    // Ctrl-C in a terminal has reached the command as well, and Terraform takes a second one for "at once".
    if (signal !== 'SIGINT' || !process.stdin.isTTY) {
      child.kill(signal);
    }
  };

  return onSignals(pass, async () => {
    return new Promise<number>((resolve, reject) => {
      child.on('error', (error) => {
        const fix =
          missing !== '' && (error as NodeJS.ErrnoException).code === 'ENOENT' ? `: ${missing}` : '';
        reject(new CommandFailed(`'${file}' cannot be run: ${error.message}${fix}`));
      });
      child.on('close', (code, signal) => resolve(code ?? 128 + constants.signals[signal!]));
    });
  });
}

/** Acts on what would end this process, as long as something runs. */
export async function onSignals<T>(act: (signal: NodeJS.Signals) => void, run: () => Promise<T>): Promise<T> {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  signals.forEach((signal) => process.on(signal, act));
  try {
    return await run();
  } finally {
    signals.forEach((signal) => process.off(signal, act));
  }
}

import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isRunning } from '../processes';

export interface LeashOptions {
  readonly command: readonly [file: string, ...args: string[]];

  /** Folder of the process, removed when it has ended. */
  readonly folder: string;

  /** What it prints once it serves. */
  readonly ready: RegExp;

  /** The signal that ends it in order. */
  readonly signal: 'SIGINT' | 'SIGTERM';

  readonly env?: NodeJS.ProcessEnv;
  readonly uid?: number;
  readonly gid?: number;
}

const KEEPER = join(__dirname, 'keeper.js');

const LONGEST_START = 30_000;

/** A server that is another process, and that ends with this one. */
export class LeashedProcess {
  private output = '';

  private constructor(private readonly keeper: ChildProcess) {
    [keeper.stdout!, keeper.stderr!].forEach((stream) =>
      stream.on('data', (chunk: Buffer) => (this.output += chunk.toString())),
    );
  }

  /** Starts the command; returns when it serves, and throws with its output when it does not. */
  static async start(options: LeashOptions): Promise<LeashedProcess> {
    const { command, folder, signal, env = process.env, uid, gid } = options;
    const leash = { LEASH_SIGNAL: signal, LEASH_FOLDER: folder };
    const keeper = spawn(process.execPath, [KEEPER, ...command], {
      env: { ...env, ...leash },
      // Not the folder itself, which is to be removed.
      cwd: tmpdir(),
      uid,
      gid,
      stdio: ['pipe', 'pipe', 'pipe'],
      // Ctrl-C is for whoever holds the leash. On Windows this is a console of its own, which nobody needs to see.
      // oxlint-disable-next-line syntax/only-unix -- its end is its input's
      detached: true,
      windowsHide: true,
    });
    // When the keeper is gone there is nobody to tell.
    keeper.stdin.on('error', () => undefined);

    const leashed = new LeashedProcess(keeper);
    await leashed.untilReady(options);
    return leashed;
  }

  /** What it has printed until now. */
  get printed(): string {
    return this.output;
  }

  /** Ends it; returns when it is gone with its folder. */
  async stop(): Promise<void> {
    if (this.keeper.exitCode === null && this.keeper.signalCode === null) {
      const closed = once(this.keeper, 'close');
      this.keeper.stdin!.end();
      await closed;
    }
  }

  private async untilReady({ command, ready }: LeashOptions): Promise<void> {
    const deadline = Date.now() + LONGEST_START;
    while (!ready.test(this.output)) {
      const pid = /^\d+$/m.exec(this.output)?.[0];
      const hasEnded = pid !== undefined && !isRunning(Number(pid));
      if (hasEnded || Date.now() > deadline) {
        await this.stop();
        throw new Error(
          `${command[0]} ${hasEnded ? 'ended' : 'does not serve'} after its start:\n${this.output}`,
        );
      }
      await sleep(20);
    }
  }
}

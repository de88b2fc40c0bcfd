import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import { startedPrivately } from './private-files';
import { RehearsalFailed } from './rehearsal-failed';
import { descendantsOf } from './process-tree';

/** What `cdktf deploy` or `cdktf destroy` did. */
export interface CdktfResult {
  /** Exit code; null when it was killed. */
  readonly code: number | null;

  /** Terraform's errors and warnings, each as its lines, without colours. */
  readonly diagnostics: readonly string[];

  /** Whether cdktf ended because node-pty, which it needs to start Terraform, has no binary for this Node.js and platform. */
  readonly lacksTerminalBinary: boolean;
}

/** How long Terraform may take to finish what it is doing, and cdktf to end after that. */
const LONGEST_WAIT = 20_000;
const SHORT_WAIT = 3_000;

/** How node-pty, and the build of it that this project installs in its place, say that there is no binary. */
const NO_TERMINAL_BINARY =
  /Cannot find module '.*pty\.node'|The @lydell\/node-pty package .*(could not find|does not support)/;

/** A running cdktf command, in a process group of its own so that it can be stopped with everything it started. */
export class CdktfRun {
  private readonly child: ChildProcess;

  constructor(
    private readonly options: {
      readonly args: readonly string[];
      readonly env: NodeJS.ProcessEnv;
      readonly stacks: readonly string[];
      readonly logFile: string;

      /** Whether the log goes on behind that of an earlier run. */
      readonly isContinued?: boolean;
    },
  ) {
    this.child = startedPrivately(() =>
      spawn(process.execPath, [cdktfExecutable(), ...options.args], {
        env: options.env,
        stdio: ['ignore', 'pipe', 'pipe'],
        detached: true,
      }),
    );
  }

  get pid(): number {
    return this.child.pid!;
  }

  /**
   * Ends the command from the inside: each terraform is interrupted once, finishes what it is doing and writes its state.
   * Only then cdktf is ended, which would otherwise kill its terraforms in the middle of that.
   */
  async interrupt(): Promise<void> {
    const told = new Set<number>();
    const deadline = Date.now() + LONGEST_WAIT;
    for (
      let running = this.terraforms;
      running.length > 0 && Date.now() < deadline;
      running = this.terraforms
    ) {
      for (const pid of running.filter((one) => !told.has(one))) {
        told.add(pid);
        send(pid, 'SIGINT');
      }
      await sleep(50);
    }

    send(-this.pid, 'SIGTERM');
    await Promise.race([once(this.child, 'close'), sleep(SHORT_WAIT, undefined, { ref: false })]);
    this.kill();
  }

  /** Kills cdktf and everything that it has started. */
  kill(): void {
    const descendants = this.hasEnded ? [] : descendantsOf(this.pid);
    send(-this.pid, 'SIGKILL');
    descendants.forEach(({ pid }) => send(pid, 'SIGKILL'));
  }

  private get hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  private get terraforms(): number[] {
    return this.hasEnded
      ? []
      : descendantsOf(this.pid)
          .filter(({ name }) => /^(terraform|tofu)/.test(name))
          .map(({ pid }) => pid);
  }

  /** Follows the command to its end. */
  async result(): Promise<CdktfResult> {
    const log = createWriteStream(this.options.logFile, {
      flags: this.options.isContinued ? 'a' : 'w',
      mode: 0o600,
    });
    // A disk that is full must not keep Terraform from ending in order; it is told when that is done.
    let unwritten: Error | undefined;
    log.on('error', (error) => (unwritten ??= error));
    const reader = new OutputReader(this.options.stacks);

    const readers = [this.child.stdout!, this.child.stderr!].map((stream) => {
      const lines = createInterface(stream);
      lines.on('line', (line) => {
        const text = stripVTControlCharacters(line);
        log.write(`${text}\n`);
        reader.read(text);
      });
      return once(lines, 'close');
    });

    // The last lines may arrive after the process has ended.
    const [[code]] = (await Promise.all([once(this.child, 'close'), ...readers])) as [
      [number | null],
      ...unknown[],
    ];
    await new Promise((resolve) => log.end(resolve));
    if (unwritten) {
      throw new RehearsalFailed(`${this.options.logFile} cannot be written: ${unwritten.message}`);
    }
    const { diagnostics, lacksTerminalBinary } = reader;
    return { code, diagnostics, lacksTerminalBinary };
  }
}

/** The errors and warnings in what Terraform has said, each as its lines, without colours. */
export function diagnosticsIn(output: string): readonly string[] {
  const reader = new OutputReader([]);
  stripVTControlCharacters(output)
    .split('\n')
    .forEach((line) => reader.read(line));
  return reader.diagnostics;
}

/** Makes sense of what cdktf prints: blocks of Terraform's output, each behind the name of its stack. */
class OutputReader {
  readonly diagnostics: string[] = [];

  lacksTerminalBinary = false;

  private stack?: string;
  private box?: string[];

  constructor(private readonly stacks: readonly string[]) {}

  read(line: string): void {
    this.stack = this.stacks.find((name) => line.startsWith(`${name} `)) ?? this.stack;
    const text = (this.stack && line.startsWith(this.stack) ? line.slice(this.stack.length) : line).trim();

    this.readDiagnostic(text);
    this.lacksTerminalBinary ||= NO_TERMINAL_BINARY.test(line);
  }

  /** Terraform draws a box around each diagnostic. */
  private readDiagnostic(text: string): void {
    if (text.startsWith('╷')) {
      this.box = [];
    } else if (text.startsWith('╵') && this.box) {
      const box = this.box.join('\n');
      if (!this.diagnostics.includes(box)) {
        this.diagnostics.push(box);
      }
      this.box = undefined;
    } else if (this.box) {
      this.box.push(text.replace(/^│ ?/, '  '));
    }
  }
}

/** A process, or a process group by its negative ID, that has ended already needs no signal. */
function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') {
      throw error;
    }
  }
}

/** The JavaScript file behind the `cdktf` command: that of the project, else the one that came with the rehearsal. */
function cdktfExecutable(): string {
  const packageFile = require.resolve('cdktf-cli/package.json', { paths: [process.cwd(), __dirname] });
  const { bin } = JSON.parse(readFileSync(packageFile, 'utf8')) as { bin: Record<string, string> };

  return join(dirname(packageFile), bin.cdktf!);
}

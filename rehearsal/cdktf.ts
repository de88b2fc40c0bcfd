import { ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { stripVTControlCharacters } from 'node:util';

/** What became of one stack. */
export interface StackResult {
  readonly added: number;
  readonly changed: number;
  readonly destroyed: number;
}

/** What `cdktf deploy` or `cdktf destroy` did. */
export interface CdktfResult {
  /** Exit code; null when it was killed. */
  readonly code: number | null;

  /** By stack, for those that were finished. */
  readonly stacks: ReadonlyMap<string, StackResult>;

  /** Terraform's errors and warnings, without colours. */
  readonly diagnostics: string;
}

const APPLIED = /Apply complete! Resources: (?:\d+ imported, )?(\d+) added, (\d+) changed, (\d+) destroyed/;
const DESTROYED = /Destroy complete! Resources: (\d+) destroyed/;
const UNCHANGED = /^No changes\.|No objects need to be destroyed/;

/** A running cdktf command, in a process group of its own so that it can be stopped with everything it started. */
export class CdktfRun {
  private readonly child: ChildProcess;

  constructor(
    private readonly options: {
      readonly args: readonly string[];
      readonly env: NodeJS.ProcessEnv;
      readonly stacks: readonly string[];
      readonly logFile: string;
      readonly onStackDone: (stack: string, result: StackResult) => void;
    },
  ) {
    this.child = spawn(process.execPath, [cdktfExecutable(), ...options.args], {
      env: options.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
  }

  /** Signals cdktf and every terraform that it has started. */
  signal(signal: NodeJS.Signals): void {
    try {
      process.kill(-this.child.pid!, signal);
    } catch {
      // All of them have ended already.
    }
  }

  /** Follows the command to its end. */
  async result(): Promise<CdktfResult> {
    const log = createWriteStream(this.options.logFile);
    const reader = new OutputReader(this.options.stacks, this.options.onStackDone);

    for (const stream of [this.child.stdout!, this.child.stderr!]) {
      createInterface(stream).on('line', (line) => {
        const text = stripVTControlCharacters(line);
        log.write(`${text}\n`);
        reader.read(text);
      });
    }

    const code = await new Promise<number | null>((resolve, reject) => {
      this.child.on('error', reject);
      this.child.on('close', resolve);
    });
    log.end();
    return { code, stacks: reader.done, diagnostics: reader.diagnostics };
  }
}

/** Makes sense of what cdktf prints: blocks of Terraform's output, each behind the name of its stack. */
class OutputReader {
  readonly done = new Map<string, StackResult>();

  private readonly boxes: string[] = [];
  private stack?: string;
  private box?: string[];

  constructor(
    private readonly stacks: readonly string[],
    private readonly onStackDone: (stack: string, result: StackResult) => void,
  ) {}

  get diagnostics(): string {
    return this.boxes.join('\n');
  }

  read(line: string): void {
    this.stack = this.stacks.find((name) => line.startsWith(`${name} `)) ?? this.stack;
    const text = (this.stack && line.startsWith(this.stack) ? line.slice(this.stack.length) : line).trim();

    this.readDiagnostic(text);
    if (this.stack && !this.done.has(this.stack)) {
      this.readResult(this.stack, text);
    }
  }

  /** Terraform draws a box around each diagnostic. */
  private readDiagnostic(text: string): void {
    if (text.startsWith('╷')) {
      this.box = [];
    } else if (text.startsWith('╵') && this.box) {
      const box = this.box.join('\n');
      if (!this.boxes.includes(box)) {
        this.boxes.push(box);
      }
      this.box = undefined;
    } else if (this.box) {
      this.box.push(text.replace(/^│ ?/, '  '));
    }
  }

  private readResult(stack: string, text: string): void {
    const applied = APPLIED.exec(text);
    const destroyed = DESTROYED.exec(text);

    if (applied) {
      this.finish(stack, {
        added: Number(applied[1]),
        changed: Number(applied[2]),
        destroyed: Number(applied[3]),
      });
    } else if (destroyed) {
      this.finish(stack, { added: 0, changed: 0, destroyed: Number(destroyed[1]) });
    } else if (UNCHANGED.test(text)) {
      this.finish(stack, { added: 0, changed: 0, destroyed: 0 });
    }
  }

  private finish(stack: string, result: StackResult): void {
    this.done.set(stack, result);
    this.onStackDone(stack, result);
  }
}

/** The JavaScript file behind the `cdktf` command. */
function cdktfExecutable(): string {
  const packageFile = require.resolve('cdktf-cli/package.json');
  const { bin } = JSON.parse(readFileSync(packageFile, 'utf8')) as { bin: Record<string, string> };

  return join(dirname(packageFile), bin.cdktf!);
}

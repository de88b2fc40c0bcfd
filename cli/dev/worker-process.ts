import { ChildProcess, fork } from 'node:child_process';
import { extname, join } from 'node:path';
import { Problem, Subject } from './messages';
import { problemIn } from './problems-of';

/** An evaluation or a plan makes a lot that is garbage behind it: with more room for it, there is less to collect in between. In MiB. */
const ROOM_FOR_THE_NEW = '--max-semi-space-size=64';

/** How much of what it prints is kept, to tell why it has ended. */
const KEPT_OUTPUT = 20_000;

/** A process for what would keep the one that serves busy. */
export class WorkerProcess {
  readonly child: ChildProcess;
  private output = '';

  /**
   * @param name `evaluation` or `planning`: of its file, and in messages
   * @param execArgv options of Node.js for the process
   */
  constructor(
    private readonly name: string,
    subject: Subject,
    execArgv: readonly string[] = process.execArgv,
  ) {
    const file = join(__dirname, `${name}-worker${extname(__filename)}`);
    this.child = fork(file, [JSON.stringify(subject)], {
      execArgv: [...execArgv, ROOM_FOR_THE_NEW],
      // The markup of a large configuration has megabytes, which JSON would escape and parse.
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    for (const stream of [this.child.stdout!, this.child.stderr!]) {
      stream.on('data', (chunk: Buffer) => {
        this.output = `${this.output}${chunk.toString()}`.slice(-KEPT_OUTPUT);
      });
    }
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Why it has ended, by what it said. */
  problem(code: number | null, signal: string | null): Problem {
    const how = signal === null ? `with exit code ${code}` : `by ${signal}`;
    const message = /^\w*Error: .*$/m.exec(this.output)?.[0];
    const why = message === undefined ? '' : `: ${message}`;
    return problemIn(this.output, `the ${this.name} has ended ${how}${why}`);
  }
}

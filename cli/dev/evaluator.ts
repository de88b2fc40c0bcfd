import { ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { extname, join } from 'node:path';
import { Problem, Request, Response, Subject, Told, Unnumbered } from './messages';
import { problemIn } from './problems-of';

const WORKER = join(__dirname, `worker${extname(__filename)}`);

/** An evaluation makes a lot that is garbage behind it: with more room for it, there is less to collect in between. In MiB. */
const ROOM_FOR_THE_NEW = '--max-semi-space-size=64';

/** How much of what it prints is kept, to tell why it has ended. */
const KEPT_OUTPUT = 20_000;

/** What comes of an evaluation. */
export interface Outcome {
  /** What has been read; undefined when it did not come to that. */
  readonly files?: readonly string[];

  /** What has to be put right before there is anything to tell. */
  readonly problems: readonly Problem[];

  readonly told?: Told;
}

/** What an evaluation tells before it is over: what has been read, and what is wrong with that. */
export type OnRead = (files: readonly string[], problems: readonly Problem[]) => void;

/** The evaluating process, which is started when it is needed. */
export class Evaluator {
  private worker?: ChildProcess;
  private output = '';
  private lastId = 0;

  /** @param execArgv options of Node.js for the process */
  constructor(
    private readonly subject: Subject,
    private readonly execArgv: readonly string[] = process.execArgv,
  ) {}

  /** Evaluates what is there now. */
  async evaluate(onRead: OnRead): Promise<Outcome> {
    let files: readonly string[] | undefined;
    const end = await this.request({ what: 'evaluate' }, (response) => {
      if (response.what !== 'read') {
        return true;
      }
      files = response.files;
      onRead(response.files, response.problems);
      return response.problems.length > 0;
    });
    const outcome = 'what' in end && end.what !== 'answer' ? end : { problems: 'what' in end ? [] : [end] };
    return {
      ...(files && { files }),
      ...('told' in outcome ? { problems: [], told: outcome.told } : { problems: outcome.problems }),
    };
  }

  /** The answer to a question, by what was evaluated last, in markup. */
  async answer(question: string, cluster: string): Promise<string> {
    return this.markup({ what: 'ask', question, cluster });
  }

  /** What the stacks of a cluster hold, by what was evaluated last, in markup. */
  async resources(cluster: string): Promise<string> {
    return this.markup({ what: 'resources', cluster });
  }

  private async markup(request: Unnumbered<Request>): Promise<string> {
    const end = await this.request(request, () => true);
    return 'what' in end && end.what === 'answer' ? end.markup : '';
  }

  /** Ends the process: the next evaluation takes up the code as it is then. */
  async restart(): Promise<void> {
    const { worker } = this;
    this.worker = undefined;
    if (worker?.exitCode === null && worker.signalCode === null) {
      const ended = once(worker, 'exit');
      worker.kill('SIGKILL');
      await ended;
    }
  }

  /** Sends a request and passes on what comes back until `isLast` says so; a problem when the process has ended before. */
  private async request(
    request: Unnumbered<Request>,
    isLast: (response: Response) => boolean,
  ): Promise<Response | Problem> {
    const worker = (this.worker ??= this.start());
    const id = ++this.lastId;
    return new Promise((resolve) => {
      const done = (result: Response | Problem): void => {
        worker.off('message', onMessage).off('exit', onExit);
        resolve(result);
      };
      const onMessage = (response: Response): void => {
        if (response.id === id && isLast(response)) {
          done(response);
        }
      };
      const onExit = (code: number | null, signal: string | null): void => {
        const how = signal === null ? `with exit code ${code}` : `by ${signal}`;
        done(problemIn(this.output, `the evaluation has ended ${how}${lastLine(this.output)}`));
      };
      worker.on('message', onMessage).on('exit', onExit);
      worker.send({ ...request, id } satisfies Request, () => undefined);
    });
  }

  private start(): ChildProcess {
    this.output = '';
    const worker = fork(WORKER, [JSON.stringify(this.subject)], {
      execArgv: [...this.execArgv, ROOM_FOR_THE_NEW],
      // The markup of a large configuration has megabytes, which JSON would escape and parse.
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    worker.on('exit', () => {
      if (this.worker === worker) {
        this.worker = undefined;
      }
    });
    for (const stream of [worker.stdout!, worker.stderr!]) {
      stream.on('data', (chunk: Buffer) => {
        this.output = `${this.output}${chunk.toString()}`.slice(-KEPT_OUTPUT);
      });
    }
    return worker;
  }
}

function lastLine(output: string): string {
  const message = /^\w*Error: .*$/m.exec(output)?.[0];
  return message === undefined ? '' : `: ${message}`;
}

import { once } from 'node:events';
import { Planned, Synthesized, Told } from './messages';
import { planMessage } from './page/plan-part';
import { PlannerOptions } from './planner';
import { problemInWords } from './problems-of';
import { WorkerProcess } from './worker-process';

/** Plans in a process of its own, which is started when it is needed: while Terraform keeps that busy, the page has its answers. */
export class Planning {
  private worker?: WorkerProcess;
  private isPlanning = false;
  private isStopped = false;

  /** @param execArgv options of Node.js for the process */
  constructor(
    private readonly options: PlannerOptions,
    private readonly execArgv: readonly string[] = process.execArgv,
  ) {}

  /** Plans this, in the place of whatever is being planned. */
  plan({ outdir, earlier, noEarlier }: Told): void {
    this.isPlanning = true;
    const { child } = (this.worker ??= this.start());
    child.send({ outdir, earlier, noEarlier } satisfies Synthesized, () => undefined);
  }

  /** Ends the process, and with it Terraform and the stand-ins. */
  async stop(): Promise<void> {
    this.isStopped = true;
    if (this.worker?.isRunning) {
      const ended = once(this.worker.child, 'exit');
      this.worker.child.disconnect();
      await ended;
    }
  }

  private start(): WorkerProcess {
    const { subject, show, onWrong, print } = this.options;
    const worker = new WorkerProcess('planning', subject, this.execArgv);
    worker.child
      .on('message', (planned: Planned) => {
        if (this.isStopped) {
          return;
        }
        if ('markup' in planned) {
          show(planned.markup);
        } else if ('problems' in planned) {
          this.isPlanning = false;
          onWrong(planned.problems);
        } else {
          print(planned.text);
        }
      })
      .on('exit', (code, signal) => {
        this.worker = undefined;
        if (this.isPlanning && !this.isStopped) {
          this.isPlanning = false;
          const problem = worker.problem(code, signal);
          show(planMessage(problemInWords(problem)));
          onWrong([problem]);
          print(`WRONG  no plan: ${problemInWords(problem)}`);
        }
      });
    return worker;
  }
}

import { renderTable } from '../../rehearsal/access/table';
import { BackendMissing, BackendName } from '../../rehearsal/backends/state-backend';
import { Check, CHECKS, Trial } from './trial';

/** What became of the trial of one backend. */
export interface TrialResult {
  readonly backend: BackendName;
  readonly seconds: number;
  readonly done: ReadonlyMap<Check, string>;

  /** What was not as it should be. */
  readonly failure?: string;

  /** What this machine lacks, so that nothing was tried. */
  readonly missing?: string;
}

/** Trials of several backends, side by side. */
export class Matrix {
  private readonly trials: readonly Trial[];

  constructor(private readonly backends: readonly BackendName[]) {
    this.trials = backends.map((backend) => new Trial(backend));
  }

  async run(): Promise<TrialResult[]> {
    return Promise.all(this.backends.map((backend, i) => run(backend, this.trials[i]!)));
  }

  /** Ends what is running; the trials fail. */
  async interrupt(signal: NodeJS.Signals): Promise<void> {
    await Promise.all(this.trials.map((trial) => trial.interrupt(signal)));
  }
}

async function run(backend: BackendName, trial: Trial): Promise<TrialResult> {
  const since = performance.now();
  const result = (rest: Partial<TrialResult>): TrialResult => {
    return { backend, seconds: (performance.now() - since) / 1000, done: trial.done, ...rest };
  };

  try {
    await trial.run();
    return result({});
  } catch (error) {
    const { message } = error as Error;
    return result(error instanceof BackendMissing ? { missing: message } : { failure: message });
  } finally {
    await trial.stop();
  }
}

/** A row for each backend; what was not reached has a dash. */
export function matrixTable(results: readonly TrialResult[]): string {
  const rows = results.map(({ backend, done, failure, missing }) => {
    let isReached = true;
    const cells = CHECKS.map((check) => {
      const cell = done.get(check);
      if (cell !== undefined || missing !== undefined || failure === undefined || !isReached) {
        return cell ?? '-';
      }
      isReached = false;
      return 'FAILED';
    });
    return [backend, ...cells];
  });

  return renderTable([['backend', ...CHECKS], ...rows]);
}

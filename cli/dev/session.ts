import { Board, Shown } from './board';
import { clock } from './clock';
import { Evaluator, Outcome } from './evaluator';
import { Problem, Subject, Told } from './messages';
import { problemsPart } from './page/problems-part';
import { problemInWords } from './problems-of';

export interface SessionOptions {
  readonly subject: Subject;
  readonly board: Board;
  readonly evaluator: Pick<Evaluator, 'evaluate' | 'restart'>;

  /** Told of what has been read, be it there or not. */
  readonly onRead: (files: readonly string[]) => void;

  /** Told of each result, once it is shown. */
  readonly onTold?: (told: Told) => void;
  readonly print: (text: string) => void;
}

/** Evaluates after each save, one at a time: of several saves meanwhile only the last counts. */
export class Session {
  private isDue = false;
  private needsRestart = false;
  private running?: Promise<void>;
  private last?: { readonly told: Told; readonly at: string; readonly text: string };
  private planProblems: readonly Problem[] = [];
  private isShown = false;
  private isStopped = false;

  constructor(private readonly options: SessionOptions) {}

  /** Something has been saved. @param isCode whether it is the code that evaluates */
  saved(isCode = false): Promise<void> {
    this.isDue = true;
    this.needsRestart ||= isCode;
    this.running ??= this.untilDone().finally(() => (this.running = undefined));
    return this.running;
  }

  /** Told of each plan, or of why there is none: a problem like any other. */
  planned(problems: readonly Problem[]): void {
    if (this.isStopped || (problems.length === 0 && this.planProblems.length === 0)) {
      return;
    }
    this.planProblems = problems;
    // Before the next result there is something else to see.
    if (this.last && this.isShown) {
      this.options.board.show(this.summaryOf(this.last));
    }
  }

  /** Nothing is shown or printed any more: what is ended on purpose has not failed. */
  stop(): void {
    this.isStopped = true;
    this.isDue = false;
  }

  private async untilDone(): Promise<void> {
    const { evaluator } = this.options;
    while (this.isDue) {
      this.isDue = false;
      if (this.needsRestart) {
        this.needsRestart = false;
        await evaluator.restart();
      }
      await this.evaluate();
    }
  }

  private async evaluate(): Promise<void> {
    const { board, evaluator, onRead } = this.options;
    const since = performance.now();
    this.isShown = false;
    board.show({ status: { state: 'working', text: 'Evaluates what has been saved …' } });

    const outcome = await evaluator.evaluate((files, problems) => {
      if (this.isStopped) {
        return;
      }
      onRead(files);
      if (problems.length > 0) {
        this.showBroken(problems);
      }
    });
    if (this.isStopped) {
      return;
    }
    if (outcome.told) {
      this.show(outcome.told, performance.now() - since);
      this.options.onTold?.(outcome.told);
    } else {
      this.showBroken(outcome.problems);
      this.printBroken(outcome);
    }
  }

  private show(told: Told, milliseconds: number): void {
    const { board, print } = this.options;
    const { problems, clusters, parts, inShort } = told;
    const gone = Object.keys(this.last?.told.parts ?? {}).filter((name) => !(name in parts));
    const at = clock();
    this.last = { told, at, text: `Up to date at ${at}, after ${inWords(milliseconds)}` };
    this.isShown = true;
    const summary = this.summaryOf(this.last);
    board.show({
      ...summary,
      clusters,
      parts: { ...Object.fromEntries(gone.map((name) => [name, undefined])), ...parts, ...summary.parts },
    });

    const warnings = problems.map((problem) => `warning  ${problemInWords(problem)}`);
    print([`${at}  up to date after ${inWords(milliseconds)}`, ...inShort, ...warnings].join('\n'));
  }

  /** Whether all is well, and what is not. */
  private summaryOf({ told, text }: NonNullable<Session['last']>): Required<Pick<Shown, 'status' | 'parts'>> {
    const { planProblems } = this;
    return {
      status:
        planProblems.length === 0
          ? { state: 'current', text }
          : { state: 'broken', text: `${text}; there is no plan` },
      parts: { problems: problemsPart([...planProblems, ...told.problems], this.options.subject.editor) },
    };
  }

  private showBroken(problems: readonly Problem[]): void {
    const { board, subject } = this.options;
    board.show({
      status: { state: 'broken', text: `${counted(problems)} at ${clock()}${this.kept}` },
      parts: { problems: problemsPart(problems, subject.editor) },
    });
  }

  private printBroken({ problems }: Outcome): void {
    const lines = problems.map((problem) => `WRONG  ${problemInWords(problem)}`);
    this.options.print([`${clock()}  ${counted(problems)}${this.kept}`, ...lines].join('\n'));
  }

  /** What the rest of the page is then. */
  private get kept(): string {
    return this.last ? `; everything else is of ${this.last.at}, when it was last right` : '';
  }
}

function counted({ length }: readonly Problem[]): string {
  return length === 1 ? '1 problem' : `${length} problems`;
}

function inWords(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

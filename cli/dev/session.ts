import { Board } from './board';
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
  private last?: { readonly told: Told; readonly at: string };

  constructor(private readonly options: SessionOptions) {}

  /** Something has been saved. @param isCode whether it is the code that evaluates */
  saved(isCode = false): Promise<void> {
    this.isDue = true;
    this.needsRestart ||= isCode;
    this.running ??= this.untilDone().finally(() => (this.running = undefined));
    return this.running;
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
    board.show({ status: { state: 'working', text: 'Evaluates what has been saved …' } });

    const outcome = await evaluator.evaluate((files, problems) => {
      onRead(files);
      if (problems.length > 0) {
        this.showBroken(problems);
      }
    });
    if (outcome.told) {
      this.show(outcome.told, performance.now() - since);
      this.options.onTold?.(outcome.told);
    } else {
      this.showBroken(outcome.problems);
      this.printBroken(outcome);
    }
  }

  private show(told: Told, milliseconds: number): void {
    const { board, subject, print } = this.options;
    const { problems, clusters, parts, inShort } = told;
    const gone = Object.keys(this.last?.told.parts ?? {}).filter((name) => !(name in parts));
    const at = clock();
    this.last = { told, at };
    board.show({
      status: { state: 'current', text: `Up to date at ${at}, after ${inWords(milliseconds)}` },
      clusters,
      parts: {
        ...Object.fromEntries(gone.map((name) => [name, undefined])),
        ...parts,
        problems: problemsPart(problems, subject.editor),
      },
    });

    const warnings = problems.map((problem) => `warning  ${problemInWords(problem)}`);
    print([`${at}  up to date after ${inWords(milliseconds)}`, ...inShort, ...warnings].join('\n'));
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

function clock(): string {
  return new Date().toTimeString().slice(0, 8);
}

function inWords(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

import { ConfigProblem } from '../../app/config';

/** What is compared with unless something else is named. */
export const LAST_COMMIT = 'HEAD';

/** Something that is wrong, or worth a look, with the place of it as far as it has one. */
export interface Problem extends Omit<ConfigProblem, 'file'> {
  readonly file?: string;

  /** `error`: there is no result for what has been saved. `warning`: there is one all the same. */
  readonly severity: 'error' | 'warning';

  /** ID of the warning, which has an explanation of its own. */
  readonly diagnostic?: string;
}

/** A part of the page, by its name: its markup, of which nothing has to be escaped any more. */
type Parts = Readonly<Record<string, string>>;

/** What one evaluation has found. */
export interface Told {
  readonly problems: readonly Problem[];

  /** Keys and names of the clusters, in the order of the file. */
  readonly clusters: readonly { readonly key: string; readonly name: string }[];

  readonly parts: Parts;

  /** The same in short, for a terminal. */
  readonly inShort: readonly string[];

  /** Folder with what `cdktf synth` would write. */
  readonly outdir: string;

  /** The same of what is compared with; left out when there is nothing. */
  readonly earlier?: string;

  /** Why there is nothing of what is compared with, although that is there. */
  readonly noEarlier?: string;
}

/** What the evaluating process is asked: what there is to tell, a question about one cluster, or what its stacks hold. */
export type Request =
  | { readonly id: number; readonly what: 'evaluate' }
  | { readonly id: number; readonly what: 'resources'; readonly cluster: string }
  | { readonly id: number; readonly what: 'ask'; readonly question: string; readonly cluster: string };

/** What it answers: of an evaluation first what has been read, then the whole. */
export type Response =
  | {
      readonly id: number;
      readonly what: 'read';
      readonly files: readonly string[];
      readonly problems: readonly Problem[];
    }
  | { readonly id: number; readonly what: 'told'; readonly told: Told }
  | { readonly id: number; readonly what: 'failed'; readonly problems: readonly Problem[] }
  | { readonly id: number; readonly what: 'answer'; readonly markup: string };

/** Without the number that ties an answer to its request. */
export type Unnumbered<T> = T extends unknown ? Omit<T, 'id'> : never;

/** What an evaluation is about; the same for as long as the command runs. */
export interface Subject {
  readonly configuration: string;

  /** As `--tenant` names it. */
  readonly tenant?: string;

  /** As `--against` names it; without it the last commit, if there is one. */
  readonly against?: string;

  /** URL that opens a file in an editor, with `{file}`, `{line}` and `{column}`. */
  readonly editor: string;

  /** Folder for what is synthesised. */
  readonly folder: string;
}

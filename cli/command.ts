/** One option of a command, for the parser, the help and the completion. */
export interface Option {
  readonly does: string;

  /** What help calls the value, such as `<file>`; an option without one is a switch. */
  readonly value?: string;

  /** One letter, without its dash. */
  readonly short?: string;

  readonly isRepeatable?: true;

  /** The only values there are. */
  readonly choices?: readonly string[];
}

export type Options = Readonly<Record<string, Option>>;

type ValueOf<O extends Option> = O extends { readonly value: string }
  ? O extends { readonly isRepeatable: true }
    ? readonly string[]
    : string | undefined
  : boolean;

/** What a command is called with, after it has been checked against its options. */
export interface Input<O extends Options = Options> {
  readonly values: { readonly [Name in keyof O]: ValueOf<O[Name]> };
  readonly words: readonly string[];

  /** What follows `--`, if that is there. */
  readonly rest?: readonly string[];
}

/** What people call a command with, and what it does. */
export interface Definition<O extends Options> {
  /** One line. */
  readonly does: string;

  /** Each way of calling it, whole, and what that does. */
  readonly usage: readonly (readonly [call: string, does: string])[];

  /** What help says after the options. */
  readonly notes?: string;

  /** The words that follow, such as `<account>`; in brackets those that may be left out, `[<file>…]` several of one kind. */
  readonly words?: readonly string[];

  /** What it takes behind `--`: a command of its own, or options of the command line that it calls. */
  readonly takesRest?: 'command' | 'options';

  readonly options: O;

  /** Commands that begin with this one's name, such as `can-i` of rehearse. */
  readonly subcommands?: Readonly<Record<string, Command>>;

  /** Exit code when it cannot be done: 2 where 1 is an answer, with some options at least. */
  readonly failsWith?: 2 | ((args: readonly string[]) => 2 | undefined);

  /** Whether 1 is a "no", which a wrong call must never look like; otherwise such a call ends with 1. */
  readonly answersNo?: true;

  /** Returns the exit code: 0, 1 when something is wrong, 2 when it cannot be told or needs attention. */
  readonly run: (input: Input<O>) => number | Promise<number>;
}

export type Command = Definition<Options>;

/** Declares a command; its `run` sees the values as the types that its options have. */
export function command<const O extends Options>(definition: Definition<O>): Command {
  return definition as unknown as Command;
}

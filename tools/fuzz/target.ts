import { Random } from './random';

/** Something that is wrong: what kind of thing, so that a smaller input can be known to show the same, and what it says. */
export interface Finding {
  readonly kind: string;
  readonly detail: string;
}

/** What is attacked. Inputs are plain data. */
export interface Target<Input = unknown> {
  readonly name: string;

  /** An input, the same for the same random numbers. */
  readonly generate: (random: Random) => Input;

  /** Tries an input out. */
  readonly judge: (input: Input) => Finding | undefined;

  /** Inputs that are a step smaller, the smallest first. */
  readonly smaller: (input: Input) => Iterable<Input>;

  /** The input for people, to be tried out by hand. */
  readonly show: (input: Input) => string;
}

/** The kind of an error, without what differs from input to input. */
export function kindOf(error: unknown): string {
  if (!(error instanceof Error)) {
    return `thrown ${typeof error}`;
  }
  const [first = ''] = error.message.split('\n');
  return `${error.name}: ${first.replace(/'[^']*'|"[^"]*"|\[[^\]]*\]|\d+/g, '…').slice(0, 120)}`;
}

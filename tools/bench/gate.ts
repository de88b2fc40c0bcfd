/** A figure and what it has to be. */
export interface Gate {
  /** What is compared, in words. */
  readonly what: string;

  readonly value: number;

  /** What the figure should be at most, or at least. */
  readonly bar: number;
  readonly sense: 'at most' | 'at least';

  /**
   * Beyond this `--check` fails; between the bar and this, the bar is reported as missed.
   *
   * @default - the bar
   */
  readonly limit?: number;
}

export type Verdict = 'met' | 'missed' | 'failed';

export function verdictOf({ value, bar, limit = bar, sense }: Gate): Verdict {
  const holds = (bound: number): boolean => (sense === 'at most' ? value <= bound : value >= bound);

  // Also of a figure that is none.
  if (!holds(limit)) {
    return 'failed';
  }
  return holds(bar) ? 'met' : 'missed';
}

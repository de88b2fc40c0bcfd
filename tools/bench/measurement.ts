import { Mode, Sample } from './sample';

/** Smallest and middle value of the runs. */
export interface Spread {
  readonly minimum: number;
  readonly median: number;
}

/** What the runs of one variant have cost. */
export interface Measurement {
  readonly name: string;
  readonly mode: Mode;
  readonly runs: number;

  /** Milliseconds. */
  readonly wall: Spread;

  /** Milliseconds of processor time. */
  readonly cpu?: Spread;

  /** MiB. */
  readonly memory?: Spread;
}

/** One of several ways to do the same. */
export interface Variant {
  readonly name: string;
  readonly run: (mode: Mode) => Promise<Sample>;

  /** Runs of this variant, where they are not as many as of the others. */
  readonly runs?: number;
}

/**
 * Runs variants in turn, so that what disturbs the machine for a while disturbs all of them; each round begins with
 * another one, so that none always comes after the same.
 */
export async function interleaved(
  variants: readonly Variant[],
  options: { readonly runs: number; readonly mode: Mode },
): Promise<Measurement[]> {
  const { runs, mode } = options;
  const samples = new Map<string, Sample[]>(variants.map(({ name }) => [name, []]));

  for (let round = 0; round < runs; round++) {
    const first = round % variants.length;
    for (const variant of [...variants.slice(first), ...variants.slice(0, first)]) {
      if (round < (variant.runs ?? runs)) {
        samples.get(variant.name)!.push(await variant.run(mode));
      }
    }
  }
  return [...samples].map(([name, taken]) => measurementOf(name, mode, taken));
}

function measurementOf(name: string, mode: Mode, samples: readonly Sample[]): Measurement {
  const spread = (key: keyof Sample): Spread | undefined => {
    const values = samples.flatMap((sample) => sample[key] ?? []);
    return values.length > 0 ? spreadOf(values) : undefined;
  };

  return {
    name,
    mode,
    runs: samples.length,
    wall: spread('wall')!,
    cpu: spread('cpu'),
    memory: spread('memory'),
  };
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;

  return { minimum: rounded(sorted[0]!), median: rounded(median) };
}

/** The measurement of a variant; throws when there is none. */
export function measurement(measurements: readonly Measurement[], name: string, mode: Mode): Measurement {
  const found = measurements.find((each) => each.name === name && each.mode === mode);
  if (!found) {
    throw new Error(`there is no measurement of '${name}' (${mode})`);
  }
  return found;
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}

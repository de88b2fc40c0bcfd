import { join } from 'node:path';
import { OUT } from './build';
import { Gate } from './gate';
import { measurement, Measurement, Variant } from './measurement';
import { Counts, Mode, NodeProgram, runNode } from './sample';

/** What a benchmark has found. */
export interface Findings {
  readonly measurements: readonly Measurement[];

  /** Numbers that are no times, by name. */
  readonly counts?: Readonly<Record<string, number | Counts>>;

  readonly gates: readonly Gate[];
}

export interface Settings {
  /** Runs of each variant whose figure has a bar. */
  readonly runs: number;

  /** Runs of each variant that is only reported, where a run takes seconds. */
  readonly fewRuns: number;

  readonly say: (text: string) => void;
}

/** One of the benchmarks of `npm run bench`. */
export interface Benchmark {
  readonly name: string;
  readonly title: string;
  readonly run: (settings: Settings) => Promise<Findings>;

  /** The section of docs/performance.md, below its title. */
  readonly section: (findings: Findings) => string;
}

/** A variant that is one run of compiled JavaScript, synthesising into a folder of its own. */
export function nodeVariant(name: string, program: NodeProgram, runs?: number): Variant {
  return { name, runs, run: (mode) => runNode(synthesizing(name, program), mode) };
}

export function synthesizing(name: string, program: NodeProgram): NodeProgram {
  return { ...program, env: { ...program.env, CDKTF_OUTDIR: outdir(name) } };
}

/** Where a variant synthesises into. */
export function outdir(variant: string): string {
  return join(OUT, variant.replace(/[^\w.-]+/g, '-'));
}

/**
 * Ratio of the processor times of two variants.
 *
 * Of minima, as nothing that disturbs a run makes it shorter; of processor time, because a program that waits for its
 * turn costs none.
 */
export function timeRatio(
  measurements: readonly Measurement[],
  name: string,
  reference: string,
  mode: Mode = 'no-opt',
): number {
  const of = (variant: string): number => measurement(measurements, variant, mode).cpu!.minimum;

  return rounded(of(name) / of(reference));
}

/** Ratio of the peak memory of two variants: of medians, as chance moves it both ways. */
export function memoryRatio(measurements: readonly Measurement[], name: string, reference: string): number {
  const of = (variant: string): number => measurement(measurements, variant, 'no-opt').memory!.median;

  return rounded(of(name) / of(reference));
}

export function rounded(ratio: number): number {
  return Math.round(ratio * 1000) / 1000;
}

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { Findings } from './benchmark';
import { Machine } from './machine';

/** Everything that has been measured on one machine. */
export interface Results {
  readonly machine: Machine;
  readonly benchmarks: Readonly<Record<string, Findings>>;
}

/** The results of this machine in a file with some of them measured anew. */
export function updated(file: string, machine: Machine, measured: Results['benchmarks']): Results {
  const earlier = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Results) : undefined;

  // Figures of two machines, or of two versions, have no business in one table.
  const kept = earlier && isDeepStrictEqual(earlier.machine, machine) ? earlier.benchmarks : {};
  return { machine, benchmarks: { ...kept, ...measured } };
}

export function write(file: string, content: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

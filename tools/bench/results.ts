import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Findings } from './benchmark';
import { Machine } from './machine';

/** What has been measured last of each benchmark, and on which machine. */
export type Results = Readonly<Record<string, Findings & { readonly machine: Machine }>>;

/** The results in a file with some of them measured anew. */
export function updated(
  file: string,
  machine: Machine,
  measured: Readonly<Record<string, Findings>>,
): Results {
  const earlier = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Results) : {};
  const now = Object.entries(measured).map(([name, findings]) => [name, { ...findings, machine }]);

  return { ...earlier, ...(Object.fromEntries(now) as Results) };
}

export function write(file: string, content: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

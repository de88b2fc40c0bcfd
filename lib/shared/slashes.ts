import { sep } from 'node:path';

/** A path as it is written on every system, for what is kept, compared or sent elsewhere. */
export function withSlashes(path: string, separator: string = sep): string {
  return path.split(separator).join('/');
}

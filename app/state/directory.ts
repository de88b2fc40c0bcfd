import { createHash } from 'node:crypto';
import { parse, posix, relative, resolve } from 'node:path';
import { withSlashes } from '../../lib/shared/slashes';

/**
 * The folder of local states when a configuration names none: `state/` and its path, which no other file has.
 *
 * Relative to the folder of cdktf.json, so that the same checkout gives the same JSON everywhere.
 */
export function defaultStateDirectory(configFile: string): string {
  const path = relative('.', resolve(configFile));
  const { dir, name } = parse(path);
  if (!path.startsWith('..') && resolve(path) !== path) {
    return posix.join('state', withSlashes(dir), name);
  }

  // A file from elsewhere has no path below this folder.
  const hash = createHash('sha256').update(withSlashes(path)).digest('hex').slice(0, 8);
  return posix.join('state', `${name}.${hash}`);
}

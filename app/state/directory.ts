import { createHash } from 'node:crypto';
import { join, parse, relative, resolve, sep } from 'node:path';

/**
 * The folder of local states when a configuration names none: `state/` and its path, which no other file has.
 *
 * Relative to the folder of cdktf.json, so that the same checkout gives the same JSON everywhere.
 */
export function defaultStateDirectory(configFile: string): string {
  const path = relative('.', resolve(configFile));
  const { dir, name } = parse(path);
  if (!path.startsWith('..') && resolve(path) !== path) {
    return join('state', dir, name);
  }

  // A file from elsewhere has no path below this folder.
  const hash = createHash('sha256').update(path.split(sep).join('/')).digest('hex').slice(0, 8);
  return join('state', `${name}.${hash}`);
}

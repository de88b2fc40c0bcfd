import { existsSync, readFileSync } from 'node:fs';
import { readLayers } from './layers';
import { ConfigNode } from './node';
import { withEnvironment } from './placeholders';
import { ConfigError } from './problems/config-error';

/** What stands under a key of the top level, for whoever needs no more than that; undefined where there is nothing to read. */
export function written(configuration: string, key: string): ConfigNode | undefined {
  if (!existsSync(configuration)) {
    return undefined;
  }
  if (!mentions(configuration, key)) {
    return undefined;
  }
  try {
    return withEnvironment(readLayers(configuration).root, []).entries?.get(key);
  } catch (error) {
    if (error instanceof ConfigError) {
      // Whoever reads the whole of it is told.
      return undefined;
    }
    throw error;
  }
}

/**
 * Whether a key may be in a file, as a large one takes a second to parse, and whoever asks parses it once more for all the
 * rest. What names another file or has a backslash may have any key, and so may what cannot be read.
 */
function mentions(file: string, key: string): boolean {
  try {
    return new RegExp(`\\b(${key}|extends|rulesFile)\\b|\\\\`).test(readFileSync(file, 'utf8'));
  } catch {
    return true;
  }
}

import { existsSync } from 'node:fs';
import { readLayers } from './layers';
import { ConfigNode } from './node';
import { withEnvironment } from './placeholders';
import { ConfigError } from './problems/config-error';

/** What stands under a key of the top level, for whoever needs no more than that; undefined where there is nothing to read. */
export function written(configuration: string, key: string): ConfigNode | undefined {
  if (!existsSync(configuration)) {
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

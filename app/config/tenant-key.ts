import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { readLayers } from './layers';
import { withEnvironment } from './placeholders';
import { ConfigError } from './problems/config-error';

/** The tenant file that a configuration names, relative to the file that names it; undefined where it names none. */
export function tenantKeyOf(configuration: string): string | undefined {
  if (!existsSync(configuration)) {
    return undefined;
  }
  try {
    const node = withEnvironment(readLayers(configuration).root, []).entries?.get('tenant');
    const name = node?.scalar?.value;
    if (!node || typeof name !== 'string' || name.trim() === '') {
      return undefined;
    }
    return isAbsolute(name) ? name : join(dirname(node.origin.file), name);
  } catch (error) {
    if (error instanceof ConfigError) {
      // Whoever reads the whole of it is told.
      return undefined;
    }
    throw error;
  }
}

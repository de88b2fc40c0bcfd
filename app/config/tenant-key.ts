import { dirname, isAbsolute, join } from 'node:path';
import { written } from './written';

/** The tenant file that a configuration names, relative to the file that names it; undefined where it names none. */
export function tenantKeyOf(configuration: string): string | undefined {
  const node = written(configuration, 'tenant');
  const name = node?.scalar?.value;
  if (!node || typeof name !== 'string' || name.trim() === '') {
    return undefined;
  }
  return isAbsolute(name) ? name : join(dirname(node.origin.file), name);
}

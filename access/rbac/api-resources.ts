import { closest } from 'fastest-levenshtein';
import { API_RESOURCES } from '../../lib/shared/api-resources';

export { findApiResource, isSubresource } from '../../lib/shared/api-resources';

/** The built-in type whose name comes closest. */
export function closestApiResource(name: string): string {
  return closest(
    name.toLowerCase(),
    API_RESOURCES.map(({ resource }) => resource),
  );
}

import { KeyPath } from './node';

/** The entries of `clusters`: a section `cluster` with some more keys. */

/** Lists of an entry that are added to those of the top level. */
export const ADDED_LISTS = ['namespaces', 'roles', 'access', 'azureRoles'] as const;

/** What an entry may hold beside the keys of `cluster`. */
export const ENTRY_KEYS: readonly string[] = ['key', 'subscriptionId', ...ADDED_LISTS];

/** Whether a path leads to an entry of `clusters`. */
export function isEntry([list, index, ...rest]: KeyPath): boolean {
  return list === 'clusters' && typeof index === 'number' && rest.length === 0;
}

import { isMap } from '../../lib/shared/maps';
import { isNothing } from './azure-object';

/** A part of aks.yaml. */
export type Section = Record<string, unknown>;

/** A value, unless it is the one that needs no saying. */
export function other<T>(value: T | undefined, than: unknown): T | undefined {
  return value === than ? undefined : value;
}

/** Leaves out what says nothing: `{}` says that a pool is spot, and `false` and 0 that something is off. */
export function without(section: Section): Section {
  return Object.fromEntries(
    Object.entries(section).flatMap(([key, value]) => {
      if (Array.isArray(value)) {
        const items = value.map((item: unknown) => (isMap(item) ? without(item) : item));
        return items.length > 0 ? [[key, items]] : [];
      }
      if (isMap(value) && !['tags', 'labels', 'sysctls', 'overrides'].includes(key)) {
        const inner = without(value);
        return Object.keys(inner).length > 0 || ['spot', 'webAppRouting'].includes(key) ? [[key, inner]] : [];
      }
      return value === undefined ||
        value === null ||
        (isMap(value) && isNothing(value) && Object.keys(value).length === 0)
        ? []
        : [[key, value]];
    }),
  );
}

import { items, section, Section } from './rules/section';

/** The keys that say where an entry grants something; without any, it is the whole cluster. */
export const NAMESPACE_KEYS = ['namespace', 'namespaces', 'namespaceSelector'] as const;

/** An entry as if each namespace had one of its own. */
export type InOnePlace<Entry> = Omit<Entry, 'namespaces' | 'namespaceSelector'>;

/** The namespaces of an entry, those that a selector finds in the order of the configuration; looks at what has been checked as at what has not. */
export function namespacesOf(entry: object, namespaces: readonly object[]): string[] {
  const { namespace, namespaces: several, namespaceSelector } = entry as Section;
  const wanted = Object.entries(section(section(namespaceSelector).matchLabels));
  const selected = namespaces
    .map(section)
    .filter(({ labels }) => wanted.every(([name, value]) => section(labels)[name] === value))
    .map(({ name }) => name);

  return [namespace, ...items(several), ...(wanted.length > 0 ? selected : [])].filter(
    (name): name is string => typeof name === 'string',
  );
}

/** Entries with one namespace each, or none, what each was called where it was written, and its index there. */
export function spread<Entry extends object>(
  entries: readonly Entry[],
  namespaces: readonly object[],
  written: readonly string[],
): { entries: InOnePlace<Entry>[]; written: string[]; indexes: number[] } {
  const each = entries.flatMap((entry, index) => {
    const { namespaces: several, namespaceSelector, ...rest } = entry as Entry & Section;
    const isOne = several === undefined && namespaceSelector === undefined;
    const places = isOne ? [{}] : namespacesOf(entry, namespaces).map((namespace) => ({ namespace }));
    return places.map((place) => ({
      entry: { ...rest, ...place } as InOnePlace<Entry>,
      key: written[index] ?? '',
      index,
    }));
  });
  return {
    entries: each.map(({ entry }) => entry),
    written: each.map(({ key }) => key),
    indexes: each.map(({ index }) => index),
  };
}

/** Whether a name fits a pattern, in which `*` stands for any characters. */
export function fits(pattern: string, name: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));

  return new RegExp(`^${parts.join('.*')}$`).test(name);
}

/** The names that fit any of the patterns, in the order of the names; without patterns all of them. */
export function fitting(patterns: readonly string[] | undefined, names: Iterable<string>): string[] {
  return [...names].filter((name) => patterns?.some((pattern) => fits(pattern, name)) ?? true);
}

/** Parts of a configuration that may have problems of every kind, so nothing is taken for granted. */

/** Keys and list indexes, outermost first. */
export type Path = (string | number)[];

/** Takes what is wrong, and where. */
export type Report = (path: Path, message: string) => void;

/** A map of keys. */
export type Section = Readonly<Record<string, unknown>>;

/** A map, or an empty one where there is none. */
export function section(value: unknown): Section {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Section) : {};
}

/** The entries of a list, or none where there is none. */
export function items(value: unknown): unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

/** Whether a cluster is made here rather than referred to; of what is neither true nor false, nobody knows. */
export function isOurs({ existing }: Section): boolean {
  return existing === undefined || existing === false;
}

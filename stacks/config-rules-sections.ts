/** How the rules between keys look at a file that may have other problems. */

export type Path = (string | number)[];
export type Report = (path: Path, message: string) => void;
export type Section = Readonly<Record<string, unknown>>;

export function section(value: unknown): Section {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Section) : {};
}

export function items(value: unknown): unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

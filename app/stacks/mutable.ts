type Mutable<T> = T extends object ? { -readonly [K in keyof T]: Mutable<T[K]> } : T;

/** The configuration is deeply readonly, props of constructs are not; neither side changes the lists. */
export function mutable<T>(value: T): Mutable<T> {
  return value as Mutable<T>;
}

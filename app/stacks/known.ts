/** A key that is optional for the schema, and that a rule between keys has required. */
export function known<T>(value: T | undefined, key: string): T {
  if (value === undefined) {
    throw new Error(`${key} is missing, and the rules of the configuration have let it pass`);
  }
  return value;
}

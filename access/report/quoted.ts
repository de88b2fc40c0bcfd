/** A name within a sentence, in quotes that nothing in it can end. */
export function quoted(name: string): string {
  return name.includes("'") ? JSON.stringify(name) : `'${name}'`;
}

/** A pattern that takes its letters in either case: one carries no flags, because JSON Schema has none. */
export function inAnyCase(pattern: string): string {
  return pattern
    .replace('0-9a-f', '0-9a-fA-F')
    .replace(/\[[^\]]*\]|\\.|[a-zA-Z]/g, (part) =>
      part.length > 1 ? part : `[${part.toLowerCase()}${part.toUpperCase()}]`,
    );
}

import { createHash } from 'node:crypto';

/** The first eight hexadecimal digits of the SHA-256 of a text, to tell apart what would have the same name. */
export function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}

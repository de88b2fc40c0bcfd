import { createHash } from 'node:crypto';

/** A UUID (version 5 in form) that is the same in every rehearsal for the same words. */
export function uuidOf(...words: readonly string[]): string {
  // The JSON text keeps ('a', 'bc') and ('ab', 'c') apart.
  const hash = createHash('sha1').update(JSON.stringify(words)).digest().subarray(0, 16);
  hash[6] = (hash[6]! & 0x0f) | 0x50;
  hash[8] = (hash[8]! & 0x3f) | 0x80;

  return hash.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

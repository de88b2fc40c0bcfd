import { closest, distance } from 'fastest-levenshtein';

/** `, did you mean 'x'?` when one of the words is near, else nothing. */
export function didYouMean(word: string, known: readonly string[]): string {
  if (known.length === 0) {
    return '';
  }
  const nearest = closest(word, known);
  const isNear = distance(word, nearest) <= Math.max(2, Math.floor(word.length / 3));

  return isNear && nearest !== word ? `, did you mean '${nearest}'?` : '';
}

import { distance } from 'fastest-levenshtein';

/** The candidate that a mistyped word was meant to be, case aside. */
export function closeTo(word: string, candidates: readonly string[]): string | undefined {
  const typed = word.toLowerCase();
  const distances = candidates.map((candidate) => distance(typed, candidate.toLowerCase()));
  const least = Math.min(...distances);
  const limit = Math.max(1, Math.floor(word.length / 3));
  return least <= limit && least < word.length ? candidates[distances.indexOf(least)] : undefined;
}

/** The candidate that a mistyped word was meant to be, case aside. */
export function closeTo(word: string, candidates: readonly string[]): string | undefined {
  const limit = Math.max(1, Math.floor(word.length / 3));
  return nearest(word, candidates, limit);
}

/**
 * The name that a name is a slip of: one keystroke away, or in another case. Names of people's own come in series, so that
 * `team-a` is none of `team-b`, nor `shop2` of `shop1`; and short ones are near to each other by chance.
 */
export function slipOf(name: string, names: readonly string[]): string | undefined {
  const others = names.filter((other) => inSeries(other) !== inSeries(name));
  const sameButCase = names.find((other) => other.toLowerCase() === name.toLowerCase());
  return sameButCase ?? (name.length < 4 ? undefined : nearest(name, others, 1));
}

/** Whether one letter is missing, too many, another or in another case, or two are interchanged. */
export function isMisspelt(written: string, meant: string): boolean {
  return distance(written.toLowerCase(), meant.toLowerCase()) <= 1;
}

function inSeries(name: string): string {
  return name
    .toLowerCase()
    .replace(/[-_.]?\d+/g, '')
    .replace(/(?<=^|[-_.:])[a-z](?=$|[-_.:])/g, '0');
}

function nearest(word: string, candidates: readonly string[], limit: number): string | undefined {
  const typed = word.toLowerCase();
  const distances = candidates.map((candidate) => distance(typed, candidate.toLowerCase()));
  const least = Math.min(...distances);
  return least <= limit && least < word.length ? candidates[distances.indexOf(least)] : undefined;
}

/** How many letters are missing, too many, wrong or, as one, exchanged with the next. */
function distance(one: string, other: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, index) => index);

  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const isSame = one[i - 1] === other[j - 1];
      const areExchanged = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      row[j] = Math.min(
        last[j]! + 1,
        row[j - 1]! + 1,
        last[j - 1]! + (isSame ? 0 : 1),
        areExchanged ? beforeLast[j - 2]! + 1 : Infinity,
      );
    }
    [beforeLast, last] = [last, row];
  }
  return last[other.length]!;
}

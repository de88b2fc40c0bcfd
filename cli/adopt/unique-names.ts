/**
 * Names in the order they are given, of which the later ones of the same get a number; the case does not tell them apart. With
 * its number none is longer than may be.
 */
export function uniqueNames(names: readonly string[], longest = Infinity): string[] {
  const taken = new Set<string>();
  const given = new Set(names.map((name) => name.toLowerCase()));
  return names.map((name) => {
    let unique = name;
    for (let number = 2; taken.has(unique.toLowerCase()); number++) {
      const end = `-${number}`;
      const next = name.slice(0, longest - end.length) + end;
      unique = given.has(next.toLowerCase()) ? unique : next;
    }
    taken.add(unique.toLowerCase());
    return unique;
  });
}

/** Whether one letter is missing, too many, another or in another case, or two are interchanged. */
export function isMisspelt(written: string, meant: string): boolean {
  const [a, b] = [written.toLowerCase(), meant.toLowerCase()];
  let start = 0;
  while (start < a.length && a[start] === b[start]) {
    start++;
  }
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) {
    end++;
  }
  const [restOfA, restOfB] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];

  return (
    (restOfA.length < 2 && restOfB.length < 2) ||
    (restOfA.length === 2 && restOfA === [...restOfB].reverse().join(''))
  );
}

/** What somebody should see at once in a text. */
export type Meaning = 'wrong' | 'attention' | 'passed';

/** Red, yellow and green of the terminal, and what puts its own colour back. */
const CODES: Readonly<Record<Meaning, number>> = { wrong: 31, attention: 33, passed: 32 };
const OWN_COLOUR = 39;

/** Which beginnings of lines mean something; the words behind them stay as they are. */
const MARKS: readonly (readonly [RegExp, Meaning])[] = [
  [/^(?:WRONG(?= )|no(?=: ))/, 'wrong'],
  [/^(?:warning(?= {2})|note(?= {2}|: )|\?(?= {2})|Left out(?=: ))/, 'attention'],
  [/^(?:ok(?= {2})|yes(?=: )|second plan +No changes\.$)/, 'passed'],
];

/**
 * Whether what is written to the stream may have colours: on a terminal, unless NO_COLOR is set. FORCE_COLOR decides before
 * both, as it does for Node.js.
 */
export function hasColours(stream: { readonly isTTY?: boolean }, env = process.env): boolean {
  if (env.FORCE_COLOR !== undefined) {
    return !['0', 'false'].includes(env.FORCE_COLOR);
  }
  return stream.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb';
}

/** Text of several lines in one colour. */
export function coloured(text: string, meaning: Meaning): string {
  return `\u001b[${CODES[meaning]}m${text}\u001b[${OWN_COLOUR}m`;
}

/** Text of several lines, its marks coloured. */
export function withMarks(text: string): string {
  return text.split('\n').map(withMark).join('\n');
}

function withMark(line: string): string {
  for (const [mark, meaning] of MARKS) {
    if (mark.test(line)) {
      return line.replace(mark, (found) => coloured(found, meaning));
    }
  }
  return line;
}

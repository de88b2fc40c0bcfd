/**
 * What is not seen, or changes how its surroundings look: control characters (ESC, line ends, C1), marks of direction,
 * characters without width, halves of surrogate pairs.
 */
const UNSEEN = '[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}\\p{Default_Ignorable_Code_Point}]';

const ALL = new RegExp(UNSEEN, 'gu');
const ALL_BUT_LINES = new RegExp(`(?![\\t\\n])${UNSEEN}`, 'gu');

/** Source of a regular expression, with the flag `u`, for what is not seen. */
export const UNSEEN_PATTERN = UNSEEN;

/** Text on one line in which everything is seen: what is not stands there as an escape, `\u001b`. */
export function visible(text: string): string {
  return text.replace(ALL, escaped);
}

/** The same for text of several lines: line breaks and tabs stay. */
export function visibleLines(text: string): string {
  return text.replace(ALL_BUT_LINES, escaped);
}

/** What the agents of Azure DevOps, and of GitHub at the beginning of a line, take for a command to them in what is printed. */
const PIPELINE_COMMANDS = /##(?=\w*\[)|(?<=^[^\S\n]*)::/gm;

/** Text of several lines for a terminal or the log of a pipeline, neither of which does anything but show it. */
export function printable(text: string): string {
  return visibleLines(text).replace(PIPELINE_COMMANDS, ([first, ...rest]) => escaped(first!) + rest.join(''));
}

/** Whether text, line breaks and tabs apart, has something that is not seen. */
export function hasUnseen(text: string): boolean {
  return text.search(ALL_BUT_LINES) >= 0;
}

/** As JSON, YAML and JavaScript write a character: `\u001b`; as YAML does, `\U000e0001`, where four digits do not do. */
function escaped(character: string): string {
  const code = character.codePointAt(0)!.toString(16);

  return code.length > 4 ? `\\U${code.padStart(8, '0')}` : `\\u${code.padStart(4, '0')}`;
}

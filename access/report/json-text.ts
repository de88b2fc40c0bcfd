import { UNSEEN_PATTERN } from '../../lib/shared/visible';

/** Line breaks between members are the only ones in JSON; within texts it writes them as escapes. */
const UNSEEN = new RegExp(`(?!\\n)${UNSEEN_PATTERN}`, 'gu');

/** JSON in which everything is seen: what a terminal would act upon stands there as an escape. */
export function jsonText(value: unknown, indentation?: number): string {
  return JSON.stringify(value, null, indentation).replace(UNSEEN, (character) =>
    // Half of a pair by half of a pair, as JSON knows no other escape.
    Array.from({ length: character.length }, (_, i) => escapeOf(character.charCodeAt(i))).join(''),
  );
}

function escapeOf(code: number): string {
  return `\\u${code.toString(16).padStart(4, '0')}`;
}

import { visible } from '../../lib/shared/visible';

/** What GitHub and GitLab make links and notifications of, wherever it stands: mentions, issues, addresses. */
const LINKS = /(?:(?<!\w)@|#(?=\d)|(?<=\b(?:https?|ftp):)\/\/|(?<=(?<!\w)www)\.)+/gi;

/** What begins a heading, a list or a line under a heading, and blanks that would count. */
const AT_THE_START = /^(?:[-+=#]|\d{1,9}(?=[.)]))/;

const SPECIAL = /[\\`*[\]<>|~&$]|(?<![a-z\d])_|_(?![a-z\d])/gi;

/**
 * Text that Markdown, GitHub's included, shows as it is, on one line, wherever in a line it stands.
 *
 * Ordinary names stay as they are, so that the text reads well in a terminal, too.
 */
export function markdownText(text: string): string {
  return visible(text)
    .replace(SPECIAL, '\\$&')
    .replace(AT_THE_START, (start) => (/\d/.test(start) ? `${start}\\` : `\\${start}`))
    .replace(LINKS, '`$&`')
    .replace(/^ +| +$/g, (blanks) => '&#32;'.repeat(blanks.length));
}

/** A table of texts. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(markdownText).join(' | ')} |`;

  return [line(head), `|${' --- |'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

/** A list of texts. */
export function markdownList(items: readonly string[]): string {
  return items.map((item) => `- ${markdownText(item)}`).join('\n');
}

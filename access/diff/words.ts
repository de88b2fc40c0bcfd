import { AccessChange, AccessDiff } from './diff';

/** More single rights than this are counted, not listed. */
const MOST_RIGHTS = 12;

/** The difference in words, as Markdown that also reads well in a terminal. */
export function diffInWords({ newClusterAdmins, changes }: AccessDiff, against: string): string {
  if (changes.length === 0) {
    return `Nobody gains or loses anything, compared with ${against}.\n`;
  }
  const alarms = newClusterAdmins.map(
    ({ subject, ways }) => `- WARNING: ${subject} becomes cluster administrator: ${ways.join('; ')}`,
  );
  return `Compared with ${against}:\n\n${[...alarms, ...changes.map(changeInWords)].join('\n')}\n`;
}

function changeInWords({ subject, place, gains, loses, by }: AccessChange): string {
  const parts = [
    ...(gains.length > 0 ? [`gains ${listed(gains)}`] : []),
    ...(loses.length > 0 ? [`loses ${listed(loses)}`] : []),
  ];
  return `- ${subject} ${parts.join(' and ')} ${place} (${by.join(', ')})`;
}

function listed(rights: readonly string[]): string {
  const shown = rights.slice(0, MOST_RIGHTS);
  const more = rights.length - shown.length;
  return more > 0 ? `${shown.join('; ')}; and ${more} more` : shown.join('; ');
}

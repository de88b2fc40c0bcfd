import { markdownList, markdownText } from '../report/markdown-text';
import { AccessChange, AccessDiff } from './diff';

/** The difference in words, as Markdown that also reads well in a terminal. */
export function diffInWords({ newClusterAdmins, changes }: AccessDiff, against: string): string {
  if (changes.length === 0) {
    return `Nobody gains or loses anything, compared with ${markdownText(against)}.\n`;
  }
  const alarms = newClusterAdmins.map(
    ({ subject, ways }) => `WARNING: ${subject} becomes cluster administrator: ${ways.join('; ')}`,
  );
  return `Compared with ${markdownText(against)}:\n\n${markdownList([...alarms, ...changes.map(changeInWords)])}\n`;
}

function changeInWords({ subject, place, gains, loses, by }: AccessChange): string {
  const parts = [
    ...(gains.length > 0 ? [`gains ${gains.join('; ')}`] : []),
    ...(loses.length > 0 ? [`loses ${loses.join('; ')}`] : []),
  ];
  return `${subject} ${parts.join(' and ')} ${place} (${by.join(', ')})`;
}

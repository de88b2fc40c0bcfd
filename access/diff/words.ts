import { markdownList, markdownText } from '../report/markdown-text';
import { Top } from '../ways/graph';
import { AccessChange, AccessDiff, leadsToTheTop, NewWay } from './diff';

/** The difference in words, as Markdown that also reads well in a terminal. */
export function diffInWords({ newWays, changes }: AccessDiff, against: string): string {
  const told = [
    ...newWays.filter(leadsToTheTop).map((one) => `WARNING: ${newWayInWords(one)}`),
    ...newWays.filter((one) => !leadsToTheTop(one)).map((one) => `NOTE: ${newWayInWords(one)}`),
    ...changes.map(changeInWords),
  ];
  return told.length === 0
    ? `Nobody gains or loses anything, compared with ${markdownText(against)}.\n`
    : `Compared with ${markdownText(against)}:\n\n${markdownList(told)}\n`;
}

/** What a removed cluster means, to go behind its name. */
export const CLUSTER_IS_GONE =
  'is no longer part of the configuration: what it created stays, and everybody keeps their access, until you destroy it';

const BECOMES: Readonly<Record<Top, string>> = {
  'cluster-admin': 'can become cluster administrator',
  secrets: 'can get at the secrets of every namespace',
  nodes: 'can become root on the nodes',
};

function newWayInWords(one: NewWay): string {
  return `${one.subject} ${wayInWords(one)}`;
}

/** What somebody becomes, to go behind their name. */
export function wayInWords({ byActivation, way: { to, steps, text } }: NewWay): string {
  if (byActivation) {
    return `${BECOMES[to]} for some hours: ${text}`;
  }
  return steps.length === 0 ? 'becomes cluster administrator' : `${BECOMES[to]}: ${text}`;
}

/** What somebody can no longer do, to go behind their name. */
export function lostWayInWords({ byActivation, way: { to, steps, text } }: NewWay): string {
  return steps.length === 0 && !byActivation
    ? 'is no longer cluster administrator'
    : `${BECOMES[to].replace(/^can /, 'can no longer ')}: ${text}`;
}

function changeInWords(change: AccessChange): string {
  return `${change.subject} ${gainsAndLosses(change)}`;
}

/** What somebody gains and loses, to go behind their name. */
export function gainsAndLosses({ place, gains, loses, by, counts }: AccessChange): string {
  const parts = [
    ...(gains.length > 0 ? [`gains ${gains.join('; ')}`] : []),
    ...(loses.length > 0 ? [`loses ${loses.join('; ')}`] : []),
  ];
  const when = counts === undefined ? '' : `; ${gains.length > 0 ? 'the loss counts' : 'counts'} ${counts}`;
  return `${parts.join(' and ')} ${place} (${by.join(', ')}${when})`;
}

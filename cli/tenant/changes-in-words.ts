import { AccessChange, AccessDiff, leadsToTheTop } from '../../access/diff/diff';
import { gainsAndLosses, wayInWords } from '../../access/diff/words';
import { DirectoryChange } from '../../access/directory/changes';
import { markdownList, markdownText } from '../../access/report/markdown-text';
import { subjectLabel } from '../../access/report/report';
import { silentInvocation } from '../invocation';

/** What has changed, ready to be told. */
export interface Changes {
  readonly changes: readonly DirectoryChange[];
  readonly clusters: readonly { readonly cluster: string; readonly diff: AccessDiff }[];

  /** IDs of resources that are no longer there. */
  readonly gone: readonly string[];

  /** What the next plan fails at. */
  readonly refusals: readonly string[];

  /** The file that is compared. */
  readonly file: string;
}

/** Names that stand in one line; the others are counted. */
const MOST_NAMES = 5;

const UNTIL_THEN = `Who has left a group or been disabled keeps what they lose until the token has run out: '${silentInvocation('access', '--revoke <account>')}' says how to be faster.`;

/** The changes as Markdown that also reads well in a terminal; empty when there are none. */
export function changesInWords({ changes, clusters, gone, refusals, file }: Changes): string {
  const place = (cluster: string): string => (clusters.length === 1 ? '' : ` of cluster '${cluster}'`);
  const ways = clusters.flatMap(({ cluster, diff }) =>
    diff.newWays.map((way) => ({ ...way, text: `${wayInWords(way)}${place(cluster)}` })),
  );
  const effects = clusters.flatMap(({ cluster, diff }) =>
    diff.changes.map((change) => ({ ...change, text: `${gainsAndLosses(change)}${place(cluster)}` })),
  );
  const own = new Set(changes.map(subjectLabel));
  const lines = [
    ...together(ways.filter(leadsToTheTop)).map((line) => `WARNING: ${line}`),
    ...together(ways.filter((way) => !leadsToTheTop(way))).map((line) => `NOTE: ${line}`),
    ...bySubject(changes).map((some) => changeOfSubject(some, effects)),
    // To whom nothing has happened but what has happened to a group that they are in.
    ...together(effects.filter(({ subject }) => !own.has(subject))),
  ];
  const parts = [
    ...(lines.length > 0 ? [markdownList(lines)] : []),
    ...(effects.some(({ loses }) => loses.length > 0) ? [UNTIL_THEN] : []),
    ...(gone.length > 0 ? ['No longer there:', markdownList(gone)] : []),
    ...(refusals.length > 0 ? ['The next plan fails:', markdownList(refusals)] : []),
  ];
  return parts.length === 0 ? '' : `${[`Since ${markdownText(file)} was written:`, ...parts].join('\n\n')}\n`;
}

/** A line for all to whom the same happens. */
function together(some: readonly { readonly subject: string; readonly text: string }[]): string[] {
  const grouped = new Map<string, string[]>();
  for (const { subject, text } of some) {
    grouped.set(text, [...(grouped.get(text) ?? []), subject]);
  }
  return Array.from(grouped, ([text, names]) => {
    const shown = names.slice(0, MOST_NAMES).join(', ');
    const more = names.length - MOST_NAMES;
    return names.length === 1
      ? `${shown} ${text}`
      : `${shown}${more > 0 ? ` and ${more} more` : ''}: each ${text}`;
  });
}

/** The changes of one subject each, in the order in which the subjects come. */
function bySubject(changes: readonly DirectoryChange[]): DirectoryChange[][] {
  const grouped = new Map<string, DirectoryChange[]>();
  for (const change of changes) {
    grouped.set(change.objectId, [...(grouped.get(change.objectId) ?? []), change]);
  }
  return [...grouped.values()];
}

/** `erin@contoso.com left shop-developers: loses edit in namespace 'shop' (…)`. */
function changeOfSubject(
  some: readonly DirectoryChange[],
  effects: readonly (AccessChange & { readonly text: string })[],
): string {
  const label = subjectLabel(some[0]!);
  const own = effects.filter(({ subject }) => subject === label).map(({ text }) => text);
  return `${label} ${some.map(({ text }) => text).join(', ')}${own.length > 0 ? `: ${own.join('; ')}` : ''}`;
}

import { html, htmlLines, SafeHtml } from '../../../access/html/safe-html';
import { ClusterDiff } from '../../../access/diff/clusters';
import { leadsToTheTop } from '../../../access/diff/diff';
import { CLUSTER_IS_GONE, gainsAndLosses, lostWayInWords, wayInWords } from '../../../access/diff/words';

/** How much of it a terminal shows. */
const MOST_LINES = 6;

/** Who gains and who loses what, the ways to the top first; a text where nothing can be compared. */
export function changesPart(diffs: readonly ClusterDiff[] | string, against: string): string {
  return html`<section aria-labelledby="changes-title">
    <h2 id="changes-title">Changes since <code>${against}</code></h2>
    ${typeof diffs === 'string' ? html`<p>${htmlLines(diffs)}</p>` : told(diffs)}
  </section>`.text;
}

/** The same in lines for a terminal. */
export function inShort(diffs: readonly ClusterDiff[] | string, against: string): string[] {
  if (typeof diffs === 'string') {
    return diffs.split('\n');
  }
  const lines = diffs.flatMap(({ key, cluster, isGone, diff }) =>
    [
      ...(isGone ? [`${cluster} ${CLUSTER_IS_GONE}`] : []),
      ...diff.newWays.map((way) => `${leadsToTheTop(way) ? 'WRONG  ' : ''}${way.subject} ${wayInWords(way)}`),
      ...diff.lostWays.map((way) => `${way.subject} ${lostWayInWords(way)}`),
      ...diff.changes.map((change) => `${change.subject} ${gainsAndLosses(change)}`),
    ].map((line) => (key === undefined ? line : `${key}: ${line}`)),
  );
  const left = lines.length - MOST_LINES;
  return lines.length === 0
    ? [`nobody gains or loses anything, compared with ${against}`]
    : [...lines.slice(0, MOST_LINES), ...(left > 0 ? [`and ${left} more`] : [])];
}

function told(diffs: readonly ClusterDiff[]): SafeHtml {
  const changed = diffs.filter(
    ({ isGone, diff: { newWays, lostWays, changes } }) =>
      isGone || newWays.length + lostWays.length + changes.length > 0,
  );
  return changed.length === 0
    ? html`<p>Nobody gains or loses anything.</p>`
    : html`${changed.map((one) => ofCluster(one, diffs.length > 1))}`;
}

function ofCluster({ cluster, isKnown, isGone, diff }: ClusterDiff, isOneOfSeveral: boolean): SafeHtml {
  if (isGone) {
    return html`<h3>${cluster}</h3>
      <p>${CLUSTER_IS_GONE}.</p>`;
  }
  const { newWays, lostWays, changes } = diff;
  return html`${isOneOfSeveral ? html`<h3>${cluster}${isKnown ? '' : ', which is new'}</h3>` : html``}
    <ul class="changes">
      ${newWays.map(
        (way) =>
          html`<li class="${leadsToTheTop(way) ? 'opened' : 'noted'}">
            <strong>${way.subject}</strong> ${wayInWords(way)}
          </li>`,
      )}
      ${lostWays.map((way) => html`<li class="closed"><strong>${way.subject}</strong> ${lostWayInWords(way)}</li>`)}
      ${changes.map(
        ({ subject, ...change }) =>
          html`<li><strong>${subject}</strong> ${gainsAndLosses({ subject, ...change })}</li>`,
      )}
    </ul>`;
}

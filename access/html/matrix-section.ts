import { levelInWords } from '../levels';
import { eligibleIn } from '../report/eligible-in';
import { AccessReport, ReportedPlace, ReportedSubject } from '../report/report';
import { csvReport } from '../report/csv';
import { cellId, waysId } from './fragment';
import { later } from './long-list';
import { html, SafeHtml } from './safe-html';

const LEVELS: readonly [string, string][] = [
  ['cluster-admin', 'everything'],
  ['admin', 'everything in a namespace, its bindings included'],
  ['edit', 'change workloads, read secrets'],
  ['view', 'read, secrets excepted'],
  ['custom', 'other rights'],
  ['unknown', 'a role that the configuration does not define, or a condition that is not evaluated'],
];

/** So many namespaces stand beside each other on paper, which cannot be scrolled. */
const MOST_COLUMNS_IN_PRINT = 4;

/** Subjects by namespace, the filter over them, and what the colours mean. */
export function matrixSection(report: AccessReport): SafeHtml {
  const { subjects, namespaces } = report;
  if (subjects.length === 0) {
    return html`<section id="access">
      <h2>Access</h2>
      <p>Nobody holds anything.</p>
    </section>`;
  }
  return html`<section id="access" aria-labelledby="access-title">
    <h2 id="access-title">Access</h2>
    <form class="toolbar" id="filters" role="search">
      <label
        >Filter
        <input
          id="filter"
          type="search"
          placeholder="name, namespace, binding …"
          autocomplete="off"
          spellcheck="false"
      /></label>
      <label
        >Level
        <select id="level">
          <option value="">any</option>
          ${LEVELS.map(([level]) => html`<option>${level}</option>`)}
          <option value="+">more than its level (+)</option>
        </select></label
      >
      <label class="check"><input id="climbs" type="checkbox" /> can reach cluster-admin</label>
      <a
        class="csv"
        download="access.csv"
        href="data:text/csv;charset=utf-8,${encodeURIComponent(csvReport(report))}"
        >CSV</a
      >
      <output id="count" for="filter level climbs">${subjects.length} of ${subjects.length}</output>
    </form>
    <p class="filtered" id="filtered" hidden></p>
    <p class="explained" id="matrix-explained">
      The strongest role that each subject holds in each place. Choose a cell for the bindings and rules
      behind it. A dashed outline means: holds it in the whole cluster, and therefore here.
    </p>
    <div class="scroll" tabindex="0" role="group" aria-label="Subjects by namespace">
      <table
        class="matrix${namespaces.length > MOST_COLUMNS_IN_PRINT ? ' wide' : ''}"
        id="matrix"
        aria-label="Subjects by namespace"
        aria-describedby="matrix-explained"
      >
        <thead>
          <tr>
            <th scope="col">Who</th>
            <th scope="col">Whole cluster</th>
            ${namespaces.map((namespace) => html`<th scope="col"><span class="ns">${namespace}</span></th>`)}
          </tr>
        </thead>
        <tbody class="long">
          ${subjects.map((subject, i) => row(subject, i, report))}
        </tbody>
      </table>
    </div>
    <p id="nothing" hidden>Nobody matches.</p>
    <dl class="legend">
      ${LEVELS.map(
        ([level, meaning]) =>
          html`<div>
            <dt><span class="chip ${level}">${level}</span></dt>
            <dd>${meaning}</dd>
          </div>`,
      )}
      <div>
        <dt><span class="chip beyond">view +</span></dt>
        <dd>that role, and rights beyond it</dd>
      </div>
    </dl>
  </section>`;
}

function row(subject: ReportedSubject, index: number, report: AccessReport): SafeHtml {
  const inCluster = subject.places.find(({ namespace }) => namespace === undefined);
  const cells = [undefined, ...report.namespaces].map((namespace) => {
    const own = subject.places.find((place) => place.namespace === namespace);
    const eligible = eligibleIn(subject, namespace);
    return cell(subject, index, { namespace, own, inCluster, eligible }, report);
  });
  return html`<tr data-subject="${index}" class="${later(index)}">
    <th scope="row"><span class="who">${subject.name}</span>${about(subject)}</th>
    ${cells}
  </tr> `;
}

function about(subject: ReportedSubject): SafeHtml {
  const { kind, boundAs, ways = [] } = subject;
  const id = boundAs === undefined ? html`` : html` <code>${boundAs}</code>`;
  const climbs = ways.some(({ to, steps }) => to === 'cluster-admin' && steps.length > 0);
  const alarm = climbs
    ? html`<a class="alarm" href="#${waysId(subject)}">can reach cluster-admin</a>`
    : html``;
  return html`<span class="about">${kind}${id}</span>${alarm}`;
}

interface Place {
  readonly namespace?: string;
  readonly own?: ReportedPlace;
  readonly inCluster?: ReportedPlace;
  readonly eligible?: ReportedPlace;
}

function cell(
  subject: ReportedSubject,
  index: number,
  { namespace, own, inCluster, eligible }: Place,
  report: AccessReport,
): SafeHtml {
  const place = own ?? inCluster;
  const more = eligible
    ? html`<span class="eligible" title="${eligible.grants.map(({ as }) => as).join('; ')}"
        >eligible: ${levelInWords(eligible)}</span
      >`
    : html``;
  if (!place && !eligible) {
    return html`<td></td>`;
  }
  const head = namespace ?? 'whole cluster';
  if (!place) {
    return html`<td data-head="${head}">${more}</td>`;
  }
  const inherited = own === undefined;
  const binding = report.bindings.findIndex(({ id }) => id === place.grants[0]?.binding);
  const hint = inherited ? html`<span class="unseen"> from the whole cluster</span>` : html``;
  return html`<td data-head="${head}">
    <a
      id="${cellId(subject, namespace)}"
      class="chip ${place.more ? 'beyond' : place.level}${inherited ? ' inherited' : ''}"
      href="#binding-${binding}"
      data-subject="${index}"
      data-namespace="${namespace ?? ''}"
      >${levelInWords(place)}${hint}</a
    >${more}
  </td>`;
}

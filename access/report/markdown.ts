import { html } from '../html/safe-html';
import { levelInWords } from '../levels';
import { eligibleIn } from './eligible-in';
import { markdownList, markdownTable, markdownText } from './markdown-text';
import { AccessReport, placesOf, ReportedRole, ReportedSubject, subjectLabel } from './report';
import { rulesInWords } from './rights';

/** More columns than this make a table that nobody reads in a pull request. */
const MOST_COLUMNS = 8;

/** Roles whose rules are told by their names. */
const WELL_KNOWN = ['cluster-admin', 'admin', 'edit', 'view'];

/** The report for a pull request. */
export function markdownReport(report: AccessReport): string {
  const { cluster, configuration, isLive, tenant, warnings, subjects, namespaces } = report;
  const source = tenant ? `${configuration} and the tenant ${tenant}` : configuration;
  const matrix = namespaces.length > MOST_COLUMNS ? longTable(report) : wideTable(report);

  const parts = [
    `# Who can do what in cluster ${markdownText(cluster)}`,
    `From ${markdownText(source)}${isLive ? '' : ', without looking at the cluster'}.`,
    ...(warnings.length > 0 ? ['## Warnings', markdownList(warnings)] : []),
    '## Access',
    subjects.length > 0 ? matrix : 'Nobody holds anything.',
    ...(hasMore(report) ? ['`+`: more than that role gives, which the bindings and roles below tell.'] : []),
    ...(subjects.length > 0 ? [details('Bindings', bindingTable(report))] : []),
    ...rolesPart(report.roles),
    ...(report.breakGlass ? ['## In an emergency', markdownList(report.breakGlass.text)] : []),
  ];
  return `${parts.join('\n\n')}\n`;
}

function hasMore({ subjects }: AccessReport): boolean {
  return subjects.some(({ places, eligible }) =>
    [...places, ...(eligible?.places ?? [])].some(({ more }) => more),
  );
}

function wideTable({ subjects, namespaces }: AccessReport): string {
  const levelIn = (subject: ReportedSubject, namespace?: string): string => {
    const { places } = subject;
    const inCluster = places.find((place) => place.namespace === undefined);
    const place = places.find((candidate) => candidate.namespace === namespace) ?? inCluster;
    const more = eligibleIn(subject, namespace);
    return `${place ? levelInWords(place) : '–'}${more ? ` (eligible: ${levelInWords(more)})` : ''}`;
  };
  return markdownTable(
    ['Who', 'Whole cluster', ...namespaces],
    subjects.map((subject) => [
      subjectLabel(subject),
      levelIn(subject),
      ...namespaces.map((namespace) => levelIn(subject, namespace)),
    ]),
  );
}

function longTable({ subjects }: AccessReport): string {
  const rows = subjects.flatMap((subject) =>
    placesOf(subject).map(({ namespace, level }) => [
      subjectLabel(subject),
      namespace === undefined ? 'whole cluster' : namespace,
      level,
    ]),
  );
  return markdownTable(['Who', 'Where', 'What'], rows);
}

function bindingTable({ bindings }: AccessReport): string {
  return markdownTable(
    ['Binding', 'Role', 'Subjects'],
    bindings.map(({ id, role, subjects }) => [id, role, subjects.join(', ')]),
  );
}

function rolesPart(roles: readonly ReportedRole[]): string[] {
  const own = roles.filter(({ kind, name }) => kind !== 'ClusterRole' || !WELL_KNOWN.includes(name));
  return own.map(({ id, rules, unevaluated }) =>
    details(
      id,
      rules === undefined
        ? 'Not part of the configuration: what it allows is not known here.'
        : markdownList([
            ...rulesInWords(rules),
            ...(unevaluated
              ? [
                  `${rulesInWords(unevaluated.rules).join('; ')}, where a condition holds that is not evaluated: ${unevaluated.condition}`,
                ]
              : []),
          ]),
    ),
  );
}

function details(title: string, content: string): string {
  const summary = html`<summary>${title}</summary>`.text;
  return `<details>\n${summary}\n\n${content}\n\n</details>`;
}

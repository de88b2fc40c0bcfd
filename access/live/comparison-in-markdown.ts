import { markdownList, markdownTable, markdownText } from '../report/markdown-text';
import { LiveComparison, LiveGrant, WayToTheTop } from './comparison';

/** Where the comparison comes from. */
export interface ComparedFrom {
  readonly cluster: string;

  /** The configuration file. */
  readonly configuration: string;

  /** What was read, such as `context production`. */
  readonly source: string;
}

/** What must not be overlooked: everything, or every secret, for somebody whom neither the configuration nor others account for. */
export function isAlarm({ is, to }: WayToTheTop): boolean {
  return is === 'undeclared' && to !== 'nodes';
}

/** The comparison for the issue of a nightly run, which also reads well in a terminal. */
export function comparisonInMarkdown(
  comparison: LiveComparison,
  { cluster, configuration, source }: ComparedFrom,
): string {
  const { shadow, others, missing, differing, top, idle, assumed, unseen } = comparison;
  const section = (heading: string, content: string, count: number): string[] =>
    count === 0 ? [] : [`## ${heading}`, content];
  const alarms = top.filter(isAlarm);
  const isSame = shadow.length + missing.length + differing.length === 0;

  const parts = [
    `# Access in cluster ${markdownText(cluster)}`,
    `From ${markdownText(source)}, compared with ${markdownText(configuration)}.`,
    ...(isSame
      ? ['Nobody holds anything that is not declared, and nothing that is declared is missing.']
      : []),
    ...section(
      'Ways to the top that nobody declared',
      alarms.map(({ who, text }) => `- WARNING: ${markdownText(`${who} ${text}`)}`).join('\n'),
      alarms.length,
    ),
    ...section(`Shadow grants (${shadow.length})`, grantTable(shadow), shadow.length),
    ...section(`Declared and missing (${missing.length})`, markdownList(missing), missing.length),
    ...section(`Different (${differing.length})`, markdownList(differing), differing.length),
    ...section(`Not declared, and grants nothing (${idle.length})`, markdownList(idle), idle.length),
    ...section('Could not be seen', markdownList(unseen), unseen.length),
    ...section('Taken to be the same', markdownList(assumed), assumed.length),
    ...section('Ways to the top', topTable(top), top.length),
    ...section(
      `Brought by AKS, Helm, GitOps and operators (${others.length})`,
      `<details>\n<summary>Bindings that are theirs by label, owner or writer</summary>\n\n${grantTable(others)}\n\n</details>`,
      others.length,
    ),
  ];
  return `${parts.join('\n\n')}\n`;
}

function grantTable(grants: readonly LiveGrant[]): string {
  const hasOrigin = grants.some(({ origin }) => origin !== undefined);
  return markdownTable(
    ['Who', 'May', 'Where', 'By', ...(hasOrigin ? ['Of'] : [])],
    grants.map(({ who, role, namespace, binding, origin }) => [
      who,
      role,
      namespace ?? 'whole cluster',
      binding,
      ...(hasOrigin ? [origin ?? ''] : []),
    ]),
  );
}

function topTable(top: readonly WayToTheTop[]): string {
  return markdownTable(
    ['Who', 'How', ''],
    top.map(({ who, text, is }) => [who, text, is]),
  );
}

import { visible } from '../../lib/shared/visible';
import { formatProblem } from '../../app/config/problems/config-error';
import { markdownText } from '../report/markdown-text';
import { Place, RuleResult } from './result';

/** How many findings of one rule are told where people read; the other forms have all. */
const TOLD = 20;

const OUTCOMES = {
  kept: 'kept',
  broken: 'broken',
  unknown: 'cannot be told',
  pointless: 'can never fail',
} as const;

/** The results for a terminal: what is not kept first in full, then a count. */
export function checkInWords(results: readonly RuleResult[]): string {
  const told = results.filter(isTold).map((result) => {
    const { findings, exempt, notes } = result;
    return [
      heading(result),
      ...findings
        .slice(0, TOLD)
        .flatMap(({ text, chain, place }) => [
          `  ${text}${at(place)}`,
          ...chain.map((step) => `    → ${step}`),
        ]),
      ...more(findings.length),
      ...exempt.map(
        ({ text, reason, owner, until }) => `  exempt until ${until}: ${text} (${reason}; ask ${owner})`,
      ),
      ...notes.map((note) => `  note: ${note}`),
    ]
      .map(visible)
      .join('\n');
  });

  return `${[...told, summary(results)].join('\n\n')}\n`;
}

/** The same as Markdown, for a comment or a summary. */
export function checkInMarkdown(results: readonly RuleResult[]): string {
  const told = results.filter(isTold).map((result) => {
    const { findings, exempt, notes } = result;
    return [
      `- ${markdownText(heading(result))}`,
      ...findings
        .slice(0, TOLD)
        .flatMap(({ text, chain, place }) => [
          `  - ${markdownText(`${text}${at(place)}`)}`,
          ...chain.map((step) => `    - ${markdownText(step)}`),
        ]),
      ...more(findings.length).map((text) => `  - ${text.trim()}`),
      ...exempt.map(
        ({ text, reason, owner, until }) =>
          `  - ${markdownText(`exempt until ${until}: ${text} (${reason}; ask ${owner})`)}`,
      ),
      ...notes.map((note) => `  - ${markdownText(`note: ${note}`)}`),
    ].join('\n');
  });

  return `## Rules for access\n\n${summary(results)}\n${told.length > 0 ? `\n${told.join('\n')}\n` : ''}`;
}

/** `7 rules: 5 kept, 1 broken, 1 cannot be told`. */
function summary(results: readonly RuleResult[]): string {
  const counts = Object.entries(OUTCOMES).flatMap(([outcome, words]) => {
    const count = results.filter((result) => result.outcome === outcome).length;
    return count > 0 ? [`${count} ${words}`] : [];
  });
  const rules = new Set(results.map(({ id }) => id)).size;
  return `${rules} ${rules === 1 ? 'rule' : 'rules'}: ${counts.join(', ')}`;
}

/** `aks.yaml:40:3 payments-secrets: broken in cluster shop: what it is for`. */
export function heading({ id, place, outcome, severity, cluster, because, description }: RuleResult): string {
  const isWarning = outcome === 'broken' && severity === 'warning';
  const what = `${isWarning ? 'warning, ' : ''}${OUTCOMES[outcome]} in cluster ${cluster}`;
  const why = [because, description].filter((part) => part !== undefined).map((part) => `: ${part}`);

  return `${formatProblem({ ...place, key: id, message: what })}${why.join('')}`;
}

function isTold({ outcome, exempt, notes }: RuleResult): boolean {
  return outcome !== 'kept' || exempt.length + notes.length > 0;
}

function at(place: Place | undefined): string {
  return place?.line === undefined ? '' : ` (${place.file}:${place.line}:${place.column})`;
}

function more(count: number): string[] {
  return count > TOLD ? [`  and ${count - TOLD} more, which --format json has`] : [];
}

import { createHash } from 'node:crypto';
import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import { withSlashes } from '../../lib/shared/slashes';
import { jsonText } from '../report/json-text';
import { heading } from './in-words';
import { Finding, Place, RuleResult } from './result';

const INFORMATION = 'https://github.com/cdktf-aks-aad/cdktf-aks-aad/blob/main/docs/access-rules.md';

/**
 * The results as SARIF 2.1.0, for annotations on the lines of a configuration: on what grants, or else on the rule.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function sarif(results: readonly RuleResult[], version: string): string {
  const ids = [...new Set(results.map(({ id }) => id))];
  const log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'cdktf-aks-aad',
            semanticVersion: version,
            informationUri: INFORMATION,
            rules: ids.map((id) => descriptor(results.find((result) => result.id === id)!)),
          },
        },
        results: results.flatMap((result) => resultsOf(result, ids.indexOf(result.id))),
        columnKind: 'utf16CodeUnits',
      },
    ],
  };
  return `${jsonText(log, 2)}\n`;
}

function descriptor({ id, type, severity, description }: RuleResult): object {
  return {
    id,
    name: type,
    shortDescription: { text: description ?? `rule '${id}' of type ${type}` },
    helpUri: INFORMATION,
    defaultConfiguration: { level: severity },
  };
}

function resultsOf(result: RuleResult, ruleIndex: number): object[] {
  const { id: ruleId, severity, outcome, findings, exempt } = result;
  const of = (text: string, more: object, finding?: Finding): object => ({
    ruleId,
    ruleIndex,
    message: { text },
    locations: [locationOf(finding?.place ?? result.place)],
    ...(finding?.place && { relatedLocations: [locationOf(result.place, `rule '${ruleId}'`)] }),
    partialFingerprints: { 'rule/v1': fingerprint(result, finding) },
    ...more,
  });

  switch (outcome) {
    case 'pointless':
      return [of(heading(result), { kind: 'fail', level: 'error' })];
    case 'unknown':
      return [of(heading(result), { kind: 'open', level: 'none' })];
    default:
      return [
        ...findings.map((finding) => of(textOf(result, finding), { kind: 'fail', level: severity }, finding)),
        ...exempt.map((finding) => {
          const { reason, owner, until } = finding;
          const justification = `${reason} (until ${until}; ask ${owner})`;
          const suppressions = [{ kind: 'inSource', status: 'accepted', justification }];
          return of(textOf(result, finding), { kind: 'fail', level: severity, suppressions }, finding);
        }),
      ];
  }
}

function textOf({ description, cluster }: RuleResult, { text, chain }: Finding): string {
  const steps = chain.map((step) => `\n→ ${step}`).join('');

  return `${text} (cluster ${cluster})${description === undefined ? '' : `: ${description}`}${steps}`;
}

/** The same for the same finding, wherever in the file it has moved. */
function fingerprint({ id, cluster }: RuleResult, finding: Finding | undefined): string {
  return createHash('sha256')
    .update(JSON.stringify([id, cluster, finding?.text ?? '']))
    .digest('hex');
}

function locationOf({ file, line, column }: Place, text?: string): object {
  return {
    physicalLocation: {
      artifactLocation: { uri: uriOf(file) },
      ...(line !== undefined && { region: { startLine: line, startColumn: column } }),
    },
    ...(text !== undefined && { message: { text } }),
  };
}

/** Relative to where the command runs, which is to be the root of the repository. */
function uriOf(file: string): string {
  return isAbsolute(file)
    ? pathToFileURL(file).href
    : withSlashes(file).split('/').map(encodeURIComponent).join('/').replace(/^\.\//, '');
}

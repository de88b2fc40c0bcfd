import { html as xml, SafeHtml } from '../html/safe-html';
import { heading } from './in-words';
import { failsCheck, Finding, RuleResult } from './result';

/**
 * The results as JUnit's XML, a suite for each cluster and a case for each rule: what fails the check is a failure, what
 * cannot be told an error, and everything else that there is to say the output of a case that passes.
 */
export function junit(results: readonly RuleResult[]): string {
  const clusters = [...new Set(results.map(({ cluster }) => cluster))];
  const suites = clusters.map((cluster) => {
    const cases = results.filter((result) => result.cluster === cluster);
    return xml`
  <testsuite name="${`access rules of ${cluster}`}" tests="${cases.length}" failures="${count(cases, failsCheck)}" errors="${count(cases, isUnknown)}" skipped="0" time="0">${cases.map(testCase)}
  </testsuite>`;
  });

  return xml`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="access rules" tests="${results.length}" failures="${count(results, failsCheck)}" errors="${count(results, isUnknown)}" time="0">${suites}
</testsuites>
`.text;
}

function testCase(result: RuleResult): SafeHtml {
  const { id, type, cluster, place, findings, exempt, notes } = result;
  const text = lines([
    ...findings.flatMap(told),
    ...exempt.map(
      ({ text: of, reason, owner, until }) => `exempt until ${until}: ${of} (${reason}; ask ${owner})`,
    ),
    ...notes.map((note) => `note: ${note}`),
  ]);
  const line = place.line === undefined ? [] : [xml` line="${place.line}"`];
  return xml`
    <testcase name="${id}" classname="${`${cluster}.${type}`}" file="${place.file}"${line} time="0">${body(result, text)}</testcase>`;
}

function body(result: RuleResult, text: readonly SafeHtml[]): SafeHtml[] {
  if (failsCheck(result)) {
    return [xml`<failure type="${result.outcome}" message="${heading(result)}">${text}</failure>`];
  }
  if (isUnknown(result)) {
    return [xml`<error type="unknown" message="${heading(result)}">${text}</error>`];
  }
  const told = result.outcome === 'kept' ? text : [...lines([heading(result)]), ...text];
  return told.length > 0 ? [xml`<system-out>${told}</system-out>`] : [];
}

/** Each escaped by itself, as the escape has no line break. */
function lines(texts: readonly string[]): SafeHtml[] {
  return texts.map(
    (text) => xml`${text}
`,
  );
}

function told({ text, chain, place }: Finding): string[] {
  const at = place?.line === undefined ? '' : ` (${place.file}:${place.line}:${place.column})`;

  return [`${text}${at}`, ...chain.map((step) => `  → ${step}`)];
}

function isUnknown({ outcome }: RuleResult): boolean {
  return outcome === 'unknown';
}

function count(results: readonly RuleResult[], is: (result: RuleResult) => boolean): number {
  return results.filter(is).length;
}

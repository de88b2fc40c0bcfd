import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkRules, today } from '../../access/check/check';
import { checkInMarkdown, checkInWords } from '../../access/check/in-words';
import { junit } from '../../access/check/junit';
import { failsCheck, RuleResult } from '../../access/check/result';
import { sarif } from '../../access/check/sarif';
import { CommandFailed } from '../../access/command-failed';
import { SynthesizedApp } from '../../access/configured/synthesized-app';
import { Tenant } from '../../access/directory/tenant';
import { jsonText } from '../../access/report/json-text';
import { docsPage } from '../../access/docs-page';

const BROKEN = 1;
const CANNOT_TELL = 2;

const FORMS: Readonly<Record<string, (results: readonly RuleResult[]) => string>> = {
  text: checkInWords,
  markdown: checkInMarkdown,
  json: (results) => `${jsonText({ rules: results }, 2)}\n`,
  sarif: (results) => sarif(results, version()),
  junit,
};

/** Holds clusters against their rules, and says what has become of them. */
export function checkText(
  apps: readonly SynthesizedApp[],
  form: string | undefined,
  { tenant, configuration }: { tenant?: Tenant; configuration: string },
): { text: string; code: number } {
  if (apps.every(({ config }) => Object.keys(config.rules).length === 0)) {
    throw new CommandFailed(
      `${configuration} has no rules: write some under 'rules', which ${docsPage('access-rules.md')} explains`,
    );
  }
  const results = checkRules(apps, { ...(tenant && { tenant }), today: today() });

  return { text: FORMS[form ?? 'text']!(results), code: codeOf(results) };
}

function codeOf(results: readonly RuleResult[]): number {
  if (results.some(failsCheck)) {
    return BROKEN;
  }
  return results.some(({ outcome }) => outcome === 'unknown') ? CANNOT_TELL : 0;
}

function version(): string {
  const file = join(__dirname, '..', '..', 'package.json');

  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

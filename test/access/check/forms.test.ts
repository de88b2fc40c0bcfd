import { readFileSync } from 'node:fs';
import { DOMParser } from '@xmldom/xmldom';
import Ajv from 'ajv';
import { checkInMarkdown, checkInWords } from '../../../access/check/in-words';
import { junit } from '../../../access/check/junit';
import { RuleResult } from '../../../access/check/result';
import { sarif } from '../../../access/check/sarif';

/** The schema of OASIS, as Microsoft's package for tests of SARIF has it. */
const SCHEMA = JSON.parse(
  readFileSync(require.resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'), 'utf8'),
) as object;

const DRAFT_4 = JSON.parse(
  readFileSync(require.resolve('ajv/lib/refs/json-schema-draft-04.json'), 'utf8'),
) as object;

const PLACE = { file: 'envs/my aks.yaml', line: 40, column: 3, key: 'rules.secrets' };
const FINDING = {
  text: `bob <b> & "co" can get secrets \u001b[31m`,
  chain: ['bob is in group a, which is in group b', "RoleBinding 'x' grants ClusterRole edit | *all*"],
  place: { file: 'aks.yaml', line: 9, column: 14 },
};
const KEPT: RuleResult = {
  id: 'kept',
  type: 'can',
  severity: 'error',
  cluster: 'shop',
  place: PLACE,
  outcome: 'kept',
  findings: [],
  exempt: [],
  notes: [],
};
const RESULTS: RuleResult[] = [
  KEPT,
  { ...KEPT, id: 'secrets', type: 'cannot', outcome: 'broken', description: 'why', findings: [FINDING] },
  { ...KEPT, id: 'soft', outcome: 'broken', severity: 'warning', findings: [{ text: 'x', chain: [] }] },
  { ...KEPT, id: 'dark', outcome: 'unknown', because: 'no tenant' },
  { ...KEPT, id: 'void', outcome: 'pointless', because: 'nobody' },
  { ...KEPT, id: 'let', exempt: [{ ...FINDING, reason: 'move', owner: 'alice', until: '2027-01-01' }] },
];

interface Log {
  readonly runs: readonly {
    readonly results: readonly {
      readonly ruleId: string;
      readonly kind: string;
      readonly level: string;
      readonly suppressions?: readonly unknown[];
      readonly locations: readonly {
        readonly physicalLocation: { artifactLocation: { uri: string }; region: object };
      }[];
    }[];
  }[];
}

describe('SARIF', () => {
  const log = JSON.parse(sarif(RESULTS, '1.2.3')) as Log;
  const { results } = log.runs[0]!;
  const of = (id: string) => results.find(({ ruleId }) => ruleId === id)!;

  test('is what the schema of SARIF 2.1.0 wants, which refuses what is none', () => {
    const ajv = new Ajv({ schemaId: 'auto' });
    ajv.addMetaSchema(DRAFT_4);
    const validate = ajv.compile(SCHEMA);

    expect([validate(log), validate.errors]).toEqual([true, null]);
    expect(validate({ ...log, runs: [{ results }] })).toBe(false);
  });

  test('stands on the line that grants, or else on that of the rule', () => {
    expect(of('secrets').locations[0]!.physicalLocation).toEqual({
      artifactLocation: { uri: 'aks.yaml' },
      region: { startLine: 9, startColumn: 14 },
    });
    expect(of('void').locations[0]!.physicalLocation.artifactLocation.uri).toBe('envs/my%20aks.yaml');
  });

  test('says how bad it is, and what is let pass for a while', () => {
    expect(results.map(({ ruleId, kind, level }) => [ruleId, kind, level])).toEqual([
      ['secrets', 'fail', 'error'],
      ['soft', 'fail', 'warning'],
      ['dark', 'open', 'none'],
      ['void', 'fail', 'error'],
      ['let', 'fail', 'error'],
    ]);
    expect(of('let').suppressions).toHaveLength(1);
  });
});

test('JUnit is XML with a case for each rule, whatever stands in it', () => {
  const document = new DOMParser({
    onError: (level, message) => {
      throw new Error(`${level}: ${message}`);
    },
  }).parseFromString(junit(RESULTS), 'text/xml');
  const cases = [...document.getElementsByTagName('testcase')].map((one) => [
    one.getAttribute('name'),
    [...one.childNodes].map(({ nodeName }) => nodeName).join(),
  ]);

  expect(cases).toEqual([
    ['kept', ''],
    ['secrets', 'failure'],
    ['soft', 'system-out'],
    ['dark', 'error'],
    ['void', 'failure'],
    ['let', 'system-out'],
  ]);
  expect(document.getElementsByTagName('failure')[0]!.textContent).toContain('bob <b> & "co"');
  expect(document.documentElement!.getAttribute('failures')).toBe('2');
});

test('text and Markdown tell what is not kept, and nothing in it takes effect', () => {
  const text = checkInWords(RESULTS);

  expect(text).toContain('envs/my aks.yaml:40:3 secrets: broken in cluster shop: why');
  expect(text).toContain('(aks.yaml:9:14)\n    → bob is in group a');
  expect(text).toContain('6 rules: 2 kept, 2 broken, 1 cannot be told, 1 can never fail');
  expect(text).not.toContain('\u001b');
  expect(checkInMarkdown(RESULTS)).toContain('bob \\<b\\> & "co"'.replace('& ', '\\& '));
});

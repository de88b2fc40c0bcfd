import { spawnSync } from 'node:child_process';
import { csvReport } from '../../../access/report/csv';
import { visible } from '../../../lib/shared/visible';
import { NASTY_NAMES } from '../../nasty-names';
import { LITERAL, reportOf } from '../configurations';

const REPORT = reportOf(
  `${LITERAL}access: [{ clusterRole: view, namespace: shop, users: [bob@contoso.com] }]`,
);

test.each([
  ['=HYPERLINK("http://example.com")', `"'=HYPERLINK(""http://example.com"")"`],
  ['+1', `"'+1"`],
  ['-2', `"'-2"`],
  ['@SUM(A1)', `"'@SUM(A1)"`],
  ['a,b', '"a,b"'],
])('the name %s is text', (name, field) => {
  const subjects = REPORT.subjects.map((subject) => ({ ...subject, name }));
  expect(csvReport({ ...REPORT, subjects })).toContain(`,${field},`);
});

const PARSER = `import csv, io, json, sys
text = io.TextIOWrapper(sys.stdin.buffer, encoding='utf-8', newline='')
json.dump(list(csv.reader(text, strict=True)), sys.stdout)`;

test('nasty names come out of a parser as what people are shown, in their column, and none is a formula', () => {
  const names = Object.values(NASTY_NAMES);
  const [subject] = REPORT.subjects.filter(({ name }) => name === 'bob@contoso.com');
  const text = csvReport({ ...REPORT, subjects: names.map((name) => ({ ...subject!, name })) });
  const { status, stdout } = spawnSync('python3', ['-c', PARSER], { input: text, encoding: 'utf8' });

  expect(status).toBe(0);
  const [head, ...lines] = JSON.parse(stdout) as string[][];
  expect(lines.map(([, name]) => name!.replace(/^'(?=[=+\-@\t\r])/, ''))).toEqual(names.map(visible));
  expect(lines.filter((line) => line.length !== head!.length)).toEqual([]);
  expect(lines.flat().filter((field) => /^[=+\-@\t\r]/.test(field))).toEqual([]);
});

test('has a line for each subject and place', () => {
  const [head, ...lines] = csvReport(REPORT).trim().split('\r\n');
  expect(head).toBe('"Kind","Name","Bound as","Place","Level","Bindings","Ways to the top"');
  expect(lines).toContainEqual(
    expect.stringMatching(/^"user","bob@contoso.com","","shop","view","RoleBinding shop\//),
  );
});

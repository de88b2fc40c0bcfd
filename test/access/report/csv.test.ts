import { csvReport } from '../../../access/report/csv';
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

test('has a line for each subject and place', () => {
  const [head, ...lines] = csvReport(REPORT).trim().split('\r\n');
  expect(head).toBe('"Kind","Name","Bound as","Place","Level","Bindings","Ways to the top"');
  expect(lines).toContainEqual(
    expect.stringMatching(/^"user","bob@contoso.com","","shop","view","RoleBinding shop\//),
  );
});

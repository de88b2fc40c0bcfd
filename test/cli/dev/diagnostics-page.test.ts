import { reportSections } from '../../../access/html/html';
import { diagnosticsPage, DIAGNOSTICS } from '../../../cli/dev/page/diagnostics-page';
import { pageFiles } from '../../../cli/dev/page/page';
import { problemsPart } from '../../../cli/dev/page/problems-part';
import { locatedWarnings } from '../../../cli/dev/problems-of';
import { WARNINGS } from '../../../lib/shared/diagnostics';
import { reportOf, LITERAL } from '../../access/configurations';

const EDITOR = 'vscode://file{file}:{line}:{column}';
const WARNING =
  "access: aks.yaml:9:12 access[0].users: a, b and c: list a group (at 'access'), and 1 more [people-instead-of-group]";

test('the server has a page with every ID', () => {
  expect(pageFiles('aks.yaml')[DIAGNOSTICS]?.text).toBe(diagnosticsPage());
  WARNINGS.forEach(({ id }) => expect(diagnosticsPage()).toContain(`id="${id}"`));
});

test('a warning about a line is a problem with that place, and its ID leads to the page', () => {
  const problems = locatedWarnings([WARNING, "cluster: it is public (at 'cluster/Aks') [public-api-server]"]);
  expect(problems).toEqual([
    {
      file: 'aks.yaml',
      line: 9,
      column: 12,
      key: 'access[0].users',
      message: 'a, b and c: list a group',
      severity: 'warning',
      diagnostic: 'people-instead-of-group',
    },
  ]);

  const markup = problemsPart(problems, EDITOR);
  expect(markup).toContain('aks.yaml:9:12</a>');
  expect(markup).toContain('<a href="/diagnostics#people-instead-of-group">people-instead-of-group</a>');
});

test('warnings of the report lead there, and a report that stands alone gives the reason', () => {
  const report = { ...reportOf(LITERAL), warnings: [WARNING] };
  expect(reportSections(report, DIAGNOSTICS).text).toContain(
    '<a href="/diagnostics#people-instead-of-group">',
  );
  expect(reportSections(report).text).toContain('Why: a group of the directory is one subject');
});

import { existsSync, readFileSync } from 'node:fs';
import { explainedIn } from '../../access/explained';
import { WARNINGS } from '../../lib/shared/diagnostics';
import { summarize } from '../../rehearsal/summary';

const IDS = WARNINGS.map(({ id }) => id);

test.each(IDS)('a warning with the ID %s leads to the page that explains it', (id) => {
  const [line, ...others] = explainedIn(`the API server answers (at 'cluster/Aks') [${id}]`);
  const [file, anchor] = line!.replace('explained in ', '').split('#');

  expect(others).toEqual([]);
  expect(existsSync(file!)).toBe(true);
  expect(readFileSync(file!, 'utf8')).toContain(`\n### ${anchor}\n`);
});

test('what has no ID, or one of somebody else, leads nowhere', () => {
  expect(['all is well', 'see [there]', 'a list [public-api-server] of them'].flatMap(explainedIn)).toEqual(
    [],
  );
});

test('the rehearsal says so below each warning', () => {
  const warnings = ['cluster: it is public [public-api-server]'];
  const stack = {
    name: 'cluster',
    directory: '',
    dependencies: [],
    warnings,
    json: { terraform: { backend: { local: { path: 'a.tfstate' } } } },
  };
  expect(summarize([stack])).toMatch(
    /^warning {10}cluster: it is public \[public-api-server\]\n {17}explained in docs\/diagnostics\.md#public-api-server$/m,
  );
});

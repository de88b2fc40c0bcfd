import { withInstalledScript, withReachableLinks } from '../../../tools/packaging/shipped-pages';

const PLACE = { folder: process.cwd(), repository: 'https://example.com/blob/v1.2.3' };

test('links to what is not in the package lead to the repository, at its version', () => {
  const text = '[a](no-such.md#here) [b](../no-such.ts) ![c](images/no.svg)';

  expect(withReachableLinks(text, 'docs/page.md', PLACE)).toBe(
    '[a](https://example.com/blob/v1.2.3/docs/no-such.md#here) [b](https://example.com/blob/v1.2.3/no-such.ts) ' +
      '![c](https://example.com/blob/v1.2.3/docs/images/no.svg)',
  );
});

test('links to what is there, to headings and to the web stay', () => {
  const text = '[a](state.md#names) [b](../README.md) [c](#d) [e](https://example.com/f) [g](mailto:a@b.c)';

  expect(withReachableLinks(text, 'docs/page.md', PLACE)).toBe(text);
});

test('pipelines call the script where npm installs it', () => {
  expect(withInstalledScript('run: examples/pipelines/plan.sh > plan.md', 'app')).toBe(
    'run: bash node_modules/app/examples/pipelines/plan.sh > plan.md',
  );
});

import { readdirSync } from 'node:fs';
import sidebar from '../../../tools/site/sidebar.json';

const LISTED = sidebar.flatMap(({ items }) => items.map(({ link }) => link));

test('the sidebar of the site has every page of docs/ once', () => {
  const pages = readdirSync('docs').filter((file) => file.endsWith('.md') && file !== 'README.md');

  expect([...LISTED].sort()).toEqual(
    [...pages.map((file) => `/${file.replace('.md', '')}`), '/constructs/'].sort(),
  );
});

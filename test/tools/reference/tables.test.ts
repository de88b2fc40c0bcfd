import { MarkdownNode, nodesOf, parsedMarkdown, readText } from '../../parsed';
import { Page, pages } from '../../../tools/reference/pages';

/** jsii-docgen writes this one, with HTML for its anchors. */
const HAS_HTML = ['docs/api.md'];

/** What a reader of the rendered pages would stumble over, each behind its page. */
function broken(read: readonly Page[]): string[] {
  const trees = parsedMarkdown(read.map(({ text }) => text));
  return read.flatMap(({ path }, i) =>
    nodesOf(trees[i]!)
      .flatMap((node) => problemsOf(node, HAS_HTML.includes(path)))
      .map((problem) => `${path}: ${problem}`),
  );
}

function problemsOf(node: MarkdownNode, mayHoldHtml: boolean): string[] {
  const { type, value = '', children = [] } = node;
  if (type === 'table') {
    const columns = children[0]!.children!.length;
    return children
      .filter((row) => row.children!.length !== columns)
      .map((row) => `${row.children!.length} cells under ${columns} headings: ${readText(row)}`);
  }
  if (type === 'text' && value.includes('`')) {
    return [`a backtick is shown: ${value}`];
  }
  if (type === 'inlineCode' && value !== value.trim()) {
    return [`code within code: \`${value}\``];
  }
  if (type === 'html' && !mayHoldHtml && !value.startsWith('<!--')) {
    return [`${value} is not shown: it counts as HTML`];
  }
  return type === 'paragraph' && /^\|.*\|$/m.test(readText(node)) ? [`no table: ${readText(node)}`] : [];
}

test('no page has a table, code or a placeholder that is not shown as it is meant', () => {
  expect(broken(pages())).toEqual([]);
});

test.each([
  ['a pipe in code', '| a |\n| --- |\n| `x|y` |\n', '2 cells under 1 headings: `xy`'],
  ['a cell too many', '| a | b |\n| --- | --- |\n| 1 | 2 | 3 |\n', '3 cells under 2 headings: 123'],
  ['code in code', 'See `- none; `b` is`.\n', 'code within code: `- none; `'],
  ['an odd backtick', 'a `b\n', 'a backtick is shown: a `b'],
  ['a placeholder', 'the group of <cluster>\n', '<cluster> is not shown: it counts as HTML'],
  ['a table without its second line', '| a | b |\n| 1 | 2 |\n', 'no table: | a | b |\n| 1 | 2 |'],
])('%s is found', (_, text, problem) => {
  expect(broken([{ path: 'page.md', text }])).toContain(`page.md: ${problem}`);
});

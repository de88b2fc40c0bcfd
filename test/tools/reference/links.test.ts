import { anchorsOf, brokenLinks } from '../../../tools/reference/links';
import { pages } from '../../../tools/reference/pages';

test('every link of every page leads to a file and a heading that are there', () => {
  expect(pages().flatMap((page) => brokenLinks(page))).toEqual([]);
});

describe('a link', () => {
  const broken = (text: string): string[] => brokenLinks({ path: 'docs/page.md', text });

  test('to a file that is not there is found, with its line', () => {
    expect(broken('One.\n\nSee [that](no-such.md).\n')).toEqual(['docs/page.md:3: no-such.md is not there']);
  });

  test('to a heading that is not there is found, on the page itself and on others', () => {
    expect(
      broken('# Here\n\n[a](#here), [b](#there), [c](rehearsal.md#commands), [d](rehearsal.md#none)\n'),
    ).toEqual([
      "docs/page.md:3: #there has no heading '#there'",
      "docs/page.md:3: rehearsal.md#none has no heading '#none'",
    ]);
  });

  test('is found in images, in code that is a title, in HTML and in definitions', () => {
    const text = '![a](a.png) [`b`](b.ts) <img src="c.svg"> \n\n[d]: d.md\n';

    expect(broken(text).map((problem) => problem.split(' ')[1])).toEqual(['a.png', 'b.ts', 'd.md', 'c.svg']);
  });

  test('in code is none, and the web is left alone', () => {
    expect(
      broken('`[a](a.md)`\n\n```md\n[b](b.md)\n```\n\n[c](https://example.com/c) [d](mailto:a@b.c)\n'),
    ).toEqual([]);
  });

  test('leads nowhere outside of the repository', () => {
    expect(broken('[a](../../etc/passwd)')).toEqual([
      'docs/page.md:1: ../../etc/passwd leads out of the repository',
    ]);
  });
});

test('headings have the anchors that GitHub gives them', () => {
  const text = '# `aad`, `mode: managed`\n\n## A & B\n\n## Twice\n\n## Twice\n\n```sh\n# none\n```\n';

  expect([...anchorsOf(text)]).toEqual(['aad-mode-managed', 'a--b', 'twice', 'twice-1']);
});

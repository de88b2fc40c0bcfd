// Parsers that are ECMAScript modules, which jest does not load: `node test/parsers.mjs markdown` reads texts from standard
// input and prints their trees, both as JSON.
import { readFileSync } from 'node:fs';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { parse } from 'parse5';

const markdown = (text) => fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });

const html = (text) => {
  const errors = [];
  const tree = parse(text, { onParseError: ({ code }) => errors.push(code) });
  return { tree, errors };
};

const parser = { markdown, html }[process.argv[2]];
const withoutCircles = (key, value) => (key === 'parentNode' || key === 'position' ? undefined : value);

process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, 'utf8')).map(parser), withoutCircles));

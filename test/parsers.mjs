// Parsers that are ECMAScript modules, which TypeScript does not let a CommonJS module import.
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { parse } from 'parse5';

export const markdown = (text) =>
  fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });

export const html = (text) => {
  const errors = [];
  const tree = parse(text, { onParseError: ({ code }) => errors.push(code) });
  return { tree, errors };
};

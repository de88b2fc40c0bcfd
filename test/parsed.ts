import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** A node of a Markdown document: https://github.com/syntax-tree/mdast. */
export interface MarkdownNode {
  readonly type: string;
  readonly value?: string;
  readonly url?: string;
  readonly children?: readonly MarkdownNode[];
}

/** A node of an HTML document, as parse5 has it. */
export interface HtmlNode {
  readonly nodeName: string;
  readonly value?: string;
  readonly attrs?: readonly { readonly name: string; readonly value: string }[];
  readonly childNodes?: readonly HtmlNode[];
}

/** Texts as GitHub's Markdown. */
export function parsedMarkdown(texts: readonly string[]): MarkdownNode[] {
  return parsed('markdown', texts) as MarkdownNode[];
}

/** Texts as HTML documents, with what an HTML parser finds wrong with them. */
export function parsedHtml(texts: readonly string[]): { tree: HtmlNode; errors: string[] }[] {
  return parsed('html', texts) as { tree: HtmlNode; errors: string[] }[];
}

/** All nodes of a Markdown document. */
export function nodesOf(node: MarkdownNode): MarkdownNode[] {
  return [node, ...(node.children ?? []).flatMap(nodesOf)];
}

/** What somebody reads who sees the document rendered. */
export function readText(node: MarkdownNode): string {
  return node.value ?? (node.children ?? []).map(readText).join('');
}

/** All nodes of an HTML document. */
export function elementsOf(node: HtmlNode): HtmlNode[] {
  return [node, ...(node.childNodes ?? []).flatMap(elementsOf)];
}

function parsed(parser: string, texts: readonly string[]): unknown {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(__dirname, 'parsers.mjs'), parser], {
    input: JSON.stringify(texts),
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  if (status !== 0) {
    throw new Error(stderr);
  }
  return JSON.parse(stdout);
}

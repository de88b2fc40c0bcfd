import { createRequire } from 'node:module';

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

interface Parsers {
  readonly markdown: (text: string) => MarkdownNode;
  readonly html: (text: string) => { tree: HtmlNode; errors: string[] };
}

const { markdown, html } = createRequire(__filename)('./parsers.mjs') as Parsers;

/** Texts as GitHub's Markdown. */
export function parsedMarkdown(texts: readonly string[]): MarkdownNode[] {
  return texts.map(markdown);
}

/** Texts as HTML documents, with what an HTML parser finds wrong with them. */
export function parsedHtml(texts: readonly string[]): { tree: HtmlNode; errors: string[] }[] {
  return texts.map(html);
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

import { visible } from '../../lib/shared/visible';
import { page } from '../html/html';
import { html, SafeHtml } from '../html/safe-html';
import { markdownList, markdownText } from '../report/markdown-text';

/** A part of a text for people, before it has a form. */
export type Block =
  | { readonly kind: 'title' | 'heading' | 'text'; readonly text: string }
  | { readonly kind: 'items'; readonly items: readonly string[] }
  | { readonly kind: 'commands'; readonly lines: readonly string[] };

/** For a terminal. */
export function blocksInText(blocks: readonly Block[]): string {
  const parts = blocks.map((block) => {
    switch (block.kind) {
      case 'title':
      case 'heading': {
        const text = visible(block.text);
        return `${text}\n${(block.kind === 'title' ? '=' : '-').repeat(text.length)}`;
      }
      case 'items':
        return block.items.map((item) => `- ${visible(item)}`).join('\n');
      case 'commands':
        return block.lines.map((line) => `  ${visible(line)}`).join('\n');
      default:
        return visible(block.text);
    }
  });
  return `${parts.join('\n\n')}\n`;
}

export function blocksInMarkdown(blocks: readonly Block[]): string {
  const parts = blocks.map((block) => {
    switch (block.kind) {
      case 'title':
      case 'heading':
        return `${block.kind === 'title' ? '#' : '##'} ${markdownText(block.text)}`;
      case 'items':
        return markdownList(block.items);
      case 'commands':
        return `\`\`\`console\n${block.lines.map(visible).join('\n')}\n\`\`\``;
      default:
        return markdownText(block.text);
    }
  });
  return `${parts.join('\n\n')}\n`;
}

/** As a page that needs nothing beside it. */
export function blocksInHtml(title: string, blocks: readonly Block[]): string {
  const [first, ...rest] = blocks;
  return page(
    title,
    html`<header>${first ? elementOf(first) : ''}</header>
      <main>${rest.map(elementOf)}</main>`,
  );
}

function elementOf(block: Block): SafeHtml {
  switch (block.kind) {
    case 'title':
      return html`<h1>${block.text}</h1>`;
    case 'heading':
      return html`<h2>${block.text}</h2>`;
    case 'items':
      return html`<ul>
        ${block.items.map((item) => html`<li>${item}</li>`)}
      </ul>`;
    case 'commands':
      return html`<pre><code>${block.lines.map(visible).join('\n')}</code></pre>`;
    default:
      return html`<p>${block.text}</p>`;
  }
}

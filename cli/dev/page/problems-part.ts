import { resolve } from 'node:path';
import { diagnosticLink } from '../../../access/html/html';
import { html, htmlLines, SafeHtml } from '../../../access/html/safe-html';
import { Problem } from '../messages';
import { DIAGNOSTICS } from './diagnostics-page';

/** What is wrong with what has been saved, errors first; each place is a link that opens the editor. */
export function problemsPart(problems: readonly Problem[], editor: string): string {
  const sorted = [
    ...problems.filter(({ severity }) => severity === 'error'),
    ...problems.filter(({ severity }) => severity === 'warning'),
  ];
  return html`<section aria-labelledby="problems-title">
    <h2 id="problems-title">Problems</h2>
    ${
      sorted.length === 0
        ? html`<p>None.</p>`
        : html`<ul class="problems">
            ${sorted.map((problem) => one(problem, editor))}
          </ul>`
    }
  </section>`.text;
}

function one(problem: Problem, editor: string): SafeHtml {
  const { key, message, severity, diagnostic } = problem;
  return html`<li class="${severity}">
    <span class="severity">${severity}</span> ${placeLink(problem, editor)}
    ${key === undefined ? html`` : html`<code>${key}</code>: `}<span class="message"
      >${htmlLines(message)}</span
    >
    ${diagnostic === undefined ? html`` : diagnosticLink(diagnostic, DIAGNOSTICS)}
  </li>`;
}

/** Where something is written, as a link that opens the editor there. */
export function placeLink({ file, line, column }: Partial<Problem>, editor: string): SafeHtml {
  if (file === undefined) {
    return html``;
  }
  // Only what is in a file can be opened; a revision or an environment variable cannot.
  return line === undefined
    ? html`<code>${file}</code>`
    : html`<a href="${editorUrl(editor, { file, line, column })}">${file}:${line}:${column ?? 1}</a>`;
}

function editorUrl(
  template: string,
  { file, line, column = 1 }: { file: string; line: number; column?: number },
): string {
  // The path begins with a slash, or with the letter of a drive.
  const path = resolve(file)
    .replaceAll('\\', '/')
    .replace(/^(?!\/)/, '/');
  return template
    .replaceAll('{file}', path.split('/').map(encodeURIComponent).join('/'))
    .replaceAll('{line}', String(line))
    .replaceAll('{column}', String(column));
}

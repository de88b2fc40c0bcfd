import { html, SafeHtml } from '../../../access/html/safe-html';
import { Diagnostic, WARNINGS } from '../../../lib/shared/diagnostics';
import { documentOf } from './document';

/** Where the server has the page; behind a `#`, the ID that is meant. */
export const DIAGNOSTICS = '/diagnostics';

/** What each warning means that has an ID. */
export function diagnosticsPage(): string {
  return documentOf(
    'Warnings',
    html`<header>
        <p class="eyebrow">cdktf-aks-aad dev</p>
        <h1>Warnings</h1>
        <p>
          Legal, but worth a second thought. <code>silence: [&lt;ID&gt;]</code> in the configuration keeps one
          quiet. <a href="/">Back</a>
        </p>
      </header>
      <main>${WARNINGS.map(section)}</main>`,
  );
}

function section({ id, when, reason }: Diagnostic): SafeHtml {
  return html`<section aria-labelledby="${id}">
    <h2 id="${id}">${id}</h2>
    <p>When ${when}.</p>
    <p>Why: ${reason}.</p>
  </section>`;
}

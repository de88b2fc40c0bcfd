import { html, SafeHtml } from '../../../access/html/safe-html';
import { Diagnostic, WARNINGS } from '../../../lib/shared/diagnostics';

/** Where the server has the page; behind a `#`, the ID that is meant. */
export const DIAGNOSTICS = '/diagnostics';

/** What each warning means that has an ID. */
export function diagnosticsPage(): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>Warnings</title>
        <link rel="stylesheet" href="/report.css" />
        <link rel="stylesheet" href="/dev.css" />
      </head>
      <body>
        <header>
          <p class="eyebrow">cdktf-aks-aad dev</p>
          <h1>Warnings</h1>
          <p>
            Legal, but worth a second thought. <code>silence: [&lt;ID&gt;]</code> in the configuration keeps
            one quiet. <a href="/">Back</a>
          </p>
        </header>
        <main>${WARNINGS.map(section)}</main>
      </body>
    </html>`.text;
}

function section({ id, when, reason }: Diagnostic): SafeHtml {
  return html`<section aria-labelledby="${id}">
    <h2 id="${id}">${id}</h2>
    <p>When ${when}.</p>
    <p>Why: ${reason}.</p>
  </section>`;
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { asset, DETAIL } from '../../../access/html/html';
import { html } from '../../../access/html/safe-html';
import { DIAGNOSTICS, diagnosticsPage } from './diagnostics-page';
import { documentOf } from './document';
import { DevServerOptions } from '../server';

/** What the page is made of. Its parts come later, and again after each change. */
export function pageFiles(configuration: string): DevServerOptions['files'] {
  return {
    '/': { type: 'text/html', text: pageOf(configuration) },
    [DIAGNOSTICS]: { type: 'text/html', text: diagnosticsPage() },
    '/report.css': { type: 'text/css', text: asset('page.css') },
    '/report.js': { type: 'text/javascript', text: asset('page.js') },
    '/dev.css': { type: 'text/css', text: own('dev.css') },
    '/dev.js': { type: 'text/javascript', text: own('dev.js') },
  };
}

function pageOf(configuration: string): string {
  return documentOf(
    configuration,
    html`<a class="skip" href="#who-may-what">Skip to the table</a>
      <header>
        <p class="eyebrow">cdktf-aks-aad dev</p>
        <h1>${configuration}</h1>
        <p id="status" role="status" class="working">Connects …</p>
        <p id="choice" hidden>
          <label
            >Cluster
            <select id="cluster"></select
          ></label>
        </p>
      </header>
      <main>
        <div data-part="problems"></div>
        <div data-part="changes"></div>
        <div data-part="plan"></div>
        <div>
          <section aria-labelledby="ask-title">
            <h2 id="ask-title">Ask</h2>
            <form id="ask">
              <label for="question">Who can do what?</label>
              <input
                id="question"
                type="text"
                role="combobox"
                aria-expanded="false"
                aria-controls="completions"
                aria-autocomplete="list"
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                placeholder="can alice@contoso.com delete pods in shop?"
              />
              <ul id="completions" role="listbox" aria-label="Completions" hidden></ul>
            </form>
            <div id="answer" aria-live="polite"></div>
          </section>
        </div>
        <div data-part="words" data-of-cluster hidden></div>
        <div id="who-may-what" tabindex="-1" data-part="access" data-of-cluster></div>
        <div>
          <section aria-labelledby="resources-title">
            <h2 id="resources-title">Resources</h2>
            <details id="resources">
              <summary>Terraform JSON of each stack</summary>
              <div id="resources-body"></div>
            </details>
          </section>
        </div>
      </main>
      ${DETAIL}
      <script src="/report.js"></script>
      <script src="/dev.js"></script>`,
  );
}

function own(name: string): string {
  return readFileSync(join(__dirname, name), 'utf8');
}

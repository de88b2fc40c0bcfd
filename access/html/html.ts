import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UNSEEN_PATTERN } from '../../lib/shared/visible';
import { diagnosticOf } from '../explained';
import { AccessReport } from '../report/report';
import { later } from './long-list';
import { matrixSection } from './matrix-section';
import { bindingsSection, rolesSection } from './reference-sections';
import { waysSection } from './ways-section';
import { html, jsonForScript, SafeHtml } from './safe-html';

/** The report as one page that needs nothing beside it. */
export function htmlReport(report: AccessReport): string {
  const body = html`<a class="skip" href="#access">Skip to the table</a>
    <header>
      <p class="eyebrow">Access report</p>
      <h1>Who can do what in <span class="cluster">${report.cluster}</span></h1>
      <p class="origin">${origin(report)}</p>
      ${figures(report)}
    </header>
    <main>${reportSections(report)}</main>
    ${DETAIL}`;
  return page(`Who can do what in cluster ${report.cluster}`, body, asset('page.js'));
}

/**
 * A page in the style of the report that needs nothing beside it.
 *
 * Its policy forbids whatever it does not contain: no request leaves the page, and no other script runs in it.
 */
export function page(title: string, body: SafeHtml, script?: string): string {
  const style = asset('page.css');
  const scripts = script === undefined ? '' : `script-src '${hashOf(script)}'; `;
  const policy = `default-src 'none'; style-src '${hashOf(style)}'; ${scripts}base-uri 'none'; form-action 'none'`;
  // Whole elements, because the policy counts every blank in them.
  const styleElement = new SafeHtml(`<style>${style}</style>`);
  const scriptElement = new SafeHtml(script === undefined ? '' : `<script>${script}</script>`);

  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        ${styleElement}
      </head>
      <body>
        ${body} ${scriptElement}
      </body>
    </html> `.text;
}

/**
 * What a page shows of a report, with the data for its script.
 *
 * @param diagnostics address of the page that explains the IDs of warnings; without one, the reason stands beside them
 */
export function reportSections(report: AccessReport, diagnostics?: string): SafeHtml {
  return html`${warningsSection(report.warnings, diagnostics)} ${matrixSection(report)} ${waysSection(report)}
    ${bindingsSection(report)} ${rolesSection(report)} ${breakGlassSection(report)}
    <script type="application/json" id="report">
      ${jsonForScript({ report, unseen: UNSEEN_PATTERN })}
    </script>`;
}

/** What is behind a cell of the table. */
export const DETAIL = html`<dialog id="detail" aria-labelledby="detail-title">
  <div class="detail-head">
    <h2 id="detail-title"></h2>
    <a id="detail-link">Link to this</a>
    <button type="button" id="detail-close">Close</button>
  </div>
  <div id="detail-body"></div>
</dialog>`;

function origin({ configuration, isLive, tenant }: AccessReport): SafeHtml {
  const who = tenant
    ? html` and the people of <strong>${tenant}</strong>`
    : html`; without a tenant file, subjects are shown as they are bound`;
  return html`From <code>${configuration}</code>${who}.${isLive ? '' : ' The cluster was not asked.'}`;
}

/** How much there is of everything. */
export function figures({ subjects, namespaces, bindings, warnings }: AccessReport): SafeHtml {
  const toTheTop = subjects.flatMap(({ ways = [] }) => ways.filter(({ to }) => to === 'cluster-admin'));
  const admins = toTheTop.filter(({ steps }) => steps.length === 0).length;
  const entries: [number, string][] = [
    [subjects.length, subjects.length === 1 ? 'subject' : 'subjects'],
    [admins, admins === 1 ? 'cluster administrator' : 'cluster administrators'],
    [toTheTop.length - admins, 'who can become one'],
    [namespaces.length, namespaces.length === 1 ? 'namespace' : 'namespaces'],
    [bindings.length, bindings.length === 1 ? 'binding' : 'bindings'],
    [warnings.length, warnings.length === 1 ? 'warning' : 'warnings'],
  ];
  return html`<ul class="figures">
    ${entries.map(([count, what]) => html`<li><strong>${count}</strong> ${what}</li>`)}
  </ul>`;
}

function warningsSection(warnings: readonly string[], diagnostics: string | undefined): SafeHtml {
  return warnings.length === 0
    ? html``
    : html`<section class="warnings" aria-labelledby="warnings">
        <h2 id="warnings">Warnings</h2>
        <ul class="long">
          ${warnings.map((warning, i) => html`<li class="${later(i)}">${explained(warning, diagnostics)}</li>`)}
        </ul>
      </section>`;
}

/** A warning with what its ID means, or with a link to that. */
function explained(warning: string, diagnostics: string | undefined): SafeHtml {
  const diagnostic = diagnosticOf(warning);
  if (!diagnostic) {
    return html`${warning}`;
  }
  const { id, reason } = diagnostic;
  return diagnostics === undefined
    ? html`${warning} Why: ${reason}.`
    : html`${warning.slice(0, -`[${id}]`.length)} ${diagnosticLink(id, diagnostics)}`;
}

/** The ID of a warning, as a link to what explains it. */
export function diagnosticLink(id: string, diagnostics: string): SafeHtml {
  return html`<a href="${diagnostics}#${id}">${id}</a>`;
}

function breakGlassSection({ breakGlass }: AccessReport): SafeHtml {
  return breakGlass === undefined
    ? html``
    : html`<section aria-labelledby="emergency">
        <h2 id="emergency">In an emergency</h2>
        <ul>
          ${breakGlass.text.map((sentence) => html`<li>${sentence}</li>`)}
        </ul>
      </section>`;
}

/** The text of a file beside this one. */
export function asset(name: string): string {
  return readFileSync(join(__dirname, name), 'utf8');
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

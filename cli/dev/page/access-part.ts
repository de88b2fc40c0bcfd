import { figures, reportSections } from '../../../access/html/html';
import { html } from '../../../access/html/safe-html';
import { AccessReport } from '../../../access/report/report';
import { DIAGNOSTICS } from './diagnostics-page';

/** Who may do what in one cluster: what `access` writes as a page, without what is around it. */
export function accessPart(report: AccessReport): string {
  const who = report.tenant
    ? html`With the people of <strong>${report.tenant}</strong>.`
    : html`Without a tenant file, subjects are shown as they are bound.`;

  return html`<p class="origin">${who}</p>
    ${figures(report)} ${reportSections(report, DIAGNOSTICS)}`.text;
}

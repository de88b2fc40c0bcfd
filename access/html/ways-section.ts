import { AccessReport, ReportedSubject, ReportedWay, subjectLabel } from '../report/report';
import { TOP_IN_WORDS } from '../ways/ways';
import { waysId } from './fragment';
import { html, SafeHtml } from './safe-html';

/** How everybody who is not there yet gets to the top, drawn from box to box. */
export function waysSection({ subjects }: AccessReport): SafeHtml {
  const climbing = subjects.filter(({ ways }) => ways?.some(({ steps }) => steps.length > 0));
  if (climbing.length === 0) {
    return html``;
  }
  return html`<section id="ways" aria-labelledby="ways-title">
    <h2 id="ways-title">Ways to the top</h2>
    ${climbing.map(
      (subject) =>
        html`<article class="ways" id="${waysId(subject)}" aria-label="Ways of ${subjectLabel(subject)}">
          <h3><a href="#${waysId(subject)}">${subjectLabel(subject)}</a></h3>
          ${(subject.ways ?? []).map((way) => drawn(way, subject))}
        </article> `,
    )}
  </section>`;
}

function drawn({ to, steps }: ReportedWay, subject: ReportedSubject): SafeHtml {
  const boxes = steps.map(
    ({ can, by, gets }) =>
      html`<li class="edge"><span>can ${can}</span>${by.map((one) => html`<small>${one}</small>`)}</li>
        <li class="box">${gets}</li> `,
  );
  return html`<ol class="way ${to}">
    <li class="box start">${subjectLabel(subject)}</li>
    ${boxes}
    <li class="box top">${TOP_IN_WORDS[to]}</li>
  </ol>`;
}

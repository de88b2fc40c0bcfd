import { AccessReport, ReportedSubject, ReportedWay, subjectLabel } from '../report/report';
import { TOP_IN_WORDS } from '../ways/ways';
import { waysId } from './fragment';
import { later } from './long-list';
import { html, SafeHtml } from './safe-html';

/** How everybody who is not there yet gets to the top, drawn from box to box. */
export function waysSection({ subjects }: AccessReport): SafeHtml {
  const climbing = subjects.filter(
    ({ ways = [], eligible }) => ways.some(({ steps }) => steps.length > 0) || eligible?.ways !== undefined,
  );
  if (climbing.length === 0) {
    return html``;
  }
  return html`<section id="ways" aria-labelledby="ways-title">
    <h2 id="ways-title">Ways to the top</h2>
    <div class="long">
      ${climbing.map(
        (subject, i) =>
          html`<article
            class="ways ${later(i)}"
            id="${waysId(subject)}"
            aria-label="Ways of ${subjectLabel(subject)}"
          >
            <h3><a href="#${waysId(subject)}">${subjectLabel(subject)}</a></h3>
            ${(subject.ways ?? []).map((way) => drawn(way, subject))}
            ${(subject.eligible?.ways ?? []).map((way) => drawn(way, subject, activationOf(way)))}
          </article> `,
      )}
    </div>
  </section>`;
}

/** `activates the membership of group admins`, with which such a way begins. */
function activationOf({ text }: ReportedWay): string {
  return text.split(' → ')[0]!;
}

function drawn({ to, steps }: ReportedWay, subject: ReportedSubject, activation?: string): SafeHtml {
  const first =
    activation === undefined
      ? html``
      : html`<li class="edge"><span>${activation}</span></li>
          <li class="box">may do more for some hours</li> `;
  const boxes = steps.map(
    ({ can, by, gets }) =>
      html`<li class="edge"><span>can ${can}</span>${by.map((one) => html`<small>${one}</small>`)}</li>
        <li class="box">${gets}</li> `,
  );
  return html`<ol class="way ${to}">
    <li class="box start">${subjectLabel(subject)}</li>
    ${first} ${boxes}
    <li class="box top">${TOP_IN_WORDS[to]}</li>
  </ol>`;
}

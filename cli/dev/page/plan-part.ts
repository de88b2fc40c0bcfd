import { html, htmlLines, SafeHtml } from '../../../access/html/safe-html';
import { Fate, GONE, PlannedResource } from '../../../rehearsal/planned-changes';
import { PlannedStack } from '../../../rehearsal/preview';

/** What is told of one resource; of the others only what becomes of them. */
const MOST_ATTRIBUTES = 200;

/** What a deployment would do, stack by stack, to what is deployed to the stand-ins. */
export function planPart(
  plans: readonly PlannedStack[],
  {
    of,
    gone,
    isOutdated = false,
  }: { readonly of: string; readonly gone: readonly string[]; readonly isOutdated?: boolean },
): string {
  return section(
    html`${isOutdated ? html`<p><strong>Of an earlier save.</strong> What is saved now is being planned …</p>` : html``}
      <p class="note">
        What a deployment would do to ${of}, by real Terraform, against stand-ins. Nothing is deployed.
      </p>
      ${plans.map(ofStack)}
      ${gone.map(
        (name) =>
          html`<h3>${name}</h3>
            <p>${GONE}.</p>`,
      )}`,
  );
}

/** That there is no plan, or none yet. */
export function planMessage(text: string): string {
  return section(html`<p class="message">${htmlLines(text)}</p>`);
}

/** The plans in lines for a terminal. */
export function plansInShort(
  plans: readonly PlannedStack[],
  {
    milliseconds,
    gone,
    of,
  }: { readonly milliseconds: number; readonly gone: readonly string[]; readonly of: string },
): string[] {
  const told = plans.filter(
    ({ resources, kept, isUnknown }) => resources.length + kept.length > 0 || isUnknown,
  );
  const seconds = `${(milliseconds / 1000).toFixed(1)} s`;
  return told.length + gone.length === 0
    ? [`plan after ${seconds}${of}: no changes`]
    : [
        `plan after ${seconds}${of}:`,
        ...told.flatMap(({ name, summary, refusals, kept, resources }) => [
          `  ${name}: ${summary.split('\n')[0]}`,
          ...kept.map((line) => `    ${line}`),
          ...resources.filter(isLoud).map((one) => `WRONG  ${one.address} is ${one.fate}${because(one)}`),
          ...refusals.map((refusal) => `WRONG  ${refusal.split('\n')[0]}`),
        ]),
        ...gone.map((name) => `  ${name} ${GONE}`),
      ];
}

function ofStack({ name, summary, resources, kept, refusals, isUnknown }: PlannedStack): SafeHtml {
  return html`<h3>${name}</h3>
    <p class="message${isUnknown ? ' unknown' : ''}">${htmlLines(summary)}</p>
    ${kept.map((line) => html`<p class="message">${htmlLines(line)}</p>`)}
    ${refusals.map((refusal) => html`<p class="message refusal">${htmlLines(refusal)}</p>`)}
    ${
      resources.length === 0
        ? html``
        : html`<ul class="changes">
            ${resources.map((one) => ofResource(name, one))}
          </ul>`
    }`;
}

function ofResource(stack: string, one: PlannedResource): SafeHtml {
  const { address, fate, attributes } = one;
  const head = html`<span class="fate">${fate}</span> <code>${address}</code>${because(one)}`;
  const shown = attributes.slice(0, MOST_ATTRIBUTES);
  const left = attributes.length - shown.length;
  return html`<li class="${CLASSES[fate] ?? ''}">
    ${
      attributes.length === 0
        ? head
        : html`<details id="plan:${stack}:${address}">
            <summary>${head}</summary>
            <ul class="attributes">
              ${[...shown, ...(left > 0 ? [`and ${left} more`] : [])].map((line) => html`<li><code>${line}</code></li>`)}
            </ul>
          </details>`
    }
  </li>`;
}

const CLASSES: Readonly<Partial<Record<Fate, string>>> = {
  replaced: 'opened',
  destroyed: 'opened',
  'no longer managed': 'noted',
  created: 'closed',
};

function isLoud({ fate }: PlannedResource): boolean {
  return fate === 'replaced' || fate === 'destroyed';
}

function because({ because: paths }: PlannedResource): string {
  return paths.length === 0 ? '' : `, because of ${paths.join(', ')}`;
}

function section(content: SafeHtml): string {
  return html`<section aria-labelledby="plan-title">
    <h2 id="plan-title">Plan</h2>
    ${content}
  </section>`.text;
}

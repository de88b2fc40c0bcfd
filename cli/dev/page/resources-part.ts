import { html, htmlLines, SafeHtml } from '../../../access/html/safe-html';
import { ConfiguredAccess } from '../../../access/configured/configured-access';
import { StackJson, SynthesizedApp } from '../../../access/configured/synthesized-app';
import { TerraformObject } from '../../../access/rbac/from-terraform';
import { ResourcePlaces } from '../resource-places';
import { placeLink } from './problems-part';

/** What the stacks of a cluster hold, as Terraform JSON, each with the line of the configuration that it comes from. */
export function resourcesPart(app: SynthesizedApp, access: ConfiguredAccess, editor: string): string {
  const places = new ResourcePlaces(app, access);
  return html`${Object.entries(app.stacks).map(([name, stack]) => ofStack(name, stack, places, editor))}`
    .text;
}

function ofStack(
  name: string,
  { resource = {} }: StackJson,
  places: ResourcePlaces,
  editor: string,
): SafeHtml {
  const all = Object.entries(resource).flatMap(([type, instances]) =>
    Object.entries(instances).map(([id, one]) => ({ type, id, one })),
  );
  return html`<h3>${name}, ${all.length} ${all.length === 1 ? 'resource' : 'resources'}</h3>
    ${all.map(({ type, id, one }) => {
      const place = places.of(type, one);
      return html`<details id="resource:${name}:${type}.${id}">
        <summary><code>${type}.${id}</code></summary>
        ${place ? html`<p class="note">From ${placeLink(place, editor)}</p>` : html``}
        <pre tabindex="0">${jsonLines(one)}</pre>
      </details> `;
    })}`;
}

/** Without the comment of cdktf. */
function jsonLines(one: TerraformObject): SafeHtml {
  const own = Object.entries(one).filter(([name]) => name !== '//');
  return htmlLines(JSON.stringify(Object.fromEntries(own), null, 2));
}

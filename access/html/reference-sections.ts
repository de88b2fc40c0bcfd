import { customResourceInWords } from '../azure/custom-resource-words';
import { PolicyRule } from '../rbac/objects';
import { AccessReport, ReportedBinding, ReportedRole } from '../report/report';
import { rulesInWords } from '../report/rights';
import { later } from './long-list';
import { html, SafeHtml } from './safe-html';

/**
 * All bindings, for print and for whoever has no script.
 *
 * In a narrow window the cells of a row stand below each other; roles say what they are, as browsers then no longer do.
 */
export function bindingsSection({ bindings, roles }: AccessReport): SafeHtml {
  if (bindings.length === 0) {
    return html``;
  }
  return html`<section aria-labelledby="bindings">
    <h2 id="bindings">Bindings</h2>
    <div class="scroll" tabindex="0" role="group" aria-label="Table of bindings">
      <table class="plain bindings" role="table">
        <thead role="rowgroup">
          <tr role="row">
            <th scope="col" role="columnheader">Binding</th>
            <th scope="col" role="columnheader">Place</th>
            <th scope="col" role="columnheader">Role</th>
            <th scope="col" role="columnheader">Subjects</th>
          </tr>
        </thead>
        <tbody class="long" role="rowgroup">
          ${bindings.map((binding, i) => bindingRow(binding, i, roles))}
        </tbody>
      </table>
    </div>
  </section>`;
}

function bindingRow(binding: ReportedBinding, index: number, roles: readonly ReportedRole[]): SafeHtml {
  const { name, kind, namespace, role, subjects } = binding;
  const roleIndex = roles.findIndex(({ id }) => id === role);
  return html`<tr id="binding-${index}" class="${later(index)}" role="row">
    <th scope="row" role="rowheader"><span class="who">${name}</span><span class="about">${kind}</span></th>
    <td role="cell" data-head="Place">${namespace ?? 'whole cluster'}</td>
    <td role="cell" data-head="Role"><a href="#role-${roleIndex}">${role}</a></td>
    <td role="cell" data-head="Subjects">
      <ul>
        ${subjects.map((subject) => html`<li>${subject}</li>`)}
      </ul>
    </td>
  </tr> `;
}

/** All roles that are bound, with their rules. */
export function rolesSection({ roles }: AccessReport): SafeHtml {
  if (roles.length === 0) {
    return html``;
  }
  return html`<section aria-labelledby="roles">
    <h2 id="roles">Roles</h2>
    ${roles.map(
      (role, i) =>
        html`<details id="role-${i}">
          <summary>${role.id}</summary>
          ${rules(role)}
        </details> `,
    )}
  </section>`;
}

function rules(role: ReportedRole): SafeHtml {
  if (role.rules === undefined) {
    return html`<p>Not part of the configuration: what it allows is not known here.</p>`;
  }
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Rules of ${role.id}">
    <table class="plain rules">
      <thead>
        <tr>
          <th scope="col">May</th>
          <th scope="col">On</th>
          <th scope="col">API groups</th>
          <th scope="col">Only named</th>
        </tr>
      </thead>
      <tbody>
        ${role.rules.map(ruleRow)}
      </tbody>
    </table>
    ${
      role.unevaluated
        ? html`<p>
            ${rulesInWords(role.unevaluated.rules).join('; ')}, where a condition holds that is not evaluated:
            <code>${role.unevaluated.condition}</code>
          </p>`
        : html``
    }
  </div>`;
}

function ruleRow({
  verbs,
  apiGroups,
  resources,
  resourceNames,
  nonResourceURLs,
  azure,
}: PolicyRule): SafeHtml {
  const things = [...(resources ?? []), ...(nonResourceURLs ?? []).map((url) => `URL ${url}`)];
  const groups = (apiGroups ?? []).map((group) => (group === '' ? 'core' : group));
  if (azure) {
    const { dataActions, notDataActions = [], customResources = [] } = azure;
    const except = notDataActions.map((action) => `not ${action}`);
    return html`<tr>
      <td>data actions</td>
      <td>${[...dataActions, ...except].join(', ')}</td>
      <td></td>
      <td>${customResources.map(customResourceInWords).join(', ')}</td>
    </tr> `;
  }
  return html`<tr>
    <td>${verbs.join(', ')}</td>
    <td>${things.join(', ')}</td>
    <td>${groups.join(', ')}</td>
    <td>${(resourceNames ?? []).join(', ')}</td>
  </tr> `;
}

import { isDay } from '../../../lib/shared/azure-limits';
import { findApiResource } from '../../../lib/shared/api-resources';
import { verbProblem } from '../../../lib/shared/api-verbs';
import { groupProblem } from '../../../lib/shared/policy-rules';
import { items, Path, Report, Section, section } from './section';

/** What single keys of the rules about access must agree on. */

const PEOPLE_KEYS = ['users', 'guests', 'groups', 'servicePrincipals', 'serviceAccounts'];
const EXEMPTION_KEYS = [...PEOPLE_KEYS, 'roles', 'bindings', 'namespaces'];

export function checkAccessRules(rules: Section, report: Report): void {
  for (const [id, value] of Object.entries(rules)) {
    const rule = section(value);
    const path: Path = ['rules', id];

    if (['can', 'cannot'].includes(String(rule.type)) && isEmpty(rule, PEOPLE_KEYS)) {
      report(path, `is about nobody: list somebody under ${quoted(PEOPLE_KEYS)}`);
    }
    checkRequest(rule, path, report);
    items(rule.exemptions).forEach((exemption, index) =>
      checkExemption(section(exemption), [...path, 'exemptions', index], report),
    );
  }
}

function checkRequest(rule: Section, path: Path, report: Report): void {
  items(rule.verbs).forEach((verb, index) => {
    const problem =
      verb === '*'
        ? "'*' would be the verb of that name: list the verbs"
        : typeof verb === 'string'
          ? verbProblem(verb)?.replace(/^verb /, '')
          : undefined;
    if (problem !== undefined) {
      report([...path, 'verbs', index], problem);
    }
  });

  items(rule.resources).forEach((resource, index) => {
    if (typeof resource !== 'string') {
      return;
    }
    const [name = ''] = resource.split('/');
    const found = findApiResource(name);
    const place = [...path, 'resources', index];
    if (!found || name.includes('*')) {
      report(
        place,
        `'${resource}' is not built into Kubernetes: write it with its API group, such as certificates.cert-manager.io`,
      );
    } else if (found.resource !== name.split('.')[0]) {
      report(place, `'${resource}' is not a plural: use '${found.resource}'`);
    } else {
      const verbs = items(rule.verbs).filter((verb) => typeof verb === 'string');
      const problem = groupProblem(resource, verbs);
      if (problem !== undefined) {
        report(place, `'${resource}' ${problem}`);
      }
    }
  });
}

function checkExemption(exemption: Section, path: Path, report: Report): void {
  if (isEmpty(exemption, EXEMPTION_KEYS)) {
    report(path, `exempts nothing: list somebody or something under ${quoted(EXEMPTION_KEYS)}`);
  }
  const { until } = exemption;
  if (typeof until === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(until) && !isDay(until)) {
    report([...path, 'until'], `'${until}' is not a date`);
  }
}

function isEmpty(entry: Section, keys: readonly string[]): boolean {
  return keys.every((key) => items(entry[key]).length === 0);
}

function quoted(keys: readonly string[]): string {
  return keys.map((key) => `'${key}'`).join(', ');
}

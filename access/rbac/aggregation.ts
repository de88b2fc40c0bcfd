import { ClusterRole, LabelSelector, LabelSelectorRequirement, PolicyRule } from './objects';

type Labels = Readonly<Record<string, string>>;

/**
 * Rules of a cluster role that is put together from others.
 *
 * The controller of Kubernetes overwrites the rules of such a role with the union of the roles that it selects, in
 * the order of their names, and starts again when one of them changes. A selected role may aggregate in turn
 * (`admin` selects `edit`, which selects `view`), so what remains are the rules of the plain roles that can be reached.
 */
export function aggregatedRules(role: ClusterRole, all: readonly ClusterRole[]): PolicyRule[] {
  const byName = [...all].sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
  const rules = new Map<string, PolicyRule>();
  const seen = new Set([role.metadata.name]);

  const collect = (aggregating: ClusterRole): void => {
    for (const candidate of byName) {
      if (seen.has(candidate.metadata.name) || !isSelected(aggregating, candidate)) {
        continue;
      }
      seen.add(candidate.metadata.name);
      if (candidate.aggregationRule) {
        collect(candidate);
      } else {
        candidate.rules.forEach((rule) => rules.set(JSON.stringify(rule), rule));
      }
    }
  };

  collect(role);
  return [...rules.values()];
}

function isSelected(aggregating: ClusterRole, candidate: ClusterRole): boolean {
  const selectors = aggregating.aggregationRule?.clusterRoleSelectors ?? [];
  return selectors.some((selector) => selectorMatches(selector, candidate.metadata.labels ?? {}));
}

/** Whether labels satisfy a selector; an empty selector matches everything. */
function selectorMatches(selector: LabelSelector, labels: Labels): boolean {
  const wanted = Object.entries(selector.matchLabels ?? {});
  return (
    wanted.every(([key, value]) => labels[key] === value) &&
    (selector.matchExpressions ?? []).every((requirement) => requirementMatches(requirement, labels))
  );
}

function requirementMatches(
  { key, operator, values = [] }: LabelSelectorRequirement,
  labels: Labels,
): boolean {
  const value = labels[key];
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);

    case 'NotIn':
      return value === undefined || !values.includes(value);

    case 'Exists':
      return value !== undefined;

    case 'DoesNotExist':
      return value === undefined;

    default:
      return false;
  }
}

import { BoundPlaces } from './granted-places';
import { isLiteral } from './guards';
import { DataActionRights, isOneResource } from '../shared/aks-data-actions';
import { PolicyRule } from '../shared/policy-rules';
import { isEnough, Need, reachOf, Technique, TECHNIQUES } from '../shared/techniques';

/** What is risky about a role: the ID of the warning, and what the role allows to do. */
export interface Risk {
  readonly id: string;

  /** Behind "allows to". */
  readonly what: string;

  /** Whether it is one in a single namespace, too. */
  readonly inNamespace: boolean;
}

/** What is risky about the rules of a role; each warning once. */
export function risksOf(rules: readonly PolicyRule[], isNamespaced: boolean): Risk[] {
  const wildcards = new Set(rules.flatMap(wildcardsOf));
  const onNamed = rules
    .filter((rule) => !rule.resources?.includes('*') && (!rule.resourceNames?.length || isOfTheTop(rule)))
    .map((rule) => (rule.azure ? { ...rule, azure: withoutWide(rule.azure) } : rule));
  const wildcard: Risk = {
    id: 'role-wildcard',
    what: `do more with every version of Kubernetes: '*' in ${[...wildcards].join(', ')}`,
    inNamespace: true,
  };
  const known = TECHNIQUES.filter(({ needs }) => needs.every((need) => has(onNamed, need, isNamespaced)));
  const all = [
    ...(wildcards.size > 0 ? [wildcard] : []),
    ...known.map((technique) => riskOf(technique, rules, isNamespaced)),
  ].filter(({ inNamespace }) => inNamespace || !isNamespaced);

  return [...new Map(all.reverse().map((risk) => [risk.id, risk])).values()].reverse();
}

/** Names that are everything: what is named otherwise, somebody has thought about. */
const TOP_NAMES = ['cluster-admin', 'system:masters'];

/** Whether a rule hands out every right, though it is about names. */
function isOfTheTop({ verbs, resourceNames = [] }: PolicyRule): boolean {
  return (
    ['bind', 'escalate', 'impersonate', '*'].some((verb) => verbs.includes(verb)) &&
    TOP_NAMES.some((name) => resourceNames.includes(name))
  );
}

/** Labels that Kubernetes gives cluster-admin, as it does the other roles that it makes. */
const LABELS_OF_CLUSTER_ADMIN: Readonly<Record<string, string>> = {
  'kubernetes.io/bootstrapping': 'rbac-defaults',
};

/** What is risky about the labels that a role takes its rules from. */
export function aggregationRisks(selectors: readonly Readonly<Record<string, string>>[] = []): Risk[] {
  const index = isLiteral(selectors)
    ? selectors.findIndex(
        (labels) =>
          isLiteral(labels) &&
          Object.entries(labels).every(([key, value]) => LABELS_OF_CLUSTER_ADMIN[key] === value),
      )
    : -1;

  return index < 0
    ? []
    : [
        {
          id: 'role-wildcard',
          what: `do everything, as aggregateFrom[${index}] selects the labels of cluster-admin`,
          inNamespace: true,
        },
      ];
}

/**
 * A warning about a role, in words: what its bindings make of it.
 *
 * @param places undefined of a role of one namespace, which counts there only
 * @param takenOverBy cluster roles that the rules are added to
 */
export function riskInWords(
  role: string,
  { what, inNamespace }: Risk,
  places: BoundPlaces | undefined,
  takenOverBy: readonly string[],
): string | undefined {
  const bound = places !== undefined && places.namespaces.length + places.unnamed > 0;
  const part = takenOverBy.length === 0 ? '' : `, which is part of ${quoted(takenOverBy)},`;

  if (places === undefined || places.inCluster) {
    return `${role}${part} allows to ${what}`;
  }
  if (!bound) {
    return `${role}${part} allows to ${what} where it is bound in the whole cluster; nothing of this stack binds it`;
  }
  if (!inNamespace) {
    return undefined;
  }
  const unnamed = places.unnamed > 0 ? [`${places.unnamed} whose name is not known yet`] : [];
  return `${role}${part} allows to ${what} in namespaces ${[...places.namespaces.map((one) => `'${one}'`), ...unnamed].join(', ')}`;
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `'${name}'`).join(', ');
}

/** Data actions of a resource, or of several one by one. */
function withoutWide(rights: DataActionRights): DataActionRights {
  return { ...rights, dataActions: rights.dataActions.filter((action) => !isWide(action)) };
}

/** Whether it is about more than one resource; `apps/deployments/*` is all that is done with one. */
function isWide(action: string): boolean {
  return action.includes('*') && !isOneResource(action.replace(/\/\*$/, ''));
}

function wildcardsOf({ verbs, apiGroups, resources, nonResourceUrls, azure }: PolicyRule): string[] {
  if (azure) {
    return azure.dataActions.some(isWide) ? ['dataActions'] : [];
  }
  const lists = { verbs, apiGroups, resources, nonResourceUrls };
  return Object.entries(lists).flatMap(([name, list]) => (list?.includes('*') ? [name] : []));
}

/** Only the named secrets, and so on: somebody has thought about it. */
function has(rules: readonly PolicyRule[], need: Need, isNamespaced: boolean): boolean {
  return !(isNamespaced && need.isClusterScoped) && isEnough(reachOf(rules, need), need);
}

function riskOf(
  { warning, what, also = [], inNamespace }: Technique,
  rules: readonly PolicyRule[],
  isNamespaced: boolean,
): Risk {
  const missing = also.filter((need) => !has(rules, need, isNamespaced));
  const together = missing.length > 0 ? `, together with ${missing.map(needInWords).join(' and ')}` : '';

  return { id: warning, what: `${what}${together}`, inNamespace };
}

function needInWords({ verbs, resources }: Need): string {
  const [verb = ''] = verbs;
  const [resource = ''] = resources;
  const [, name = '', subresource] = resource.split('/');

  return `'${verb} ${subresource === undefined ? name : `${name}/${subresource}`}'`;
}

import { DataActionRights } from '../../lib/shared/aks-data-actions';
import { customResourceInWords } from '../azure/custom-resource-words';
import { PolicyRule } from '../rbac/objects';
import { quoted } from './quoted';

/** A rule in words: `get, list pods, services`, `update deployments.apps 'web'`, `get /healthz`. */
function ruleInWords({
  verbs,
  apiGroups = [],
  resources = [],
  resourceNames,
  nonResourceURLs = [],
  azure,
}: PolicyRule): string {
  if (azure) {
    return dataActionsInWords(azure);
  }
  const what = apiGroups.flatMap((group) => resources.map((resource) => resourceInWords(resource, group)));
  const names = resourceNames?.length ? ` ${resourceNames.map(quoted).join(', ')}` : '';
  const doing = verbs.includes('*') ? 'do anything with' : verbs.join(', ');
  return `${doing} ${[...new Set([...what, ...nonResourceURLs])].join(', ')}${names}`;
}

/** `data actions apps/deployments/read, pods/read`, and what limits them. */
function dataActionsInWords({ dataActions, notDataActions, customResources }: DataActionRights): string {
  const except = notDataActions ? `, except ${notDataActions.join(', ')}` : '';
  const only = customResources ? `, with ${customResources.map(customResourceInWords).join(', ')}` : '';
  return `data actions ${dataActions.join(', ')}${except}${only}`;
}

/** Rules in words, those for the same things taken together. */
export function rulesInWords(rules: readonly PolicyRule[]): string[] {
  return joinBy(joinBy(withActionsJoined(rules), 'verbs'), 'resources').map(ruleInWords);
}

/** Data actions with the same limits as one rule. */
function withActionsJoined(rules: readonly PolicyRule[]): PolicyRule[] {
  const joined = new Map<string, PolicyRule>();
  for (const rule of rules) {
    const { azure } = rule;
    const key = JSON.stringify(azure ? { ...azure, dataActions: undefined } : rule);
    const earlier = joined.get(key)?.azure?.dataActions ?? [];
    const all = azure && [...new Set([...earlier, ...azure.dataActions])];
    joined.set(key, all ? { ...rule, azure: { ...azure, dataActions: all } } : rule);
  }
  return [...joined.values()];
}

/** Joins rules that differ in one list only. */
function joinBy(rules: readonly PolicyRule[], list: 'verbs' | 'resources'): PolicyRule[] {
  const joined = new Map<string, PolicyRule>();
  for (const rule of rules) {
    if (rule.azure || (list === 'resources' && rule.resources === undefined)) {
      joined.set(JSON.stringify(rule), rule);
      continue;
    }
    const key = JSON.stringify({ ...rule, [list]: undefined });
    const entries = new Set([...(joined.get(key)?.[list] ?? []), ...(rule[list] ?? [])]);
    joined.set(key, { ...rule, [list]: [...entries] });
  }
  return [...joined.values()];
}

function resourceInWords(resource: string, group: string): string {
  if (resource === '*') {
    return group === '*' ? 'everything' : `everything of ${group === '' ? 'the core group' : group}`;
  }
  return group === '' || group === '*' ? resource : `${resource}.${group}`;
}

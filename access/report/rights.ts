import { PolicyRule } from '../rbac/objects';
import { quoted } from './quoted';

/** A rule in words: `get, list pods, services`, `update deployments.apps 'web'`, `get /healthz`. */
export function ruleInWords({
  verbs,
  apiGroups = [],
  resources = [],
  resourceNames,
  nonResourceURLs = [],
}: PolicyRule): string {
  const what = apiGroups.flatMap((group) => resources.map((resource) => resourceInWords(resource, group)));
  const names = resourceNames?.length ? ` ${resourceNames.map(quoted).join(', ')}` : '';
  const doing = verbs.includes('*') ? 'do anything with' : verbs.join(', ');
  return `${doing} ${[...new Set([...what, ...nonResourceURLs])].join(', ')}${names}`;
}

/** Rules in words, those for the same things taken together. */
export function rulesInWords(rules: readonly PolicyRule[]): string[] {
  return joinBy(joinBy(rules, 'verbs'), 'resources').map(ruleInWords);
}

/** Joins rules that differ in one list only. */
function joinBy(rules: readonly PolicyRule[], list: 'verbs' | 'resources'): PolicyRule[] {
  const joined = new Map<string, PolicyRule>();
  for (const rule of rules) {
    if (list === 'resources' && rule.resources === undefined) {
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

import {
  allowsAction,
  allowsPath,
  DataActionRights,
  isEverything,
  requestsOfActions,
} from '../../lib/shared/aks-data-actions';
import { customResourceInWords } from '../azure/custom-resource-words';
import { RbacAuthorizer, ruleAllows, urlMatches, UserInfo } from './authorizer';
import { PolicyRule } from './objects';

/**
 * What a user would hand out without holding it: the escalation prevention of the API server.
 *
 * Whoever creates or changes a role or a binding must hold every right in it, in the same place, unless the verbs
 * `escalate` (roles) or `bind` (bindings) say otherwise.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/rbac/#privilege-escalation-prevention-and-bootstrapping
 */
export function rightsNotHeld(
  authorizer: RbacAuthorizer,
  user: UserInfo,
  rules: readonly PolicyRule[],
  namespace?: string,
): PolicyRule[] {
  const held = [...authorizer.rulesFor(user, namespace)].map((grant) => grant.rule);
  return withVerbsJoined(rightsNotCovered(held, rules));
}

/** The single rights in `rules` that none of the `held` rules covers. */
export function rightsNotCovered(held: readonly PolicyRule[], rules: readonly PolicyRule[]): PolicyRule[] {
  return rules
    .flatMap(singleRights)
    .filter((right) =>
      right.azure ? !coverAzure(held, right.azure) : !held.some((rule) => covers(rule, right)),
    );
}

/** Whether rules allow everything that a data action, or what a pattern stands for today, does. */
function coverAzure(held: readonly PolicyRule[], rights: DataActionRights): boolean {
  if (isEverything(rights)) {
    return held.some((rule) =>
      rule.azure
        ? isEverything(rule.azure)
        : covers(rule, { verbs: ['*'], apiGroups: ['*'], resources: ['*'] }),
    );
  }
  const requests = requestsOfActions(rights);
  return requests.length > 0 && requests.every((request) => held.some((rule) => ruleAllows(rule, request)));
}

/** The rule as the API server prints it in messages: `{APIGroups:[""], Resources:["pods"], Verbs:["get"]}`. */
export function describeRule(rule: PolicyRule): string {
  const parts: [string, readonly string[] | undefined][] = [
    ['APIGroups', rule.apiGroups],
    ['Resources', rule.resources],
    ['NonResourceURLs', rule.nonResourceURLs],
    ['ResourceNames', rule.resourceNames],
    ['Verbs', rule.verbs],
    ['DataActions', rule.azure?.dataActions],
    ['NotDataActions', rule.azure?.notDataActions],
    ['CustomResources', rule.azure?.customResources?.map(customResourceInWords)],
  ];
  const filled = parts.filter(([, values]) => values && values.length > 0);
  return `{${filled.map(([name, values]) => `${name}:${quotedList(values ?? [])}`).join(', ')}}`;
}

/** A list as the API server prints it: `["a" "b"]`. */
export function quotedList(values: readonly string[]): string {
  return `[${values.map((value) => JSON.stringify(value)).join(' ')}]`;
}

/** Takes a rule apart into rights of one verb on one thing, each of which is held completely or not at all. */
function singleRights(rule: PolicyRule): PolicyRule[] {
  if (rule.azure) {
    const { azure } = rule;
    return azure.dataActions.map((action) => ({ verbs: [], azure: { ...azure, dataActions: [action] } }));
  }
  const rights: PolicyRule[] = [];
  const names = rule.resourceNames?.length ? rule.resourceNames.map((name) => [name]) : [undefined];

  for (const verb of rule.verbs) {
    for (const apiGroup of rule.apiGroups ?? []) {
      for (const resource of rule.resources ?? []) {
        for (const resourceNames of names) {
          rights.push({ verbs: [verb], apiGroups: [apiGroup], resources: [resource], resourceNames });
        }
      }
    }
    for (const url of rule.nonResourceURLs ?? []) {
      rights.push({ verbs: [verb], nonResourceURLs: [url] });
    }
  }
  return rights;
}

function covers(held: PolicyRule, right: PolicyRule): boolean {
  if (held.azure) {
    return coveredByAzure(held.azure, right);
  }
  if (!contains(held.verbs, right.verbs)) {
    return false;
  }

  const urls = right.nonResourceURLs ?? [];
  if (urls.length > 0) {
    return urls.every((url) => (held.nonResourceURLs ?? []).some((allowed) => urlMatches(allowed, url)));
  }
  return (
    contains(held.apiGroups, right.apiGroups) &&
    (right.resources ?? []).every((resource) => coversResource(held.resources ?? [], resource)) &&
    coversNames(held.resourceNames ?? [], right.resourceNames ?? [])
  );
}

/** What an Azure role covers of one right. */
function coveredByAzure(held: DataActionRights, right: PolicyRule): boolean {
  const [verb = ''] = right.verbs;
  const urls = right.nonResourceURLs ?? [];
  if (urls.length > 0) {
    return urls.every((url) => allowsPath(held, verb, url));
  }
  return (right.apiGroups ?? []).every((apiGroup) =>
    (right.resources ?? []).every((path) => {
      const [resource = '', subresource] = path.split('/');
      return allowsAction(held, { verb, apiGroup, resource, subresource });
    }),
  );
}

function contains(held: readonly string[] | undefined, wanted: readonly string[] | undefined): boolean {
  return (held ?? []).includes('*') || (wanted ?? []).every((entry) => (held ?? []).includes(entry));
}

function coversResource(held: readonly string[], resource: string): boolean {
  const slash = resource.indexOf('/');
  return (
    held.includes('*') ||
    held.includes(resource) ||
    (slash >= 0 && held.includes(`*${resource.slice(slash)}`))
  );
}

function coversNames(held: readonly string[], wanted: readonly string[]): boolean {
  // A right on every object is not covered by rights on some.
  return held.length === 0 || (wanted.length > 0 && wanted.every((name) => held.includes(name)));
}

/** Joins rights that differ only in the verb, so that a message has one line per resource; sorted as the server does. */
function withVerbsJoined(rights: readonly PolicyRule[]): PolicyRule[] {
  const joined = new Map<string, PolicyRule>();
  for (const right of rights) {
    const thing = describeRule(right.resources ? { ...right, verbs: [] } : right);
    const verbs = [...(joined.get(thing)?.verbs ?? []), ...right.verbs];
    joined.set(thing, { ...right, verbs });
  }
  return [...joined.values()].sort((a, b) => (describeRule(a) < describeRule(b) ? -1 : 1));
}

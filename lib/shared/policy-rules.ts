import { Construct } from 'constructs';
import { RbacRule } from '../rbac-rule';
import { DataActionRights } from '../shared/aks-data-actions';
import { deadGroup, isVersion, writtenGroups } from '../private/dead-groups';
import { API_RESOURCES, findApiResource } from '../shared/api-resources';
import { isConstrained, verbProblem } from '../shared/api-verbs';
import { ValidationError } from '../shared/errors';
import { isLiteral, requireFilled } from '../private/guards';
import { asList } from '../private/token-forms';

/** A rule as Kubernetes has it. */
export interface PolicyRule {
  readonly verbs: string[];
  readonly apiGroups?: string[];
  readonly resources?: string[];
  readonly resourceNames?: string[];
  readonly nonResourceUrls?: string[];

  /** Of an Azure role, which has data actions in place of all the other. */
  readonly azure?: DataActionRights;
}

/** The rules with the API group of each resource; resources of different groups become rules of their own. */
export function policyRules(
  rules: readonly RbacRule[],
  isNamespaced: boolean,
  scope: Construct,
): PolicyRule[] {
  return rules.flatMap((rule, index): PolicyRule[] => {
    requireFilled(
      rule,
      { resourceNames: 'all objects', apiGroups: 'the group of each resource' },
      scope,
      `rules[${index}].`,
    );
    const [first] = ruleProblems(rule, isNamespaced);
    if (first) {
      throw new ValidationError(`rules[${index}] ${first.problem}`, scope);
    }
    const { verbs, resourceNames, nonResourceUrls, resources = [], apiGroups } = rule;

    if (nonResourceUrls) {
      return [{ verbs, nonResourceUrls }];
    }
    if (apiGroups) {
      return [{ verbs, apiGroups, resources, resourceNames }];
    }
    const groups = groupsOf(resources);
    return Array.from(groups, ([group, names]) => ({
      verbs,
      apiGroups: [group],
      resources: names,
      resourceNames,
    }));
  });
}

/** The rule with lists of cdktf's form, which can be searched; keys without a value stay. */
export function withLists(rule: RbacRule): RbacRule {
  const { verbs, resources, apiGroups, resourceNames, nonResourceUrls } = rule;
  const lists = { verbs, resources, apiGroups, resourceNames, nonResourceUrls };

  return Object.fromEntries(
    Object.entries(lists)
      .filter(([key]) => key in rule)
      .map(([key, list]) => [key, list && asList(list)]),
  ) as unknown as RbacRule;
}

/** What is wrong with a rule, so that it is refused. */
export interface RuleProblem {
  /** Where in the rule; empty where it is about the whole of it. */
  readonly path: readonly (string | number)[];

  /** Behind the place of the rule: `has verb 'GET', which matches nothing: write 'get'`. */
  readonly problem: string;
}

const UNKNOWN_RESOURCE =
  "needs 'apiGroups', because a resource is not known at synth: set it, such as [''] for the core";

/** Everything for which a rule is refused. */
export function ruleProblems(rule: RbacRule, isNamespaced: boolean): RuleProblem[] {
  const { verbs, resources, apiGroups, nonResourceUrls } = rule;
  const form = formProblem(rule, isNamespaced);
  if (form !== undefined) {
    return [{ path: [], problem: form }];
  }
  const each = (
    key: keyof RbacRule,
    list: readonly string[] | undefined,
    problemOf: (value: string) => string | undefined,
  ): RuleProblem[] =>
    (isLiteral(list) ? list : []).flatMap((value, index) => {
      const problem = problemOf(value);
      return problem === undefined ? [] : [{ path: [key, index], problem }];
    });

  return [
    ...each('verbs', verbs, (verb) => {
      const problem = isLiteral(verb) ? verbProblem(verb) : undefined;
      return problem === undefined ? undefined : `has ${problem}`;
    }),
    ...each('nonResourceUrls', nonResourceUrls, urlProblem),
    ...(apiGroups
      ? []
      : isLiteral(resources)
        ? each('resources', resources, (resource) => unresolved(resource, verbs))
        : unknownResources(resources)),
  ];
}

/** A list that is a token: the group of each resource is looked up at synth. */
function unknownResources(resources: unknown): RuleProblem[] {
  return resources === undefined ? [] : [{ path: ['resources'], problem: UNKNOWN_RESOURCE }];
}

function formProblem(rule: RbacRule, isNamespaced: boolean): string | undefined {
  const { verbs, resources, resourceNames, nonResourceUrls, apiGroups } = rule;
  if (isEmpty(verbs)) {
    return "allows nothing: list at least one of the verbs, such as 'get'";
  }
  if (isEmpty(resources) === isEmpty(nonResourceUrls)) {
    return "must have either 'resources' or 'nonResourceUrls'";
  }
  if (nonResourceUrls && (resourceNames ?? apiGroups)) {
    return "has 'nonResourceUrls', which have neither 'apiGroups' nor 'resourceNames': remove those";
  }
  return nonResourceUrls && isNamespaced
    ? "has 'nonResourceUrls', which are of no namespace: leave out 'namespace' to make a cluster role"
    : undefined;
}

function urlProblem(url: string): string | undefined {
  return isLiteral(url) && !/^(\/|\*+$)/.test(url)
    ? `has nonResourceUrls '${url}', which is not valid: begin with '/', such as '/metrics'`
    : undefined;
}

function isEmpty(list: readonly string[] | undefined): boolean {
  return list === undefined || (isLiteral(list) && list.length === 0);
}

function groupsOf(resources: readonly string[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();

  for (const written of resources) {
    const { apiGroup, resource } = resolve(written);
    groups.set(apiGroup, [...(groups.get(apiGroup) ?? []), resource]);
  }
  return groups;
}

/** Why the API group of a resource is not known. */
function unresolved(written: string, verbs: readonly string[]): string | undefined {
  if (!isLiteral(written)) {
    return UNKNOWN_RESOURCE;
  }
  if (written.includes('*')) {
    return `needs 'apiGroups', because '${written}' may be of any API group: set it, such as [''] for the core`;
  }
  const [name = ''] = written.split('/');
  const found = findApiResource(name);
  if (!found) {
    return `has resource '${name}', which is not built into Kubernetes: write '${name}.<API group>' or set 'apiGroups'`;
  }
  if (found.resource !== name.split('.')[0]) {
    return `has resource '${name}', which matches nothing: use the plural, '${found.resource}'`;
  }
  const problem = groupProblem(written, verbs);
  return problem === undefined ? undefined : `has resource '${written}', which ${problem}`;
}

/** What is wrong with the API group behind a resource that verbs are for, such as `pods.apps` or `deployments.apps/v1`. */
export function groupProblem(written: string, verbs: readonly string[]): string | undefined {
  const [name = '', subresource = ''] = written.split('/');
  const [plural = '', ...parts] = name.split('.');
  const group = parts.join('.');
  if (isVersion(subresource) || isVersion(parts[0] ?? '')) {
    const rest = parts.filter((part) => !isVersion(part));
    return `matches nothing, as it has a version in it: use '${[plural, ...rest].join('.')}'`;
  }
  const same = API_RESOURCES.filter(({ resource }) => resource === plural);
  // Who is impersonated in a constrained way is asked for in another group: users.authentication.k8s.io.
  const isElsewhere =
    same.every(({ apiGroup }) => apiGroup !== group) && isOfKubernetes(group) && !verbs.some(isConstrained);
  if (group !== '' && same.length > 0 && isElsewhere) {
    return `matches nothing, as it is not in API group '${group}': use '${plural}'`;
  }
  return group === '' || deadGroup(group) === undefined
    ? undefined
    : `matches nothing, as there is no API group '${group}': write one such as '${plural}.cert-manager.io', or set 'apiGroups'`;
}

/** Whether there are no types in a group but those of Kubernetes. */
function isOfKubernetes(group: string): boolean {
  return deadGroup(group) !== undefined || writtenGroups([group]).builtIn.length > 0;
}

/** `pods/log` is of the core group; `certificates.cert-manager.io/status` says of which it is. */
function resolve(written: string): { readonly apiGroup: string; readonly resource: string } {
  const [name = '', ...subresource] = written.split('/');
  const { apiGroup = '', resource = name } = findApiResource(name) ?? {};

  return { apiGroup, resource: [resource, ...subresource].join('/') };
}

import { Construct } from 'constructs';
import { RbacRule } from '../rbac-rule';
import { DataActionRights } from '../shared/aks-data-actions';
import { findApiResource } from '../shared/api-resources';
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
    requireForm(rule, `rules[${index}]`, isNamespaced, scope);
    const { verbs, resourceNames, nonResourceUrls, resources = [], apiGroups } = rule;

    if (nonResourceUrls) {
      return [{ verbs, nonResourceUrls }];
    }
    if (apiGroups) {
      return [{ verbs, apiGroups, resources, resourceNames }];
    }
    const groups = groupsOf(resources, `rules[${index}]`, scope);
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

/** Verbs of the API, which compares them with case. */
export const API_VERBS = [
  'get',
  'list',
  'watch',
  'create',
  'update',
  'patch',
  'delete',
  'deletecollection',
  'bind',
  'escalate',
  'impersonate',
  'use',
  'approve',
  'sign',
];

/** What is wrong with a verb; others than those of the API may have any name. */
export function verbProblem(verb: string): string | undefined {
  const meant = verb.trim().toLowerCase();
  return verb !== meant && API_VERBS.includes(meant)
    ? `verb '${verb}', which matches nothing: write '${meant}'`
    : undefined;
}

function requireForm(rule: RbacRule, place: string, isNamespaced: boolean, scope: Construct): void {
  const { verbs, resources, resourceNames, nonResourceUrls, apiGroups } = rule;
  const fail = (message: string): never => {
    throw new ValidationError(`${place} ${message}`, scope);
  };

  if (isEmpty(verbs)) {
    fail("allows nothing: list at least one of the verbs, such as 'get'");
  }
  if (isEmpty(resources) === isEmpty(nonResourceUrls)) {
    fail("must have either 'resources' or 'nonResourceUrls'");
  }
  if (nonResourceUrls && (resourceNames ?? apiGroups)) {
    fail("has 'nonResourceUrls', which have neither 'apiGroups' nor 'resourceNames': remove those");
  }
  if (nonResourceUrls && isNamespaced) {
    fail("has 'nonResourceUrls', which are of no namespace: leave out 'namespace' to make a cluster role");
  }

  const problem = verbs.flatMap((verb) => (isLiteral(verb) ? (verbProblem(verb) ?? []) : [])).at(0);
  if (problem !== undefined) {
    fail(`has ${problem}`);
  }

  const badUrl = nonResourceUrls?.find((url) => isLiteral(url) && url !== '*' && !url.startsWith('/'));
  if (badUrl !== undefined) {
    fail(`has nonResourceUrls '${badUrl}', which is not valid: begin with '/', such as '/metrics'`);
  }
}

function isEmpty(list: readonly string[] | undefined): boolean {
  return list === undefined || (isLiteral(list) && list.length === 0);
}

function groupsOf(resources: readonly string[], place: string, scope: Construct): Map<string, string[]> {
  const groups = new Map<string, string[]>();

  for (const written of resources) {
    const { apiGroup, resource } = resolve(written, place, scope);
    groups.set(apiGroup, [...(groups.get(apiGroup) ?? []), resource]);
  }
  return groups;
}

/** `pods/log` is of the core group; `certificates.cert-manager.io/status` says of which it is. */
function resolve(
  written: string,
  place: string,
  scope: Construct,
): { readonly apiGroup: string; readonly resource: string } {
  if (!isLiteral(written) || written.includes('*')) {
    const why = isLiteral(written)
      ? `'${written}' may be of any API group`
      : 'a resource is not known at synth';
    throw new ValidationError(
      `${place} needs 'apiGroups', because ${why}: set it, such as [''] for the core`,
      scope,
    );
  }

  const [name = '', ...subresource] = written.split('/');
  const found = findApiResource(name);
  if (!found) {
    throw new ValidationError(
      `${place} has resource '${name}', which is not built into Kubernetes: write '${name}.<API group>' or set 'apiGroups'`,
      scope,
    );
  }

  const plural = name.split('.')[0] ?? '';
  if (found.resource !== plural) {
    throw new ValidationError(
      `${place} has resource '${name}', which matches nothing: use the plural, '${found.resource}'`,
      scope,
    );
  }
  return { apiGroup: found.apiGroup, resource: [plural, ...subresource].join('/') };
}

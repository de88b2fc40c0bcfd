import { RbacRule } from '../rbac-rule';
import {
  API_RESOURCES,
  ApiResource,
  hasSubresource,
  isInNoNamespace,
  verbsAskedOf,
} from '../shared/api-resources';
import { API_VERBS } from '../shared/api-verbs';
import { isMisspelt } from '../shared/close-to';
import { BUILT_IN_GROUPS, GONE, WrittenGroups } from './dead-groups';
import { isLiteral } from './guards';

/** Their resources are names of metrics, which may be anything. */
const METRICS = /^(custom|external)\.metrics\.k8s\.io$/;

/** Served in every cluster of AKS, with these types. */
const USAGE = { group: 'metrics.k8s.io', types: ['nodes', 'pods'] };

/** Why a resource of a rule matches nothing. */
export function deadResource(
  resource: string,
  groups: WrittenGroups,
  rule: RbacRule,
  isNamespaced: boolean,
): string | undefined {
  const isElsewhere = groups.others.some((group) => METRICS.test(group));
  // Who is impersonated in one of the narrower ways is asked for under other groups.
  const isImpersonation = rule.verbs.some((verb) => isLiteral(verb) && verb.startsWith('impersonate:'));
  if (resource === '*' || isElsewhere || isImpersonation) {
    return undefined;
  }
  return (
    formProblem(resource, groups) ??
    usageProblem(resource, groups) ??
    typeProblem(resource, groups, rule) ??
    subresourceProblem(resource, groups, rule) ??
    (isNamespaced ? scopeProblem(resource, groups, rule) : undefined)
  );
}

/** Whether rules are only about what is in no namespace, so that a binding in one grants nothing of them. */
export function isOfNoNamespace(rules: readonly RbacRule[]): boolean {
  const isOf = ({ apiGroups = [], resources = [], verbs, nonResourceUrls }: RbacRule): boolean =>
    nonResourceUrls !== undefined ||
    (resources.length > 0 &&
      isLiteral(resources) &&
      resources.every((resource) => {
        const [name = ''] = resource.split('/');
        const found = typesOf(name).filter(({ apiGroup }) => apiGroups.includes(apiGroup));
        return (
          found.length > 0 &&
          found.every((one) => isInNoNamespace(one, verbs)) &&
          apiGroups.every((group) => isLiteral(group) && BUILT_IN_GROUPS.has(group))
        );
      }));

  return rules.length > 0 && rules.every(isOf);
}

function formProblem(written: string, { others }: WrittenGroups): string | undefined {
  const problem = (why: string): string => `resource '${written}' matches nothing${why}`;
  const [name = '', ...rest] = written.split('/');
  const subresource = rest.join('/');

  if (rest.length > 0 && subresource === '*') {
    return problem(`: name each subresource, such as '${name}/status'`);
  }
  if ((name !== '*' && name.includes('*')) || subresource.includes('*')) {
    return problem(", as it is no pattern: name each resource, or use '*' for all");
  }
  const plain = written.trim().toLowerCase();
  if (plain !== written && name !== 'userextras') {
    const [type = '', ...behind] = plain.split('/');
    const meant = [pluralOf(type) ?? type, ...behind].join('/');
    return problem(`, as resources are compared letter by letter: use '${meant}'`);
  }
  if (name.includes('.')) {
    const [type] = name.split('.');
    return problem(`, as its group is in 'apiGroups': use '${[type, ...rest].join('/')}'`);
  }
  if (name !== '*' && !/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(name)) {
    return problem(": use a plural such as 'pods'");
  }
  return rest.length > 0 && subresource === '' && others.length === 0
    ? problem(`: use '${name}', or name a subresource`)
    : undefined;
}

/** What is asked of the usage of resources, and is not there. */
function usageProblem(written: string, { isAny, builtIn, others }: WrittenGroups): string | undefined {
  const isOfUsage = !isAny && builtIn.length === 0 && others.join() === USAGE.group;
  const [name = ''] = written.split('/');
  if (!isOfUsage || USAGE.types.includes(written) || name === '*') {
    return undefined;
  }
  const meant = [name, pluralOf(name)].find((one) => one !== undefined && USAGE.types.includes(one));
  const fix = (meant === undefined ? USAGE.types : [meant]).map((one) => `'${one}'`).join(' or ');
  return `resource '${written}' is not in API group '${USAGE.group}', which has the usage of nodes and pods: use ${fix}`;
}

/** A resource that is not in any of the groups. Groups that are not Kubernetes' own may have any. */
function typeProblem(written: string, groups: WrittenGroups, rule: RbacRule): string | undefined {
  const { isAny, builtIn, others } = groups;
  const [name = '', ...subresource] = written.split('/');
  const same = typesOf(name);
  if (name === '*' || same.some(({ apiGroup }) => isAny || builtIn.includes(apiGroup))) {
    return undefined;
  }
  const isOfOthers = others.length > 0 && !(same.length > 0 && isExplained(groups, rule));
  if (isOfOthers || (builtIn.length === 0 && !isAny)) {
    return undefined;
  }

  const listed = builtIn.map((group) => `'${group}'`).join(' or ');
  if (same.length > 0) {
    const right = same.map(({ apiGroup }) => `'${apiGroup}'`).join(' or ');
    const rest =
      others.length > 0 ? `: if it is one of '${others.join("', '")}', give that a rule of its own` : '';
    return `resource '${written}' is not in API group ${listed} but in ${right}${rest}`;
  }
  const plural = pluralOf(name);
  if (plural !== undefined) {
    return `resource '${written}' matches nothing: use the plural, '${plural}'`;
  }
  const near = API_RESOURCES.find(
    ({ resource, apiGroup }) => builtIn.includes(apiGroup) && isMisspelt(name, resource),
  );
  const guess = near ? `: use '${[near.resource, ...subresource].join('/')}'` : '';
  return isAny ? undefined : `resource '${written}' is not known in API group ${listed}${guess}`;
}

/**
 * Whether the groups that are not Kubernetes' own are there for other resources, or one of Kubernetes is there for none: a
 * type of Kubernetes that is in no group of the rule is then a mistake.
 */
function isExplained({ builtIn, others }: WrittenGroups, { resources = [] }: RbacRule): boolean {
  const isKnown = [...others, ...resources].every((one) => isLiteral(one));
  const names = resources.map((one) => one.split('/')[0] ?? '');
  if (!isKnown || builtIn.length === 0 || names.includes('*')) {
    return false;
  }
  const isIdle = (group: string): boolean =>
    group !== GONE && !names.some((name) => typesOf(name).some(({ apiGroup }) => apiGroup === group));

  return names.some((name) => typesOf(name).length === 0) || builtIn.some(isIdle);
}

function subresourceProblem(written: string, groups: WrittenGroups, rule: RbacRule): string | undefined {
  const [name = '', ...rest] = written.split('/');
  const subresource = rest.join('/');
  const types = typesIn(name, groups);
  if (rest.length === 0) {
    return groups.others.length === 0 && !groups.isAny
      ? verbProblem(written, types, undefined, rule)
      : undefined;
  }
  const known = [...new Set(types.flatMap((type) => type.subresources))];
  const near = known.find((one) => isMisspelt(subresource, one));
  const isCertain = groups.others.length === 0 && !(name === '*' && groups.isAny);
  if (types.length === 0 || (!isCertain && near === undefined)) {
    return undefined;
  }
  const having = types.filter((type) => hasSubresource(type, subresource));
  if (having.length > 0) {
    return isCertain ? verbProblem(written, having, subresource, rule) : undefined;
  }
  return subresourceInWords(written, name, subresource, near === undefined ? known : [near]);
}

function subresourceInWords(
  written: string,
  name: string,
  subresource: string,
  known: readonly string[],
): string {
  const problem = `resource '${written}' matches nothing, as`;
  const fixes = known.map((one) => `'${name}/${one}'`).join(', ');
  if (name === '*') {
    return `${problem} no type has '${subresource}': use ${fixes}`;
  }
  const [owner, another] = API_RESOURCES.filter((one) => one.subresources.includes(subresource));
  if (owner && !another) {
    return `${problem} '${subresource}' is of others: use '${owner.resource}/${subresource}'`;
  }
  return known.length === 0
    ? `${problem} '${name}' have no subresources: use '${name}'`
    : `${problem} '${name}' have no '${subresource}': use ${fixes}`;
}

/** Of a log there is nothing but to get it, and of a user to impersonate them. */
function verbProblem(
  written: string,
  types: readonly ApiResource[],
  subresource: string | undefined,
  { verbs }: RbacRule,
): string | undefined {
  const possible = types.map((type) => verbsAskedOf(type, subresource));
  const all = new Set(possible.flatMap((one) => one ?? []));
  const isDead =
    types.length > 0 &&
    possible.every((one) => one !== undefined) &&
    verbs.every((verb) => isLiteral(verb) && isOfKubernetes(verb) && !all.has(verb));

  return isDead
    ? `resource '${written}' with verb '${verbs.join("', '")}' matches nothing: use ${[...all].map((one) => `'${one}'`).join(', ')}`
    : undefined;
}

/** Whoever has made a verb of their own knows what it is for, and several have called theirs `use`. */
function isOfKubernetes(verb: string): boolean {
  return API_VERBS.includes(verb) && verb !== 'use';
}

function scopeProblem(written: string, groups: WrittenGroups, { verbs }: RbacRule): string | undefined {
  const [name = ''] = written.split('/');
  const found = typesIn(name, groups);
  if (name === '*' || found.length === 0 || groups.others.length > 0) {
    return undefined;
  }
  if (!found.every((one) => isInNoNamespace(one, verbs))) {
    return undefined;
  }
  const why =
    name === 'namespaces'
      ? `with verb '${verbs.join("', '")}' is about more than the namespace of the role, which cannot grant it`
      : 'is in no namespace, so a role of one cannot grant it';
  return `resource '${written}' ${why}: leave out 'namespace' to make a cluster role`;
}

/** The type that has a name for its singular or a short one. */
function pluralOf(name: string): string | undefined {
  return API_RESOURCES.find(({ aliases }) => aliases.includes(name))?.resource;
}

function typesOf(name: string): ApiResource[] {
  return API_RESOURCES.filter((one) => one.resource === name);
}

/** The built-in types that a name may be of. */
function typesIn(name: string, { isAny, builtIn }: WrittenGroups): ApiResource[] {
  // What is behind userextras is no subresource.
  const isMeant = (resource: string): boolean =>
    name === '*' ? resource !== 'userextras' : resource === name;

  return API_RESOURCES.filter(
    ({ resource, apiGroup }) => isMeant(resource) && (isAny || builtIn.includes(apiGroup)),
  );
}

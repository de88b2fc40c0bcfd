import { RbacRule } from '../rbac-rule';
import { API_RESOURCES, findApiResource } from '../shared/api-resources';
import { isLiteral } from './guards';

/** API groups that are gone, by what was in them; rules still name them. */
const GONE = 'extensions';

const BUILT_IN_GROUPS = new Set(API_RESOURCES.map(({ apiGroup }) => apiGroup));

/** Verbs whose requests have no name of an object in them: `create` names it in the body, the other names none. */
const NAMELESS_VERBS = ['create', 'deletecollection'];

/**
 * What of a rule can match no request, in words. Kubernetes takes all of it and grants nothing.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/rbac/#referring-to-resources
 */
export function deadPartsOf(rule: RbacRule, isNamespaced: boolean): string[] {
  const resources = (rule.resources ?? []).filter((one) => isLiteral(one) && one !== '*');
  const groups = rule.apiGroups?.filter((one) => isLiteral(one));
  const isAnyGroup = groups?.includes('*') ?? false;

  return [
    ...(groups ?? []).flatMap(groupProblem),
    ...resources.flatMap((resource) => [
      ...(resource.includes('/') && resource.endsWith('/*')
        ? [
            `resource '${resource}' matches nothing: name each subresource, such as '${resource.slice(0, -1)}status'`,
          ]
        : groups && !isAnyGroup
          ? resourceProblem(resource, groups)
          : []),
      ...(isNamespaced ? scopeProblem(resource, groups) : []),
    ]),
    ...nameProblem(rule, resources),
  ];
}

function groupProblem(group: string): string[] {
  const [name, version] = group.split('/');
  return version === undefined
    ? []
    : [
        `apiGroup '${group}' matches nothing, as it has a version in it: use '${/^v\d/.test(name ?? '') ? '' : name}'`,
      ];
}

/** Only where all groups are Kubernetes' own: others may have resources of the same names. */
function resourceProblem(resource: string, groups: readonly string[]): string[] {
  const plain = groups.filter((group) => !group.includes('/'));
  const [name = ''] = resource.split('/');
  if (
    plain.length === 0 ||
    name === '*' ||
    plain.some((group) => group !== GONE && !BUILT_IN_GROUPS.has(group))
  ) {
    return [];
  }

  const same = API_RESOURCES.filter((one) => one.resource === name);
  if (same.some(({ apiGroup }) => plain.includes(apiGroup))) {
    return [];
  }
  const written = plain.map((group) => `'${group}'`).join(' or ');
  if (same.length > 0) {
    const right = same.map(({ apiGroup }) => `'${apiGroup}'`).join(' or ');
    return [`resource '${resource}' is not in API group ${written} but in ${right}`];
  }
  const meant = findApiResource(name.toLowerCase());
  return meant && BUILT_IN_GROUPS.has(meant.apiGroup)
    ? [`resource '${resource}' matches nothing: use the plural, '${meant.resource}'`]
    : [`resource '${resource}' is not known in API group ${written}`];
}

function scopeProblem(resource: string, groups: readonly string[] | undefined): string[] {
  const [name = ''] = resource.split('/');
  // A request for a namespace is one in it, so a role there grants it.
  if (name === 'namespaces') {
    return [];
  }
  const found = API_RESOURCES.filter(
    (one) => one.resource === name && (groups === undefined || groups.includes(one.apiGroup)),
  );
  return found.length > 0 && found.every((one) => !one.isNamespaced)
    ? [
        `resource '${resource}' is in no namespace, so a role of one cannot grant it: leave out 'namespace' to make a cluster role`,
      ]
    : [];
}

function nameProblem({ verbs, resourceNames }: RbacRule, resources: readonly string[]): string[] {
  const dead = (verbs ?? []).filter((verb) => NAMELESS_VERBS.includes(verb));
  const ofObjects = resources.filter((resource) => !resource.includes('/'));

  return resourceNames && dead.length > 0 && ofObjects.length > 0
    ? [
        `verb '${dead.join("', '")}' with resourceNames matches nothing, as such requests have no name: give it a rule without resourceNames`,
      ]
    : [];
}

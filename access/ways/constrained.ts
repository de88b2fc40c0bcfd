import { makeByName } from '../../lib/shared/api-verbs';
import { isEverything } from '../../lib/shared/aks-data-actions';
import { PolicyRule, RBAC_GROUP } from '../rbac/objects';
import { HeldRole, Rights } from './rights';

/** How the IDs of what is allowed in the place of others begin. */
const AS_OTHERS = 'as others: ';

/** With the roles and bindings of an administrator, what the API server takes their writer to hold. */
const HELD_BY_WRITER: PolicyRule = {
  verbs: ['bind', 'escalate'],
  apiGroups: [RBAC_GROUP],
  resources: ['clusterroles', 'roles'],
};

const WRITING = ['*', 'create', 'update', 'patch'];

/** Whether a role is one that somebody has only in the place of others, which does not let them act as further ones. */
export function isOfOthers({ id }: HeldRole): boolean {
  return id.startsWith(AS_OTHERS);
}

/** What rules allow in the place of others: as far as these hold it, in the whole cluster or there. */
export function rulesAsOthers(
  mode: string,
  rules: readonly PolicyRule[],
  { namespace, held }: { readonly namespace: string | undefined; readonly held: readonly HeldRole[] },
): HeldRole[] {
  const prefix = `impersonate-on:${mode}:`;
  const onOthers = rules
    .map((rule) => ({
      ...rule,
      // A star stands for every verb, and only by itself.
      verbs: rule.verbs.includes('*')
        ? ['*']
        : rule.verbs
            .filter((verb) => verb.startsWith(prefix))
            .map((verb) => verb.slice(prefix.length))
            .filter((verb) => verb !== '*'),
    }))
    .filter(({ verbs }) => verbs.length > 0);
  return held
    .filter((role) => [undefined, role.namespace].includes(namespace) || role.namespace === undefined)
    .flatMap((role) => {
      const rulesOnOthers = onOthers.flatMap((rule) => [rule, ...creationBy(rule, role.rules)]);
      const both = rulesOnOthers.flatMap((rule) => role.rules.flatMap((other) => commonRules(rule, other)));
      const place = namespace ?? role.namespace;
      return both.length > 0
        ? [
            {
              ...(place !== undefined && { namespace: place }),
              id: `${AS_OTHERS}${JSON.stringify(both)}`,
              rules: both,
            },
          ]
        : [];
    });
}

/**
 * What a request that changes objects makes where there is none: whether one may create it is asked of the others alone, and not of
 * whoever acts in their place.
 */
function creationBy(rule: PolicyRule, others: readonly PolicyRule[]): PolicyRule[] {
  const resources = (rule.resources ?? []).filter(
    (resource) =>
      !resource.includes('/') &&
      makeByName(rule.verbs, resource) &&
      others.some((one) => makeByName(one.verbs, resource) && common(one.resources, [resource]).length > 0),
  );
  return resources.length > 0 && !rule.verbs.includes('*') ? [{ ...rule, verbs: ['create'], resources }] : [];
}

/**
 * What two rules both allow; and, with the bindings and roles that the one may write, what the other may write into them. Of a
 * rule for every verb that alone is new.
 */
function commonRules(rule: PolicyRule, other: PolicyRule): PolicyRule[] {
  const both: PolicyRule = other.azure
    ? rule
    : {
        verbs: common(rule.verbs, other.verbs),
        apiGroups: common(rule.apiGroups, other.apiGroups),
        resources: common(rule.resources, other.resources),
        ...commonNames(rule.resourceNames, other.resourceNames),
      };
  const isAny = [both.verbs, both.apiGroups, both.resources, both.resourceNames ?? ['*']].every(
    (list) => list !== undefined && list.length > 0,
  );
  if (!isAny || (other.azure && !isEverything(other.azure))) {
    return [];
  }
  const writesRoles =
    new Rights([other]).isFull &&
    both.verbs.some((verb) => WRITING.includes(verb)) &&
    both.apiGroups!.some((group) => ['*', RBAC_GROUP].includes(group)) &&
    both.resources!.some((one) => /^(\*|(cluster)?role(binding)?s)$/.test(one));
  return writesRoles ? [both, HELD_BY_WRITER] : rule.verbs.includes('*') ? [] : [both];
}

function common(one: readonly string[] = [], other: readonly string[] = []): string[] {
  return other.includes('*')
    ? [...one]
    : one.includes('*')
      ? [...other]
      : one.filter((each) => other.includes(each));
}

function commonNames(
  one: readonly string[] = [],
  other: readonly string[] = [],
): { resourceNames?: string[] } {
  const names = one.length === 0 ? other : other.length === 0 ? one : common(one, other);
  return one.length + other.length === 0 ? {} : { resourceNames: [...names] };
}

/** `create pods, list pods`. */
export function requestsInWords(roles: readonly HeldRole[]): string {
  const requests = roles
    .flatMap(({ rules }) => rules)
    .filter((rule) => rule !== HELD_BY_WRITER)
    .flatMap(({ verbs, resources = [] }) =>
      resources.flatMap((resource) =>
        verbs.map((verb) => `${verb === '*' ? 'do anything with' : verb} ${resource}`),
      ),
    );
  return [...new Set(requests)].join(', ');
}

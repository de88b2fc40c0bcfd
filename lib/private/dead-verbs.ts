import { RbacRule } from '../rbac-rule';
import { findApiResource } from '../shared/api-resources';
import { meantVerb, meantVerbOfOthers, meantVerbOfUrl, resourcesOfVerb } from '../shared/api-verbs';
import { BUILT_IN_GROUPS } from './dead-groups';
import { isLiteral } from './guards';

/** Verbs whose requests have no name of an object in them: `create` names it in the body, the other names none. */
const NAMELESS = ['create', 'deletecollection'];

/** Why a verb of a rule matches nothing. */
export function deadVerb(verb: string, rule: RbacRule): string | undefined {
  if (verb === '*') {
    return undefined;
  }
  if (verb.includes('*')) {
    return `verb '${verb}' matches nothing, as it is no pattern: name each verb, or use '*' for all`;
  }
  const { resources = [], resourceNames, nonResourceUrls } = rule;
  if (nonResourceUrls) {
    const meant = meantVerbOfUrl(verb);
    return meant === undefined
      ? undefined
      : `verb '${verb}' matches nothing, as the verbs of URLs are methods of HTTP in lower case: use ${meant}`;
  }
  const meant = isOfOthers(rule) ? meantVerbOfOthers(verb) : meantVerb(verb);
  if (meant !== undefined) {
    return `verb '${verb}' matches nothing, as it is no verb of Kubernetes: use ${meant}`;
  }
  const askedOf = isOfOthers(rule) ? undefined : resourcesOfVerb(verb);
  if (askedOf && !resources.some((one) => !isLiteral(one) || mayBeOf(one, askedOf))) {
    return `verb '${verb}' matches nothing, as it is asked for on '${askedOf.join("', '")}' alone: give it a rule with those`;
  }
  const isOfObjects = resources.some((one) => isLiteral(one) && one !== '*' && !one.includes('/'));
  return resourceNames && NAMELESS.includes(verb) && isOfObjects
    ? `verb '${verb}' with resourceNames matches nothing, as such requests have no name: give it a rule without resourceNames`
    : undefined;
}

/** Why a URL matches nothing: an asterisk counts at the end alone. */
export function deadUrl(url: string): string | undefined {
  const at = url.indexOf('*');

  return at < 0 || at === url.length - 1
    ? undefined
    : `nonResourceUrl '${url}' matches nothing, as '*' counts at its end alone: use '${url.slice(0, at + 1)}'`;
}

function mayBeOf(resource: string, types: readonly string[]): boolean {
  const [name = ''] = resource.split(/[./]/);

  return name === '*' || types.includes(name);
}

/** Whether something in a rule is not of Kubernetes itself. */
function isOfOthers({ apiGroups, resources = [] }: RbacRule): boolean {
  const isOther = (group: string): boolean => group !== '*' && !BUILT_IN_GROUPS.has(group);

  return apiGroups
    ? apiGroups.some((group) => !isLiteral(group) || isOther(group))
    : resources.some(
        (one) => isLiteral(one) && isOther(findApiResource(one.split('/')[0] ?? '')?.apiGroup ?? ''),
      );
}

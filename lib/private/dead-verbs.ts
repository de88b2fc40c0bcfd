import { RbacRule } from '../rbac-rule';
import { API_RESOURCES, findApiResource } from '../shared/api-resources';
import {
  API_VERBS,
  makeByName,
  meantVerb,
  meantVerbOfOthers,
  meantVerbOfUrl,
  resourcesOfVerb,
} from '../shared/api-verbs';
import { BUILT_IN_GROUPS, isVersion } from './dead-groups';
import { isLiteral } from './guards';

/** Verbs whose requests have no name of an object in them: a POST has it in the body, the other names none. */
const NAMELESS = ['create', 'deletecollection'];

/** Why a verb of a rule matches nothing. */
export function deadVerb(verb: string, rule: RbacRule): string | undefined {
  if (verb === '*') {
    return undefined;
  }
  if (verb.includes('*')) {
    return `verb '${verb}' matches nothing, as it is no pattern: name each verb, or use '*' for all`;
  }
  const words = (separator: RegExp): string[] => verb.split(separator).filter((word) => word !== '');
  const known = words(/[\s,;|/&+]+/);
  // Whoever has made a verb of their own may have put a slash in it.
  const isOwn = isOfOthers(rule) && !known.every((word) => API_VERBS.includes(word));
  const several = isOwn ? words(/[\s,;|]+/) : known;
  if (several.length > 1) {
    return `verb '${verb}' matches nothing, as it is one word to Kubernetes: list '${several.join("', '")}'`;
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
  const isNameless = resources.some(
    (one) =>
      isLiteral(one) &&
      one !== '*' &&
      !one.includes('/') &&
      !(verb === 'create' && makeByName(rule.verbs, one.split('.')[0]!)),
  );
  const apply = verb === 'create' ? ", or one with 'patch' for server-side apply" : '';
  return resourceNames && NAMELESS.includes(verb) && isNameless
    ? `verb '${verb}' with resourceNames matches nothing, as such requests have no name: give it a rule without resourceNames${apply}`
    : undefined;
}

/** Why a URL matches nothing. */
export function deadUrl(url: string): string | undefined {
  const problem = (why: string): string => `nonResourceUrl '${url}' matches nothing, ${why}`;
  // Kubernetes takes several asterisks at the end for one.
  const path = url.replace(/(?<!\*)\*+$/, '');
  if (path.includes('*')) {
    return problem(`as '*' counts at its end alone: use '${path.slice(0, path.indexOf('*') + 1)}'`);
  }
  if (/\s/.test(url)) {
    return problem(`as no path has white space in it: use '${url.trim().split(/\s/)[0]}'`);
  }
  const [beforeQuery = ''] = url.split(/[?#]/);
  if (beforeQuery !== url) {
    return problem(`as no path has what is behind a '?' or '#': use '${beforeQuery}'`);
  }
  return isOfResources(path) ? problem("as it is the path of a resource: use 'resources'") : undefined;
}

/**
 * Whether requests for a path are held against rules about resources: `/api/v1/pods`, `/apis/apps/v1/deployments`. Others have
 * paths like these, too, such as `/api/v1/query` of Prometheus.
 */
function isOfResources(path: string): boolean {
  const [, root, group = '', ...behind] = path.split('/');
  const [version = '', type = ''] = root === 'apis' ? behind : [group, ...behind];

  return root === 'api'
    ? isVersion(version) && API_RESOURCES.some((one) => one.apiGroup === '' && one.resource === type)
    : root === 'apis' && BUILT_IN_GROUPS.has(group) && isVersion(version) && type !== '';
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

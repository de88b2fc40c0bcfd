import {
  API_RESOURCES,
  ApiResource,
  findApiResource,
  hasSubresource,
  isInNoNamespace,
  verbsAskedOf,
} from '../../lib/shared/api-resources';
import { resourcesOfVerb } from '../../lib/shared/api-verbs';
import { closeTo } from '../../lib/shared/close-to';
import { PolicyRule } from '../rbac/objects';

/** What a rule asks for. */
interface Asked {
  readonly verbs: readonly string[];
  readonly resources: readonly string[];
  readonly namespaces?: readonly string[];
}

/** A built-in type, and what is behind the slash. */
interface Target {
  readonly written: string;
  readonly type?: ApiResource;
  readonly subresource?: string;
}

/**
 * What of a rule about rights no request is ever held against, so that nobody is given it and the rule finds nobody. What a
 * role names is left alone, as are custom resources.
 */
export function unasked(
  { verbs, resources, namespaces }: Asked,
  roles: readonly PolicyRule[],
): string | undefined {
  const targets = resources.map(targetOf);
  const isAsked = (target: Target, verb: string): boolean =>
    isRequest(target, verb) || roles.some((rule) => isNamed(rule, target, verb));

  const nothing = targets.find((target) => !verbs.some((verb) => isAsked(target, verb)));
  if (nothing) {
    return inWords(nothing, verbs);
  }
  const never = verbs.find((verb) => !targets.some((target) => isAsked(target, verb)));
  if (never !== undefined) {
    return `'${never}' is asked for on none of '${resources.join("', '")}', and no role has it there`;
  }
  return namespaces && targets.every(({ type }) => type && isInNoNamespace(type, verbs))
    ? `'${resources.join("', '")}' ${resources.length > 1 ? 'are' : 'is'} in no namespace: leave out 'namespaces'`
    : undefined;
}

function targetOf(written: string): Target {
  const [name = '', ...rest] = written.split('/');
  const type = findApiResource(name);

  return {
    written,
    ...(type && API_RESOURCES.includes(type) && { type }),
    ...(rest.length > 0 && { subresource: rest.join('/') }),
  };
}

/** Whether Kubernetes may ask for it. */
function isRequest({ type, subresource }: Target, verb: string): boolean {
  if (!type) {
    return true;
  }
  const isOfType = resourcesOfVerb(verb)?.includes(type.resource) ?? true;
  const isThere = subresource === undefined || hasSubresource(type, subresource);

  return isOfType && isThere && (verbsAskedOf(type, subresource)?.includes(verb) ?? true);
}

/** By the name alone: an asterisk in a role stands for what there is. */
function isNamed(
  { verbs, apiGroups, resources }: PolicyRule,
  { type, subresource }: Target,
  verb: string,
): boolean {
  const resource = [type?.resource, subresource].filter((one) => one !== undefined).join('/');

  return (
    verbs.includes(verb) &&
    (resources?.includes(resource) ?? false) &&
    (apiGroups?.includes(type?.apiGroup ?? '') ?? false)
  );
}

function inWords({ written, type, subresource }: Target, verbs: readonly string[]): string {
  if (!type || subresource === undefined || hasSubresource(type, subresource)) {
    return `'${verbs.join("', '")}' is never asked for on '${written}', and no role has it there`;
  }
  const guess = closeTo(subresource, type.subresources);
  const owner = API_RESOURCES.find(({ subresources }) => subresources.includes(subresource));
  const meant = guess ? `${type.resource}/${guess}` : owner && `${owner.resource}/${subresource}`;

  return `'${written}' is nothing that Kubernetes asks for, and no role names it${meant ? `, did you mean '${meant}'?` : ''}`;
}

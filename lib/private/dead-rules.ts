import { RbacRule } from '../rbac-rule';
import { findApiResource } from '../shared/api-resources';
import { deadGroup, writtenGroups } from './dead-groups';
import { deadName } from './dead-names';
import { deadResource } from './dead-resources';
import { deadUrl, deadVerb } from './dead-verbs';
import { isLiteral } from './guards';

/** What of a rule can match no request. */
export interface DeadPart {
  /** Where in the rule it is. */
  readonly path: readonly [key: keyof RbacRule, index: number];

  /** In words. */
  readonly problem: string;
}

/**
 * The parts of a rule that can match no request. Kubernetes takes all of it and grants nothing.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/rbac/#referring-to-resources
 */
export function deadPartsOf(rule: RbacRule, isNamespaced: boolean, namespace?: string): DeadPart[] {
  const each = (key: keyof RbacRule, problemOf: (value: string) => string | undefined): DeadPart[] =>
    (rule[key] ?? []).flatMap((value, index) => {
      const problem = isLiteral(value) ? problemOf(value) : undefined;
      return problem === undefined ? [] : [{ path: [key, index], problem }];
    });

  return [
    ...each('apiGroups', deadGroup),
    ...each('resources', (written) => {
      const { resource, groups } = withGroups(written, rule);
      return deadResource(resource, groups, rule, isNamespaced);
    }),
    ...each('verbs', (verb) => deadVerb(verb, rule)),
    ...each('resourceNames', (name) => deadName(name, rule, namespace)),
    ...each('nonResourceUrls', deadUrl),
  ];
}

/** The resource as Kubernetes gets it, and the groups that it is looked for in. */
function withGroups(
  written: string,
  { apiGroups }: RbacRule,
): { resource: string; groups: ReturnType<typeof writtenGroups> } {
  if (apiGroups) {
    return { resource: written, groups: writtenGroups(apiGroups) };
  }
  const [name = '', ...subresource] = written.split('/');
  const { resource = name, apiGroup = '' } = findApiResource(name) ?? {};
  return { resource: [resource, ...subresource].join('/'), groups: writtenGroups([apiGroup]) };
}

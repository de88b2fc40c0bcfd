import { ClusterAccess } from '../cluster-access';
import { rightsNotCovered } from '../rbac/escalation';
import { PolicyRule } from '../rbac/objects';
import { BindingUse } from './usage';

/** Rules that would have been enough for what a binding was used for; undefined when its role has no more than that. */
export function smallerRules(
  { binding, uses }: BindingUse,
  access: ClusterAccess,
): readonly PolicyRule[] | undefined {
  const held = access.authorizer.rulesOfRole(binding);
  // A role of Azure is made smaller by data actions, not by rules.
  if (!held || binding.azure || uses.size === 0) {
    return undefined;
  }

  /** Verbs by what they were used on. */
  const verbs = new Map<string, { rule: Omit<PolicyRule, 'verbs'>; verbs: Set<string> }>();
  for (const { request } of uses.values()) {
    const rule: Omit<PolicyRule, 'verbs'> =
      'path' in request
        ? { nonResourceURLs: [request.path] }
        : {
            apiGroups: [request.apiGroup],
            resources: [
              request.subresource === undefined
                ? request.resource
                : `${request.resource}/${request.subresource}`,
            ],
            ...(request.name !== undefined && { resourceNames: [request.name] }),
          };
    const key = JSON.stringify(rule);
    const entry = verbs.get(key) ?? { rule, verbs: new Set<string>() };
    entry.verbs.add(request.verb);
    verbs.set(key, entry);
  }

  const rules = joined(
    [...verbs.values()].map(({ rule, verbs: used }) => ({ ...rule, verbs: [...used].sort() })),
  );
  return rightsNotCovered(rules, held).length > 0 ? rules : undefined;
}

/** Rules of one group with the same verbs as one. */
function joined(rules: readonly PolicyRule[]): PolicyRule[] {
  const byVerbs = new Map<string, PolicyRule>();
  for (const rule of rules) {
    const { verbs, apiGroups, resourceNames, resources = [], nonResourceURLs = [] } = rule;
    const key = JSON.stringify([verbs, apiGroups, resourceNames, nonResourceURLs.length > 0]);
    const earlier = byVerbs.get(key);
    byVerbs.set(key, {
      verbs,
      ...(apiGroups && { apiGroups }),
      ...(resources.length > 0 && { resources: [...(earlier?.resources ?? []), ...resources].sort() }),
      ...(resourceNames && { resourceNames }),
      ...(nonResourceURLs.length > 0 && {
        nonResourceURLs: [...(earlier?.nonResourceURLs ?? []), ...nonResourceURLs].sort(),
      }),
    });
  }
  return [...byVerbs.values()];
}

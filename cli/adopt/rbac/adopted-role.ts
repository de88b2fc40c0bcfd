import { RootConstruct } from 'constructs';
import { LiveObject } from '../../../access/live/cluster-objects';
import { PolicyRule, RBAC_GROUP } from '../../../access/rbac/objects';
import { policyRules } from '../../../lib/shared/policy-rules';
import { isBadInput } from '../../../app/or-explain';
import { AdoptedEntry } from './adopted-entry';
import { NotCarriedOver } from './not-carried-over';
import { ownMetadata } from './own-metadata';

const AGGREGATE_TO = `${RBAC_GROUP}/aggregate-to-`;

/** The entry of `roles` that takes a role over. */
export function adoptedRole(role: LiveObject): AdoptedEntry {
  const { kind, metadata } = role;
  const own = ownMetadata(role);
  const { labels = {} } = own.labels;
  const isAggregated = (key: string): boolean =>
    kind === 'ClusterRole' && key.startsWith(AGGREGATE_TO) && labels[key] === 'true';
  const aggregateTo = Object.keys(labels)
    .filter(isAggregated)
    .map((key) => key.slice(AGGREGATE_TO.length));
  const others = Object.entries(labels).filter(([key]) => !isAggregated(key));

  return {
    entry: {
      name: metadata.name,
      ...(metadata.namespace !== undefined && { namespace: metadata.namespace }),
      import: true,
      ...content(role),
      ...(aggregateTo.length > 0 && { aggregateTo }),
      ...(others.length > 0 && { labels: Object.fromEntries(others) }),
      ...own.annotations,
    },
  };
}

function content({ kind, rules, aggregationRule }: LiveObject): object {
  if (aggregationRule) {
    const selectors = aggregationRule.clusterRoleSelectors ?? [];
    if (selectors.length === 0) {
      throw new NotCarriedOver('its aggregation rule selects no role');
    }
    if (selectors.some(({ matchExpressions }) => (matchExpressions ?? []).length > 0)) {
      throw new NotCarriedOver(
        'its aggregation rule has matchExpressions, and aggregateFrom of aks.yaml takes labels alone',
      );
    }
    const labels = selectors.map(({ matchLabels }) => matchLabels ?? {});
    if (labels.some((one) => Object.keys(one).length === 0)) {
      throw new NotCarriedOver(
        'its aggregation rule selects every cluster role, and aggregateFrom of aks.yaml takes labels alone',
      );
    }
    return { aggregateFrom: labels };
  }
  if ((rules ?? []).length === 0) {
    throw new NotCarriedOver("it has no rules, and Terraform's provider makes no such role");
  }
  return { rules: rules!.map((rule) => ruleOf(rule, kind === 'Role')) };
}

function ruleOf(rule: PolicyRule, isNamespaced: boolean): object {
  const { verbs, apiGroups, resources, resourceNames, nonResourceURLs } = rule;
  // The provider keeps what is in a Role as sets, in which nothing occurs twice, and as lists in a ClusterRole.
  const list = (texts: readonly string[]): string[] => (isNamespaced ? [...new Set(texts)] : [...texts]);
  const full = {
    verbs: list(verbs),
    ...(resources?.length && { resources: list(resources) }),
    ...(apiGroups?.length && { apiGroups: list(apiGroups) }),
    ...(resourceNames?.length && { resourceNames: list(resourceNames) }),
    ...(nonResourceURLs?.length && { nonResourceUrls: list(nonResourceURLs) }),
  };
  const expected = synthesized(full, isNamespaced);
  if (typeof expected === 'string') {
    throw new NotCarriedOver(`a rule of it is not taken: ${expected}`);
  }

  const { apiGroups: groups, ...short } = full;
  return groups && JSON.stringify(synthesized(short, isNamespaced)) === JSON.stringify(expected)
    ? short
    : full;
}

/** What the construct makes of a rule, or why it refuses it. */
function synthesized(rule: object, isNamespaced: boolean): unknown {
  try {
    return policyRules(
      [rule as Parameters<typeof policyRules>[0][number]],
      isNamespaced,
      new RootConstruct('role'),
    );
  } catch (error) {
    if (!isBadInput(error)) {
      throw error;
    }
    return error.message.replace(/^rules\[0\] /, '').replace(/ \(at .*\)$/, '');
  }
}

import { FULL_RIGHTS } from './levels';
import { rightsNotCovered } from './rbac/escalation';
import { MASTERS, PolicyRule, RBAC_GROUP } from './rbac/objects';

const CHANGE = ['update', 'patch'];
const WRITE = ['create', ...CHANGE];

/**
 * Why somebody who holds these rules in the whole cluster is a cluster administrator or can become one with a single
 * request; empty when neither is so.
 *
 * @see https://kubernetes.io/docs/concepts/security/rbac-good-practices/#privilege-escalation-risks
 */
export function waysToClusterAdmin(held: readonly PolicyRule[]): string[] {
  if (rightsNotCovered(held, [FULL_RIGHTS]).length === 0) {
    return ['holds every verb on every resource'];
  }

  const may = (verbs: readonly string[], resource: string, apiGroup = RBAC_GROUP, name?: string): boolean =>
    held.some((rule) => concerns(rule, verbs, apiGroup, resource) && reaches(rule, name));
  const ways: string[] = [];

  if (may(['escalate'], 'clusterroles') && may(CHANGE, 'clusterroles')) {
    ways.push('can write any right into a cluster role (escalate)');
  }
  if (may(['bind'], 'clusterroles', RBAC_GROUP, 'cluster-admin') && may(WRITE, 'clusterrolebindings')) {
    ways.push('can bind anybody to cluster-admin (bind)');
  }
  if (may(['impersonate'], 'groups', '', MASTERS) && may(['impersonate'], 'users', '')) {
    ways.push(`can act as a member of ${MASTERS} (impersonate)`);
  }
  return ways;
}

/**
 * Why somebody who holds these rules in the whole cluster can take over the service accounts of kube-system, and with
 * them the cluster; undefined when that is not so.
 */
export function wayThroughServiceAccounts(held: readonly PolicyRule[]): string | undefined {
  const has = (verb: string, resource: string): boolean =>
    held.some((rule) => concerns(rule, [verb], '', resource) && reaches(rule));
  const ways = [
    ...(has('impersonate', 'serviceaccounts') ? ['impersonate service accounts'] : []),
    ...(has('create', 'serviceaccounts/token') ? ['make their tokens'] : []),
    ...(has('create', 'pods') ? ['run pods as them'] : []),
  ];
  return ways.length === 0 ? undefined : ways.join(', ');
}

function concerns(rule: PolicyRule, verbs: readonly string[], apiGroup: string, resource: string): boolean {
  const has = (entries: readonly string[] = [], wanted: readonly string[]): boolean =>
    entries.includes('*') || wanted.some((entry) => entries.includes(entry));
  return has(rule.verbs, verbs) && has(rule.apiGroups, [apiGroup]) && has(rule.resources, [resource]);
}

/** Whether a rule reaches one name or, when none matters, anything at all that counts. */
function reaches({ resourceNames = [] }: PolicyRule, name?: string): boolean {
  return resourceNames.length === 0 || name === undefined || resourceNames.includes(name);
}

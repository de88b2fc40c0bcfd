import { AccessRequest, UserInfo } from '../../../access/rbac/authorizer';
import {
  ClusterRole,
  ClusterRoleBinding,
  PolicyRule,
  RbacObjects,
  RoleBinding,
  Subject,
} from '../../../access/rbac/objects';

export const ALICE = user('alice', 'developers');
export const RBAC = 'rbac.authorization.k8s.io';

/** A rule as `verbs group/resources names`, such as `get,list apps/deployments`, or `get /healthz`. */
export type RuleText = string;

function user(name: string, ...groups: string[]): UserInfo {
  return { name, groups: [...groups, 'system:authenticated'] };
}

export function boundToAlice(rules: readonly RuleText[], bound: string): RbacObjects {
  return objects(rules, bound, [{ kind: 'User', name: 'alice' }]);
}

export function objects(
  rules: readonly RuleText[],
  bound: string,
  subjects: readonly Subject[],
): RbacObjects {
  const clusterRoles: ClusterRole[] = [
    { kind: 'ClusterRole', metadata: { name: 'tested' }, rules: rules.map(rule) },
  ];
  const roleRef = { kind: 'ClusterRole', name: 'tested' };
  const everywhere: ClusterRoleBinding = {
    kind: 'ClusterRoleBinding',
    metadata: { name: 'b' },
    roleRef,
    subjects,
  };
  const within: RoleBinding = {
    kind: 'RoleBinding',
    metadata: { name: 'b', namespace: bound },
    roleRef,
    subjects,
  };
  return {
    roles: [],
    clusterRoles,
    clusterRoleBindings: bound === 'cluster' ? [everywhere] : [],
    roleBindings: bound === 'cluster' ? [] : [within],
  };
}

/** `get,list apps/deployments web` or `* *.*` before `/*` for everything; what has a dot before the slash is a group. */
export function rule(text: RuleText): PolicyRule {
  const [verbs = '', what = '', names] = text.split(' ');
  if (what.startsWith('/')) {
    return { verbs: verbs.split(','), nonResourceURLs: what.split(',') };
  }
  const [, groups, resources = ''] =
    /^(?:(apps(?:,extensions)?|\*\.\*|[^/,]*\.[^/,]*)\/)?(.*)$/.exec(what) ?? [];
  return {
    verbs: verbs.split(','),
    apiGroups: groups === '*.*' ? ['*'] : (groups ?? '').split(','),
    resources: resources.split(','),
    ...(names && { resourceNames: names.split(',') }),
  };
}

export function request(text: string): AccessRequest {
  const [verb = '', what = '', ...rest] = text.split(' ');
  if (what.startsWith('/')) {
    return { verb, path: what };
  }
  const namespace = rest.find((word) => word.startsWith('@'))?.slice(1);
  const name = rest.find((word) => !word.startsWith('@'));
  const [type = '', subresource] = what.split('/');
  const [resource = '', ...group] = type.split('.');
  return { verb, apiGroup: group.join('.'), resource, subresource, name, namespace };
}

import { AccessRequest, ResourceRequest } from '../rbac/authorizer';
import { AUTHENTICATED, SERVICE_ACCOUNTS, UNAUTHENTICATED } from '../rbac/objects';
import { AuditUser } from './audit-event';

const AUTHENTICATION = 'authentication.k8s.io';

/**
 * What the API server asks before somebody acts as another: for the user, for groups and the like that are not those of every such
 * user and, with constrained impersonation, for the request itself.
 */
export function impersonation(
  { username = '', uid = '', groups, extra }: AuditUser,
  constraint: string | undefined,
  request: AccessRequest,
): AccessRequest[] {
  const [, namespace, account] = /^system:serviceaccount:([^:]+):(.+)$/.exec(username) ?? [];
  const verb = constraint ?? 'impersonate';
  const apiGroup = constraint === undefined ? '' : AUTHENTICATION;
  const implied = [
    AUTHENTICATED,
    UNAUTHENTICATED,
    ...(account === undefined ? [] : [SERVICE_ACCOUNTS, `${SERVICE_ACCOUNTS}:${namespace}`]),
  ];
  const right = (group: string, resource: string, name: string): ResourceRequest => ({
    verb,
    apiGroup: group,
    resource,
    name,
  });
  // Whoever may act as the node that it is on is asked whether it may as any.
  const node = constraint === 'impersonate:associated-node' ? '*' : username.replace(/^system:node:/, '');

  return [
    account !== undefined
      ? { ...right(apiGroup, 'serviceaccounts', account), namespace }
      : constraint?.endsWith('-node')
        ? right(apiGroup, 'nodes', node)
        : right(apiGroup, 'users', username),
    ...(groups ?? [])
      .filter((group) => !implied.includes(group))
      .map((group) => right(apiGroup, 'groups', group)),
    ...(uid === '' ? [] : [right(AUTHENTICATION, 'uids', uid)]),
    ...Object.entries(extra ?? {}).flatMap(([key, values]) =>
      (values ?? []).map((value) => ({ ...right(AUTHENTICATION, 'userextras', value), subresource: key })),
    ),
    ...(constraint === undefined
      ? []
      : [{ ...request, verb: constraint.replace(/^impersonate:/, 'impersonate-on:') + `:${request.verb}` }]),
  ];
}

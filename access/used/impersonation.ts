import { AccessRequest, ResourceRequest } from '../rbac/authorizer';
import { AUTHENTICATED, SERVICE_ACCOUNTS, UNAUTHENTICATED } from '../rbac/objects';
import { AuditUser } from './audit-event';

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
  const apiGroup = constraint === undefined ? '' : 'authentication.k8s.io';
  const implied = [
    AUTHENTICATED,
    UNAUTHENTICATED,
    ...(account === undefined ? [] : [SERVICE_ACCOUNTS, `${SERVICE_ACCOUNTS}:${namespace}`]),
  ];
  const right = (resource: string, name: string): ResourceRequest => ({ verb, apiGroup, resource, name });

  return [
    account !== undefined
      ? { ...right('serviceaccounts', account), namespace }
      : constraint?.endsWith('-node')
        ? right('nodes', username.replace(/^system:node:/, ''))
        : right('users', username),
    ...(groups ?? []).filter((group) => !implied.includes(group)).map((group) => right('groups', group)),
    ...(uid === '' ? [] : [right('uids', uid)]),
    ...Object.entries(extra ?? {}).flatMap(([key, values]) =>
      (values ?? []).map((value) => ({ ...right('userextras', value), subresource: key })),
    ),
    ...(constraint === undefined
      ? []
      : [{ ...request, verb: constraint.replace(/^impersonate:/, 'impersonate-on:') + `:${request.verb}` }]),
  ];
}

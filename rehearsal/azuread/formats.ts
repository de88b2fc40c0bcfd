import { Problem } from '../world/behaviour';
import { Tenant } from '../../access/directory/tenant';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const RFC_3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

/** Scheme, host and path. */
const URI = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)([^?#]*)/i;

const LONGEST_REDIRECT_URI = 256;

/** Schemes of redirect URIs of web and single-page applications; these also need at least the path `/`. */
export const WEB_SCHEMES = ['http', 'https', 'ms-appx-web'];

/** Public clients sign in on any scheme. */
export const MAY_BE_ANY_SCHEME: readonly string[] = [];

const IDENTIFIER_SCHEMES = ['http', 'https', 'api', 'ms-appx'];

export function isUuid(value: string): boolean {
  return UUID.test(value);
}

export function isTimestamp(value: string): boolean {
  return RFC_3339.test(value) && !Number.isNaN(Date.parse(value));
}

/** The `id` of an application, which is not its object ID. */
export function isApplicationId(value: string): boolean {
  const [empty, type, objectId, ...rest] = value.split('/');
  return empty === '' && type === 'applications' && isUuid(objectId ?? '') && rest.length === 0;
}

export function redirectUriProblem(
  uri: string,
  path: Problem['path'],
  schemes: readonly string[],
): Problem | undefined {
  if (schemes.length === 0 && isUrn(uri)) {
    return undefined;
  }
  const [, scheme, host, rest] = URI.exec(uri) ?? [];
  if (!host) {
    return { summary: `URI has no host for "redirect_uris": ${uri}`, path };
  }
  if (schemes.length > 0 && rest === '') {
    return {
      summary: `URI must have a trailing slash when there is no path segment for "redirect_uris": ${uri}`,
      path,
    };
  }
  if (schemes.length > 0 && !schemes.includes(scheme ?? '')) {
    return {
      summary: `unexpected URI scheme for "redirect_uris", expected one of: ${schemes.join(', ')}; got ${uri}`,
      path,
    };
  }
  return uri.length > LONGEST_REDIRECT_URI
    ? { summary: `URI must be ${LONGEST_REDIRECT_URI} characters or less for "redirect_uris"`, path }
    : undefined;
}

export function identifierUriProblem(uri: string, path: Problem['path']): Problem | undefined {
  if (isUrn(uri)) {
    return undefined;
  }
  const [, scheme, host, rest] = URI.exec(uri) ?? [];
  if (!host) {
    return { summary: `URI has no host for "identifier_uris": ${uri}`, path };
  }
  if (rest === '/') {
    return {
      summary: `URI must not have a trailing slash when there is no path segment for "identifier_uris": ${uri}`,
      path,
    };
  }
  return IDENTIFIER_SCHEMES.includes(scheme ?? '')
    ? undefined
    : {
        summary: `unexpected URI scheme for "identifier_uris", expected one of: ${IDENTIFIER_SCHEMES.join(', ')}`,
        path,
      };
}

/**
 * Whether Azure AD takes an identifier URI: a host under a verified domain of the tenant, or an `api://` URI that names
 * the application or the tenant by ID.
 */
export function usesVerifiedDomain(
  uri: string,
  { tenant, clientId }: { tenant: Tenant; clientId?: string },
): boolean {
  const [, scheme, host = '', path = ''] = URI.exec(uri) ?? [];
  if (!['http', 'https', 'api'].includes(scheme ?? '')) {
    return true;
  }
  const isOnDomain = host === tenant.domain || host.endsWith(`.${tenant.domain}`);
  const names = [host, ...path.split('/')];
  const namesOwner = names.includes(tenant.tenantId) || (clientId !== undefined && names.includes(clientId));
  return isOnDomain || (scheme === 'api' && namesOwner);
}

function isUrn(uri: string): boolean {
  return uri.startsWith('urn:') && uri.split(':').length >= 3;
}

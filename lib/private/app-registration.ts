import { Application, ApplicationConfig } from '@cdktf/provider-azuread/lib/application';
import { DataAzureadApplication } from '@cdktf/provider-azuread/lib/data-azuread-application';
import { DataAzureadClientConfig } from '@cdktf/provider-azuread/lib/data-azuread-client-config';
import { DataAzureadServicePrincipal } from '@cdktf/provider-azuread/lib/data-azuread-service-principal';
import { ServicePrincipal } from '@cdktf/provider-azuread/lib/service-principal';
import { ServicePrincipalDelegatedPermissionGrant } from '@cdktf/provider-azuread/lib/service-principal-delegated-permission-grant';
import { TerraformStack, Token } from 'cdktf';
import { Construct } from 'constructs';
import { AzureEnvironment } from '../azure-environment';
import { ValidationError } from '../shared/errors';
import { isLiteral, literalItems, requirePattern, requireText, requireUuid } from './guards';
import { protectedIf } from '../shared/protection';
import { withLateAddress } from './late-address';

// Microsoft identity platform, "National clouds": the sign-in endpoint of each.
const LOGIN_HOSTS: Record<AzureEnvironment, string> = {
  [AzureEnvironment.PUBLIC]: 'login.microsoftonline.com',
  [AzureEnvironment.US_GOVERNMENT]: 'login.microsoftonline.us',
  [AzureEnvironment.CHINA]: 'login.partner.microsoftonline.cn',
};

// Microsoft Graph, resource type application: displayName and the URIs of redirectUriSettings.
const MAX_DISPLAY_NAME_LENGTH = 120;
const MAX_REDIRECT_URI_LENGTH = 256;

const DEPLOYING_PRINCIPAL = 'DeployingPrincipal';

/** The account that runs Terraform; read once per stack and without a request to the directory. */
export function deployingPrincipal(scope: Construct): DataAzureadClientConfig {
  const stack = TerraformStack.of(scope);
  const existing = stack.node.tryFindChild(DEPLOYING_PRINCIPAL);

  return existing instanceof DataAzureadClientConfig
    ? existing
    : new DataAzureadClientConfig(stack, DEPLOYING_PRINCIPAL);
}

/** The part of a registration that server and client applications share. */
export interface RegistrationProps {
  readonly displayName: string;
  readonly owners?: string[];
  readonly protect?: boolean;
}

/** What one kind of application adds to the shared part of its registration. */
type KindOfApplication = Omit<
  ApplicationConfig,
  'displayName' | 'owners' | 'signInAudience' | 'lifecycle'
> & {
  readonly ignoreChanges?: string[];
};

/** Registers a single-tenant application as the child `Resource` and gives it a service principal. */
export function registerApplication(
  scope: Construct,
  props: RegistrationProps,
  kind: KindOfApplication,
): { application: Application; servicePrincipal: ServicePrincipal } {
  requireDisplayName(props.displayName, scope);
  literalItems('owners', props.owners, scope).forEach((owner) =>
    requireUuid('owners', owner, 'the object ID of a user or service principal', scope),
  );

  const { ignoreChanges = [], ...settings } = kind;
  const owners = props.owners ?? [deployingPrincipal(scope).objectId];

  // Whoever deploys first becomes the owner. The next to deploy must not find a plan that puts itself in the place.
  const others = props.owners ? ignoreChanges : [...ignoreChanges, 'owners'];
  // Terraform alone knows whether names may repeat: applications of earlier versions keep what they were created with.
  const ignored = [...others, 'prevent_duplicate_names'];

  const application = new Application(scope, 'Resource', {
    ...settings,
    displayName: props.displayName,
    owners,
    signInAudience: 'AzureADMyOrg',
    // Not `preventDuplicateNames`: an application whose creation ended half way could not be recreated. Nothing here finds
    // an application by its name, so one that is left over is of no effect; groups are found by name, and stay unique.
    lifecycle: protectedIf(props.protect, { ignoreChanges: ignored }),
  });
  withLateAddress(application);

  const servicePrincipal = new ServicePrincipal(scope, 'ServicePrincipal', {
    clientId: application.clientId,
    owners,
    lifecycle: protectedIf(props.protect, props.owners ? undefined : { ignoreChanges: ['owners'] }),
  });

  return { application, servicePrincipal: withLateAddress(servicePrincipal) };
}

/** Consents for all users of the tenant to delegated permissions of one resource. */
export function grantDelegatedPermissions(
  scope: Construct,
  id: string,
  client: { servicePrincipalObjectId: string },
  resource: { servicePrincipalObjectId: string },
  permissions: string[],
): void {
  new ServicePrincipalDelegatedPermissionGrant(scope, id, {
    servicePrincipalObjectId: client.servicePrincipalObjectId,
    resourceServicePrincipalObjectId: resource.servicePrincipalObjectId,
    claimValues: permissions,
  });
}

/** Reads an application and its service principal from the directory, by client ID or display name. */
export function lookUpApplication(
  scope: Construct,
  by: { clientId?: string; displayName?: string },
): { application: DataAzureadApplication; servicePrincipal: DataAzureadServicePrincipal } {
  if ((by.clientId === undefined) === (by.displayName === undefined)) {
    const received = by.clientId === undefined ? 'neither' : `both '${by.clientId}' and '${by.displayName}'`;
    throw new ValidationError(
      `give either clientId or displayName to look up an application; received ${received}`,
      scope,
    );
  }
  requireUuid('clientId', by.clientId, 'an application (client) ID', scope);
  requirePattern('displayName', by.displayName, /\S/, 'use the name of the application', scope);

  const application = new DataAzureadApplication(scope, 'Resource', {
    clientId: by.clientId,
    displayName: by.displayName,
  });
  const servicePrincipal = new DataAzureadServicePrincipal(scope, 'ServicePrincipal', {
    clientId: application.clientId,
  });
  return { application, servicePrincipal };
}

/** The page on which an administrator consents to everything that an application requests. */
export function adminConsentUrl(
  scope: Construct,
  clientId: string,
  environment: AzureEnvironment = AzureEnvironment.PUBLIC,
): string {
  const tenantId = deployingPrincipal(scope).tenantId;
  return `https://${LOGIN_HOSTS[environment]}/${tenantId}/adminconsent?client_id=${clientId}`;
}

/** URI schemes that Azure AD takes for the platform Web. */
export const WEB_SCHEMES: readonly string[] = ['https:', 'http:'];

/** What azuread 3.7 takes of a public client: `com.contoso.app:/auth`, which Azure AD knows, too, it refuses. */
const HAS_HOST = /^[a-z][-+.a-z0-9]*:\/\/[^/?#]/i;
const URN = /^urn:[^:]*:/;

/**
 * Checks redirect URIs and gives those without a path the trailing slash that Azure AD demands.
 *
 * `schemes` limits the URI schemes, each with its colon; undefined allows any, as Azure AD does for public clients.
 */
export function normalizeRedirectUris(
  redirectUris: string[] | undefined,
  schemes: readonly string[] | undefined,
  scope: Construct,
): string[] | undefined {
  if (redirectUris === undefined || Token.isUnresolved(redirectUris)) {
    return redirectUris;
  }

  literalItems('redirectUris', redirectUris, scope);
  const normalized = redirectUris.map((uri) =>
    isLiteral(uri) ? normalizeRedirectUri(uri, schemes, scope) : uri,
  );

  const repeated = normalized.find((uri, index) => normalized.indexOf(uri) !== index);
  if (repeated !== undefined) {
    throw new ValidationError(`redirectUris has '${repeated}' twice: remove one of them`, scope);
  }
  return normalized;
}

function normalizeRedirectUri(uri: string, schemes: readonly string[] | undefined, scope: Construct): string {
  const parsed = URL.canParse(uri) ? new URL(uri) : undefined;

  if (!parsed || (schemes && !schemes.includes(parsed.protocol))) {
    const start = schemes ? ` that starts with ${schemes.map((scheme) => `'${scheme}//'`).join(' or ')}` : '';
    throw new ValidationError(
      `redirectUris '${uri}' is not valid: use an absolute URI${start}, such as 'https://aksazureadserver'`,
      scope,
    );
  }
  if (!HAS_HOST.test(uri) && !URN.test(uri)) {
    throw new ValidationError(
      `redirectUris '${uri}' is not valid: it names no host, which azuread demands; use one such as 'myapp://auth'`,
      scope,
    );
  }
  if (uri.includes('#')) {
    throw new ValidationError(
      `redirectUris '${uri}' is not valid: remove the fragment '#${uri.split('#')[1]}'`,
      scope,
    );
  }

  // Azure AD compares redirect URIs as they were registered, so nothing but a missing path is touched.
  const normalized = /^https?:\/\/[^/?]+$/i.test(uri) ? `${uri}/` : uri;

  if (normalized.length > MAX_REDIRECT_URI_LENGTH) {
    throw new ValidationError(
      `redirectUris '${uri}' is not valid: it has ${normalized.length} characters, Azure AD takes at most ${MAX_REDIRECT_URI_LENGTH}`,
      scope,
    );
  }
  return normalized;
}

function requireDisplayName(displayName: string, scope: Construct): void {
  requireText('displayName', displayName, scope);
  if (!isLiteral(displayName)) {
    return;
  }
  if (displayName.trim() === '' || displayName.length > MAX_DISPLAY_NAME_LENGTH) {
    throw new ValidationError(
      `displayName '${displayName}' is not valid: use 1 to ${MAX_DISPLAY_NAME_LENGTH} characters`,
      scope,
    );
  }
}

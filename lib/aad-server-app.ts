import { ApplicationIdentifierUri } from '@cdktf/provider-azuread/lib/application-identifier-uri';
import { ApplicationPasswordA } from '@cdktf/provider-azuread/lib/application-password';
import { ApplicationApiOauth2PermissionScope } from '@cdktf/provider-azuread/lib/application';
import { Fn, Op, TerraformStack, Token } from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { AppConsent } from './app-consent';
import { AzureEnvironment } from './azure-environment';
import { GroupMembershipClaim } from './group-membership-claim';
import {
  adminConsentUrl,
  lookUpApplication,
  normalizeRedirectUris,
  registerApplication,
  WEB_SCHEMES,
} from './private/app-registration';
import { ValidationError } from './private/errors';
import {
  isLiteral,
  requireInteger,
  requirePattern,
  requireSecretReference,
  requireUuid,
} from './private/guards';
import { grantGraphPermissions, requiredGraphPermissions } from './private/microsoft-graph';

const DEFAULT_SECRET_VALIDITY_DAYS = 180;
const MAX_SECRET_VALIDITY_DAYS = 3650;
const DEFAULT_SCOPE_NAME = 'user_impersonation';

// Microsoft Graph, resource type permissionScope: characters and length of `value`.
const SCOPE_NAME = /^[A-Za-z0-9!#$%&'()*+,\-./:;<=>?@[\]^_`{|}~]{1,120}$/;

/** The application that Kubernetes asks who a user is and which groups the user is in. */
export interface IAadServerApp extends IConstruct {
  /** Application (client) ID, a UUID. */
  readonly clientId: string;

  /** Object ID of the application, a UUID; not the object ID of its service principal. */
  readonly objectId: string;

  /** Object ID of the application's service principal in the tenant, a UUID. */
  readonly servicePrincipalObjectId: string;

  /** ID of the exposed scope, a UUID. */
  readonly scopeId: string;

  /** Name of the exposed scope, such as `user_impersonation`. */
  readonly scopeName: string;

  /** The client secret, a reference to a sensitive value. Undefined when an import did not give one. */
  readonly secret?: string;

  /** Page on which an administrator consents to the application's permissions. */
  readonly adminConsentUrl: string;
}

/** Properties of `AadServerApp`. */
export interface AadServerAppProps {
  /** Name of the application registration, 1 to 120 characters; no other application may have it. */
  readonly displayName: string;

  /**
   * Redirect URIs of type Web: `https` or `http`, at most 256 characters, no fragment.
   * One without a path gets the trailing slash that Azure AD demands.
   *
   * @default - none
   */
  readonly redirectUris?: string[];

  /**
   * Groups that tokens carry.
   *
   * @default [GroupMembershipClaim.ALL]
   */
  readonly groupMembershipClaims?: GroupMembershipClaim[];

  /**
   * Description of the client secret.
   *
   * @default - the display name
   */
  readonly secretDescription?: string;

  /**
   * Days from its creation until the client secret expires, 1 to 3650.
   *
   * Changing this number takes effect with the next rotation.
   *
   * @default 180
   */
  readonly secretValidityDays?: number;

  /**
   * Any text; changing it replaces the client secret. Whoever uses the old one is locked out until it has the new one:
   * deploy the stack of the cluster right after that of the application.
   *
   * @default - the secret is never rotated
   */
  readonly rotateSecretWhenChanged?: string;

  /**
   * Name of the exposed scope, 1 to 120 characters without spaces; tokens carry it in the claim `scp`.
   *
   * @default 'user_impersonation'
   */
  readonly scopeName?: string;

  /**
   * Title that administrators read on the consent page.
   *
   * @default - the display name of the application
   */
  readonly scopeDisplayName?: string;

  /**
   * Explanation that administrators read on the consent page.
   *
   * @default - the display name of the application
   */
  readonly scopeDescription?: string;

  /**
   * ID of the exposed scope, a UUID. A change breaks every consent to the scope.
   *
   * @default - UUIDv5 of the construct's path within its stack
   */
  readonly scopeId?: string;

  /**
   * Whether the application gets the identifier URI `api://<clientId>`.
   *
   * @default false
   */
  readonly identifierUri?: boolean;

  /**
   * Object IDs of the users and service principals that own the registration.
   *
   * @default - whoever deploys first; later changes of owners are left alone
   */
  readonly owners?: string[];

  /**
   * How Microsoft Graph permissions are granted: `ADMIN` or `MANUAL`.
   *
   * @default AppConsent.ADMIN
   */
  readonly consent?: AppConsent;

  /**
   * Cloud of the tenant; decides the host of `adminConsentUrl`.
   *
   * @default AzureEnvironment.PUBLIC
   */
  readonly environment?: AzureEnvironment;
}

/** What must be known of a server application that someone else registered. */
export interface AadServerAppAttributes {
  /** Application (client) ID, a UUID. */
  readonly clientId: string;

  /** Object ID of the application, a UUID. */
  readonly objectId: string;

  /** Object ID of the application's service principal, a UUID. */
  readonly servicePrincipalObjectId: string;

  /** ID of the exposed scope, a UUID. */
  readonly scopeId: string;

  /**
   * Name of the exposed scope.
   *
   * @default 'user_impersonation'
   */
  readonly scopeName?: string;

  /**
   * The client secret as a reference: a sensitive `TerraformVariable` or a data source. A literal is refused.
   *
   * @default - none; the application can then not be used for a legacy integration
   */
  readonly secret?: string;

  /**
   * Cloud of the tenant; decides the host of `adminConsentUrl`.
   *
   * @default AzureEnvironment.PUBLIC
   */
  readonly environment?: AzureEnvironment;
}

/** How `AadServerApp.fromLookup` finds a server application: by client ID or by display name. */
export interface AadServerAppLookupOptions {
  /**
   * Application (client) ID, a UUID.
   *
   * @default - found by display name
   */
  readonly clientId?: string;

  /**
   * Display name; the plan fails when several applications have it.
   *
   * @default - found by client ID
   */
  readonly displayName?: string;

  /**
   * Name of the exposed scope.
   *
   * @default 'user_impersonation'
   */
  readonly scopeName?: string;

  /**
   * The client secret as a reference: a sensitive `TerraformVariable` or a data source. A literal is refused.
   *
   * @default - none; the application can then not be used for a legacy integration
   */
  readonly secret?: string;

  /**
   * Cloud of the tenant; decides the host of `adminConsentUrl`.
   *
   * @default AzureEnvironment.PUBLIC
   */
  readonly environment?: AzureEnvironment;
}

/**
 * The server application of an AKS cluster with legacy Azure AD integration.
 *
 * Defines an `azuread_application` with its `azuread_service_principal`, an `azuread_application_password` and, with
 * `AppConsent.ADMIN`, the grants on Microsoft Graph: delegated Directory.Read.All and User.Read, application
 * Directory.Read.All.
 */
export class AadServerApp extends Construct implements IAadServerApp {
  /**
   * Refers to a server application that someone else registered, without reading it.
   *
   * @throws when an ID is not a UUID or the secret is a literal
   */
  static fromAadServerAppAttributes(
    scope: Construct,
    id: string,
    attrs: AadServerAppAttributes,
  ): IAadServerApp {
    return new ExistingServerApp(scope, id, () => attrs);
  }

  /**
   * Reads a server application from the directory while planning, with an `azuread_application` and an
   * `azuread_service_principal` data source.
   *
   * @throws when not exactly one of `clientId` and `displayName` is given, or the secret is a literal
   */
  static fromLookup(scope: Construct, id: string, options: AadServerAppLookupOptions): IAadServerApp {
    return new ExistingServerApp(scope, id, (self) => {
      const { application, servicePrincipal } = lookUpApplication(self, options);
      const scopeName = options.scopeName ?? DEFAULT_SCOPE_NAME;

      return {
        clientId: application.clientId,
        objectId: application.objectId,
        servicePrincipalObjectId: servicePrincipal.objectId,
        scopeId: application.oauth2PermissionScopeIds.lookup(scopeName),
        scopeName,
        secret: options.secret,
        environment: options.environment,
      };
    });
  }

  readonly clientId: string;
  readonly objectId: string;
  readonly servicePrincipalObjectId: string;
  readonly scopeId: string;
  readonly scopeName: string;

  /** The client secret; a reference to the sensitive `value` of the `azuread_application_password`. */
  readonly secret?: string;

  private readonly environment?: AzureEnvironment;

  /**
   * Registers the application.
   *
   * @throws when a prop can never deploy: a display or scope name, a redirect URI, an ID, a validity out of its bounds,
   * or `AppConsent.PRE_AUTHORIZED`
   */
  constructor(scope: Construct, id: string, props: AadServerAppProps) {
    super(scope, id);
    this.validate(props);

    const consent = props.consent ?? AppConsent.ADMIN;
    this.environment = props.environment;
    this.scopeName = props.scopeName ?? DEFAULT_SCOPE_NAME;
    this.scopeId = props.scopeId ?? this.stableScopeId();

    const { application, servicePrincipal } = registerApplication(this, props, {
      groupMembershipClaims: props.groupMembershipClaims ?? [GroupMembershipClaim.ALL],
      web: { redirectUris: normalizeRedirectUris(props.redirectUris, WEB_SCHEMES, this) },
      api: { oauth2PermissionScope: [this.exposedScope(props)] },
      requiredResourceAccess: [requiredGraphPermissions()],
      // The application would otherwise remove on the next apply what the identifier URI resource has added.
      ignoreChanges: props.identifierUri ? ['identifier_uris'] : [],
    });
    this.clientId = application.clientId;
    this.objectId = application.objectId;
    this.servicePrincipalObjectId = servicePrincipal.objectId;
    this.secret = this.createSecret(application.id, props);

    if (props.identifierUri) {
      new ApplicationIdentifierUri(this, 'IdentifierUri', {
        applicationId: application.id,
        identifierUri: `api://${application.clientId}`,
      });
    }
    if (consent === AppConsent.ADMIN) {
      grantGraphPermissions(this, this.servicePrincipalObjectId);
    }
  }

  /** Page on which an administrator consents to the application's permissions. */
  get adminConsentUrl(): string {
    return adminConsentUrl(this, this.clientId, this.environment);
  }

  private validate(props: AadServerAppProps): void {
    requirePattern(
      'scopeName',
      props.scopeName,
      SCOPE_NAME,
      'use 1 to 120 characters without spaces or quotes',
      this,
    );
    requireUuid('scopeId', props.scopeId, 'the ID of a scope', this);
    requireInteger('secretValidityDays', props.secretValidityDays, 1, MAX_SECRET_VALIDITY_DAYS, this);

    if (props.consent === AppConsent.PRE_AUTHORIZED) {
      throw new ValidationError(
        "consent 'PRE_AUTHORIZED' is for client applications; a server application takes AppConsent.ADMIN or AppConsent.MANUAL",
        this,
      );
    }
  }

  /** The stack's own name is left out: a stack may be renamed while its state is kept. */
  private stableScopeId(): string {
    const path = this.node.path.slice(TerraformStack.of(this).node.path.length + 1);
    return Fn.uuidv5('url', `cdktf-aks-aad/scope/${path}`);
  }

  private exposedScope(props: AadServerAppProps): ApplicationApiOauth2PermissionScope {
    return {
      id: this.scopeId,
      value: this.scopeName,
      adminConsentDisplayName: props.scopeDisplayName ?? props.displayName,
      adminConsentDescription: props.scopeDescription ?? props.displayName,
      enabled: true,
      type: 'Admin',
    };
  }

  private createSecret(applicationId: string, props: AadServerAppProps): string {
    const days = props.secretValidityDays ?? DEFAULT_SECRET_VALIDITY_DAYS;
    const hours = isLiteral(days) ? days * 24 : Token.asString(Op.mul(days, 24));

    const password = new ApplicationPasswordA(this, 'Secret', {
      applicationId,
      displayName: props.secretDescription ?? props.displayName,
      // Terraform's clock, not that of synth. It moves with every plan, so only a replacement looks at it.
      endDate: Fn.timeadd(Fn.plantimestamp(), `${hours}h`),
      rotateWhenChanged: props.rotateSecretWhenChanged
        ? { rotation: props.rotateSecretWhenChanged }
        : undefined,
      // No create_before_destroy: Terraform would extend it to the application, whose name must be free first.
      lifecycle: { ignoreChanges: ['end_date'] },
    });
    return password.value;
  }
}

/** A server application that this stack does not manage. */
class ExistingServerApp extends Construct implements IAadServerApp {
  readonly clientId: string;
  readonly objectId: string;
  readonly servicePrincipalObjectId: string;
  readonly scopeId: string;
  readonly scopeName: string;
  readonly secret?: string;

  private readonly environment?: AzureEnvironment;

  /** `describe` gets the new construct as the scope of what it may have to look up. */
  constructor(scope: Construct, id: string, describe: (self: Construct) => AadServerAppAttributes) {
    super(scope, id);
    const attrs = describe(this);

    requireUuid('clientId', attrs.clientId, 'an application (client) ID', this);
    requireUuid('objectId', attrs.objectId, 'the object ID of an application', this);
    requireUuid(
      'servicePrincipalObjectId',
      attrs.servicePrincipalObjectId,
      'the object ID of a service principal',
      this,
    );
    requireUuid('scopeId', attrs.scopeId, 'the ID of a scope', this);
    requireSecretReference('secret', attrs.secret, this);

    this.clientId = attrs.clientId;
    this.objectId = attrs.objectId;
    this.servicePrincipalObjectId = attrs.servicePrincipalObjectId;
    this.scopeId = attrs.scopeId;
    this.scopeName = attrs.scopeName ?? DEFAULT_SCOPE_NAME;
    this.secret = attrs.secret;
    this.environment = attrs.environment;
  }

  get adminConsentUrl(): string {
    return adminConsentUrl(this, this.clientId, this.environment);
  }
}

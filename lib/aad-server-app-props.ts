import { IConstruct } from 'constructs';
import { AppConsent } from './app-consent';
import { AzureEnvironment } from './azure-environment';
import { GroupMembershipClaim } from './group-membership-claim';

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
  /** Name of the application registration, 1 to 120 characters; a look-up by it fails where others have it, too. */
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

  /**
   * Whether Terraform refuses to destroy or replace the registration and its service principal; the secret is still renewed.
   *
   * @default false
   */
  readonly protect?: boolean;
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

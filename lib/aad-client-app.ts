import { ApplicationPreAuthorized } from '@cdktf/provider-azuread/lib/application-pre-authorized';
import { TerraformResource } from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { AadClientAppImport } from './aad-app-import';
import { IAadServerApp } from './aad-server-app-props';
import { AppConsent } from './app-consent';
import { AzureEnvironment } from './azure-environment';
import { takeOverClientApp } from './private/app-import';
import {
  adminConsentUrl,
  grantDelegatedPermissions,
  lookUpApplication,
  normalizeRedirectUris,
  registerApplication,
} from './private/app-registration';
import { requireUuid } from './private/guards';
import { honourDependencies } from './private/dependencies';
import { requireProps } from './private/kind-check';

/** The application with which a person signs in to the cluster. */
export interface IAadClientApp extends IConstruct {
  /** Application (client) ID, a UUID. */
  readonly clientId: string;

  /** Object ID of the application, a UUID; not the object ID of its service principal. */
  readonly objectId: string;

  /** Object ID of the application's service principal in the tenant, a UUID. */
  readonly servicePrincipalObjectId: string;

  /** Page on which an administrator consents to the application's permissions. */
  readonly adminConsentUrl: string;
}

/** Properties of `AadClientApp`. */
export interface AadClientAppProps {
  /** Name of the application registration, 1 to 120 characters; a look-up by it fails where others have it, too. */
  readonly displayName: string;

  /** The server application on whose exposed scope this application gets a delegated permission. */
  readonly serverApp: IAadServerApp;

  /**
   * Redirect URIs of type public client: `https`, `http` or a scheme of its own such as `msal`, at most 256
   * characters, no fragment. One without a path gets the trailing slash that Azure AD demands.
   *
   * @default - none; signing in with a device code needs none
   */
  readonly redirectUris?: string[];

  /**
   * Object IDs of the users and service principals that own the registration.
   *
   * @default - whoever deploys first; later changes of owners are left alone
   */
  readonly owners?: string[];

  /**
   * How the permission on the server application is granted.
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
   * Whether Terraform refuses to destroy or replace the registration and its service principal.
   *
   * @default false
   */
  readonly protect?: boolean;
}

/** What must be known of a client application that someone else registered. */
export interface AadClientAppAttributes {
  /** Application (client) ID, a UUID. */
  readonly clientId: string;

  /** Object ID of the application, a UUID. */
  readonly objectId: string;

  /** Object ID of the application's service principal, a UUID. */
  readonly servicePrincipalObjectId: string;

  /**
   * Cloud of the tenant; decides the host of `adminConsentUrl`.
   *
   * @default AzureEnvironment.PUBLIC
   */
  readonly environment?: AzureEnvironment;
}

/** How `AadClientApp.fromLookup` finds a client application: by client ID or by display name. */
export interface AadClientAppLookupOptions {
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
   * Cloud of the tenant; decides the host of `adminConsentUrl`.
   *
   * @default AzureEnvironment.PUBLIC
   */
  readonly environment?: AzureEnvironment;
}

/**
 * The client application of an AKS cluster with legacy Azure AD integration: a public client, without a secret.
 *
 * Defines an `azuread_application` with its `azuread_service_principal` and, depending on the consent, an
 * `azuread_service_principal_delegated_permission_grant` or an `azuread_application_pre_authorized`.
 */
export class AadClientApp extends Construct implements IAadClientApp {
  /**
   * Refers to a client application that someone else registered, without reading it.
   *
   * @throws when an ID is not a UUID
   */
  static fromAadClientAppAttributes(
    scope: Construct,
    id: string,
    attrs: AadClientAppAttributes,
  ): IAadClientApp {
    return new ExistingClientApp(scope, id, () => attrs);
  }

  /**
   * Reads a client application from the directory while planning, with an `azuread_application` and an
   * `azuread_service_principal` data source.
   *
   * @throws when not exactly one of `clientId` and `displayName` is given
   */
  static fromLookup(scope: Construct, id: string, options: AadClientAppLookupOptions): IAadClientApp {
    return new ExistingClientApp(scope, id, (self) => {
      options = requireProps('AadClientAppLookupOptions', options, self);
      const { application, servicePrincipal } = lookUpApplication(self, options);

      return {
        clientId: application.clientId,
        objectId: application.objectId,
        servicePrincipalObjectId: servicePrincipal.objectId,
        environment: options.environment,
      };
    });
  }

  readonly clientId: string;
  readonly objectId: string;
  readonly servicePrincipalObjectId: string;

  private readonly environment?: AzureEnvironment;

  /**
   * Registers the application.
   *
   * @throws when a prop can never deploy: a display name, a redirect URI or an owner's ID
   */
  constructor(scope: Construct, id: string, props: AadClientAppProps) {
    super(scope, id);
    props = requireProps('AadClientAppProps', props, this);
    const { serverApp } = props;
    this.environment = props.environment;

    const { application, servicePrincipal } = registerApplication(this, props, {
      fallbackPublicClientEnabled: true,
      publicClient: { redirectUris: normalizeRedirectUris(props.redirectUris, undefined, this) },
      requiredResourceAccess: [
        { resourceAppId: serverApp.clientId, resourceAccess: [{ id: serverApp.scopeId, type: 'Scope' }] },
      ],
    });
    this.clientId = application.clientId;
    this.objectId = application.objectId;
    this.servicePrincipalObjectId = servicePrincipal.objectId;

    this.consentTo(serverApp, props.consent ?? AppConsent.ADMIN);
    honourDependencies(this);
    this.node.addValidation({ validate: () => this.problemsWithPasswords() });
  }

  /** Page on which an administrator consents to the application's permissions. */
  get adminConsentUrl(): string {
    return adminConsentUrl(this, this.clientId, this.environment);
  }

  /**
   * Takes over an existing application: the next deployment imports it with its service principal and, when its ID is
   * given, with its consent or pre-authorisation.
   *
   * @throws when an ID has not the form of one, or is of something that the props do not ask for
   */
  importFrom(ids: AadClientAppImport): void {
    ids = requireProps('AadClientAppImport', ids, this, 'importFrom()');
    takeOverClientApp(this, ids);
  }

  private problemsWithPasswords(): string[] {
    const passwords = this.node
      .findAll()
      .filter((node) => TerraformResource.isTerraformResource(node))
      .filter((resource) => resource.terraformResourceType === 'azuread_application_password');

    return passwords.map(
      ({ node }) =>
        `'${node.id}' is a password of a public client, which anyone who runs it can read: remove it [public-client-with-password]`,
    );
  }

  private consentTo(serverApp: IAadServerApp, consent: AppConsent): void {
    switch (consent) {
      case AppConsent.ADMIN:
        grantDelegatedPermissions(this, 'DelegatedConsent', this, serverApp, [serverApp.scopeName]);
        break;

      case AppConsent.PRE_AUTHORIZED:
        new ApplicationPreAuthorized(this, 'PreAuthorization', {
          applicationId: `/applications/${serverApp.objectId}`,
          authorizedClientId: this.clientId,
          permissionIds: [serverApp.scopeId],
        });
        break;

      case AppConsent.MANUAL:
        break;
    }
  }
}

/** A client application that this stack does not manage. */
class ExistingClientApp extends Construct implements IAadClientApp {
  readonly clientId: string;
  readonly objectId: string;
  readonly servicePrincipalObjectId: string;

  private readonly environment?: AzureEnvironment;

  /** `describe` gets the new construct as the scope of what it may have to look up. */
  constructor(scope: Construct, id: string, describe: (self: Construct) => AadClientAppAttributes) {
    super(scope, id);
    const attrs = requireProps('AadClientAppAttributes', describe(this), this);
    honourDependencies(this);

    requireUuid('clientId', attrs.clientId, 'an application (client) ID', this);
    requireUuid('objectId', attrs.objectId, 'the object ID of an application', this);
    requireUuid(
      'servicePrincipalObjectId',
      attrs.servicePrincipalObjectId,
      'the object ID of a service principal',
      this,
    );

    this.clientId = attrs.clientId;
    this.objectId = attrs.objectId;
    this.servicePrincipalObjectId = attrs.servicePrincipalObjectId;
    this.environment = attrs.environment;
  }

  get adminConsentUrl(): string {
    return adminConsentUrl(this, this.clientId, this.environment);
  }
}

import { ApplicationIdentifierUri } from '@cdktf/provider-azuread/lib/application-identifier-uri';
import { ApplicationPasswordA } from '@cdktf/provider-azuread/lib/application-password';
import { ApplicationApiOauth2PermissionScope } from '@cdktf/provider-azuread/lib/application';
import { Fn, Op, TerraformStack, Token } from 'cdktf';
import { Construct } from 'constructs';
import {
  AadServerAppAttributes,
  AadServerAppLookupOptions,
  AadServerAppProps,
  IAadServerApp,
} from './aad-server-app-props';
import { AadServerAppImport } from './aad-app-import';
import { AppConsent } from './app-consent';
import { AzureEnvironment } from './azure-environment';
import { GroupMembershipClaim } from './group-membership-claim';
import { takeOverServerApp } from './private/app-import';
import {
  adminConsentUrl,
  lookUpApplication,
  normalizeRedirectUris,
  registerApplication,
  WEB_SCHEMES,
} from './private/app-registration';
import { ValidationError } from './shared/errors';
import {
  isLiteral,
  requireInteger,
  requirePattern,
  requireSecretReference,
  requireUuid,
} from './private/guards';
import { KeyVaultSecretOptions } from './key-vault-secret-options';
import { copyToKeyVault } from './private/key-vault-secret';
import { warnAboutLocalState } from './private/local-state';
import { grantGraphPermissions, requiredGraphPermissions } from './private/microsoft-graph';
import { SCOPE_NAME } from './shared/azure-limits';
import { warn } from './shared/warn';
import { honourDependencies } from './private/dependencies';
import { requireProps } from './private/kind-check';
import { withLateAddress } from './private/late-address';

const DEFAULT_SECRET_VALIDITY_DAYS = 180;
const MAX_SECRET_VALIDITY_DAYS = 3650;
const LONG_SECRET_VALIDITY_DAYS = 365;
const DEFAULT_SCOPE_NAME = 'user_impersonation';

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
      options = requireProps('AadServerAppLookupOptions', options, self);
      requireScopeName(options.scopeName, self);
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

  private readonly password: ApplicationPasswordA;
  private readonly environment?: AzureEnvironment;

  /**
   * Registers the application.
   *
   * @throws when a prop can never deploy: a display or scope name, a redirect URI, an ID, a validity out of its bounds,
   * or `AppConsent.PRE_AUTHORIZED`
   */
  constructor(scope: Construct, id: string, props: AadServerAppProps) {
    super(scope, id);
    props = requireProps('AadServerAppProps', props, this);
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
      // The application would otherwise remove on the next apply what the identifier URI resource, or somebody else, has added.
      ignoreChanges: ['identifier_uris'],
    });
    honourDependencies(this);
    this.clientId = application.clientId;
    this.objectId = application.objectId;
    this.servicePrincipalObjectId = servicePrincipal.objectId;
    this.password = this.createSecret(application.id, props);
    this.secret = this.password.value;
    warnAboutLocalState(this, 'the secret of the server application');

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

  /**
   * Takes over an existing application: the next deployment imports it with its service principal and, when their IDs
   * are given, with its consents.
   *
   * Passwords cannot be imported, as Azure AD never shows them again: the application gets a new one beside those that it
   * has. Give the `scopeId` that its scope has, or every consent to it breaks.
   *
   * @throws when an ID has not the form of one, or is of something that the props do not ask for
   */
  importFrom(ids: AadServerAppImport): void {
    ids = requireProps('AadServerAppImport', ids, this, 'importFrom()');
    takeOverServerApp(this, ids);
  }

  /**
   * Copies the client secret to a Key Vault: an `azurerm_key_vault_secret` that no state keeps the value of, which
   * expires with the client secret and is renewed with it. Needs Terraform 1.11 and azurerm 4.x or later.
   *
   * Define the azurerm provider in the stack of this application; in another stack, the value would get into its state.
   *
   * @returns the ID of the secret without its version, to refer to in other stacks
   */
  copySecretToKeyVault(id: string, options: KeyVaultSecretOptions): string {
    options = requireProps('KeyVaultSecretOptions', options, this, 'copySecretToKeyVault()');
    return copyToKeyVault(this, id, this.password, options);
  }

  private validate(props: AadServerAppProps): void {
    requireScopeName(props.scopeName, this);
    requireUuid('scopeId', props.scopeId, 'the ID of a scope', this);
    requireInteger('secretValidityDays', props.secretValidityDays, 1, MAX_SECRET_VALIDITY_DAYS, this);

    const days = props.secretValidityDays;
    if (isLiteral(days) && days > LONG_SECRET_VALIDITY_DAYS) {
      warn(
        this,
        'long-lived-secret',
        `secretValidityDays ${days} is more than a year: use ${LONG_SECRET_VALIDITY_DAYS} at most and rotate`,
      );
    }

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
    // cdktf escapes neither quotes nor what stands for more than itself.
    const escaped = JSON.stringify(path).slice(1, -1).replaceAll('%{', '%%{');
    return Fn.uuidv5('url', `cdktf-aks-aad/scope/${escaped}`);
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

  private createSecret(applicationId: string, props: AadServerAppProps): ApplicationPasswordA {
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
    return withLateAddress(password);
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
    const attrs = requireProps('AadServerAppAttributes', describe(this), this);
    honourDependencies(this);

    requireUuid('clientId', attrs.clientId, 'an application (client) ID', this);
    requireUuid('objectId', attrs.objectId, 'the object ID of an application', this);
    requireUuid(
      'servicePrincipalObjectId',
      attrs.servicePrincipalObjectId,
      'the object ID of a service principal',
      this,
    );
    requireUuid('scopeId', attrs.scopeId, 'the ID of a scope', this);
    requireScopeName(attrs.scopeName, this);
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

function requireScopeName(scopeName: string | undefined, scope: Construct): void {
  requirePattern(
    'scopeName',
    scopeName,
    SCOPE_NAME,
    'use 1 to 120 characters without spaces or quotes, not beginning with a period',
    scope,
  );
}

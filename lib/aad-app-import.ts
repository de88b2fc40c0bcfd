/** What Azure AD knows an application by that exists and is to be taken over. */
export interface AadAppImport {
  /** Object ID of the application, a UUID; not its client ID: `az ad app show --id <client ID> --query id`. */
  readonly objectId: string;

  /** Object ID of its service principal, a UUID: `az ad sp show --id <client ID> --query id`. */
  readonly servicePrincipalObjectId: string;

  /**
   * ID of the consent to delegated permissions that the application has, as Microsoft Graph lists it under
   * `/servicePrincipals/<object ID>/oauth2PermissionGrants`. For `AppConsent.ADMIN`.
   *
   * @default - it has none, and one is made; Azure AD refuses a second one
   */
  readonly delegatedConsentId?: string;
}

/** What Azure AD knows a server application by that exists and is to be taken over. */
export interface AadServerAppImport extends AadAppImport {
  /**
   * ID of the consent to application permissions that the application has, as Microsoft Graph lists it under
   * `/servicePrincipals/<object ID>/appRoleAssignments`. For `AppConsent.ADMIN`; needs `graphObjectId`.
   *
   * @default - it has none, and one is made; Azure AD refuses a second one
   */
  readonly applicationConsentId?: string;

  /**
   * Object ID of the service principal of Microsoft Graph in the tenant, a UUID, of which the consent is a part:
   * `az ad sp show --id 00000003-0000-0000-c000-000000000000 --query id`.
   *
   * @default - none; required with `applicationConsentId`
   */
  readonly graphObjectId?: string;

  /**
   * Client ID of the application, a UUID, when it has the identifier URI `api://<client ID>` already. For
   * `identifierUri: true`.
   *
   * @default - it does not have the URI yet
   */
  readonly clientId?: string;
}

/** What Azure AD knows a client application by that exists and is to be taken over. */
export interface AadClientAppImport extends AadAppImport {
  /**
   * The pre-authorisation that the server application has for this one, in the words of azuread:
   * `<object ID of the server application>/preAuthorizedApplication/<client ID of this one>`. For
   * `AppConsent.PRE_AUTHORIZED`.
   *
   * @default - it has none, and one is made
   */
  readonly preAuthorizationId?: string;
}

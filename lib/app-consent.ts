/** How an application gets the permissions that its registration requests. */
export enum AppConsent {
  /**
   * Terraform grants them for the whole tenant, as the portal's "Grant admin consent" does.
   *
   * The deploying principal needs Directory.ReadWrite.All for delegated permissions, and
   * AppRoleAssignment.ReadWrite.All with Application.Read.All for application permissions.
   */
  ADMIN = 'ADMIN',

  /**
   * The server application names the client application as pre-authorised, so that nobody is asked.
   *
   * Needs no directory-wide right, only ownership of the server application. Client applications only.
   */
  PRE_AUTHORIZED = 'PRE_AUTHORIZED',

  /** Nothing is granted; an administrator opens `adminConsentUrl` and agrees. */
  MANUAL = 'MANUAL',
}

/** Kinds of principal that Azure AD knows, in the words of Azure role assignments. */
export enum AadPrincipalType {
  /** A member of the tenant or a guest. */
  USER = 'User',

  /** A group. */
  GROUP = 'Group',

  /** A service principal or a managed identity. */
  SERVICE_PRINCIPAL = 'ServicePrincipal',
}

/** The characters that Azure AD allows in a user principal name; without flags, as JSON Schema has none. */
export const USER_PRINCIPAL_NAME = /^[A-Za-z0-9'._!#^~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/;

/** What Azure AD puts into the user principal name of a guest. */
const GUEST = /#[eE][xX][tT]#/;

/** User principal name of a member of the tenant, and not of a guest. */
export const MEMBER_NAME = new RegExp(`^(?!.*${GUEST.source})${USER_PRINCIPAL_NAME.source.slice(1)}`);

/** Whether a user principal name is that of a guest, such as `carol_fabrikam.com#EXT#@contoso.onmicrosoft.com`. */
export function isGuestName(userPrincipalName: string): boolean {
  return GUEST.test(userPrincipalName);
}

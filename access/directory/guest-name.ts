/** Whether a user principal name is that of a guest, such as `carol_fabrikam.com#EXT#@contoso.onmicrosoft.com`. */
export function isGuestName(userPrincipalName: string): boolean {
  return /#EXT#/i.test(userPrincipalName);
}

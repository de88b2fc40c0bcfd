/** Which groups of a user Azure AD puts into the tokens of an application. */
export enum GroupMembershipClaim {
  /** Security groups, distribution lists and directory roles; what the AKS walk-through uses. */
  ALL = 'All',

  /** Security groups only. */
  SECURITY_GROUP = 'SecurityGroup',

  /** Directory roles only. */
  DIRECTORY_ROLE = 'DirectoryRole',

  /** Only groups that are assigned to the application, so that a token lists them even for who is in more than 200. */
  APPLICATION_GROUP = 'ApplicationGroup',

  /** No groups; bindings to groups then grant nothing. */
  NONE = 'None',
}

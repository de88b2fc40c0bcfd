/** A user of the directory. */
export interface TenantUser {
  readonly objectId: string;
  readonly userPrincipalName: string;
  readonly displayName: string;
  readonly userType: 'Member' | 'Guest';
  readonly mail?: string;

  /** @default true */
  readonly accountEnabled?: boolean;
}

/** A security group; members are object IDs of users, groups and service principals. */
export interface TenantGroup {
  readonly objectId: string;
  readonly displayName: string;
  readonly members: readonly string[];
  readonly owners: readonly string[];
}

/** A service principal, such as Microsoft Graph or a pipeline's identity. */
export interface TenantServicePrincipal {
  readonly objectId: string;
  readonly clientId: string;
  readonly displayName: string;

  /** Application permissions that it offers, value to role ID. */
  readonly appRoles: Readonly<Record<string, string>>;

  /** Delegated permissions that it offers, value to scope ID. */
  readonly scopes: Readonly<Record<string, string>>;

  /** @default true */
  readonly accountEnabled?: boolean;
}

/** Who is in a directory. */
export interface People {
  readonly users: readonly TenantUser[];
  readonly groups: readonly TenantGroup[];
  readonly servicePrincipals: readonly TenantServicePrincipal[];
}

/** The directory, the subscription and the deploying principal as they are before a rehearsal. */
export interface Tenant extends People {
  readonly tenantId: string;

  /**
   * Tenant of the subscription, where the users are of another one.
   *
   * @default - `tenantId`
   */
  readonly subscriptionTenantId?: string;
  readonly subscriptionId: string;
  readonly domain: string;

  /** Object ID of the user or service principal that runs Terraform. */
  readonly deployer: string;

  /**
   * Whether names and addresses are made up, but for those of the configuration.
   *
   * @default false
   */
  readonly pseudonyms?: boolean;

  /**
   * Namespaces that every cluster has already, whoever made them.
   *
   * @default - only those of Kubernetes itself
   */
  readonly namespaces?: readonly string[];

  /**
   * IDs of objects that Azure has already, whoever made them.
   *
   * @default - the subscription is empty
   */
  readonly resources?: readonly string[];

  /**
   * Objects that the directory, the subscription and the clusters hold already, by resource type of Terraform and in the
   * words of its providers.
   *
   * @default - none
   */
  readonly objects?: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
}

/** A user of the directory. */
export interface TenantUser {
  readonly objectId: string;
  readonly userPrincipalName: string;
  readonly displayName: string;
  readonly userType: 'Member' | 'Guest';
  readonly mail?: string;
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
}

/** The directory, the subscription and the deploying principal as they are before a rehearsal. */
export interface Tenant {
  readonly tenantId: string;
  readonly subscriptionId: string;
  readonly domain: string;

  /** Object ID of the user or service principal that runs Terraform. */
  readonly deployer: string;

  readonly users: readonly TenantUser[];
  readonly groups: readonly TenantGroup[];
  readonly servicePrincipals: readonly TenantServicePrincipal[];
}

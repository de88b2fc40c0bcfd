import { isUuid } from '../../lib/shared/uuid';
import { AzureApi } from './azure-api';
import { odataText, url } from '../url';

export interface GraphUser {
  readonly id: string;
  readonly displayName: string;
  readonly userPrincipalName: string;
  readonly userType: 'Member' | 'Guest' | null;
  readonly mail: string | null;
  readonly accountEnabled: boolean;
}

/** A service principal or managed identity as an account that signs in. */
export interface GraphPrincipal {
  readonly id: string;
  readonly appId: string;
  readonly displayName: string;
  readonly servicePrincipalType?: string | null;
  readonly accountEnabled: boolean;
}

export interface GraphGroup {
  readonly id: string;
  readonly displayName: string;
}

export interface GraphApplication {
  readonly id: string;
  readonly appId: string;
  readonly displayName: string;
  readonly passwordCredentials: readonly { readonly endDateTime: string }[];
  readonly api?: { readonly preAuthorizedApplications?: readonly { readonly appId: string }[] };
}

export interface GraphServicePrincipal {
  readonly id: string;
  readonly appId: string;
}

/** Anything that has an object ID; users have more. */
export interface GraphObject {
  readonly '@odata.type'?: string;
  readonly id: string;
  readonly displayName?: string | null;
  readonly userPrincipalName?: string | null;
  readonly userType?: 'Member' | 'Guest' | null;
  readonly mail?: string | null;
}

export interface PermissionGrant {
  readonly consentType: string;
  readonly resourceId: string;
  readonly scope: string;
}

export interface AppRoleAssignment {
  readonly appRoleId: string;
}

const PRINCIPAL = 'id,appId,displayName,servicePrincipalType,accountEnabled';
const USER = 'id,displayName,userPrincipalName,userType,mail,accountEnabled';

/** The questions of the doctor to Microsoft Graph. */
export class Graph {
  constructor(private readonly api: AzureApi) {}

  /** A user by principal name, by object ID or, as guests know theirs, by mail. */
  async user(name: string): Promise<GraphUser | undefined> {
    const found = await this.api.get<GraphUser>(url`/v1.0/users/${name}?$select=` + USER);
    if (found) {
      return found;
    }
    const byMail = await this.api.list<GraphUser>(
      `/v1.0/users?$select=${USER}` + url`&$filter=${`mail eq ${odataText(name)}`}`,
    );
    return byMail[0] ?? (await this.guestInvitedAs(name));
  }

  /** A guest without a mail address: the one that was invited is in its name, with another character for `@`. */
  private async guestInvitedAs(mail: string): Promise<GraphUser | undefined> {
    if (!mail.includes('@')) {
      return undefined;
    }
    const beginning = odataText(`${mail.replace('@', '_')}#EXT#`);
    const found = await this.api.list<GraphUser>(
      `/v1.0/users?$select=${USER}` + url`&$filter=${`startswith(userPrincipalName,${beginning})`}`,
    );
    return found[0];
  }

  /** A service principal or managed identity by object ID, by client ID or by the one display name. */
  async principal(name: string): Promise<GraphPrincipal | undefined> {
    const search = (filter: string): Promise<GraphPrincipal[]> =>
      this.api.list(`/v1.0/servicePrincipals?$select=${PRINCIPAL}` + url`&$filter=${filter}`);
    if (!isUuid(name)) {
      const named = await search(`displayName eq ${odataText(name)}`);
      return named.length === 1 ? named[0] : undefined;
    }
    const byObjectId = await this.api.get<GraphPrincipal>(
      url`/v1.0/servicePrincipals/${name}?$select=` + PRINCIPAL,
    );
    return byObjectId ?? (await search(`appId eq ${odataText(name)}`))[0];
  }

  /** A user by principal name alone. */
  userNamed(name: string): Promise<GraphUser | undefined> {
    return this.api.get(url`/v1.0/users/${name}?$select=` + USER);
  }

  /** Whatever has an object ID: a user, a group, a service principal or something else. */
  async object(id: string): Promise<GraphObject | undefined> {
    const object = await this.api.get<GraphObject>(url`/v1.0/directoryObjects/${id}`);
    // Only the answer about the user itself says what kind of user it is.
    return object?.['@odata.type'] === '#microsoft.graph.user'
      ? { ...object, ...(await this.userNamed(id)) }
      : object;
  }

  /** All groups of a display name. */
  groupsNamed(name: string): Promise<GraphGroup[]> {
    return this.api.list(
      url`/v1.0/groups?$select=id,displayName&$filter=${`displayName eq ${odataText(name)}`}`,
    );
  }

  /** All service principals of a display name. */
  servicePrincipalsNamed(name: string): Promise<GraphServicePrincipal[]> {
    return this.api.list(
      url`/v1.0/servicePrincipals?$select=id,appId&$filter=${`displayName eq ${odataText(name)}`}`,
    );
  }

  /**
   * All security groups that an account is in, directly or through other groups. Tokens name no others: not distribution lists,
   * nor Microsoft 365 groups.
   */
  async groupsOf(id: string, kind: 'users' | 'servicePrincipals' = 'users'): Promise<GraphGroup[]> {
    const groups = await this.api.list<GraphGroup & { readonly securityEnabled?: boolean }>(
      url`/v1.0/${kind}/${id}/transitiveMemberOf/microsoft.graph.group?$select=id,displayName,securityEnabled&$top=999`,
    );
    return groups.filter(({ securityEnabled }) => securityEnabled !== false);
  }

  /** Groups of a display name. */
  groups(name: string): Promise<GraphGroup[]> {
    return this.api.list(
      url`/v1.0/groups?$select=id,displayName&$filter=${`displayName eq ${odataText(name)}`}`,
    );
  }

  /** Applications of a display name, or the one with a client ID. */
  applications(name: string): Promise<GraphApplication[]> {
    return this.api.list(
      url`/v1.0/applications?$select=id,appId,displayName,passwordCredentials,api&$filter=${`${
        isUuid(name) ? 'appId' : 'displayName'
      } eq ${odataText(name)}`}`,
    );
  }

  async servicePrincipal(appId: string): Promise<GraphServicePrincipal | undefined> {
    const found = await this.api.list<GraphServicePrincipal>(
      url`/v1.0/servicePrincipals?$select=id,appId&$filter=${`appId eq ${odataText(appId)}`}`,
    );
    return found[0];
  }

  /** Delegated permissions that were consented to. */
  permissionGrants(servicePrincipalId: string): Promise<PermissionGrant[]> {
    return this.api.list(url`/v1.0/servicePrincipals/${servicePrincipalId}/oauth2PermissionGrants`);
  }

  /** Application permissions that were consented to. */
  appRoleAssignments(servicePrincipalId: string): Promise<AppRoleAssignment[]> {
    return this.api.list(url`/v1.0/servicePrincipals/${servicePrincipalId}/appRoleAssignments`);
  }
}

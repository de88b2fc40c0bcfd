import { signInTenant } from '../../app/config/sign-in-tenant';
import { configuredAccess } from '../../access/configured/configured-access';
import { ClusterAccess } from '../../access/cluster-access';
import { SynthesizedApp } from '../../access/configured/synthesized-app';
import { Account, isUser } from '../../access/directory/sign-in';
import { Tenant, TenantServicePrincipal, TenantUser } from '../../access/directory/tenant';
import { GraphGroup, GraphPrincipal, GraphUser } from '../azure/graph';

/** An account as Microsoft Graph knows it. */
export interface Patient {
  readonly account: Account;
  readonly isEnabled: boolean;

  /** Undefined when Microsoft Graph did not say. */
  readonly groups?: readonly GraphGroup[];
}

/** A user as the doctor sees one, or a service principal. */
export function patientOf(
  found: GraphUser | GraphPrincipal,
  groups: readonly GraphGroup[] | undefined,
): Patient {
  const account = 'userPrincipalName' in found ? userOf(found) : principalOf(found);
  return { account, isEnabled: found.accountEnabled, groups };
}

function principalOf({ id, appId, displayName }: GraphPrincipal): TenantServicePrincipal {
  return { objectId: id, clientId: appId, displayName, appRoles: {}, scopes: {} };
}

function userOf(user: GraphUser): TenantUser {
  return {
    objectId: user.id,
    userPrincipalName: user.userPrincipalName,
    displayName: user.displayName,
    // Accounts from before 2014 have no type; they are members.
    userType: user.userType ?? 'Member',
    ...(user.mail && { mail: user.mail }),
  };
}

/** Access to the configured cluster, in a directory that holds one account and its groups. */
export function accessOf(app: SynthesizedApp, { account, groups = [] }: Patient): ClusterAccess {
  const tenant: Tenant = {
    tenantId: signInTenant(app.config) ?? '',
    subscriptionId: app.config.azure.subscriptionId ?? '',
    domain: 'the directory',
    deployer: '',
    users: isUser(account) ? [account] : [],
    groups: groups.map(({ id, displayName }) => ({
      objectId: id,
      displayName,
      members: [account.objectId],
      owners: [],
    })),
    servicePrincipals: isUser(account) ? [] : [account],
  };
  return configuredAccess(app, tenant).access;
}

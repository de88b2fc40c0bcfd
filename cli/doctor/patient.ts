import { configuredAccess } from '../../access/configured/configured-access';
import { ClusterAccess } from '../../access/cluster-access';
import { SynthesizedApp } from '../../access/configured/synthesized-app';
import { Tenant, TenantUser } from '../../access/directory/tenant';
import { GraphGroup, GraphUser } from '../azure/graph';

/** An account as Microsoft Graph knows it. */
export interface Patient {
  readonly user: TenantUser;
  readonly isEnabled: boolean;

  /** Undefined when Microsoft Graph did not say. */
  readonly groups?: readonly GraphGroup[];
}

export function patientOf(user: GraphUser, groups: readonly GraphGroup[] | undefined): Patient {
  return {
    user: {
      objectId: user.id,
      userPrincipalName: user.userPrincipalName,
      displayName: user.displayName,
      // Accounts from before 2014 have no type; they are members.
      userType: user.userType ?? 'Member',
      ...(user.mail && { mail: user.mail }),
    },
    isEnabled: user.accountEnabled,
    groups,
  };
}

/** Access to the configured cluster, in a directory that holds one account and its groups. */
export function accessOf(app: SynthesizedApp, { user, groups = [] }: Patient): ClusterAccess {
  const tenant: Tenant = {
    tenantId: app.config.azure.tenantId ?? '',
    subscriptionId: app.config.azure.subscriptionId ?? '',
    domain: 'the directory',
    deployer: '',
    users: [user],
    groups: groups.map(({ id, displayName }) => ({
      objectId: id,
      displayName,
      members: [user.objectId],
      owners: [],
    })),
    servicePrincipals: [],
  };
  return configuredAccess(app, tenant).access;
}

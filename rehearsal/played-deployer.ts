import { quote } from '../app/config/problems/issue-reporter';
import { Lookup } from '../access/configured/lookups';
import { findAccount } from '../access/directory/sign-in';
import { Tenant } from '../access/directory/tenant';
import { RehearsalFailed } from './rehearsal-failed';

/** A tenant in which somebody else runs Terraform. */
export function deployedBy(name: string | undefined, tenant: Tenant, tenantFile?: string): Tenant {
  if (name === undefined) {
    return tenant;
  }
  const account = findAccount(name, tenant);
  if (!account) {
    throw new RehearsalFailed(
      `nobody can deploy as ${quote(name)}, who is not in ${tenantFile ?? `the tenant ${tenant.domain}`}: ` +
        'name a user by user principal name, or a service principal by display name',
    );
  }
  if (account.accountEnabled === false) {
    throw new RehearsalFailed(
      `${quote(name)} cannot deploy: the account is disabled in ${tenantFile ?? tenant.domain}`,
    );
  }
  return { ...tenant, deployer: account.objectId };
}

/** Groups of administrators that are taken to exist are taken to have whoever deploys: else nobody could. */
export function withAdministrator(
  tenant: Tenant,
  { assumed, adminGroups }: { readonly assumed: readonly Lookup[]; readonly adminGroups: readonly string[] },
): Tenant {
  const administer = new Set(
    assumed
      .map(({ value }) => value.toLowerCase())
      .filter((id) => adminGroups.some((one) => one.toLowerCase() === id)),
  );
  return administer.size === 0
    ? tenant
    : {
        ...tenant,
        groups: tenant.groups.map((group) =>
          administer.has(group.objectId.toLowerCase())
            ? { ...group, members: [...group.members, tenant.deployer] }
            : group,
        ),
      };
}

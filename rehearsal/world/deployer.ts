import { text } from './attributes';
import { Context, Refusal } from './behaviour';
import { State } from '../protocol/values';

/** The application that signs in users of the Azure CLI. */
const AZURE_CLI = '04b07795-8ddb-461a-bbee-02f9e1bf7b46';

/** Who a provider acts as. */
export interface Deployer {
  readonly objectId: string;
  readonly clientId: string;
  readonly tenantId: string;
}

/** The deploying principal: a pipeline's service principal, or a person at the Azure CLI. */
export function deployerOf({ tenant }: Pick<Context, 'tenant'>): Deployer {
  const pipeline = tenant.servicePrincipals.find((principal) => principal.objectId === tenant.deployer);
  return { objectId: tenant.deployer, clientId: pipeline?.clientId ?? AZURE_CLI, tenantId: tenant.tenantId };
}

/** Tenant that the subscription trusts. */
export function subscriptionTenantOf({ tenant }: Pick<Context, 'tenant'>): string {
  return tenant.subscriptionTenantId ?? tenant.tenantId;
}

/** A token is only ever issued by a tenant that exists, and a rehearsal has that of the users and that of the subscription. */
export function refuseUnknownTenant(config: State, { tenant }: Pick<Context, 'tenant'>): void {
  refuseOther(config, tenant.tenantId, 'tenant');
}

/** The same of whoever reaches Azure. */
export function refuseOtherSubscriptionTenant(config: State, context: Pick<Context, 'tenant'>): void {
  refuseOther(config, subscriptionTenantOf(context), 'tenant of the subscription');
}

function refuseOther(config: State, expected: string, what: string): void {
  const tenantId = text(config, 'tenant_id');
  if (tenantId !== undefined && tenantId !== expected) {
    throw new Refusal({
      summary: `AADSTS90002: Tenant '${tenantId}' not found.`,
      detail: `Check to make sure you have the correct tenant ID. The ${what} of this rehearsal is '${expected}'.`,
      path: ['tenant_id'],
    });
  }
}

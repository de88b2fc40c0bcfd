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

/** A token is only ever issued by a tenant that exists, and a rehearsal has one. */
export function refuseUnknownTenant(config: State, { tenant }: Pick<Context, 'tenant'>): void {
  const tenantId = text(config, 'tenant_id');
  if (tenantId !== undefined && tenantId !== tenant.tenantId) {
    throw new Refusal({
      summary: `AADSTS90002: Tenant '${tenantId}' not found.`,
      detail: `Check to make sure you have the correct tenant ID. The tenant of this rehearsal is '${tenant.tenantId}'.`,
      path: ['tenant_id'],
    });
  }
}

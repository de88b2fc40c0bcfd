import { subscriptionTenantOf } from '../world/deployer';
import { CLUSTERS } from '../kubernetes/aks-cluster';
import { block, text } from '../world/attributes';
import { Directory, Principal } from '../azuread/directory';
import { Context } from '../world/behaviour';
import { State } from '../protocol/values';

/** Whoever may be given an Azure role: the directory's users, groups and service principals, and managed identities. */
export function principalOf(objectId: string, context: Context): Principal | undefined {
  const isManagedIdentity = managedIdentities(context).includes(objectId);
  const isOfThisTenant = subscriptionTenantOf(context) === context.tenant.tenantId;
  return (
    (isOfThisTenant ? new Directory(context).principal(objectId) : undefined) ??
    (isManagedIdentity ? { displayName: objectId, type: 'ServicePrincipal' } : undefined)
  );
}

/** What the directory calls a managed identity. */
export function idsOfIdentity(id: string, context: Context): State {
  const { uuid } = context;
  return {
    client_id: uuid('client', id),
    principal_id: uuid('principal', id),
    tenant_id: subscriptionTenantOf(context),
  };
}

function managedIdentities(context: Context): (string | undefined)[] {
  const { world, tenant } = context;
  const own = world.all('azurerm_user_assigned_identity').map((identity) => text(identity, 'principal_id'));
  const named = (tenant.resources ?? [])
    .filter((id) => /\/userAssignedIdentities\/[^/]+$/i.test(id))
    .map((id) => text(idsOfIdentity(id, context), 'principal_id'));
  return [...own, ...named, ...CLUSTERS.flatMap((type) => world.all(type)).flatMap(identitiesOfCluster)];
}

function identitiesOfCluster(cluster: State): (string | undefined)[] {
  return [
    text(block(cluster, 'identity'), 'principal_id'),
    text(block(cluster, 'kubelet_identity'), 'object_id'),
    text(block(block(cluster, 'key_vault_secrets_provider'), 'secret_identity'), 'object_id'),
    text(block(block(cluster, 'oms_agent'), 'oms_agent_identity'), 'object_id'),
    text(block(block(cluster, 'web_app_routing'), 'web_app_routing_identity'), 'object_id'),
  ];
}

import { CLUSTERS } from '../kubernetes/aks-cluster';
import { block, text } from '../world/attributes';
import { Directory, Principal } from '../azuread/directory';
import { Context } from '../world/behaviour';
import { State } from '../protocol/values';

/** Whoever may be given an Azure role: the directory's users, groups and service principals, and managed identities. */
export function principalOf(objectId: string, context: Context): Principal | undefined {
  const isManagedIdentity = managedIdentities(context).includes(objectId);
  return (
    new Directory(context).principal(objectId) ??
    (isManagedIdentity ? { displayName: objectId, type: 'ServicePrincipal' } : undefined)
  );
}

function managedIdentities({ world }: Context): (string | undefined)[] {
  const own = world.all('azurerm_user_assigned_identity').map((identity) => text(identity, 'principal_id'));
  return [...own, ...CLUSTERS.flatMap((type) => world.all(type)).flatMap(identitiesOfCluster)];
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

import { text } from '../world/attributes';
import { Context } from '../world/behaviour';
import { State } from '../protocol/values';

/** Resources that sit in a resource group, by their type in Azure Resource Manager. */
export const GROUP_SCOPED: Readonly<Record<string, string>> = {
  azurerm_kubernetes_cluster: 'Microsoft.ContainerService/managedClusters',
  azurerm_kubernetes_automatic_cluster: 'Microsoft.ContainerService/managedClusters',
  azurerm_user_assigned_identity: 'Microsoft.ManagedIdentity/userAssignedIdentities',
  azurerm_virtual_network: 'Microsoft.Network/virtualNetworks',
  azurerm_network_security_group: 'Microsoft.Network/networkSecurityGroups',
  azurerm_route_table: 'Microsoft.Network/routeTables',
  azurerm_public_ip: 'Microsoft.Network/publicIPAddresses',
  azurerm_nat_gateway: 'Microsoft.Network/natGateways',
  azurerm_private_dns_zone: 'Microsoft.Network/privateDnsZones',
  azurerm_log_analytics_workspace: 'Microsoft.OperationalInsights/workspaces',
  azurerm_monitor_workspace: 'Microsoft.Monitor/accounts',
  azurerm_monitor_data_collection_endpoint: 'Microsoft.Insights/dataCollectionEndpoints',
  azurerm_monitor_data_collection_rule: 'Microsoft.Insights/dataCollectionRules',
  azurerm_key_vault: 'Microsoft.KeyVault/vaults',
};

/** Everything whose ID follows from its own arguments; a second one of the same ID is refused. */
export const NAMED_TYPES: readonly string[] = [
  'azurerm_resource_group',
  ...Object.keys(GROUP_SCOPED),
  'azurerm_subnet',
  'azurerm_kubernetes_cluster_node_pool',
  'azurerm_federated_identity_credential',
  'azurerm_private_dns_zone_virtual_network_link',
  'azurerm_management_lock',
];

export function subscriptionOf({ provider, tenant }: Pick<Context, 'provider' | 'tenant'>): string {
  // Azure finds it in any case.
  return (text(provider, 'subscription_id') ?? tenant.subscriptionId).toLowerCase();
}

export function resourceGroupId(name: string, context: Context): string {
  return `/subscriptions/${subscriptionOf(context)}/resourceGroups/${name}`;
}

/** Name of the resource group that an object is in, by the object's ID. */
export function resourceGroupOf(id: string): string | undefined {
  return /\/resourceGroups\/([^/]+)/i.exec(id)?.[1];
}

/** The ID that Azure gives, or would give, to an object. */
export function armId(type: string, object: State, context: Context): string {
  const name = text(object, 'name') ?? '';
  const group = resourceGroupId(text(object, 'resource_group_name') ?? '', context);
  switch (type) {
    case 'azurerm_resource_group':
      return resourceGroupId(name, context);
    case 'azurerm_subnet':
      return `${virtualNetworkId(object, context)}/subnets/${name}`;
    case 'azurerm_kubernetes_cluster_node_pool':
      return `${text(object, 'kubernetes_cluster_id')}/agentPools/${name}`;
    case 'azurerm_federated_identity_credential':
      return `${identityOfCredential(object)}/federatedIdentityCredentials/${name}`;
    case 'azurerm_private_dns_zone_virtual_network_link':
      return `${zoneOfLink(object, group)}/virtualNetworkLinks/${name}`;
    case 'azurerm_log_analytics_solution':
      return `${group}/providers/Microsoft.OperationsManagement/solutions/${text(object, 'solution_name')}(${text(object, 'workspace_name')})`;
    case 'azurerm_management_lock':
      return `${text(object, 'scope')}/providers/Microsoft.Authorization/locks/${name}`;
    default:
      return `${group}/providers/${GROUP_SCOPED[type]}/${name}`;
  }
}

/** The network that a subnet is in. */
export function virtualNetworkId(subnet: State, context: Context): string {
  const group = resourceGroupId(text(subnet, 'resource_group_name') ?? '', context);
  return `${group}/providers/${GROUP_SCOPED.azurerm_virtual_network}/${text(subnet, 'virtual_network_name')}`;
}

/** The identity that a federated credential is for; azurerm 5 has renamed the argument. */
export function identityOfCredential(credential: State): string | undefined {
  return text(credential, 'user_assigned_identity_id') ?? text(credential, 'parent_id');
}

/** The private DNS zone of a link; azurerm 5 takes its ID, earlier versions take its name. */
function zoneOfLink(link: State, group: string): string {
  const named = `${group}/providers/${GROUP_SCOPED.azurerm_private_dns_zone}/${text(link, 'private_dns_zone_name')}`;
  return text(link, 'private_dns_zone_id') ?? named;
}

/** An object of the world by its ID, which Azure compares without regard to case. */
export function findById(type: string, id: string | undefined, context: Context): State | undefined {
  return context.world
    .all(type)
    .find((object) => text(object, 'id')?.toLowerCase() === id?.toLowerCase() && id !== undefined);
}

/** Whether Azure has an object: one that was deployed, or one that the tenant file says was there before. */
export function exists(type: string, id: string | undefined, context: Context): boolean {
  const wanted = id?.toLowerCase();
  return (
    findById(type, id, context) !== undefined ||
    (context.tenant.resources ?? []).some((existing) => existing.toLowerCase() === wanted)
  );
}

/** Whether an ID is that of a scope or of something in it. */
export function isWithin(id: string | undefined, scope: string): boolean {
  return `${id?.toLowerCase()}/`.startsWith(`${scope.toLowerCase()}/`);
}

/** A location without the blanks and capitals of its display name. */
export function normalizedLocation(object: State): string {
  return (text(object, 'location') ?? '').toLowerCase().replaceAll(' ', '');
}

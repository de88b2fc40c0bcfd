import { resourceGroupId, subscriptionOf } from '../azurerm/arm-ids';
import { text } from '../world/attributes';
import { Context } from '../world/behaviour';
import { BlockSchema } from '../protocol/schema';
import { State } from '../protocol/values';

/** Types that others, which the stand-in knows, take by their ID and look into. Source: documentation of Azure Resource Manager. */
const ARM_TYPES: Readonly<Record<string, string>> = {
  azurerm_application_gateway: 'Microsoft.Network/applicationGateways',
  azurerm_application_security_group: 'Microsoft.Network/applicationSecurityGroups',
  azurerm_capacity_reservation_group: 'Microsoft.Compute/capacityReservationGroups',
  azurerm_container_registry: 'Microsoft.ContainerRegistry/registries',
  azurerm_dedicated_host_group: 'Microsoft.Compute/hostGroups',
  azurerm_disk_encryption_set: 'Microsoft.Compute/diskEncryptionSets',
  azurerm_dns_zone: 'Microsoft.Network/dnsZones',
  azurerm_eventhub_namespace: 'Microsoft.EventHub/namespaces',
  azurerm_monitor_action_group: 'Microsoft.Insights/actionGroups',
  azurerm_proximity_placement_group: 'Microsoft.Compute/proximityPlacementGroups',
  azurerm_public_ip_prefix: 'Microsoft.Network/publicIPPrefixes',
  azurerm_storage_account: 'Microsoft.Storage/storageAccounts',
};

const IN_KEY_VAULT = /^azurerm_key_vault_(key|certificate)$/;

/** An ID as Azure would give it: in its group, or in what it belongs to. What Azure calls the type is made up where nobody looks. */
export function azureId(
  type: string,
  { attributes = {} }: BlockSchema,
  object: State,
  context: Context,
): string {
  const hash = context.uuid(type, JSON.stringify(object)).slice(0, 8);
  const name = text(object, 'name') ?? hash;
  const [, inVault] = IN_KEY_VAULT.exec(type) ?? [];
  if (inVault !== undefined) {
    const vault = text(object, 'key_vault_id')?.split('/').pop();
    const version = context.uuid(type, vault ?? '', name).replaceAll('-', '');
    return `https://${vault}.vault.azure.net/${inVault}s/${name}/${version}`;
  }

  const segment = camelCase(type.replace(/^[a-z]+_/, ''));
  const parent = Object.entries(attributes)
    .filter(([argument, { required }]) => required && argument.endsWith('_id'))
    .map(([argument]) => text(object, argument))
    .find((id) => id?.startsWith('/subscriptions/'));
  if (parent !== undefined) {
    return `${parent}/${segment}/${name}`;
  }
  const group = text(object, 'resource_group_name');
  const scope =
    group === undefined ? `/subscriptions/${subscriptionOf(context)}` : resourceGroupId(group, context);
  return `${scope}/providers/${ARM_TYPES[type] ?? `Microsoft.Rehearsal/${segment}`}/${name}`;
}

function camelCase(words: string): string {
  return words.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

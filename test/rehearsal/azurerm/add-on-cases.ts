import { State } from '../../../rehearsal/protocol/values';
import { RefusalCase } from '../protocol/rehearsed-service';
import { AzureGiven, clusterWith } from './azurerm-cases';

const SETTING = 'azurerm_monitor_diagnostic_setting';
const ASSOCIATION = 'azurerm_monitor_data_collection_rule_association';
const SECRET = 'azurerm_key_vault_secret';
const POOL = 'azurerm_kubernetes_cluster_node_pool';

/** What the rules about monitoring, key vaults, spot machines and zones refuse, in azurerm 4 and 5. */
export function addOnCases(given: AzureGiven): RefusalCase[] {
  return [...monitoringCases(given), ...keyVaultCases(given), ...clusterCases(given), ...poolCases(given)];
}

function monitoringCases({ cluster, workspace, setting }: AzureGiven): RefusalCase[] {
  const good = {
    name: 'logs',
    target_resource_id: cluster.id!,
    log_analytics_workspace_id: workspace.id!,
    enabled_log: [{ category: 'guard' }],
  };
  const rule = `${workspace.id as string}/rule`;
  const association = { name: 'rule', target_resource_id: cluster.id!, data_collection_rule_id: rule };
  const gone = `${cluster.id as string}x`;

  return [
    {
      on: SETTING,
      bad: { ...good, log_analytics_workspace_id: null },
      good,
      says: 'one of `eventhub_authorization_rule_id,log_analytics_workspace_id',
    },
    {
      on: SETTING,
      bad: { ...good, enabled_log: [] },
      good,
      says: 'one of `enabled_log,enabled_metric` must be specified',
    },
    {
      on: SETTING,
      bad: { ...good, enabled_log: [{ category: 'kube-audits' }] },
      good,
      says: "Category 'kube-audits' is not supported",
    },
    {
      on: SETTING,
      bad: { ...good, target_resource_id: gone },
      good,
      says: `The Resource '${gone}' was not found`,
    },
    {
      on: SETTING,
      bad: { ...good, name: setting.name! },
      good,
      says: `A resource with the ID "${setting.id as string}" already exists`,
    },
    {
      on: ASSOCIATION,
      bad: { ...association, target_resource_id: gone },
      good: association,
      says: `The Resource '${gone}' was not found`,
    },
    {
      on: ASSOCIATION,
      bad: { ...association, data_collection_endpoint_id: rule },
      good: association,
      says: 'one of `data_collection_endpoint_id,data_collection_rule_id` must be specified',
    },
  ];
}

function keyVaultCases({ vault, secret }: AzureGiven): RefusalCase[] {
  const good = { name: 'new', key_vault_id: vault.id!, value_wo: 'secret', value_wo_version: 1 };
  const secretCase = (more: State, says: string): RefusalCase => ({
    on: SECRET,
    bad: { ...good, ...more },
    good,
    says,
  });
  const newVault = {
    name: 'my-vault',
    resource_group_name: 'rg',
    location: 'eastus',
    sku_name: 'standard',
    tenant_id: vault.tenant_id!,
  };

  return [
    {
      on: 'azurerm_key_vault',
      bad: { ...newVault, name: 'v' },
      good: newVault,
      says: 'must be between 3-24 chars',
    },
    secretCase({ name: 'server_app' }, '"name" may only contain alphanumeric characters and dashes'),
    secretCase({ value: 'another' }, 'only one of `value`, `value_wo` can be specified'),
    secretCase({ value_wo_version: null }, 'all of `value_wo,value_wo_version` must be specified'),
    secretCase(
      { key_vault_id: `${vault.id as string}x` },
      `The Resource '${vault.id as string}x' was not found`,
    ),
    secretCase({ name: secret.name! }, `A resource with the ID "${secret.id as string}" already exists`),
  ];
}

function clusterCases({ identity }: AzureGiven): RefusalCase[] {
  const on = 'azurerm_kubernetes_cluster';
  const zone = (more: State): State =>
    clusterWith({
      name: 'zoned',
      private_cluster_enabled: true,
      private_dns_zone_id: '/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/privateDnsZones/z',
      ...more,
    });
  const window = (frequency: string): State =>
    clusterWith({
      name: 'window',
      maintenance_window_auto_upgrade: [{ frequency, interval: 1, duration: 4, day_of_week: 'Sunday' }],
    });

  return [
    {
      on,
      bad: zone({}),
      good: zone({ identity: [{ type: 'UserAssigned', identity_ids: [identity.id!] }] }),
      says: 'a user assigned identity or a service principal must be used',
    },
    {
      on,
      bad: clusterWith({ name: 'disk', ...withDisk(128) }),
      good: clusterWith({ name: 'disk', ...withDisk(64) }),
      says: 'but the OS disk requires 137438953472 bytes',
    },
    { on, bad: window('Daily'), good: window('Weekly'), says: 'Daily schedule is only supported for' },
  ];
}

function withDisk(sizeGb: number): State {
  return {
    default_node_pool: [
      { name: 'system', vm_size: 'Standard_DS2_v2', os_disk_type: 'Ephemeral', os_disk_size_gb: sizeGb },
    ],
  };
}

function poolCases({ cluster, cilium }: AzureGiven): RefusalCase[] {
  const least = { name: 'more', kubernetes_cluster_id: cluster.id!, vm_size: 'Standard_D4ds_v5' };
  const disk = { ...least, vm_size: 'Standard_DS2_v2', os_disk_type: 'Ephemeral' };
  const windows = { ...least, name: 'win', os_type: 'Windows' };

  return [
    {
      on: POOL,
      bad: { ...least, orchestrator_version: '1.99' },
      good: { ...least, orchestrator_version: '1.30' },
      says: 'Node pool version 1.99 and control plane version',
    },
    {
      on: POOL,
      bad: { ...disk, os_disk_size_gb: 128 },
      good: { ...disk, os_disk_size_gb: 64 },
      says: 'The virtual machine size Standard_DS2_v2 has a cache size of 92341796864 bytes, but the OS disk requires 137438953472 bytes',
    },
    {
      on: POOL,
      bad: { ...windows, kubernetes_cluster_id: cilium.id! },
      good: windows,
      says: 'Windows node pools are not supported with the network dataplane cilium',
    },
    {
      on: POOL,
      bad: { ...least, eviction_policy: 'Delete' },
      good: { ...least, eviction_policy: 'Delete', priority: 'Spot' },
      says: '`eviction_policy` can only be set when `priority` is set to `Spot`',
    },
    {
      on: POOL,
      bad: { ...least, spot_max_price: 0.5 },
      good: { ...least, spot_max_price: 0.5, priority: 'Spot' },
      says: '`spot_max_price` can only be set when `priority` is set to `Spot`',
    },
    {
      on: POOL,
      bad: { ...least, priority: 'Spot', upgrade_settings: [{ max_surge: '10%' }] },
      good: { ...least, upgrade_settings: [{ max_surge: '10%' }] },
      says: 'Spot pools do not support `max_surge`',
    },
  ];
}

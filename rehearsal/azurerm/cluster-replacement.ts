import { Value } from '../protocol/values';
import { Replacement } from '../world/behaviour';

/**
 * What replaces a cluster.
 *
 * From the schema and the CustomizeDiff of azurerm's `kubernetes_cluster_resource.go` and the schema of the default node
 * pool in `kubernetes_nodepool.go`; where a change only matters in one direction, the condition says in which.
 */
export const clusterReplacement: readonly Replacement[] = [
  'name',
  'location',
  'resource_group_name',
  'dns_prefix',
  'dns_prefix_private_cluster',
  'disk_encryption_set_id',
  'edge_zone',
  'node_resource_group',
  'private_cluster_enabled',
  'private_dns_zone_id',
  'role_based_access_control_enabled',
  { path: 'api_server_access_profile.*.subnet_id', when: isTakenAway },
  'default_node_pool.*.name',
  'default_node_pool.*.type',
  'default_node_pool.*.capacity_reservation_group_id',
  'default_node_pool.*.gpu_instance',
  'default_node_pool.*.host_group_id',
  'default_node_pool.*.node_public_ip_prefix_id',
  'default_node_pool.*.proximity_placement_group_id',
  { path: 'default_node_pool.*.upgrade_settings.*.drain_timeout_in_minutes', when: isTakenAway },
  'kubelet_identity.*.user_assigned_identity_id',
  'linux_profile.*.admin_username',
  'linux_profile.*.ssh_key.*.key_data',
  'network_profile.*.dns_service_ip',
  'network_profile.*.ip_versions',
  'network_profile.*.load_balancer_sku',
  { path: 'network_profile.*.network_data_plane', when: isReplaced },
  'network_profile.*.network_mode',
  'network_profile.*.network_plugin',
  { path: 'network_profile.*.network_plugin_mode', when: (_before, after) => after !== 'overlay' },
  { path: 'network_profile.*.network_policy', when: isReplaced },
  'network_profile.*.pod_cidr',
  'network_profile.*.pod_cidrs',
  'network_profile.*.service_cidr',
  'network_profile.*.service_cidrs',
  // An identity may take the place of a service principal, but not the other way round.
  { path: 'service_principal.*.client_id', when: (before) => isNothing(before) || before === 'msi' },
  'windows_profile.*.admin_username',
];

function isNothing(value: Value): boolean {
  return value === null || value === '' || value === 0;
}

function isTakenAway(before: Value, after: Value): boolean {
  return !isNothing(before) && isNothing(after);
}

function isReplaced(before: Value): boolean {
  return !isNothing(before);
}

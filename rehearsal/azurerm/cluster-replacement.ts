import { Value } from '../protocol/values';
import { isNothing, isTakenAway } from './node-pools';
import { Replacement } from '../world/behaviour';

/**
 * What replaces a cluster beyond what its schema says.
 *
 * From the CustomizeDiff of azurerm's `kubernetes_cluster_resource.go`; where a change only matters in one direction, the
 * condition says in which.
 */
export const clusterReplacement: readonly Replacement[] = [
  { path: 'api_server_access_profile.*.subnet_id', when: isTakenAway },
  'default_node_pool.*.name',
  { path: 'default_node_pool.*.upgrade_settings.*.drain_timeout_in_minutes', when: isTakenAway },
  { path: 'network_profile.*.network_data_plane', when: isReplaced },
  { path: 'network_profile.*.network_plugin_mode', when: (_before, after) => after !== 'overlay' },
  { path: 'network_profile.*.network_policy', when: isReplaced },
  // An identity may take the place of a service principal, but not the other way round.
  { path: 'service_principal.*.client_id', when: (before) => isNothing(before) || before === 'msi' },
];

function isReplaced(before: Value): boolean {
  return !isNothing(before);
}

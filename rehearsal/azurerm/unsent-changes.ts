import { block, isPresent, text } from '../world/attributes';
import { State } from '../protocol/values';

/**
 * A change that azurerm reports as done and never sends: the next plan has it again, and so has every later one.
 *
 * Found by running azurerm 4.55.0; the code is `resourceKubernetesClusterUpdate` in
 * https://github.com/hashicorp/terraform-provider-azurerm/blob/v4.55.0/internal/services/containers/kubernetes_cluster_resource.go
 */
export interface UnsentChange {
  /** Argument of `network_profile`. */
  readonly argument: string;

  /** Options of `az aks update` that make the change. */
  readonly azOptions: readonly string[];
}

/** The changes of a living cluster that would never arrive. */
export function unsentChanges(before: State, after: State): UnsentChange[] {
  const [is, willBe] = [block(before, 'network_profile'), block(after, 'network_profile')];
  if (!is || !willBe) {
    return [];
  }
  const becomes = (argument: string, value: string): boolean =>
    !text(is, argument) && text(willBe, argument) === value;
  const changes: UnsentChange[] = [];

  if (text(is, 'network_plugin') === 'azure' && becomes('network_plugin_mode', 'overlay')) {
    const podCidr = text(willBe, 'pod_cidr');
    changes.push({
      argument: 'network_plugin_mode',
      azOptions: ['--network-plugin-mode', 'overlay', ...(podCidr ? ['--pod-cidr', podCidr] : [])],
    });
  }
  // The update of the policy stands in the branch for clusters that have a load balancer of their own.
  if (becomes('network_policy', 'calico') && !isPresent(is, 'load_balancer_profile')) {
    changes.push({ argument: 'network_policy', azOptions: ['--network-policy', 'calico'] });
  }
  return changes;
}

/** The cluster as it is after an apply that has left such changes out. */
export function withoutUnsent(prior: State, planned: State): State {
  const unsent = unsentChanges(prior, planned);
  const [is, profile] = [block(prior, 'network_profile'), block(planned, 'network_profile')];
  if (unsent.length === 0 || !is || !profile) {
    return planned;
  }
  const kept = Object.fromEntries(unsent.map(({ argument }) => [argument, is[argument] ?? null]));
  return { ...planned, network_profile: [{ ...profile, ...kept }] };
}

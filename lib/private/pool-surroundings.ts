import { AksNetworkSettings } from '../aks-network';
import { UnsafeSetting } from '../unsafe-setting';
import { AzurermGeneration } from '../shared/azurerm-bindings';

/** What a pool has to know of its cluster. */
export interface PoolSurroundings {
  /** Names of the cluster and its resource group, by what the form of an ARM ID calls them. */
  readonly names: { readonly cluster: string; readonly group: string };

  readonly generation: AzurermGeneration;

  /** Undefined when the network is not known. */
  readonly network: AksNetworkSettings | undefined;

  /** Version of the control plane. */
  readonly kubernetesVersion: string | undefined;

  readonly unsafeAllow: readonly UnsafeSetting[] | undefined;
}

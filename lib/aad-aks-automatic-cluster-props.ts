import { AksPrivateDnsZone } from './aks-api-server';
import { AksIdentity } from './aks-identity';

/** A network of your own for a cluster of AKS Automatic; its subnets differ from each other, and are of one virtual network. */
export interface AksAutomaticNetworkOptions {
  /** ARM ID of the subnet for the nodes that run applications. */
  readonly nodeSubnetId: string;

  /** ARM ID of the subnet for the nodes that AKS manages. A change replaces the cluster. */
  readonly systemNodeSubnetId: string;

  /** ARM ID of a subnet delegated to `Microsoft.ContainerService/managedClusters`, into which the API server is put. */
  readonly apiServerSubnetId: string;
}

/** A private address for the API server of a cluster of AKS Automatic. */
export interface AksAutomaticPrivateClusterOptions {
  /**
   * The DNS zone of the address. A change replaces the cluster.
   *
   * @default AksPrivateDnsZone.system()
   */
  readonly privateDnsZone?: AksPrivateDnsZone;

  /**
   * Whether there is a public host name as well, which resolves to the private address.
   *
   * @default false
   */
  readonly publicFqdn?: boolean;
}

/** Properties of `AadAksAutomaticCluster`. */
export interface AadAksAutomaticClusterProps {
  /** Name: 1 to 63 letters, digits, underscores and hyphens, a letter or digit at both ends. A change replaces the cluster. */
  readonly clusterName: string;

  /** Resource group of the cluster: 1 to 90 letters, digits and `_-.()`, not ending in a period. A change replaces the cluster. */
  readonly resourceGroupName: string;

  /** Azure region with three availability zones, such as `eastus`. A change replaces the cluster. */
  readonly location: string;

  /**
   * Whether the resource group is created with the cluster; if not, it must exist.
   *
   * @default true
   */
  readonly createResourceGroup?: boolean;

  /**
   * IPv4 CIDR ranges that may reach the API server, at most 200; they must contain the machine that runs Terraform.
   *
   * @default - any address, with the warning `public-api-server`
   */
  readonly authorizedIpRanges?: string[];

  /**
   * Gives the API server a private address only. Bindings must then be applied from inside its network.
   *
   * @default - a public address
   */
  readonly privateCluster?: AksAutomaticPrivateClusterOptions;

  /**
   * A network of your own. Needs a user-assigned identity that may join its subnets.
   *
   * @default - a network that AKS makes and manages
   */
  readonly network?: AksAutomaticNetworkOptions;

  /**
   * As whom the control plane acts in Azure. A service principal is refused.
   *
   * @default AksIdentity.systemAssigned()
   */
  readonly identity?: AksIdentity;

  /**
   * Tags of the cluster and of what is created with it.
   *
   * @default - none
   */
  readonly tags?: { [key: string]: string };

  /**
   * Whether Terraform refuses to destroy or replace the cluster and the resource group that is created with it.
   *
   * @default false
   */
  readonly protect?: boolean;

  /**
   * Whether a lock in Azure, an `azurerm_management_lock`, keeps everybody from deleting the cluster and what belongs to it.
   * Whoever deploys needs the right to set locks.
   *
   * @default false
   */
  readonly deletionLock?: boolean;
}

/** How `AadAksAutomaticCluster.fromLookup` finds a cluster. */
export interface AadAksAutomaticClusterLookupOptions {
  /** Name of the cluster. */
  readonly clusterName: string;

  /** Name of its resource group. */
  readonly resourceGroupName: string;
}

import { AadIntegration } from './aad-integration';
import { AksAddOnOptions } from './aks-add-ons';
import { AksApiServerOptions } from './aks-api-server';
import { AksAutoscalerOptions } from './aks-autoscaler';
import { AksHttpProxyOptions } from './aks-http-proxy';
import { AksIdentity, AksKubeletIdentityOptions } from './aks-identity';
import { AksMonitoringOptions } from './aks-monitoring';
import { AksNetwork } from './aks-network';
import { AksDefaultNodePoolOptions } from './aks-node-pool';
import { AksNodeProvisioningOptions } from './aks-node-provisioning';
import { AksNodeAccessOptions, AksSecurityOptions } from './aks-security';
import { AksSkuTier } from './aks-sku-tier';
import { AksStorageOptions } from './aks-storage';
import { AksUpgradeOptions } from './aks-upgrades';
import { AzurermVersion } from './azurerm-version';

/** Properties of `AadAksCluster`. */
export interface AadAksClusterProps {
  /** Name: 1 to 63 letters, digits, underscores and hyphens, a letter or digit at both ends. A change replaces the cluster. */
  readonly clusterName: string;

  /** Resource group of the cluster: 1 to 90 letters, digits and `_-.()`, not ending in a period. A change replaces the cluster. */
  readonly resourceGroupName: string;

  /** Azure region, such as `eastus`. A change replaces the cluster. */
  readonly location: string;

  /** How people sign in. */
  readonly aad: AadIntegration;

  /**
   * Whether the resource group is created with the cluster; if not, it must exist.
   *
   * @default true
   */
  readonly createResourceGroup?: boolean;

  /**
   * Name of the resource group that AKS makes for nodes, disks and load balancers: 1 to 80 characters, under the rules of
   * `resourceGroupName`. A change replaces the cluster.
   *
   * @default - `MC_<resource group>_<cluster>_<location>`, refused when it is longer
   */
  readonly nodeResourceGroup?: string;

  /**
   * Kubernetes version, `<major>.<minor>` or `<major>.<minor>.<patch>`: of the control plane, and of every node pool that has no
   * `kubernetesVersion` of its own.
   *
   * @default - the version that AKS recommends
   */
  readonly kubernetesVersion?: string;

  /**
   * Service level of the control plane.
   *
   * @default AksSkuTier.FREE
   */
  readonly skuTier?: AksSkuTier;

  /**
   * The system node pool.
   *
   * @default - three nodes of a size that AKS chooses, in a pool named 'system'
   */
  readonly defaultNodePool?: AksDefaultNodePoolOptions;

  /**
   * How pods and nodes are connected, and how they reach the internet. A change of the kind replaces the cluster.
   *
   * @default AksNetwork.azureCniOverlay() - AksNetwork.existing() with legacy Azure AD, whose clusters exist
   */
  readonly network?: AksNetwork;

  /**
   * Who reaches the API server, and how.
   *
   * @default - any address reaches it
   */
  readonly apiServer?: AksApiServerOptions;

  /**
   * What protects the cluster from its users and its workloads.
   *
   * @default - everything that costs nothing and needs nothing else
   */
  readonly security?: AksSecurityOptions;

  /**
   * What AKS upgrades automatically, and when.
   *
   * @default - patches of Kubernetes and images of the nodes, at any time
   */
  readonly upgrades?: AksUpgradeOptions;

  /**
   * Where logs, metrics and alerts go.
   *
   * @default - nowhere
   */
  readonly monitoring?: AksMonitoringOptions;

  /**
   * What AKS runs in the cluster on request, such as KEDA and Istio.
   *
   * @default - nothing of these
   */
  readonly addOns?: AksAddOnOptions;

  /**
   * How the cluster autoscaler goes about it, in all node pools.
   *
   * @default - as AKS does by default
   */
  readonly autoscaler?: AksAutoscalerOptions;

  /**
   * Whether AKS makes nodes of its own for pods that wait. azurerm 5 only.
   *
   * @default - AksNodeProvisioningMode.MANUAL
   */
  readonly nodeProvisioning?: AksNodeProvisioningOptions;

  /**
   * The proxy through which nodes and pods reach the internet.
   *
   * @default - none
   */
  readonly httpProxy?: AksHttpProxyOptions;

  /**
   * Which drivers of storage AKS runs in the cluster.
   *
   * @default - those for disks, files and snapshots
   */
  readonly storage?: AksStorageOptions;

  /**
   * As whom the control plane acts in Azure.
   *
   * @default AksIdentity.systemAssigned()
   */
  readonly identity?: AksIdentity;

  /**
   * With which identity nodes pull images and reach Azure. Needs `AksIdentity.userAssigned()`, which must be a Managed
   * Identity Operator of it. A change replaces the cluster.
   *
   * @default - one that AKS makes
   */
  readonly kubeletIdentity?: AksKubeletIdentityOptions;

  /**
   * Who signs in to the nodes.
   *
   * @default - nobody can sign in to the nodes by SSH
   */
  readonly nodeAccess?: AksNodeAccessOptions;

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
   * Whether a lock in Azure, an `azurerm_management_lock`, keeps everybody from deleting the cluster and what belongs to
   * it: node pools, and Azure roles on the cluster, which then cannot be taken away either. Whoever deploys needs the
   * right to set locks, which Owner and User Access Administrator have.
   *
   * @default false
   */
  readonly deletionLock?: boolean;

  /**
   * Arguments of `azurerm_kubernetes_cluster` that no other prop sends, by their names in the provider, such as
   * `{ http_application_routing_enabled: true }`. They are laid over what the other props send: blocks are merged, lists
   * replaced, and null leaves an argument out. Names and types are checked against the provider's schema, and nothing
   * else; warned about as `overrides`. Secrets are refused.
   *
   * @default - none
   */
  readonly overrides?: { [argument: string]: unknown };

  /**
   * Arguments of `azurerm_kubernetes_cluster` that Terraform leaves as they are in Azure: paths as `ignore_changes` takes
   * them, such as `maintenance_window` or `default_node_pool[0].node_count`.
   *
   * @default - none; with `AksNetwork.existing()` the network
   */
  readonly ignoreChanges?: string[];

  /**
   * Major version of the azurerm provider. Legacy Azure AD always runs with 3.117.
   *
   * @default - that of the provider's bindings: 4.x with cdktf, 5.x with CDK Terrain
   */
  readonly azurerm?: AzurermVersion;
}

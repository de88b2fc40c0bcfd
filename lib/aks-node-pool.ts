import { IConstruct } from 'constructs';

/** What a node pool is for. */
export enum AksNodePoolMode {
  /** Runs the pods of AKS itself; a cluster needs at least one. */
  SYSTEM = 'System',

  /** Runs applications only. */
  USER = 'User',
}

/** Machines of a node pool. */
export interface AksNodePoolOptions {
  /**
   * Size of the virtual machines, such as `Standard_D4ds_v5`.
   *
   * @default - chosen by AKS from capacity and quota; required with legacy Azure AD
   */
  readonly vmSize?: string;

  /**
   * Number of nodes, 0 to 1000; a system pool has at least 1. Excludes `minCount` and `maxCount`.
   *
   * @default 3 - unless `minCount` and `maxCount` are given
   */
  readonly nodeCount?: number;

  /**
   * Fewest nodes that the cluster autoscaler keeps, 0 to 1000; a system pool has at least 1. Needs `maxCount`.
   *
   * @default - no autoscaling
   */
  readonly minCount?: number;

  /**
   * Most nodes that the cluster autoscaler adds, 1 to 1000. Needs `minCount`.
   *
   * @default - no autoscaling
   */
  readonly maxCount?: number;

  /**
   * Availability zones, such as `['1', '2', '3']`. A change replaces the nodes.
   *
   * @default - no zones
   */
  readonly zones?: string[];

  /**
   * Size of each node's operating system disk in GiB, 30 to 2048.
   *
   * @default - chosen by AKS from the size of the virtual machine
   */
  readonly osDiskSizeGb?: number;

  /**
   * Most pods on a node, 10 to 250.
   *
   * @default - chosen by AKS from the network plugin
   */
  readonly maxPods?: number;

  /**
   * ARM ID of the subnet of the nodes.
   *
   * @default - a virtual network that AKS creates
   */
  readonly vnetSubnetId?: string;
}

/** The system node pool that every cluster has. */
export interface AksDefaultNodePoolOptions extends AksNodePoolOptions {
  /**
   * Name: 1 to 12 lowercase letters and digits, starting with a letter.
   *
   * @default 'system'
   */
  readonly name?: string;
}

/** Properties of a further node pool. */
export interface AksNodePoolProps extends AksNodePoolOptions {
  /** Name: 1 to 12 lowercase letters and digits, starting with a letter. */
  readonly name: string;

  /**
   * What the pool is for.
   *
   * @default AksNodePoolMode.USER
   */
  readonly mode?: AksNodePoolMode;
}

/** A further node pool; an `azurerm_kubernetes_cluster_node_pool`. */
export interface IAksNodePool extends IConstruct {
  /** ARM ID of the node pool. */
  readonly nodePoolId: string;
}

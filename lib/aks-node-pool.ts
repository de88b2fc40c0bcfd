import { IConstruct } from 'constructs';
import { AksNodeOs } from './aks-node-os';
import { AksKubeletOptions, AksLinuxOsOptions } from './aks-node-settings';
import { AksSpotOptions } from './aks-spot';

/** What a node pool is for. */
export enum AksNodePoolMode {
  /** Runs the pods of AKS itself; a cluster needs at least one. */
  SYSTEM = 'System',

  /** Runs applications only. */
  USER = 'User',
}

/** What an upgrade does with a node whose pods cannot be evicted, such as for a PodDisruptionBudget. */
export enum AksUndrainableNodeBehavior {
  /** The upgrade fails, and the node takes pods as before. */
  SCHEDULE = 'Schedule',

  /** The node is left as it is, takes no new pods, and the upgrade goes on with the others. */
  CORDON = 'Cordon',
}

/** What becomes of nodes that the autoscaler or a smaller `nodeCount` takes away. */
export enum AksScaleDownMode {
  /** They are deleted. */
  DELETE = 'Delete',

  /** They are stopped and kept, with their disks, which are billed and count against the quota; they start again sooner. */
  DEALLOCATE = 'Deallocate',
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
   * Whether the operating system disk is on the host itself: faster, free, and lost with the node. The virtual machine
   * must have room for `osDiskSizeGb`, as `Standard_D4ds_v5` has for 128.
   *
   * @default false
   */
  readonly ephemeralOsDisk?: boolean;

  /**
   * Operating system of the nodes; those of the default pool run Linux.
   *
   * @default AksNodeOs.UBUNTU
   */
  readonly os?: AksNodeOs;

  /**
   * Most pods on a node, 10 to 250.
   *
   * @default 110 - 50 when pods have addresses of the virtual network or of kubenet
   */
  readonly maxPods?: number;

  /**
   * ARM ID of the subnet of the nodes.
   *
   * @default - that of the cluster's network
   */
  readonly vnetSubnetId?: string;

  /**
   * ARM ID of the subnet from which pods get their addresses; with `AksNetwork.azureCni()` only.
   *
   * @default - that of the cluster's network
   */
  readonly podSubnetId?: string;

  /**
   * Labels of the nodes.
   *
   * @default - none
   */
  readonly labels?: { [key: string]: string };

  /**
   * How many nodes are added while the pool is upgraded: a number or a percentage of the pool.
   *
   * @default '10%'
   */
  readonly maxSurge?: string;

  /**
   * Kubernetes version of the nodes, `<major>.<minor>` or `<major>.<minor>.<patch>`; not above that of the cluster. It holds
   * the pool back while the control plane is upgraded, as AKS upgrades one without the other.
   *
   * @default - `kubernetesVersion` of the cluster, so that the pool follows it
   */
  readonly kubernetesVersion?: string;

  /**
   * How long the eviction of pods may take before an upgrade of the node fails, in minutes, 1 to 1440. Do not leave it out
   * again: azurerm would replace the pool, and for the default pool the cluster. Set 30, which is what AKS takes, instead.
   *
   * @default - chosen by AKS: 30
   */
  readonly drainTimeoutMinutes?: number;

  /**
   * How long an upgrade waits between two nodes, in minutes, 0 to 30.
   *
   * @default 0
   */
  readonly nodeSoakMinutes?: number;

  /**
   * What an upgrade does with a node whose pods cannot be evicted. Not with legacy Azure AD, whose azurerm 3 does not have it.
   *
   * @default - chosen by AKS: AksUndrainableNodeBehavior.SCHEDULE
   */
  readonly undrainableNodeBehavior?: AksUndrainableNodeBehavior;

  /**
   * Whether temporary disks and caches are encrypted on the host. Needs the subscription feature `EncryptionAtHost`.
   *
   * @default false
   */
  readonly hostEncryption?: boolean;

  /**
   * Whether nodes run with cryptography that is validated for FIPS 140.
   *
   * @default false
   */
  readonly fips?: boolean;

  /**
   * Whether Terraform may exchange the machines of the pool, such as for another VM size. It does so with a temporary pool
   * named like this one with `tmp` behind it, drains the nodes one by one and deletes them. Without it, azurerm refuses
   * such a change. Nothing in Azure tells which it is, so it is the one thing that the plan of an adopted pool adds.
   *
   * @default true
   */
  readonly rotation?: boolean;

  /**
   * Whether every node has a public address. Warned about as `node-public-ip`.
   *
   * @default false
   */
  readonly nodePublicIp?: boolean;

  /**
   * ARM ID of the prefix from which these addresses come; with `nodePublicIp`. A change replaces the pool, and for the
   * default pool the cluster.
   *
   * @default - any addresses of Azure
   */
  readonly nodePublicIpPrefixId?: string;

  /**
   * Tags of the pool, which its virtual machines get.
   *
   * @default - none; those of the cluster are its own
   */
  readonly tags?: { [key: string]: string };

  /**
   * What becomes of nodes that are taken away.
   *
   * @default AksScaleDownMode.DELETE
   */
  readonly scaleDownMode?: AksScaleDownMode;

  /**
   * ARM ID of the snapshot of a node pool whose images and versions the nodes have.
   *
   * @default - the latest image
   */
  readonly snapshotId?: string;

  /**
   * ARM ID of the proximity placement group in which the nodes are, for short ways between them. A change replaces the
   * pool, and for the default pool the cluster.
   *
   * @default - none
   */
  readonly proximityPlacementGroupId?: string;

  /**
   * How the kubelet works. A change replaces the nodes.
   *
   * @default - as AKS sets it up
   */
  readonly kubelet?: AksKubeletOptions;

  /**
   * How Linux is set up. A change replaces the nodes.
   *
   * @default - as AKS sets it up
   */
  readonly linuxOs?: AksLinuxOsOptions;

  /**
   * Arguments of the pool that no other prop sends, by their names in the provider: those of
   * `azurerm_kubernetes_cluster_node_pool`, or of the block `default_node_pool`. See `overrides` of the cluster.
   *
   * @default - none
   */
  readonly overrides?: { [argument: string]: unknown };
}

/** The system node pool that every cluster has. */
export interface AksDefaultNodePoolOptions extends AksNodePoolOptions {
  /**
   * Name: 1 to 12 lowercase letters and digits, starting with a letter.
   *
   * @default 'system'
   */
  readonly name?: string;

  /**
   * Whether the pool takes pods of AKS itself only. Applications then need a pool of their own.
   *
   * @default - true when the cluster has a user pool that is on demand and runs Linux, else false
   */
  readonly criticalAddonsOnly?: boolean;
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

  /**
   * Taints of the nodes, `<key>=<value>:<effect>` with the effect `NoSchedule`, `PreferNoSchedule` or `NoExecute`.
   *
   * @default - none
   */
  readonly taints?: string[];

  /**
   * Runs the pool on spare capacity, which Azure takes back at any time. Nodes carry the taint
   * `kubernetes.azure.com/scalesetpriority=spot:NoSchedule` and the label `kubernetes.azure.com/scalesetpriority: spot`.
   *
   * @default - on demand
   */
  readonly spot?: AksSpotOptions;

  /**
   * Arguments of `azurerm_kubernetes_cluster_node_pool` that Terraform leaves as they are in Azure, such as `node_count`.
   *
   * @default - none
   */
  readonly ignoreChanges?: string[];
}

/** A further node pool; an `azurerm_kubernetes_cluster_node_pool`. */
export interface IAksNodePool extends IConstruct {
  /** ARM ID of the node pool. */
  readonly nodePoolId: string;

  /**
   * Takes over an existing node pool: the next deployment imports it, and changes what differs from the props.
   *
   * @param nodePoolId ARM ID of the pool, `az aks nodepool show --query id`
   * @throws when it is not the ID of a node pool of this name
   */
  importFrom(nodePoolId: string): void;
}

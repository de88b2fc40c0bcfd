/** Which node pool the cluster autoscaler adds nodes to, where several would do. */
export enum AksExpander {
  /** The one that leaves the least CPU unused. */
  LEAST_WASTE = 'least-waste',

  /** The one that takes the most of the waiting pods. */
  MOST_PODS = 'most-pods',

  /** The one of the highest priority in the config map `cluster-autoscaler-priority-expander`. */
  PRIORITY = 'priority',

  /** Any. */
  RANDOM = 'random',
}

/**
 * The cluster autoscaler, for all node pools with a `minCount` and `maxCount`.
 *
 * Times are texts such as `30s`, `10m` or `1h`. Defaults are those of AKS, "Use the cluster autoscaler in AKS".
 */
export interface AksAutoscalerOptions {
  /**
   * Which node pool it adds nodes to, where several would do.
   *
   * @default AksExpander.RANDOM
   */
  readonly expander?: AksExpander;

  /**
   * Whether it keeps node pools of the same kind equally large.
   *
   * @default false
   */
  readonly balanceSimilarNodeGroups?: boolean;

  /**
   * Whether pods of DaemonSets are evicted from empty nodes before these go. Not with legacy Azure AD.
   *
   * @default false
   */
  readonly evictDaemonSetsOfEmptyNodes?: boolean;

  /**
   * Whether pods of DaemonSets are evicted from nodes in use before these go. Not with legacy Azure AD.
   *
   * @default true
   */
  readonly evictDaemonSetsOfOccupiedNodes?: boolean;

  /**
   * Whether what DaemonSets request is left out when the use of a node is reckoned. Not with legacy Azure AD.
   *
   * @default false
   */
  readonly ignoreDaemonSetsUtilization?: boolean;

  /**
   * How many empty nodes may go at a time, 1 or more.
   *
   * @default 10
   */
  readonly emptyBulkDeleteMax?: number;

  /**
   * Seconds that pods get to end before their node goes.
   *
   * @default 600
   */
  readonly maxGracefulTerminationSeconds?: number;

  /**
   * How long a node may take to come up.
   *
   * @default - '15m'
   */
  readonly maxNodeProvisioningTime?: string;

  /**
   * How many nodes may be unready, whatever part of all they are.
   *
   * @default 3
   */
  readonly maxUnreadyNodes?: number;

  /**
   * Percentage of nodes that may be unready before it stops, 0 to 100.
   *
   * @default 45
   */
  readonly maxUnreadyPercentage?: number;

  /**
   * How old a pod must be before nodes are added for it.
   *
   * @default - '0s'
   */
  readonly newPodScaleUpDelay?: string;

  /**
   * How long after a node was added none is taken away.
   *
   * @default - '10m'
   */
  readonly scaleDownDelayAfterAdd?: string;

  /**
   * How long after a node was taken away none is.
   *
   * @default - as `scanInterval`
   */
  readonly scaleDownDelayAfterDelete?: string;

  /**
   * How long after a failure to take a node away none is.
   *
   * @default - '3m'
   */
  readonly scaleDownDelayAfterFailure?: string;

  /**
   * How long a node must be unneeded before it goes.
   *
   * @default - '10m'
   */
  readonly scaleDownUnneeded?: string;

  /**
   * How long an unready node must be unneeded before it goes.
   *
   * @default - '20m'
   */
  readonly scaleDownUnready?: string;

  /**
   * Part of a node's CPU or memory, 0 to 1, that is requested at most when it counts as unneeded.
   *
   * @default 0.5
   */
  readonly scaleDownUtilizationThreshold?: number;

  /**
   * How often it looks whether there are too many or too few nodes.
   *
   * @default - '10s'
   */
  readonly scanInterval?: string;

  /**
   * Whether nodes with pods that have local storage stay.
   *
   * @default false
   */
  readonly skipNodesWithLocalStorage?: boolean;

  /**
   * Whether nodes with pods of kube-system stay, those of DaemonSets apart.
   *
   * @default true
   */
  readonly skipNodesWithSystemPods?: boolean;
}

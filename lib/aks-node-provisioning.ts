/** Whether AKS makes nodes of its own for pods that wait. */
export enum AksNodeProvisioningMode {
  /** Karpenter, as AKS manages it, makes and removes nodes, beside the node pools. */
  AUTO = 'Auto',

  /** Nodes are those of the node pools. */
  MANUAL = 'Manual',
}

/** Which of its own node pools node auto-provisioning begins with. */
export enum AksDefaultNodePools {
  /** Those of AKS. */
  AUTO = 'Auto',

  /** None; make `NodePool` objects instead. */
  NONE = 'None',
}

/** Node auto-provisioning, "Overview of node auto-provisioning in AKS". azurerm 5 only. */
export interface AksNodeProvisioningOptions {
  /** Whether AKS makes nodes of its own. Not beside node pools that the cluster autoscaler resizes. */
  readonly mode: AksNodeProvisioningMode;

  /**
   * Which of its own node pools it begins with.
   *
   * @default AksDefaultNodePools.AUTO
   */
  readonly defaultNodePools?: AksDefaultNodePools;
}

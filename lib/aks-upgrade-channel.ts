/** How far AKS upgrades Kubernetes by itself. */
export enum AksUpgradeChannel {
  /** To the latest patch of the minor version. */
  PATCH = 'patch',

  /** To the latest patch of the minor version before the newest. */
  STABLE = 'stable',

  /** To the latest patch of the newest minor version. */
  RAPID = 'rapid',

  /** Never Kubernetes, only the image of the nodes. Needs `NodeOsUpgradeChannel.NODE_IMAGE`. */
  NODE_IMAGE = 'node-image',

  /** Not at all. */
  NONE = 'none',
}

/** How AKS updates the operating system of the nodes. */
export enum NodeOsUpgradeChannel {
  /** With a new image every week. */
  NODE_IMAGE = 'NodeImage',

  /** With security patches, by a new image only where a patch needs it. */
  SECURITY_PATCH = 'SecurityPatch',

  /** By the operating system's own update mechanism. */
  UNMANAGED = 'Unmanaged',

  /** Not at all. */
  NONE = 'None',
}

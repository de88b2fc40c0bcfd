/** Which processors the containers of a pod run on. */
export enum AksCpuManagerPolicy {
  /** Any, as the kernel schedules them. */
  NONE = 'none',

  /** Pods of the class Guaranteed with whole processors have them for themselves. */
  STATIC = 'static',
}

/** Where on a machine with several NUMA nodes the processors and devices of a pod are. */
export enum AksTopologyManagerPolicy {
  /** Anywhere. */
  NONE = 'none',

  /** Close to each other where possible. */
  BEST_EFFORT = 'best-effort',

  /** Close to each other; otherwise the pod is refused. */
  RESTRICTED = 'restricted',

  /** On one NUMA node; otherwise the pod is refused. */
  SINGLE_NUMA_NODE = 'single-numa-node',
}

/** How the kubelet of each node works. A change replaces the nodes. */
export interface AksKubeletOptions {
  /**
   * Which processors the containers of a pod run on.
   *
   * @default AksCpuManagerPolicy.NONE
   */
  readonly cpuManagerPolicy?: AksCpuManagerPolicy;

  /**
   * Whether limits of containers on processors are enforced.
   *
   * @default true
   */
  readonly cpuCfsQuota?: boolean;

  /**
   * Period over which these limits are enforced, such as `100ms`.
   *
   * @default - '100ms', chosen by AKS
   */
  readonly cpuCfsQuotaPeriod?: string;

  /**
   * Percentage of the disk above which unused images are removed, 0 to 100.
   *
   * @default - 85, chosen by AKS
   */
  readonly imageGcHighThreshold?: number;

  /**
   * Percentage of the disk down to which unused images are removed, 0 to 100, below `imageGcHighThreshold`.
   *
   * @default - 80, chosen by AKS
   */
  readonly imageGcLowThreshold?: number;

  /**
   * Where on a machine the processors and devices of a pod are.
   *
   * @default AksTopologyManagerPolicy.NONE
   */
  readonly topologyManagerPolicy?: AksTopologyManagerPolicy;

  /**
   * Kernel settings beyond the safe ones that pods may set: names, or how they begin and a `*`, such as `net.core.*`.
   *
   * @default - none
   */
  readonly allowedUnsafeSysctls?: string[];

  /**
   * Size in MiB at which the log of a container begins a new file.
   *
   * @default - 50, chosen by AKS
   */
  readonly containerLogMaxSizeMb?: number;

  /**
   * Number of files that the log of a container has, at least 2.
   *
   * @default - 5, chosen by AKS
   */
  readonly containerLogMaxFiles?: number;

  /**
   * Most processes of a pod.
   *
   * @default - -1, without a limit
   */
  readonly podMaxPids?: number;
}

/** Whether memory is used in large pages. */
export enum AksHugePages {
  /** Wherever possible. */
  ALWAYS = 'always',

  /** Where a program asks for it. */
  MADVISE = 'madvise',

  /** Nowhere. */
  NEVER = 'never',
}

/** Whether memory is rearranged to make large pages. */
export enum AksHugePagesDefrag {
  /** At once, while the program waits. */
  ALWAYS = 'always',

  /** Later. */
  DEFER = 'defer',

  /** At once for programs that ask for it, later for others. */
  DEFER_MADVISE = 'defer+madvise',

  /** At once for programs that ask for it. */
  MADVISE = 'madvise',

  /** Never. */
  NEVER = 'never',
}

/** How Linux is set up on each node. A change replaces the nodes. */
export interface AksLinuxOsOptions {
  /**
   * Size in MiB of the swap file, on the temporary disk of the virtual machine.
   *
   * @default - no swap file
   */
  readonly swapFileSizeMb?: number;

  /**
   * Whether memory is used in large pages.
   *
   * @default - AksHugePages.ALWAYS, chosen by AKS
   */
  readonly transparentHugePage?: AksHugePages;

  /**
   * Whether memory is rearranged to make large pages.
   *
   * @default - AksHugePagesDefrag.MADVISE, chosen by AKS
   */
  readonly transparentHugePageDefrag?: AksHugePagesDefrag;

  /**
   * Kernel settings as sysctl.conf has them, such as `{ 'net.core.somaxconn': '16384' }`; those that AKS takes.
   *
   * @default - chosen by AKS
   */
  readonly sysctls?: { [name: string]: string };
}

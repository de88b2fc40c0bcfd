/**
 * Kernel settings that AKS takes of a node pool, and the least and greatest value of each.
 *
 * Source: "Customize node configuration for AKS node pools", and the validation of azurerm, whose recorded answers the test
 * compares.
 */
const BOUNDS: Readonly<Record<string, readonly [least: number, most: number]>> = {
  'fs.aio-max-nr': [65_536, 6_553_500],
  'fs.file-max': [8_192, 12_000_500],
  'fs.inotify.max_user_watches': [781_250, 2_097_152],
  'fs.nr_open': [8_192, 20_000_500],
  'kernel.threads-max': [20, 513_785],
  'net.core.netdev_max_backlog': [1_000, 3_240_000],
  'net.core.optmem_max': [20_480, 4_194_304],
  'net.core.rmem_default': [212_992, 134_217_728],
  'net.core.rmem_max': [212_992, 134_217_728],
  'net.core.somaxconn': [4_096, 3_240_000],
  'net.core.wmem_default': [212_992, 134_217_728],
  'net.core.wmem_max': [212_992, 134_217_728],
  'net.ipv4.neigh.default.gc_thresh1': [128, 80_000],
  'net.ipv4.neigh.default.gc_thresh2': [512, 90_000],
  'net.ipv4.neigh.default.gc_thresh3': [1_024, 100_000],
  'net.ipv4.tcp_fin_timeout': [5, 120],
  'net.ipv4.tcp_keepalive_intvl': [10, 90],
  'net.ipv4.tcp_keepalive_probes': [1, 15],
  'net.ipv4.tcp_keepalive_time': [30, 432_000],
  'net.ipv4.tcp_max_syn_backlog': [128, 3_240_000],
  'net.ipv4.tcp_max_tw_buckets': [8_000, 1_440_000],
  'net.ipv4.tcp_tw_reuse': [0, 1],
  'net.netfilter.nf_conntrack_buckets': [65_536, 524_288],
  'net.netfilter.nf_conntrack_max': [131_072, 2_097_152],
  'vm.max_map_count': [65_530, 262_144],
  'vm.swappiness': [0, 100],
  'vm.vfs_cache_pressure': [0, 100],
};

/** The one that has two numbers, and what each may be. */
export const PORT_RANGE = 'net.ipv4.ip_local_port_range';
const FIRST_PORT: readonly [number, number] = [1_024, 60_999];
const LAST_PORT: readonly [number, number] = [32_768, 65_535];

/** The one that is on or off to azurerm. */
export const SWITCH = 'net.ipv4.tcp_tw_reuse';

/** Names of all kernel settings that AKS takes. */
export const KERNEL_SETTINGS: readonly string[] = [...Object.keys(BOUNDS), PORT_RANGE].sort();

/** What is wrong with a kernel setting; undefined when nothing is. */
export function kernelSettingProblem(name: string, value: string): string | undefined {
  if (name === PORT_RANGE) {
    const [first = '', last = '', ...others] = value.trim().split(/\s+/);
    const isRange = isWithin(first, FIRST_PORT) && isWithin(last, LAST_PORT) && others.length === 0;
    return isRange && Number(first) < Number(last)
      ? undefined
      : `'${value}' is not valid: use the first port, ${FIRST_PORT.join(' to ')}, a space and the last, ${LAST_PORT.join(' to ')}`;
  }
  const bounds = Object.prototype.hasOwnProperty.call(BOUNDS, name) ? BOUNDS[name] : undefined;
  if (bounds === undefined) {
    return `is nothing that AKS sets: use one of ${KERNEL_SETTINGS.join(', ')}`;
  }
  return isWithin(value, bounds)
    ? undefined
    : `'${value}' is not valid: use a whole number from ${bounds.join(' to ')}`;
}

/** The argument of azurerm for a kernel setting, `net_core_somaxconn`. */
export function kernelSettingArgument(name: string): string {
  return name.replace(/[.-]/g, '_');
}

/** How long a period is over which limits on processors are enforced: 1ms to 1s, as the kubelet takes it. */
export const CFS_QUOTA_PERIOD = /^(([1-9][0-9]{0,2}|1000)ms|1s|([1-9][0-9]{3,5}|1000000)us)$/;

/** A kernel setting that pods may set, or how names begin and a *. */
export const SYSCTL_PATTERN = /^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[./])*([a-z0-9][-_a-z0-9]*)?[a-z0-9*]$/;

/** Settings that each pod has for itself, beside those that begin with one of the prefixes. */
const NAMESPACED = [
  ...[
    'kernel.sem',
    'kernel.shm*',
    'kernel.shmall',
    'kernel.shmmax',
    'kernel.shmmni',
    'kernel.shm_rmid_forced',
  ],
  ...['kernel.msg*', 'kernel.msgmax', 'kernel.msgmnb', 'kernel.msgmni'],
];
const NAMESPACED_PREFIXES = ['net.', 'fs.mqueue.'];

/**
 * Why the kubelet would not start with a pattern of kernel settings that pods may set; undefined when it would.
 *
 * Source: `NewAllowlist` of the kubelet and k8s.io/component-helpers/node/util/sysctl.
 */
export function allowedSysctlProblem(pattern: string): string | undefined {
  const name = pattern.replaceAll('/', '.');
  return NAMESPACED.includes(name) || NAMESPACED_PREFIXES.some((prefix) => name.startsWith(prefix))
    ? undefined
    : `'${pattern}' is a setting of the whole node, and the kubelet refuses to start when it is allowed: use kernel.sem, or names that begin with kernel.shm, kernel.msg, fs.mqueue. or net.`;
}

function isWithin(value: string, [least, most]: readonly [number, number]): boolean {
  return /^[0-9]+$/.test(value) && Number(value) >= least && Number(value) <= most;
}

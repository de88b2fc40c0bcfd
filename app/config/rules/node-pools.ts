import {
  MAX_WINDOWS_NAME_LENGTH,
  nodeLabelProblem,
  SURGE_SETTINGS,
  tagsProblem,
} from '../../../lib/shared/azure-limits';
import {
  allowedSysctlProblem,
  kernelSettingProblem,
  SYSCTL_PATTERN,
} from '../../../lib/shared/kernel-settings';
import { repeatedTaint } from '../../../lib/shared/kubernetes-names';
import { isLaterVersion } from '../../../lib/shared/kubernetes-version';
import { UnsafeSetting } from '../../../lib/unsafe-setting';
import { items, Path, Report, section, Section } from './section';

/** The rules of the node pools in the section `cluster` of aks.yaml. */

/** The name the construct gives the default node pool. */
const DEFAULT_NODE_POOL_NAME = 'system';

export function checkNodePools(cluster: Section, report: Report): void {
  const names = new Set<unknown>([section(cluster.defaultNodePool).name ?? DEFAULT_NODE_POOL_NAME]);
  const defaultPool = { ...section(cluster.defaultNodePool), mode: 'System' };
  checkNodeCounts(defaultPool, ['cluster', 'defaultNodePool'], report);
  checkSystemPool(defaultPool, ['cluster', 'defaultNodePool'], report);
  checkPoolVersion(cluster, defaultPool, ['cluster', 'defaultNodePool'], report);
  checkSettings(defaultPool, ['cluster', 'defaultNodePool'], report);

  items(cluster.nodePools).forEach((value, index) => {
    const pool = section(value);
    const path: Path = ['cluster', 'nodePools', index];
    checkNodeCounts(pool, path, report);
    checkSystemPool(pool, path, report);
    checkKind(pool, path, report);
    checkWindows(cluster, pool, path, report);
    checkPoolVersion(cluster, pool, path, report);
    checkSpot(pool, path, report);
    checkSettings(pool, path, report);

    if (typeof pool.name === 'string' && names.has(pool.name)) {
      report([...path, 'name'], `'${pool.name}' is the name of another node pool: use a name of its own`);
    }
    names.add(pool.name);
  });
}

/** The control plane is upgraded first. */
function checkPoolVersion(
  { kubernetesVersion: ofCluster }: Section,
  pool: Section,
  path: Path,
  report: Report,
): void {
  const { kubernetesVersion: version } = pool;
  if (typeof version === 'string' && typeof ofCluster === 'string' && isLaterVersion(version, ofCluster)) {
    report(
      [...path, 'kubernetesVersion'],
      `'${version}' is above cluster.kubernetesVersion '${ofCluster}': upgrade the cluster first`,
    );
  }
}

/** Spot pools have no nodes to spare for an upgrade. */
function checkSpot(pool: Section, path: Path, report: Report): void {
  for (const key of SURGE_SETTINGS) {
    if (pool.spot !== undefined && pool[key] !== undefined) {
      report([...path, key], 'is nothing that spot pools take: remove it');
    }
  }
}

function checkNodeCounts(pool: Section, path: Path, report: Report): void {
  const { nodeCount, minCount, maxCount } = pool;

  if (minCount !== undefined && maxCount === undefined) {
    report([...path, 'minCount'], "needs 'maxCount' beside it: autoscaling takes both");
  }
  if (maxCount !== undefined && minCount === undefined) {
    report([...path, 'maxCount'], "needs 'minCount' beside it: autoscaling takes both");
  }
  if (nodeCount !== undefined && (minCount !== undefined || maxCount !== undefined)) {
    report(
      [...path, 'nodeCount'],
      "cannot be combined with 'minCount' and 'maxCount': keep the number or the range",
    );
  }
  if (typeof minCount === 'number' && typeof maxCount === 'number' && minCount > maxCount) {
    report([...path, 'minCount'], `${minCount} is greater than maxCount ${maxCount}`);
  }
}

/** The pods of AKS itself must run somewhere. */
function checkSystemPool(pool: Section, path: Path, report: Report): void {
  for (const key of ['nodeCount', 'minCount']) {
    if (pool.mode === 'System' && pool[key] === 0) {
      report([...path, key], '0 is not valid: a System pool has at least 1 node');
    }
  }
}

/** What only some pools can be. */
function checkKind({ name, mode, os, spot }: Section, path: Path, report: Report): void {
  const isWindows = typeof os === 'string' && os.startsWith('Windows');
  if (mode === 'System' && spot !== undefined) {
    report(
      [...path, 'spot'],
      "does not go with 'mode: System': a system pool cannot be spot; remove one of the two",
    );
  }
  if (mode === 'System' && isWindows) {
    report(
      [...path, 'os'],
      `'${os}' does not go with 'mode: System', which runs Linux: remove one of the two`,
    );
  }
  if (isWindows && typeof name === 'string' && name.length > MAX_WINDOWS_NAME_LENGTH) {
    report(
      [...path, 'name'],
      `'${name}' is not valid: a Windows pool takes at most ${MAX_WINDOWS_NAME_LENGTH} characters`,
    );
  }
}

/** Windows nodes cannot take part in what Cilium does, and the default network has it. */
function checkWindows(cluster: Section, pool: Section, path: Path, report: Report): void {
  const isWindows = typeof pool.os === 'string' && pool.os.startsWith('Windows');
  const isAllowed = items(section(cluster.security).unsafeAllow).includes(UnsafeSetting.WINDOWS_WITH_CILIUM);

  if (isWindows && !isAllowed && hasCilium(section(cluster.network))) {
    report(
      [...path, 'os'],
      `'${pool.os as string}' is not valid: the data plane cilium has Linux nodes only; set cluster.network.dataPlane to azure`,
    );
  }
}

function hasCilium({ type = 'azureCniOverlay', dataPlane, podSubnetId }: Section): boolean {
  if (dataPlane !== undefined) {
    return dataPlane === 'cilium';
  }
  return type === 'azureCniOverlay' || (type === 'azureCni' && podSubnetId !== undefined);
}

/** Settings that have the right form, and that AKS does not take. */
function checkSettings(pool: Section, path: Path, report: Report): void {
  const { imageGcHighThreshold: high = 85, imageGcLowThreshold: low = 80 } = section(pool.kubelet);
  if (typeof high === 'number' && typeof low === 'number' && low >= high) {
    report(
      [...path, 'kubelet'],
      `has imageGcLowThreshold ${low}, and imageGcHighThreshold ${high} must be above it`,
    );
  }
  items(section(pool.kubelet).allowedUnsafeSysctls).forEach((pattern, index) => {
    const hasForm = typeof pattern === 'string' && SYSCTL_PATTERN.test(pattern);
    const problem = hasForm ? allowedSysctlProblem(pattern) : undefined;
    if (problem !== undefined) {
      report([...path, 'kubelet', 'allowedUnsafeSysctls', index], problem);
    }
  });
  const taints = items(pool.taints);
  const repeated = taints.every((taint) => typeof taint === 'string') ? repeatedTaint(taints) : undefined;
  if (repeated) {
    report([...path, 'taints', repeated.index], repeated.problem);
  }
  for (const [name, value] of Object.entries(section(section(pool.linuxOs).sysctls))) {
    const problem = kernelSettingProblem(name, String(value));
    if (problem !== undefined) {
      report([...path, 'linuxOs', 'sysctls', name], problem);
    }
  }
  if (pool.linuxOs !== undefined && typeof pool.os === 'string' && pool.os.startsWith('Windows')) {
    report([...path, 'linuxOs'], `is nothing for nodes with '${pool.os}': remove it`);
  }
  if (pool.nodePublicIpPrefixId !== undefined && pool.nodePublicIp !== true) {
    report([...path, 'nodePublicIpPrefixId'], "needs 'nodePublicIp: true' beside it");
  }

  const tags = tagsProblem(section(pool.tags) as Record<string, string>);
  if (tags !== undefined) {
    report([...path, 'tags'], tags);
  }
  for (const label of Object.keys(section(pool.labels))) {
    const problem = nodeLabelProblem(label);
    if (problem !== undefined) {
      report([...path, 'labels', label], problem);
    }
  }
}

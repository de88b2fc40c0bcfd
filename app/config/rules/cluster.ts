import {
  adminUsernameProblem,
  MAX_NODE_GROUP_LENGTH,
  nodeLabelProblem,
  rangesProblem,
  sshPublicKeyProblem,
  tagsProblem,
  SURGE_SETTINGS,
} from '../../../lib/shared/azure-limits';
import { isLaterVersion } from '../../../lib/shared/kubernetes-version';
import { UnsafeSetting } from '../../../lib/unsafe-setting';
import { items, Path, Report, section, Section } from './section';

/** The rules between keys of the section `cluster` of aks.yaml. */

/** The name the construct gives the default node pool. */
const DEFAULT_NODE_POOL_NAME = 'system';

export function checkCluster(config: unknown, report: Report): void {
  const cluster = section(section(config).cluster);

  checkNodePools(cluster, report);
  checkNetwork(section(cluster.network), report);
  checkLimits(cluster, report);
  checkApiServer(cluster, report);
  checkMonitoring(section(cluster.monitoring), report);
  checkKeyManagement(cluster, report);
  checkUpgrades(cluster, report);
  checkWorkloadIdentities(cluster, report);
}

function checkNodePools(cluster: Section, report: Report): void {
  const names = new Set<unknown>([section(cluster.defaultNodePool).name ?? DEFAULT_NODE_POOL_NAME]);
  const defaultPool = { ...section(cluster.defaultNodePool), mode: 'System' };
  checkNodeCounts(defaultPool, ['cluster', 'defaultNodePool'], report);
  checkSystemPool(defaultPool, ['cluster', 'defaultNodePool'], report);
  checkPoolVersion(cluster, defaultPool, ['cluster', 'defaultNodePool'], report);

  items(cluster.nodePools).forEach((value, index) => {
    const pool = section(value);
    const path: Path = ['cluster', 'nodePools', index];
    checkNodeCounts(pool, path, report);
    checkSystemPool(pool, path, report);
    checkWindows(cluster, pool, path, report);
    checkPoolVersion(cluster, pool, path, report);
    checkSpot(pool, path, report);

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
      "cannot stand beside 'minCount' and 'maxCount': keep the number or the range",
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

function checkNetwork(network: Section, report: Report): void {
  const path: Path = ['cluster', 'network'];
  const { serviceCidr, dnsServiceIp, vnetSubnetId } = network;

  if (serviceCidr !== undefined && dnsServiceIp === undefined) {
    report([...path, 'serviceCidr'], "needs 'dnsServiceIp' beside it, an address of the range");
  }
  if (dnsServiceIp !== undefined && serviceCidr === undefined) {
    report([...path, 'dnsServiceIp'], "needs 'serviceCidr' beside it, the range of the address");
  }

  checkRanges(network, report);

  const { type } = section(network.outbound);
  const needsSubnet = type === 'userAssignedNatGateway' || type === 'userDefinedRouting';
  if (needsSubnet && vnetSubnetId === undefined) {
    report(
      [...path, 'outbound', 'type'],
      `'${type}' needs cluster.network.vnetSubnetId, a subnet of your own`,
    );
  }
  if (type === 'managedNatGateway' && vnetSubnetId !== undefined) {
    report(
      [...path, 'outbound', 'type'],
      "'managedNatGateway' cannot stand beside vnetSubnetId: use userAssignedNatGateway",
    );
  }
}

function checkRanges({ serviceCidr, dnsServiceIp, podCidr, type }: Section, report: Report): void {
  const hasPodRange = type === undefined || type === 'azureCniOverlay' || type === 'kubenet';
  const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
  const found = rangesProblem({
    serviceCidr: text(serviceCidr),
    dnsServiceIp: text(dnsServiceIp),
    podCidr: text(podCidr) ?? (hasPodRange ? '10.244.0.0/16' : undefined),
  });
  if (found) {
    const key = found.key === 'podCidr' && podCidr === undefined ? 'serviceCidr' : found.key;
    report(['cluster', 'network', key], found.problem);
  }
}

/** Values that have the right form and that Azure refuses. */
function checkLimits(cluster: Section, report: Report): void {
  const tags =
    cluster.tags === undefined ? undefined : tagsProblem(section(cluster.tags) as Record<string, string>);
  if (tags !== undefined) {
    report(['cluster', 'tags'], tags);
  }
  const { adminUsername, sshPublicKey } = section(cluster.nodeAccess);
  const user = typeof adminUsername === 'string' ? adminUsernameProblem(adminUsername) : undefined;
  if (user !== undefined) {
    report(['cluster', 'nodeAccess', 'adminUsername'], user);
  }
  const key =
    typeof sshPublicKey === 'string' && /^ssh-(rsa|ed25519) /.test(sshPublicKey)
      ? sshPublicKeyProblem(sshPublicKey)
      : undefined;
  if (key !== undefined) {
    report(['cluster', 'nodeAccess', 'sshPublicKey'], `is not a public key: ${key}`);
  }

  const pools: [Section, Path][] = [
    [section(cluster.defaultNodePool), ['cluster', 'defaultNodePool']],
    ...items(cluster.nodePools).map((pool, i): [Section, Path] => [
      section(pool),
      ['cluster', 'nodePools', i],
    ]),
  ];
  for (const [pool, path] of pools) {
    for (const label of Object.keys(section(pool.labels))) {
      const problem = nodeLabelProblem(label);
      if (problem !== undefined) {
        report([...path, 'labels', label], problem);
      }
    }
  }

  const { resourceGroupName, name, location, nodeResourceGroup } = cluster;
  if (
    [resourceGroupName, name, location].every((part) => typeof part === 'string') &&
    nodeResourceGroup === undefined
  ) {
    const group = `MC_${resourceGroupName as string}_${name as string}_${(location as string).replace(/ /g, '').toLowerCase()}`;
    if (group.length > MAX_NODE_GROUP_LENGTH) {
      report(
        ['cluster', 'resourceGroupName'],
        `makes a resource group of the nodes called '${group}', which has ${group.length} characters, and AKS takes ${MAX_NODE_GROUP_LENGTH}: set cluster.nodeResourceGroup`,
      );
    }
  }
}

function checkApiServer(cluster: Section, report: Report): void {
  const path: Path = ['cluster', 'apiServer'];
  const { privateCluster, privateDnsZone, publicFqdn, vnetIntegrationSubnetId } = section(cluster.apiServer);

  for (const [key, value] of Object.entries({ privateDnsZone, publicFqdn })) {
    if (value !== undefined && value !== false && privateCluster !== true) {
      report([...path, key], "is for a private cluster: set 'privateCluster: true' or remove it");
    }
  }

  const isOwnZone = typeof privateDnsZone === 'string' && !['System', 'None'].includes(privateDnsZone);
  const needing = isOwnZone ? 'privateDnsZone' : vnetIntegrationSubnetId && 'vnetIntegrationSubnetId';
  if (typeof needing === 'string' && cluster.identity === undefined) {
    report(
      [...path, needing],
      'needs cluster.identity.userAssignedIdentityId, an identity that has its rights before the cluster exists',
    );
  }
}

function checkMonitoring(monitoring: Section, report: Report): void {
  for (const key of ['logCategories', 'containerInsights', 'defender']) {
    const isAsked = monitoring[key] !== undefined && monitoring[key] !== false;
    if (isAsked && monitoring.logAnalyticsWorkspaceId === undefined) {
      report(['cluster', 'monitoring', key], "needs 'logAnalyticsWorkspaceId' beside it, where it sends to");
    }
  }
  if (
    monitoring.prometheusWorkspaceLocation !== undefined &&
    monitoring.prometheusWorkspaceId === undefined
  ) {
    report(
      ['cluster', 'monitoring', 'prometheusWorkspaceLocation'],
      "has no effect without 'prometheusWorkspaceId': set both or neither",
    );
  }
}

function checkKeyManagement(cluster: Section, report: Report): void {
  const { keyManagement } = section(cluster.security);

  if (keyManagement !== undefined && cluster.identity === undefined) {
    report(
      ['cluster', 'security', 'keyManagement'],
      'needs cluster.identity.userAssignedIdentityId, an identity that may use the key',
    );
  }
}

function checkUpgrades(cluster: Section, report: Report): void {
  const { channel, nodeOsChannel = 'NodeImage' } = section(cluster.upgrades);
  const isAllowed = items(section(cluster.security).unsafeAllow).includes(UnsafeSetting.NODE_IMAGE_CHANNEL);

  if (channel === 'node-image' && nodeOsChannel !== 'NodeImage' && !isAllowed) {
    report(
      ['cluster', 'upgrades', 'nodeOsChannel'],
      "cannot stand beside 'channel: node-image', which takes NodeImage only: remove one of the two",
    );
  }
}

function checkWorkloadIdentities(cluster: Section, report: Report): void {
  const { oidcIssuer, workloadIdentity } = section(cluster.security);
  const isOff = oidcIssuer === false || workloadIdentity === false;

  if (isOff && items(cluster.workloadIdentities).length > 0) {
    report(
      ['cluster', 'workloadIdentities'],
      'need workload identity: remove security.oidcIssuer false and security.workloadIdentity false',
    );
  }
}

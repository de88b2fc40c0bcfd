import type { z } from 'zod';
import { checkAccess } from './config-rules-access';
import { items, Path, Report, Section, section } from './config-rules-sections';

/**
 * The rules between keys of aks.yaml.
 *
 * They also run on a file that has other problems, so every value is looked at before it is trusted.
 */

/** The name the construct gives the default node pool. */
const DEFAULT_NODE_POOL_NAME = 'system';

export function checkTogether(config: unknown, context: z.RefinementCtx): void {
  const { aad, cluster, kubernetes } = section(config);
  const report: Report = (path, message) => context.addIssue({ code: 'custom', path, message });

  checkSignIn(section(aad), section(cluster), report);
  checkLegacy(section(aad), section(cluster), report);
  checkCredentials(section(aad), section(cluster), section(kubernetes), report);
  checkNodePools(section(cluster), report);
  checkAdministrator(section(cluster), report);
  checkApiServer(section(cluster), report);
  checkWorkloadIdentity(section(cluster), report);
  checkUpgradeChannels(section(cluster), report);
  checkAccess(section(config), report);
}

function isLegacy(aad: Section): boolean {
  return aad.mode === 'legacy';
}

function hasLocalAccounts(aad: Section, cluster: Section): boolean {
  return cluster.localAccounts === undefined ? isLegacy(aad) : cluster.localAccounts !== false;
}

function checkSignIn(aad: Section, cluster: Section, report: Report): void {
  const hasAdministrator =
    aad.adminGroup !== undefined || items(aad.adminGroupObjectIds).length > 0 || aad.azureRbac !== false;

  if (aad.mode === 'managed' && !hasLocalAccounts(aad, cluster) && !hasAdministrator) {
    report(
      ['aad'],
      "nobody could sign in, because local accounts are off: set 'adminGroup', 'adminGroupObjectIds' or 'azureRbac: true'",
    );
  }
}

function checkLegacy(aad: Section, cluster: Section, report: Report): void {
  if (!isLegacy(aad)) {
    return;
  }
  if (cluster.localAccounts === false) {
    report(
      ['cluster', 'localAccounts'],
      "false is not valid: only managed AAD can do without local accounts; remove the key or set aad.mode to 'managed'",
    );
  }

  const rule = 'is missing: azurerm 3.x, which legacy AAD needs, does not choose a VM size';
  if (section(cluster.defaultNodePool).vmSize === undefined) {
    report(['cluster', 'defaultNodePool', 'vmSize'], rule);
  }
  items(cluster.nodePools).forEach((pool, index) => {
    if (section(pool).vmSize === undefined) {
      report(['cluster', 'nodePools', index, 'vmSize'], rule);
    }
  });
}

function checkCredentials(aad: Section, cluster: Section, kubernetes: Section, report: Report): void {
  const path = ['kubernetes', 'credentials'];
  const { credentials } = kubernetes;

  if (credentials === 'admin' && !isLegacy(aad) && !hasLocalAccounts(aad, cluster)) {
    report(
      path,
      "'admin' is not valid: local accounts are off, so there is no admin account; use 'kubelogin' or set cluster.localAccounts to true",
    );
  }
  if (credentials === 'kubelogin' && isLegacy(aad)) {
    report(
      path,
      "'kubelogin' is not valid: without a prompt it signs in to managed AAD only; use 'admin' with legacy AAD",
    );
  }
  if (kubernetes.login !== undefined && (credentials === 'admin' || isLegacy(aad))) {
    report(
      ['kubernetes', 'login'],
      "has no effect with admin credentials: remove it or use credentials 'kubelogin'",
    );
  }
}

function checkNodePools(cluster: Section, report: Report): void {
  const names = new Set<unknown>([section(cluster.defaultNodePool).name ?? DEFAULT_NODE_POOL_NAME]);
  checkNodeCounts(section(cluster.defaultNodePool), ['cluster', 'defaultNodePool'], report);

  items(cluster.nodePools).forEach((value, index) => {
    const pool = section(value);
    const path: Path = ['cluster', 'nodePools', index];
    checkNodeCounts(pool, path, report);
    checkSystemPool(pool, path, report);

    if (typeof pool.name === 'string' && names.has(pool.name)) {
      report([...path, 'name'], `'${pool.name}' is the name of another node pool: use a name of its own`);
    }
    names.add(pool.name);
  });
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

function checkSystemPool(pool: Section, path: Path, report: Report): void {
  for (const key of ['nodeCount', 'minCount']) {
    if (pool.mode === 'System' && pool[key] === 0) {
      report([...path, key], '0 is not valid: a System pool has at least 1 node');
    }
  }
}

function checkApiServer({ privateCluster, authorizedIpRanges }: Section, report: Report): void {
  if (privateCluster === true && authorizedIpRanges !== undefined) {
    report(
      ['cluster', 'authorizedIpRanges'],
      'cannot stand beside privateCluster: a private API server has no public address; remove one of the two',
    );
  }
}

function checkWorkloadIdentity({ oidcIssuer, workloadIdentity }: Section, report: Report): void {
  if (oidcIssuer === false && workloadIdentity === true) {
    report(['cluster', 'workloadIdentity'], 'needs the OIDC issuer: remove oidcIssuer or workloadIdentity');
  }
}

function checkUpgradeChannels(cluster: Section, report: Report): void {
  const { automaticUpgradeChannel, nodeOsUpgradeChannel = 'NodeImage' } = cluster;

  if (automaticUpgradeChannel === 'node-image' && nodeOsUpgradeChannel !== 'NodeImage') {
    report(
      ['cluster', 'nodeOsUpgradeChannel'],
      "does not go with automaticUpgradeChannel 'node-image': use 'NodeImage' or another automaticUpgradeChannel",
    );
  }
}

function checkAdministrator(cluster: Section, report: Report): void {
  const { sshPublicKey, adminUsername } = cluster;

  if (adminUsername !== undefined && sshPublicKey === undefined) {
    report(['cluster', 'adminUsername'], "has no effect without 'sshPublicKey': set both or neither");
  }
}

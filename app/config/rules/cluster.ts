import {
  adminUsernameProblem,
  authoritiesProblem,
  DEFAULT_SERVICE_CIDR,
  dualStackProblem,
  MAX_NODE_GROUP_LENGTH,
  SAME_GROUP,
  noProxyProblem,
  outboundProblem,
  PRIVATE_DNS_ZONE_ID,
  rangesProblem,
  spanProblem,
  sshPublicKeyProblem,
  tagsProblem,
} from '../../../lib/shared/azure-limits';
import { identityRoleResources } from '../../../lib/shared/identity-role-resources';
import { logCategoryProblem } from '../../../lib/shared/log-categories';
import { azurermGeneration } from '../../../lib/shared/azurerm-bindings';
import { UnsafeSetting } from '../../../lib/unsafe-setting';
import { isAutomatic } from './automatic';
import { checkNodePools } from './node-pools';
import { items, Path, Report, section, Section } from './section';

/** The rules between keys of the section `cluster` of aks.yaml. */

export function checkCluster(config: unknown, report: Report): void {
  const cluster = section(section(config).cluster);

  checkNodePools(cluster, report);
  checkNetwork(cluster, report);
  checkLimits(cluster, report);
  checkApiServer(cluster, report);
  checkMonitoring(section(cluster.monitoring), report);
  checkKeyManagement(cluster, report);
  checkUpgrades(cluster, report);
  checkSecretsAndAuthorities(section(cluster.security), report);
  checkNodesOfItsOwn(section(config), report);
  checkHttpProxy(cluster, report);
  checkKubeletIdentity(cluster, report);
  checkIdentityRoles(section(config), report);
  checkWorkloadIdentities(cluster, report);
}

function checkNetwork(cluster: Section, report: Report): void {
  const network = section(cluster.network);
  const path: Path = ['cluster', 'network'];
  const { serviceCidr, dnsServiceIp, vnetSubnetId } = network;

  if (serviceCidr !== undefined && dnsServiceIp === undefined) {
    report([...path, 'serviceCidr'], "needs 'dnsServiceIp' beside it, an address of the range");
  }
  if (dnsServiceIp !== undefined && serviceCidr === undefined) {
    report([...path, 'dnsServiceIp'], "needs 'serviceCidr' beside it, the range of the address");
  }

  checkRanges(network, cluster.import !== undefined, report);
  checkBothKinds(network, report);

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
      "'managedNatGateway' cannot be combined with vnetSubnetId: use userAssignedNatGateway",
    );
  }
}

/** Addresses of IPv6, and what the load balancer goes out by. */
function checkBothKinds(network: Section, report: Report): void {
  const { dualStack, podIpv6Cidr, serviceIpv6Cidr, serviceCidr, outbound } = network;
  const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
  const found = dualStackProblem({
    dualStack: dualStack === true,
    podIpv6Cidr: text(podIpv6Cidr),
    serviceIpv6Cidr: text(serviceIpv6Cidr),
    serviceCidr: text(serviceCidr),
  });
  if (found) {
    report(['cluster', 'network', found.key], found.problem);
  }
  const { allocatedPorts, ...settings } = section(outbound);
  const ports = typeof allocatedPorts === 'number' ? allocatedPorts : undefined;
  const problem = outboundProblem({ ...settings, allocatedPorts: ports }, dualStack === true);
  if (problem) {
    report(['cluster', 'network', 'outbound', problem.key], problem.problem);
  }
}

function checkRanges(
  { serviceCidr, dnsServiceIp, podCidr, type }: Section,
  isImported: boolean,
  report: Report,
): void {
  const hasPodRange = type === 'azureCniOverlay' || type === 'kubenet';
  const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
  const found = rangesProblem({
    serviceCidr: text(serviceCidr),
    dnsServiceIp: text(dnsServiceIp),
    podCidr: text(podCidr) ?? (hasPodRange ? '10.244.0.0/16' : undefined),
  });
  if (found) {
    const key = found.key === 'podCidr' && podCidr === undefined ? 'serviceCidr' : found.key;
    report(['cluster', 'network', key], found.problem);
  } else if (serviceCidr === undefined && hasPodRange && !isImported) {
    checkDefaultServices(text(podCidr), report);
  }
}

/** A cluster that is taken over may have other services than a new one. */
function checkDefaultServices(podCidr: string | undefined, report: Report): void {
  const found = podCidr && rangesProblem({ serviceCidr: DEFAULT_SERVICE_CIDR, podCidr });
  if (found) {
    report(
      ['cluster', 'network', 'podCidr'],
      `'${podCidr}' overlaps with ${DEFAULT_SERVICE_CIDR}, which services use unless 'serviceCidr' and 'dnsServiceIp' are set: set both, or use another range`,
    );
  }
}

/** Values that have the right form and that Azure refuses. */
function checkLimits(cluster: Section, report: Report): void {
  const tags = tagsProblem(section(cluster.tags) as Record<string, string>);
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

  const { resourceGroupName, name, location, nodeResourceGroup } = cluster;
  if (
    typeof nodeResourceGroup === 'string' &&
    typeof resourceGroupName === 'string' &&
    nodeResourceGroup.toLowerCase() === resourceGroupName.toLowerCase()
  ) {
    report(['cluster', 'nodeResourceGroup'], SAME_GROUP);
  }
  if (
    [resourceGroupName, name, location].every((part) => typeof part === 'string') &&
    nodeResourceGroup === undefined &&
    !isAutomatic(cluster)
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
  if (isOwnZone && cluster.identity !== undefined && !PRIVATE_DNS_ZONE_ID.test(privateDnsZone)) {
    report(
      [...path, 'privateDnsZone'],
      'is not a zone for the API server: its name is privatelink.<region>.azmk8s.io or <name>.privatelink.<region>.azmk8s.io',
    );
  }
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
  items(monitoring.logCategories).forEach((category, i) => {
    const problem = typeof category === 'string' ? logCategoryProblem(category) : undefined;
    if (problem !== undefined) {
      report(['cluster', 'monitoring', 'logCategories', i], problem);
    }
  });
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

function checkSecretsAndAuthorities(security: Section, report: Report): void {
  const { secretRotationInterval, keyVaultSecretsProvider, customCaCertificates } = security;
  if (secretRotationInterval !== undefined && keyVaultSecretsProvider === false) {
    report(
      ['cluster', 'security', 'secretRotationInterval'],
      "has no effect beside 'keyVaultSecretsProvider: false': remove one of the two",
    );
  }
  const certificates = items(customCaCertificates).filter((one) => typeof one === 'string');
  const problem = authoritiesProblem(certificates);
  if (problem !== undefined) {
    report(['cluster', 'security', 'customCaCertificates'], problem.replace(/^: /, ''));
  }
}

/** What has the form of a day; of anything else the schema tells. */
function day(value: unknown): string | undefined {
  return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? value : undefined;
}

function checkUpgrades(cluster: Section, report: Report): void {
  for (const key of ['window', 'nodeOsWindow']) {
    items(section(section(cluster.upgrades)[key]).notAllowed).forEach((span, i) => {
      const { start, end } = section(span);
      const problem = spanProblem(day(start), day(end));
      if (problem !== undefined) {
        report(['cluster', 'upgrades', key, 'notAllowed', i, problem.key], problem.problem);
      }
    });
  }
  const { channel, nodeOsChannel = 'NodeImage' } = section(cluster.upgrades);
  const isAllowed = items(section(cluster.security).unsafeAllow).includes(UnsafeSetting.NODE_IMAGE_CHANNEL);

  if (channel === 'node-image' && nodeOsChannel !== 'NodeImage' && !isAllowed) {
    report(
      ['cluster', 'upgrades', 'nodeOsChannel'],
      "cannot be combined with 'channel: node-image', which takes NodeImage only: remove one of the two",
    );
  }
}

/** Node auto-provisioning goes with some of the rest only. */
function checkNodesOfItsOwn({ aad, azure, cluster: given }: Section, report: Report): void {
  const cluster = section(given);
  const path: Path = ['cluster', 'nodeProvisioning'];
  const { mode } = section(cluster.nodeProvisioning);
  if (cluster.nodeProvisioning === undefined) {
    return;
  }
  const isLegacy = section(aad).mode === 'legacy';
  const { azurerm } = section(azure);
  if (azurermGeneration(isLegacy, azurerm === '4' || azurerm === '5' ? azurerm : undefined) < 5) {
    const fix = isLegacy ? 'legacy AAD, which has 3.x, cannot have it' : 'set azure.azurerm to "5"';
    report(path, `is nothing that azurerm knows before 5.x: ${fix}, or remove it`);
  }
  if (mode !== 'Auto') {
    return;
  }
  const { type, policy } = section(cluster.network);
  const unfit = type === 'kubenet' ? 'network.type kubenet' : policy === 'calico' && 'network.policy calico';
  if (unfit) {
    report([...path, 'mode'], `'Auto' does not go with ${unfit}: change one of the two`);
  }
  for (const [name, pool] of poolsOf(cluster)) {
    if (pool.minCount !== undefined || pool.maxCount !== undefined) {
      report(
        [...path, 'mode'],
        `'Auto' does not go with the cluster autoscaler of ${name}: use nodeCount there in place of minCount and maxCount`,
      );
    }
    if (isWindows(pool)) {
      report([...path, 'mode'], `'Auto' does not go with Windows, which ${name} runs: remove one of the two`);
    }
  }
}

function checkHttpProxy(cluster: Section, report: Report): void {
  const path: Path = ['cluster', 'httpProxy'];
  const { http, https, noProxy, trustedCa } = section(cluster.httpProxy);
  if (cluster.httpProxy === undefined) {
    return;
  }
  if (http === undefined && https === undefined && trustedCa === undefined) {
    report(path, "names no proxy: set 'http' or 'https', or remove it");
  }
  items(noProxy).forEach((one, i) => {
    const problem = typeof one === 'string' ? noProxyProblem(one) : undefined;
    if (problem !== undefined) {
      report([...path, 'noProxy', i], problem);
    }
  });
  const problem = typeof trustedCa === 'string' ? authoritiesProblem([trustedCa]) : undefined;
  if (problem !== undefined) {
    report([...path, 'trustedCa'], problem.replace('[0] ', ''));
  }
  for (const [name, pool] of poolsOf(cluster)) {
    if (isWindows(pool)) {
      report(path, `does not go with Windows, which ${name} runs: remove one of the two`);
    }
  }
}

function checkKubeletIdentity(cluster: Section, report: Report): void {
  if (cluster.kubeletIdentity !== undefined && cluster.identity === undefined) {
    report(
      ['cluster', 'kubeletIdentity'],
      'needs cluster.identity.userAssignedIdentityId, an identity that may give it to the nodes',
    );
  }
}

function checkIdentityRoles({ azure, cluster: given }: Section, report: Report): void {
  const cluster = section(given);
  const [{ subscriptionId }, { userAssignedIdentityId: id }] = [section(azure), section(cluster.identity)];
  const home = typeof id === 'string' ? id.split('/')[2] : undefined;
  const first = new Map<string, number>();

  items(cluster.identityRoles)
    .map(section)
    .forEach(({ role, resourceId }, i) => {
      const path: Path = ['cluster', 'identityRoles', i];
      const resources = typeof role === 'string' ? identityRoleResources(role) : undefined;
      if (typeof role !== 'string' || typeof resourceId !== 'string' || resources === undefined) {
        return;
      }
      if (!resources.form.test(resourceId)) {
        report(
          [...path, 'resourceId'],
          `is not of what ${role} is for: use the resource ID of ${resources.what}, such as ${resources.example}`,
        );
      }
      if (
        role !== 'AcrPull' &&
        home !== undefined &&
        typeof subscriptionId === 'string' &&
        home.toLowerCase() !== subscriptionId.toLowerCase()
      ) {
        report(
          [...path, 'role'],
          'needs the object ID of cluster.identity, which is in another subscription than azure.subscriptionId and so cannot be looked up: assign the role where the identity is made',
        );
      }
      const key = `${role} ${resourceId.toLowerCase()}`;
      const earlier = first.get(key);
      if (earlier !== undefined) {
        report(
          path,
          `is the same role on the same resource as identityRoles[${earlier}]: remove one of the two`,
        );
      }
      first.set(key, earlier ?? i);
    });
}

/** The node pools, each with how it is spoken of. */
function poolsOf(cluster: Section): [name: string, pool: Section][] {
  return [
    ['defaultNodePool', section(cluster.defaultNodePool)],
    ...items(cluster.nodePools).map((pool, i): [string, Section] => [`nodePools[${i}]`, section(pool)]),
  ];
}

function isWindows({ os }: Section): boolean {
  return typeof os === 'string' && os.startsWith('Windows');
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

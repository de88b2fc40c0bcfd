import { generationOfBindings } from '../../../lib/shared/azurerm-bindings';
import { isInNamespaces } from './access';
import { items, Path, Report, section, Section } from './section';

/** The rules of aks.yaml about a cluster of AKS Automatic: what it has not is refused by name. */

/** Keys of the section `cluster`, and of those in it, that AKS Automatic has. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  cluster: [
    ...['name', 'resourceGroupName', 'location', 'automatic', 'existing', 'import', 'createResourceGroup'],
    ...[
      'importResourceGroup',
      'network',
      'apiServer',
      'identity',
      'workloadIdentities',
      'deletionLock',
      'tags',
    ],
  ],
  network: ['vnetSubnetId', 'systemNodeSubnetId'],
  apiServer: [
    'authorizedIpRanges',
    'privateCluster',
    'privateDnsZone',
    'publicFqdn',
    'vnetIntegrationSubnetId',
  ],
};

const SUBNETS: readonly (readonly [section: string, key: string])[] = [
  ['network', 'vnetSubnetId'],
  ['network', 'systemNodeSubnetId'],
  ['apiServer', 'vnetIntegrationSubnetId'],
];

export function checkAutomatic({ aad, access, azure, cluster: given }: Section, report: Report): void {
  const cluster = section(given);
  if (!isAutomatic(cluster)) {
    if (section(cluster.network).systemNodeSubnetId !== undefined) {
      report(
        ['cluster', 'network', 'systemNodeSubnetId'],
        "is for AKS Automatic: set 'automatic: true' in cluster, or remove it",
      );
    }
    return;
  }

  checkVersion(section(azure), report);
  if (section(aad).mode === 'legacy') {
    report(['aad', 'mode'], "'legacy' is nothing that AKS Automatic has: use 'managed'");
  }
  if (section(aad).azureRbac === false) {
    report(['aad', 'azureRbac'], 'cannot be switched off with AKS Automatic: remove it');
  }
  if (section(aad).tenantId !== undefined) {
    report(
      ['aad', 'tenantId'],
      'does not go with AKS Automatic, whose Azure RBAC is for users of the tenant of the subscription: remove one of the two',
    );
  }
  items(access)
    .map(section)
    .forEach((entry, i) => {
      if (entry.clusterRole === 'cluster-admin' && !isInNamespaces(entry)) {
        report(
          ['access', i, 'clusterRole'],
          "'cluster-admin' in the whole cluster is nothing that AKS Automatic takes: grant the role RbacClusterAdmin under 'azureRoles'",
        );
      }
    });
  if (cluster.existing === true) {
    return;
  }
  for (const [name, allowed] of Object.entries(KEYS)) {
    const path: Path = name === 'cluster' ? ['cluster'] : ['cluster', name];
    const keys = Object.keys(name === 'cluster' ? cluster : section(cluster[name]));
    for (const key of keys.filter((one) => !allowed.includes(one))) {
      report(
        [...path, key],
        key === 'identityRoles'
          ? 'is not for AKS Automatic, whose nodes have an identity that azurerm does not tell: assign the roles in Azure, and remove it'
          : 'cannot be set with AKS Automatic, which sees to it itself: remove it',
      );
    }
  }
  checkSubnets(cluster, report);
}

/** Whether AKS Automatic is asked for. */
export function isAutomatic(cluster: Section): boolean {
  return cluster.automatic === true;
}

function checkVersion({ azurerm }: Section, report: Report): void {
  if (generationOfBindings() < 5) {
    report(
      ['cluster', 'automatic'],
      "needs azurerm 5.x with its bindings, which CDK Terrain has and cdktf has not: move the project with 'npx cdktf-aks-aad move-to-cdktn', or remove the key",
    );
  } else if (azurerm === '4') {
    report(
      ['azure', 'azurerm'],
      "'4' has no AKS Automatic, which cluster.automatic asks for: remove one of the two",
    );
  }
}

/** A network of one's own has a subnet for each of three, and somebody who may join them. */
function checkSubnets(cluster: Section, report: Report): void {
  const isGiven = ([name, key]: (typeof SUBNETS)[number]): boolean =>
    section(cluster[name])[key] !== undefined;
  const [first] = SUBNETS.filter(isGiven);
  const missing = SUBNETS.filter((one) => !isGiven(one));
  if (first === undefined) {
    return;
  }
  if (missing.length > 0) {
    const names = missing.map((path) => `cluster.${path.join('.')}`).join(' and ');
    report(
      ['cluster', ...first],
      `needs ${names} as well: AKS Automatic has a network of its own or one of yours`,
    );
  }
  if (cluster.identity === undefined) {
    report(
      ['cluster', ...first],
      'needs cluster.identity.userAssignedIdentityId, an identity that may join the subnet before the cluster exists',
    );
  }
}

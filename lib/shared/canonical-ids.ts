import { isLiteral } from '../private/guards';

/**
 * Words of ARM IDs as azurerm's parsers want them. Azure itself compares without regard to case, and its tools print
 * `resourcegroups` and `microsoft.network` as well.
 *
 * Source: the Segments() of the IDs in hashicorp/go-azure-sdk and go-azure-helpers (commonids).
 */
const WORDS = [
  ...['subscriptions', 'resourceGroups', 'providers'],
  ...['Microsoft.Authorization', 'roleAssignments', 'roleDefinitions', 'locks'],
  ...['Microsoft.Compute', 'diskEncryptionSets', 'proximityPlacementGroups', 'capacityReservationGroups'],
  ...['capacityReservations', 'hostGroups', 'hosts', 'snapshots', 'galleries', 'images', 'versions'],
  ...[
    'Microsoft.ContainerRegistry',
    'registries',
    'Microsoft.ContainerService',
    'managedClusters',
    'agentPools',
  ],
  ...[
    'Microsoft.Insights',
    'dataCollectionRules',
    'dataCollectionEndpoints',
    'diagnosticSettings',
    'components',
  ],
  ...['Microsoft.KeyVault', 'vaults', 'managedHSMs', 'secrets', 'keys'],
  ...['Microsoft.ManagedIdentity', 'userAssignedIdentities', 'federatedIdentityCredentials'],
  ...['Microsoft.Monitor', 'accounts', 'Microsoft.OperationalInsights', 'workspaces'],
  ...[
    'Microsoft.Network',
    'virtualNetworks',
    'subnets',
    'networkSecurityGroups',
    'applicationSecurityGroups',
  ],
  ...[
    'routeTables',
    'natGateways',
    'loadBalancers',
    'publicIPAddresses',
    'publicIPPrefixes',
    'privateDnsZones',
  ],
  ...['dnsZones', 'applicationGateways', 'virtualNetworkLinks', 'privateEndpoints', 'azureFirewalls'],
  ...['Microsoft.Storage', 'storageAccounts', 'Microsoft.EventHub', 'namespaces', 'eventhubs'],
];

const CANONICAL = new Map(WORDS.map((word) => [word.toLowerCase(), word]));

/** Arguments whose texts are the user's own. */
const OWN_TEXTS = ['tags', 'nodeLabels', 'nodeTaints', 'description'];

/** An ARM ID with its fixed parts in azurerm's case, names as they are; any other text as it is. */
export function canonicalId(id: string): string {
  if (!isLiteral(id) || !/^\/subscriptions\//i.test(id)) {
    return id;
  }
  const parts = id.split('/');

  // Fixed parts alternate with names, but for the namespace of a provider, which is fixed itself.
  let isFixed = true;
  return parts
    .map((part, i) => {
      if (i === 0) {
        return part;
      }
      const canonical = isFixed ? (CANONICAL.get(part.toLowerCase()) ?? part) : part;
      const isProvider = parts[i - 1]?.toLowerCase() === 'providers' && isFixed;
      const isBeforeProvider = isFixed && part.toLowerCase() === 'providers';
      isFixed = isBeforeProvider || isProvider ? true : !isFixed;
      return canonical;
    })
    .join('/');
}

/** Arguments of a resource with all ARM IDs in them in azurerm's case. */
export function withCanonicalIds<T>(value: T): T {
  if (typeof value === 'string') {
    return canonicalId(value) as T;
  }
  if (Array.isArray(value)) {
    return value.map((item: unknown) => withCanonicalIds(item)) as T;
  }
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      OWN_TEXTS.includes(key) ? item : withCanonicalIds(item),
    ]),
  ) as T;
}

import { awsRegion } from './aws-regions';
import { closeTo, slipOf } from '../../../lib/shared/close-to';
import { KnownRole, RoleDoubts, RoleWords } from '../../../lib/shared/role-doubts';
import { namespacesOf } from '../granted-namespaces';
import { PART_OF_EVERY_CLUSTER } from './access';
import { items, Path, section, Section } from './section';

/** A name that may be right, and is so near to a known one that it is more likely a slip. */
export interface Doubt {
  readonly id:
    | 'unknown-location'
    | 'unknown-state-region'
    | 'unknown-cluster-role'
    | 'unknown-role'
    | 'unknown-namespace';
  readonly path: Path;
  readonly message: string;
}

/** `az account list-locations`, physical regions of the public cloud, of China and of the US government, by continent. */
const REGIONS = [
  ...[
    'eastus',
    'eastus2',
    'centralus',
    'northcentralus',
    'southcentralus',
    'westcentralus',
    'westus',
    'westus2',
  ],
  ...[
    'westus3',
    'canadacentral',
    'canadaeast',
    'mexicocentral',
    'brazilsouth',
    'brazilsoutheast',
    'chilecentral',
  ],
  ...['austriaeast', 'belgiumcentral', 'denmarkeast', 'francecentral', 'francesouth', 'germanynorth'],
  ...['germanywestcentral', 'italynorth', 'northeurope', 'norwayeast', 'norwaywest', 'polandcentral'],
  ...[
    'spaincentral',
    'swedencentral',
    'swedensouth',
    'switzerlandnorth',
    'switzerlandwest',
    'uksouth',
    'ukwest',
  ],
  ...['westeurope', 'israelcentral', 'qatarcentral', 'uaecentral', 'uaenorth', 'southafricanorth'],
  ...['southafricawest', 'australiacentral', 'australiacentral2', 'australiaeast', 'australiasoutheast'],
  ...[
    'newzealandnorth',
    'centralindia',
    'southindia',
    'westindia',
    'jioindiacentral',
    'jioindiawest',
    'eastasia',
  ],
  ...[
    'southeastasia',
    'indonesiacentral',
    'japaneast',
    'japanwest',
    'koreacentral',
    'koreasouth',
    'malaysiawest',
  ],
  ...['chinaeast', 'chinaeast2', 'chinaeast3', 'chinanorth', 'chinanorth2', 'chinanorth3'],
  ...[
    'usgovarizona',
    'usgovtexas',
    'usgovvirginia',
    'usdodcentral',
    'usdodeast',
    'centraluseuap',
    'eastus2euap',
  ],
];

/** Whether a region is one of those that are known here; Azure may have opened others since. */
export function isKnownRegion(location: string): boolean {
  return REGIONS.includes(regionName(location));
}

function regionName(location: string): string {
  return location.toLowerCase().replaceAll(' ', '');
}

/** What passes every rule and is probably not what was meant: new regions, and roles of somebody else, have names of their own. */
export function doubtsOf(config: unknown): Doubt[] {
  const { cluster, access, azureRoles, roles, namespaces, state } = section(config);

  return [
    ...locationDoubt(section(cluster).location),
    ...stateRegionDoubt(section(state)),
    ...namespaceDoubts({ access, azureRoles, roles }, items(namespaces).map(section)),
    ...roleDoubts(items(access).map(section), items(roles).map(section), items(namespaces).map(section)),
  ];
}

const WORDS: RoleWords = {
  clusterRole: (name) => `'clusterRole: ${name}'`,
  role: (name, namespace) => `'role: ${name}' with 'namespace: ${namespace}'`,
};

/** What is taken over grants what it has granted so far. */
function roleDoubts(
  access: readonly Section[],
  roles: readonly Section[],
  namespaces: readonly Section[],
): Doubt[] {
  const known = roles.filter((role): role is Section & KnownRole => typeof role.name === 'string');
  const doubts = new RoleDoubts(known, WORDS);

  return access.flatMap((entry, index): Doubt[] => {
    const { clusterRole, role } = entry;
    if (entry.import === true) {
      return [];
    }
    if (typeof clusterRole === 'string') {
      const message = doubts.ofClusterRole(clusterRole);
      return doubt('unknown-cluster-role', ['access', index, 'clusterRole'], message);
    }
    const [message] = namespacesOf(entry, namespaces).flatMap((namespace) =>
      typeof role === 'string' ? (doubts.ofRole(role, namespace) ?? []) : [],
    );
    return doubt('unknown-role', ['access', index, 'role'], message);
  });
}

/** A namespace that is granted in need not be listed: one is made by somebody else, and has a name of its own. */
function namespaceDoubts(lists: Section, namespaces: readonly Section[]): Doubt[] {
  const listed = namespaces.flatMap(({ name }) => (typeof name === 'string' ? [name] : []));
  // Thousands of grants are in few namespaces.
  const known = new Map<string, string | undefined>(listed.map((name) => [name, undefined]));
  const meantBy = (name: string): string | undefined => {
    if (!known.has(name)) {
      known.set(name, slipOf(name, listed));
    }
    return known.get(name);
  };
  const doubts = (name: unknown, path: Path): Doubt[] => {
    const meant = typeof name === 'string' ? meantBy(name) : undefined;
    const message = `there is no namespace '${String(name)}' under 'namespaces', and nothing is granted in one that does not exist: did you mean '${meant}'?`;
    return meant === undefined || PART_OF_EVERY_CLUSTER.includes(String(name))
      ? []
      : doubt('unknown-namespace', path, message);
  };

  return Object.entries(lists).flatMap(([list, entries]) =>
    items(entries)
      .map(section)
      .flatMap((entry, index) => [
        ...(entry.import === undefined ? doubts(entry.namespace, [list, index, 'namespace']) : []),
        ...items(entry.namespaces).flatMap((name, at) => doubts(name, [list, index, 'namespaces', at])),
      ]),
  );
}

function doubt(id: Doubt['id'], path: Path, message: string | undefined): Doubt[] {
  return message === undefined ? [] : [{ id, path, message }];
}

function locationDoubt(location: unknown): Doubt[] {
  const name = typeof location === 'string' ? regionName(location) : undefined;
  const meant = name === undefined || REGIONS.includes(name) ? undefined : closeTo(name, REGIONS);
  const message = meant && `'${location as string}' is not an Azure region: did you mean '${meant}'?`;

  return doubt('unknown-location', ['cluster', 'location'], message);
}

/** Terraform has a list of its own, in which a region that AWS has just opened is missing. */
function stateRegionDoubt({ backend, region, endpoint }: Section): Doubt[] {
  const isDoubtful =
    backend === 's3' &&
    typeof region === 'string' &&
    endpoint === undefined &&
    awsRegion(region) === 'possible';
  const message = isDoubtful
    ? `'${region}' is no AWS region that is known here: Terraform refuses one that it does not know either, so correct it unless it is a new one`
    : undefined;

  return doubt('unknown-state-region', ['state', 'region'], message);
}

import { awsRegion } from './aws-regions';
import { closeTo } from '../problems/close-to';
import { items, Path, section, Section } from './section';

/** A name that may be right, and is so near to a known one that it is more likely a slip. */
export interface Doubt {
  readonly id: 'unknown-location' | 'unknown-cluster-role' | 'unknown-state-region';
  readonly path: Path;
  readonly message: string;
}

/** Roles of every cluster that people bind. */
const ROLES = ['view', 'edit', 'admin', 'cluster-admin'];

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

/** What passes every rule and is probably not what was meant: new regions, and roles of somebody else, have names of their own. */
export function doubtsOf(config: unknown): Doubt[] {
  const { cluster, access, roles, state } = section(config);
  const own = items(roles).map((role) => section(role).name);
  const { location } = section(cluster);

  return [
    ...locationDoubt(location),
    ...stateRegionDoubt(section(state)),
    ...items(access).flatMap((entry, index): Doubt[] => {
      const { clusterRole } = section(entry);
      if (typeof clusterRole !== 'string' || ROLES.includes(clusterRole) || own.includes(clusterRole)) {
        return [];
      }
      const meant = closeTo(clusterRole, ROLES);
      return meant === undefined
        ? []
        : [
            {
              id: 'unknown-cluster-role',
              path: ['access', index, 'clusterRole'],
              message: `there is no ClusterRole '${clusterRole}' in a new cluster, and a binding to one that does not exist grants nothing: did you mean '${meant}'?`,
            },
          ];
    }),
  ];
}

function locationDoubt(location: unknown): Doubt[] {
  const name = typeof location === 'string' ? location.toLowerCase().replaceAll(' ', '') : undefined;
  const meant = name === undefined || REGIONS.includes(name) ? undefined : closeTo(name, REGIONS);

  return meant === undefined
    ? []
    : [
        {
          id: 'unknown-location',
          path: ['cluster', 'location'],
          message: `'${location as string}' is not an Azure region: did you mean '${meant}'?`,
        },
      ];
}

/** Terraform has a list of its own, in which a region that AWS has just opened is missing. */
function stateRegionDoubt({ backend, region, endpoint }: Section): Doubt[] {
  if (backend !== 's3' || typeof region !== 'string' || endpoint !== undefined) {
    return [];
  }
  return awsRegion(region) === 'possible'
    ? [
        {
          id: 'unknown-state-region',
          path: ['state', 'region'],
          message: `'${region}' is no AWS region that is known here: Terraform refuses one that it does not know either, so correct it unless it is a new one`,
        },
      ]
    : [];
}

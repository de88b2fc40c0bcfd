import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { settledConfiguration } from '../../../cli/adopt/settled-configuration';
import {
  RecordedAttribute,
  RecordedBlock,
  RecordedProvider,
} from '../../../rehearsal/protocol/recorded-provider';
import { State, Value } from '../../../rehearsal/protocol/values';
import { readCluster } from './azurerm-reads';

const GROUP = '/subscriptions/8ecadfc9-d1a3-4ea4-b844-0d9f87e4d7c8/resourceGroups/shared/providers';
const PLACE = {
  id: `${GROUP.replace('/shared/providers', '/shop/providers')}/Microsoft.ContainerService/managedClusters/plain`,
  subscriptionId: '8ecadfc9-d1a3-4ea4-b844-0d9f87e4d7c8',
  resourceGroup: 'shop',
  name: 'plain',
};

/** What identifies a cluster or a pool is part of the ID by which it is imported. */
const IN_THE_ID = ['name', 'resource_group_name', 'kubernetes_cluster_id'];

/** Values of the form that an argument takes, where any text will not do. */
const SAMPLES: Readonly<Record<string, Value>> = {
  capacity_reservation_group_id: `${GROUP}/Microsoft.Compute/capacityReservationGroups/g`,
  client_id: '894656e1-39f8-4bfe-b16a-510f61af6f41',
  disk_encryption_set_id: `${GROUP}/Microsoft.Compute/diskEncryptionSets/d`,
  dns_service_ip: '10.0.0.53',
  eviction_policy: 'Deallocate',
  gpu_driver: 'None',
  gpu_instance: 'MIG1g',
  host_group_id: `${GROUP}/Microsoft.Compute/hostGroups/h`,
  ip_versions: ['IPv4', 'IPv6'],
  load_balancer_sku: 'basic',
  location: 'northeurope',
  network_plugin: 'none',
  network_profile: [],
  node_public_ip_prefix_id: `${GROUP}/Microsoft.Network/publicIPPrefixes/p`,
  os_type: 'Windows',
  pod_cidr: '10.64.0.0/16',
  pod_cidrs: ['10.64.0.0/16'],
  priority: 'Spot',
  private_dns_zone_id: 'None',
  proximity_placement_group_id: `${GROUP}/Microsoft.Compute/proximityPlacementGroups/p`,
  service_cidr: '10.1.0.0/16',
  service_cidrs: ['10.1.0.0/16'],
  spot_max_price: 0.5,
  type: 'AvailabilitySet',
  windows_profile: [{ outbound_nat_enabled: true }],
  user_assigned_identity_id: `${GROUP}/Microsoft.ManagedIdentity/userAssignedIdentities/i`,
};

/** What does not go with the plain cluster that the value is put into. */
const BESIDE: Readonly<Record<string, (state: State) => void>> = {
  dns_prefix_private_cluster: (state) =>
    Object.assign(state, {
      dns_prefix: '',
      private_cluster_enabled: true,
      private_dns_zone_id: `${GROUP}/Microsoft.Network/privateDnsZones/privatelink.westeurope.azmk8s.io`,
      identity: [
        {
          type: 'UserAssigned',
          identity_ids: [`${GROUP}/Microsoft.ManagedIdentity/userAssignedIdentities/i`],
        },
      ],
    }),
  private_dns_zone_id: (state) => Object.assign(state, { private_cluster_enabled: true }),
  eviction_policy: (state) => Object.assign(state, { priority: 'Spot', upgrade_settings: [] }),
  priority: (state) => Object.assign(state, { eviction_policy: 'Delete', upgrade_settings: [] }),
  spot_max_price: (state) =>
    Object.assign(state, { priority: 'Spot', eviction_policy: 'Delete', upgrade_settings: [] }),
};

/** The arguments that replace, with the blocks that they are in. */
function replacing(block: RecordedBlock, at: readonly string[] = []): [string, RecordedAttribute][] {
  return Object.entries(block).flatMap(([name, attribute]): [string, RecordedAttribute][] => [
    ...(attribute.forceNew ? [[[...at, name].join('.'), attribute] as [string, RecordedAttribute]] : []),
    ...(attribute.block ? replacing(attribute.block, [...at, name]) : []),
  ]);
}

function attributesOf(type: string): [string, RecordedAttribute][] {
  return replacing(RecordedProvider.of('azurerm')!.resource(type)!.attributes);
}

function plain(): { cluster: State; pools: State[] } {
  const document = JSON.parse(readFileSync(join(__dirname, 'documents', 'plain.json'), 'utf8')) as {
    agentPoolProfiles: { mode: string; name: string }[];
  };
  const [pool] = document.agentPoolProfiles;
  document.agentPoolProfiles.push({ ...pool!, name: 'apps', mode: 'User' });
  return readCluster(document);
}

/** Gives an argument another value than that of the plain cluster. */
function set(state: State, path: string, attribute: RecordedAttribute): void {
  const names = path.split('.');
  const last = names.pop()!;
  const container = names.reduce<State>((inner, name) => {
    const blocks = (inner[name] ??= []) as State[];
    return (blocks[0] ??= {});
  }, state);
  container[last] = SAMPLES[last] ?? (attribute.block ? [{}] : sampleOf(attribute, container[last] ?? null));
  BESIDE[last]?.(state);
}

function sampleOf({ type, default: usual }: RecordedAttribute, now: Value): Value {
  switch (type) {
    case 'Bool':
      return !(now ?? usual ?? false);
    case 'Int':
    case 'Float':
      return 7;
    case 'Map':
      return { RoutingPreference: 'Internet' };
    case 'List':
    case 'Set':
      return ['other'];
    default:
      return 'other';
  }
}

function replacements(states: { cluster: State; pools: State[] }): readonly unknown[] {
  try {
    return settledConfiguration(states, PLACE).differences;
  } catch (error) {
    return [(error as Error).message];
  }
}

describe('no argument that replaces differs after an adoption', () => {
  const ofCluster = attributesOf('azurerm_kubernetes_cluster');
  const ofPool = attributesOf('azurerm_kubernetes_cluster_node_pool');

  test('there are as many as recorded', () => {
    expect([ofCluster.length, ofPool.length]).toEqual([37, 15]);
  });

  test.each(ofCluster.filter(([path]) => !IN_THE_ID.includes(path)))('%s of a cluster', (path, attribute) => {
    const states = plain();
    set(states.cluster, path, attribute);

    expect(replacements(states)).toEqual([]);
  });

  test.each(ofPool.filter(([path]) => !IN_THE_ID.includes(path)))('%s of a node pool', (path, attribute) => {
    const states = plain();
    set(states.pools[0]!, path, attribute);

    expect(replacements(states)).toEqual([]);
  });
});

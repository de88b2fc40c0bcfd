import { isDeepStrictEqual } from 'node:util';
import { CommandFailed } from '../../access/command-failed';
import { clusterIdOf } from '../../app/config/cluster-id';
import { normalizedPlace } from '../../rehearsal/protocol/equivalent-values';
import { State } from '../../rehearsal/protocol/values';
import { block, isTrue } from '../../rehearsal/world/attributes';
import { adoptedAzureRoles } from './adopted-azure-roles';
import { adoptedDirectory } from './adopted-directory';
import { AzureObject } from './azure-object';
import { ClusterDocument } from './azure-documents';
import { clusterState, Place } from './cluster-state';
import { ClusterStates } from './friendly-keys';
import { Section, without } from './sections';
import { nodePoolState } from './pool-state';
import { argumentOf, maintenanceState } from './maintenance-state';
import { left, Note, notCarriedOver } from './not-carried-over';
import { passingStates, refusePassing } from './passing-states';
import { underOldNames } from './old-names';
import { settledConfiguration } from './settled-configuration';

/** A cluster as a configuration takes it over. */
export interface AdoptedCluster {
  readonly name: string;
  readonly configuration: Section;

  /** What the configuration does not say. */
  readonly notes: readonly Note[];
}

/** Types and modes of node pools that azurerm can describe. */
const POOL_TYPES = ['virtualmachinescalesets', 'availabilityset'];
const POOL_MODES = ['system', 'user'];

/** Describes a cluster as it is; throws when the next apply would replace it, or when azurerm cannot describe it. */
export function adoptedCluster({
  document,
  at,
  roleAssignments,
  maintenance,
  resourceGroup,
  directory: documents,
}: ClusterDocument): AdoptedCluster {
  const cluster = new AzureObject(document);
  const place = placeOf(cluster);
  refusePassing(cluster, at);
  const pools = cluster.objects('agentPoolProfiles');
  // azurerm takes the first system pool of the list for the default one.
  const system = pools.find((pool) => pool.text('mode') === 'System');
  if (!system) {
    throw new CommandFailed(`${at}: cluster '${place.name}' has no system node pool, and azurerm needs one`);
  }
  const unknown = unknownKind(system);
  if (unknown !== undefined) {
    throw new CommandFailed(
      `${at}: ${system.path}.${unknown}, which azurerm does not know: the pool would be replaced; refer to the cluster with cluster.existing`,
    );
  }
  if (cluster.object('sku')?.text('name')?.toLowerCase() === 'automatic') {
    throw new CommandFailed(
      `${at}: sku.name is 'Automatic', which azurerm_kubernetes_cluster does not know: refer to the cluster with cluster.existing`,
    );
  }

  const windows = maintenance?.map((one) => new AzureObject(one.document));
  const states: ClusterStates = {
    cluster: underOldNames({
      ...clusterState(cluster, place, system),
      ...maintenanceState(windows ?? []),
    }),
    isMaintenanceKnown: windows !== undefined,
    pools: pools
      .filter((pool) => pool !== system && unknownKind(pool) === undefined)
      .map((pool) => underOldNames(nodePoolState(pool, place.id))),
  };
  const profile = block(states.cluster, 'azure_active_directory_role_based_access_control') ?? {};
  const directory = adoptedDirectory(profile, documents);
  const group = resourceGroup && new AzureObject(resourceGroup.document);
  const settled = settledConfiguration(
    {
      ...states,
      directory: directory.aad,
      isGroupAlike: isGroupAlike(group, states.cluster, place),
    },
    place,
  );
  const roles = adoptedAzureRoles(roleAssignments, place, isTrue(profile, 'azure_rbac_enabled'));
  const notes = [
    ...passingStates(cluster),
    ...pools.flatMap(poolLeftOut),
    ...notCarriedOver(settled, cluster, group?.map('tags')),
    ...taintsOf(system),
    ...(windows ?? []).flatMap(unnamedMaintenance),
    ...directory.notes,
    ...roles.notes,
  ];
  const replaced = notes.filter(({ outcome }) => outcome === 'replaced');
  if (replaced.length > 0) {
    const which = replaced.map(({ property, reason }) => `${property}: ${reason}`).join('; ');
    throw new CommandFailed(
      `${at}: cluster '${place.name}' would be replaced, because the configuration cannot say ${which}`,
    );
  }
  const azureRoles = roles.entries.length > 0 && { azureRoles: roles.entries.map(without) };
  return { name: place.name, configuration: { ...settled.configuration, ...azureRoles }, notes };
}

/** Type or mode of a node pool that azurerm does not know, such as that of a gateway for egress. */
function unknownKind(pool: AzureObject): string | undefined {
  const [type, mode] = [pool.text('type') ?? POOL_TYPES[0]!, pool.text('mode') ?? POOL_MODES[1]!];
  return !POOL_TYPES.includes(type.toLowerCase())
    ? `type is '${type}'`
    : !POOL_MODES.includes(mode.toLowerCase())
      ? `mode is '${mode}'`
      : undefined;
}

/** A further pool that stays out of the configuration, and out of Terraform. */
function poolLeftOut(pool: AzureObject): Note[] {
  const unknown = unknownKind(pool);
  if (unknown === undefined) {
    return [];
  }
  pool.skip();
  return [
    left(
      `node pool ${pool.text('name') ?? ''} (${pool.path})`,
      `its ${unknown}, which azurerm does not know: it stays outside of Terraform`,
    ),
  ];
}

/** Whether what the library makes of the resource group, with the place and the tags of the cluster, is what it is like. */
function isGroupAlike(group: AzureObject | undefined, cluster: State, { resourceGroup }: Place): boolean {
  return (
    group !== undefined &&
    group.text('name') === resourceGroup &&
    group.text('managedBy') === undefined &&
    normalizedPlace(group.text('location') ?? '') === cluster.location &&
    isDeepStrictEqual(group.map('tags'), cluster.tags)
  );
}

/** Planned maintenance that somebody gave a name of their own. */
function unnamedMaintenance(configuration: AzureObject): Note[] {
  const name = configuration.text('name') ?? '';
  return argumentOf(configuration) === undefined
    ? [
        {
          outcome: 'left',
          property: `planned maintenance '${name}'`,
          reason:
            'azurerm has arguments for default, aksManagedAutoUpgradeSchedule and aksManagedNodeOSUpgradeSchedule',
        },
      ]
    : [];
}

/** Taints of the default pool, but the one for critical add-ons. */
function taintsOf(system: AzureObject): Note[] {
  const taints = system
    .texts('nodeTaints')
    .filter((taint) => !/^CriticalAddonsOnly=true:NoSchedule$/i.test(taint));
  return taints.length === 0
    ? []
    : [
        {
          outcome: 'left',
          property: `${system.path}.nodeTaints ${taints.join(', ')}`,
          reason: 'azurerm 4 has no argument for those of the default pool',
        },
      ];
}

function placeOf(cluster: AzureObject): Place {
  const id = cluster.text('id')!;
  const [, , subscriptionId = '', , resourceGroup = '', , , , name = ''] = id.split('/');
  return {
    id: clusterIdOf(subscriptionId, resourceGroup, name),
    subscriptionId,
    resourceGroup,
    name,
  };
}

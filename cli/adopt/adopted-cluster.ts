import { CommandFailed } from '../../access/command-failed';
import { AzureObject } from './azure-object';
import { ClusterDocument } from './azure-documents';
import { clusterState, Place } from './cluster-state';
import { ClusterStates } from './friendly-keys';
import { Section } from './sections';
import { nodePoolState } from './pool-state';
import { Note, notCarriedOver } from './not-carried-over';
import { underOldNames } from './old-names';
import { settledConfiguration } from './settled-configuration';

/** A cluster as a configuration takes it over. */
export interface AdoptedCluster {
  readonly name: string;
  readonly configuration: Section;

  /** What the configuration does not say. */
  readonly notes: readonly Note[];
}

/** Types of node pools that azurerm can describe. */
const POOL_TYPES = ['virtualmachinescalesets', 'availabilityset'];

/** Describes a cluster as it is; throws when the next apply would replace it, or when azurerm cannot describe it. */
export function adoptedCluster({ document, at }: ClusterDocument): AdoptedCluster {
  const cluster = new AzureObject(document);
  const place = placeOf(cluster);
  const pools = cluster.objects('agentPoolProfiles');
  // azurerm takes the first system pool of the list for the default one.
  const system = pools.find((pool) => pool.text('mode') === 'System');
  if (!system) {
    throw new CommandFailed(`${at}: cluster '${place.name}' has no system node pool, and azurerm needs one`);
  }
  for (const pool of pools) {
    const type = pool.text('type') ?? 'VirtualMachineScaleSets';
    if (!POOL_TYPES.includes(type.toLowerCase())) {
      throw new CommandFailed(
        `${at}: ${pool.path}.type is '${type}', which azurerm does not know: the pool would be replaced; refer to the cluster with cluster.existing`,
      );
    }
  }
  if (cluster.object('sku')?.text('name')?.toLowerCase() === 'automatic') {
    throw new CommandFailed(
      `${at}: sku.name is 'Automatic', which azurerm_kubernetes_cluster does not know: refer to the cluster with cluster.existing`,
    );
  }

  const states: ClusterStates = {
    cluster: underOldNames(clusterState(cluster, place, system)),
    pools: pools
      .filter((pool) => pool !== system)
      .map((pool) => underOldNames(nodePoolState(pool, place.id))),
  };
  const settled = settledConfiguration(states, place);
  const notes = [...notCarriedOver(settled, cluster), ...taintsOf(system)];
  const replaced = notes.filter(({ outcome }) => outcome === 'replaced');
  if (replaced.length > 0) {
    const which = replaced.map(({ property, reason }) => `${property}: ${reason}`).join('; ');
    throw new CommandFailed(
      `${at}: cluster '${place.name}' would be replaced, because the configuration cannot say ${which}`,
    );
  }
  return { name: place.name, configuration: settled.configuration, notes };
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
    id: `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.ContainerService/managedClusters/${name}`,
    subscriptionId,
    resourceGroup,
    name,
  };
}

import { items, section, Section } from './section';
import { ClusterView } from '../cluster-views';

/** The rules between the clusters of a configuration. */

/** Takes what is wrong with a cluster, and where in its view. */
export type FleetReport = (cluster: number, path: (string | number)[], message: string) => void;

/** Reports what Terraform or Azure would otherwise refuse in the middle of a deployment, or one cluster take from another. */
export function checkFleet(views: readonly ClusterView[], report: FleetReport): void {
  const clusters = views.map(({ root }) => section(root.plain));
  const place = ({ azure, cluster }: Section): string =>
    [section(azure).subscriptionId, section(cluster).resourceGroupName].join('/').toLowerCase();

  const keys = new Map<string, number>();
  const names = new Map<string, number>();
  const groups = new Map<string, number>();
  const identities = new Map<string, number>();

  clusters.forEach((config, index) => {
    const cluster = section(config.cluster);
    const { name, resourceGroupName, createResourceGroup } = cluster;
    const { key } = views[index]!;
    const sameKey = seenBefore(keys, key, index);
    const sameName = seenBefore(
      names,
      textOf(name) && `${place(config)}/${textOf(name)!.toLowerCase()}`,
      index,
    );

    if (sameName !== undefined) {
      report(
        index,
        ['cluster', 'name'],
        `'${String(name)}' is also the name of clusters[${sameName}] in resource group '${String(resourceGroupName)}': use another name`,
      );
    } else if (sameKey !== undefined) {
      report(
        index,
        ['key'],
        `'${key}' is also the key of clusters[${sameKey}], and part of the IDs of its stacks: set 'key' to another word`,
      );
    }

    const isCreated =
      cluster.existing !== true && createResourceGroup !== false && textOf(resourceGroupName) !== undefined;
    const sameGroup = isCreated ? seenBefore(groups, place(config), index) : undefined;
    if (sameGroup !== undefined && sameName === undefined) {
      report(
        index,
        ['cluster', 'resourceGroupName'],
        `'${String(resourceGroupName)}' is also created for clusters[${sameGroup}]: to share it, set 'createResourceGroup: false' here; this cluster then waits for that one`,
      );
    }

    items(cluster.workloadIdentities).forEach((identity, at) => {
      const identityName = textOf(section(identity).identityName);
      const id = identityName && `${place(config)}/${identityName.toLowerCase()}`;
      const first = seenBefore(identities, id, index);
      if (first !== undefined && first !== index) {
        report(
          index,
          ['cluster', 'workloadIdentities', at, 'identityName'],
          `'${identityName}' is also a managed identity of clusters[${first}] in the same resource group: use another name, such as '${identityName}-{key}'`,
        );
      }
    });
  });
}

/** The index under which an ID was seen first; undefined when this is the first time. */
function seenBefore(seen: Map<string, number>, id: string | undefined, index: number): number | undefined {
  if (id === undefined) {
    return undefined;
  }
  const first = seen.get(id);
  if (first === undefined) {
    seen.set(id, index);
  }
  return first;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

import { defaultIdentityName } from '../../../lib/shared/identity-name';
import { endpointName } from '../../../lib/shared/monitoring-names';
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
  const identities: Identities = new Map();
  const roles = new Map<string, number>();
  const derived: DerivedNames = { groups: new Map(), definitions: new Map(), endpoints: new Map() };

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

    checkIdentities(config, index, place(config), identities, report);
    checkIdentityRoles(cluster, index, roles, report);
    if (sameName === undefined) {
      checkDerivedNames(config, index, place(config), derived, report);
    }
  });
}

/** Names that follow from those of a cluster, and which cluster has them first. */
interface DerivedNames {
  readonly groups: Map<string, number>;
  readonly definitions: Map<string, number>;
  readonly endpoints: Map<string, number>;
}

/** Refuses what AKS, the directory or Azure Monitor has once only, where two clusters would make it. */
function checkDerivedNames(
  config: Section,
  index: number,
  place: string,
  derived: DerivedNames,
  report: FleetReport,
): void {
  const cluster = section(config.cluster);
  const name = textOf(cluster.name);
  const isOwn = cluster.existing !== true;

  const group = isOwn ? textOf(cluster.nodeResourceGroup) : undefined;
  const { subscriptionId } = section(config.azure);
  const sameGroup = seenBefore(
    derived.groups,
    group && `${String(subscriptionId)}/${group}`.toLowerCase(),
    index,
  );
  if (sameGroup !== undefined) {
    report(
      index,
      ['cluster', 'nodeResourceGroup'],
      `'${group}' is also the group of the nodes of clusters[${sameGroup}], and AKS makes one for each cluster: use another name, such as '${group}-{key}'`,
    );
  }

  const [definition] = items(config.azureRoleDefinitions).map((entry) => textOf(section(entry).name));
  const sameDefinitions = seenBefore(derived.definitions, definition && name?.toLowerCase(), index);
  if (sameDefinitions !== undefined) {
    report(
      index,
      ['cluster', 'name'],
      `'${name}' is also the name of clusters[${sameDefinitions}], and the directory takes an Azure role such as '${name} ${definition}' once: use another name, or built-in roles in the place of azureRoleDefinitions`,
    );
  }

  const endpoint =
    isOwn && name !== undefined && section(cluster.monitoring).prometheusWorkspaceId !== undefined
      ? endpointName(name)
      : undefined;
  const sameEndpoint = seenBefore(derived.endpoints, endpoint && `${place}/${endpoint}`.toLowerCase(), index);
  if (sameEndpoint !== undefined) {
    report(
      index,
      ['cluster', 'name'],
      `'${name}' begins like the name of clusters[${sameEndpoint}] in the same resource group, so that both make the data collection endpoint '${endpoint}': use names that differ before that, or a resource group each`,
    );
  }
}

/**
 * Refuses a role of an identity that an earlier cluster gives it already: Azure has an assignment once, whichever stack made it.
 *
 * Taken over from there it is not made again.
 */
function checkIdentityRoles(
  cluster: Section,
  index: number,
  roles: Map<string, number>,
  report: FleetReport,
): void {
  const { userAssignedIdentityId } = section(cluster.identity);
  const { objectId } = section(cluster.kubeletIdentity);

  items(cluster.identityRoles).forEach((entry, at) => {
    const { role, resourceId, import: existing } = section(entry);
    const holder = textOf(role === 'AcrPull' ? objectId : userAssignedIdentityId);
    const resource = textOf(resourceId);
    if (cluster.existing === true || holder === undefined || resource === undefined) {
      return;
    }

    const first = seenBefore(roles, `${String(role)} ${holder} ${resource}`.toLowerCase(), index);
    if (first !== undefined && first !== index && existing === undefined) {
      const key = role === 'AcrPull' ? 'kubeletIdentity' : 'identity';
      report(
        index,
        ['cluster', 'identityRoles', at],
        `${String(role)} on '${resource}' is given to the same identity by clusters[${first}], and Azure takes an assignment once: list it for one cluster, or give each a '${key}' of its own`,
      );
    }
  });
}

/** Where each managed identity was seen first, by resource group and name: of which cluster, and as how many-th there. */
type Identities = Map<string, { readonly cluster: number; readonly at: number }>;

/** Refuses a service account that is listed twice, and two of them with the same managed identity. */
function checkIdentities(
  config: Section,
  index: number,
  place: string,
  identities: Identities,
  report: FleetReport,
): void {
  const { name: clusterName, workloadIdentities } = section(config.cluster);
  const accounts = new Map<string, number>();

  items(workloadIdentities).forEach((entry, at) => {
    const { namespace, serviceAccount, identityName } = section(entry);
    if (![clusterName, namespace, serviceAccount].every((part) => typeof part === 'string')) {
      return;
    }
    const path = ['cluster', 'workloadIdentities', at];
    const account = `${String(namespace)}/${String(serviceAccount)}`;
    const sameAccount = seenBefore(accounts, account, at);
    if (sameAccount !== undefined) {
      report(
        index,
        path,
        `'${account}' is also the service account of workloadIdentities[${sameAccount}]: remove one of the two`,
      );
      return;
    }

    const own = textOf(identityName);
    const name =
      own ?? defaultIdentityName(clusterName as string, namespace as string, serviceAccount as string);
    const id = `${place}/${name.toLowerCase()}`;
    const first = identities.get(id);
    if (!first) {
      identities.set(id, { cluster: index, at });
      return;
    }
    const isHere = first.cluster === index;
    const holder = isHere
      ? `workloadIdentities[${first.at}]`
      : `clusters[${first.cluster}] in the same resource group`;
    const fix =
      own === undefined
        ? "set 'identityName'"
        : `use another name${isHere ? '' : `, such as '${own}-{key}'`}`;
    report(
      index,
      own === undefined ? path : [...path, 'identityName'],
      `'${name}' is also a managed identity of ${holder}: ${fix}`,
    );
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

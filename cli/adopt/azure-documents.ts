import { CommandFailed } from '../../access/command-failed';
import { isMap } from '../../lib/shared/maps';
import { AzureDocument, AzureObject, flattened, normalized } from './azure-object';
import { directoryKindOf, directoryOf, refuseStrangers } from './directory-documents';

type Document = Readonly<Record<string, unknown>>;

/** A cluster, with what was given beside it. */
export interface ClusterDocument extends AzureDocument {
  readonly roleAssignments: readonly AzureDocument[];

  /** Its resource group, where that was given. */
  readonly resourceGroup?: AzureDocument;

  /** Its groups of administrators and the applications of legacy Azure AD, with their service principals, where they were given. */
  readonly directory: readonly AzureDocument[];

  /** Planned maintenance; undefined when nothing was given of it. */
  readonly maintenance: readonly AzureDocument[] | undefined;
}

const CLUSTER =
  '^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft\\.ContainerService/managedClusters/[^/]+';
const CLUSTER_ID = new RegExp(`${CLUSTER}$`, 'i');
const POOL_ID = new RegExp(`(${CLUSTER})/agentPools/[^/]+$`, 'i');
const MAINTENANCE_ID = new RegExp(`(${CLUSTER})/maintenanceConfigurations/[^/]+$`, 'i');
const GROUP_ID = /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+$/i;
const ASSIGNMENT_ID = /\/providers\/Microsoft\.Authorization\/roleAssignments\/[^/]+$/i;

/** What to give instead. */
export const WANTED =
  "give what 'az aks show --output json' prints of a cluster, or 'az aks list' of several; beside it 'az aks nodepool list', 'az aks maintenanceconfiguration list', 'az role assignment list', 'az group show', 'az ad group show', and for legacy Azure AD 'az ad app show' and 'az ad sp show'";

/** Every cluster has these, whatever is off, so that what lacks them is a part of one. */
const WHOLE: readonly (readonly string[])[] = [
  ['name'],
  ['location'],
  ['agentPoolProfiles'],
  ['networkProfile'],
  ['dnsPrefix', 'fqdnSubdomain'],
  ['identity', 'servicePrincipalProfile'],
];

/** The clusters in a text of JSON: one, a list, or a page of a list. */
export function clustersIn(text: string, file: string): ClusterDocument[] {
  return clustersOf(documentsIn(text, file));
}

/** Everything in a text of JSON. */
export function documentsIn(text: string, file: string): AzureDocument[] {
  const content = parsed(text, file);
  refusePart(content, file);
  const page = isMap(content) && Array.isArray(content.value) ? content.value : content;
  const items: [unknown, string][] = Array.isArray(page)
    ? page.map((item: unknown, i) => [item, `${file}[${i}]`])
    : [[page, file]];
  if (items.length === 0) {
    throw new CommandFailed(`${file}: the list is empty: ${WANTED}`);
  }
  return items.map(([item, at]) => {
    if (!isMap(item)) {
      throw new CommandFailed(`${at}: this is not a cluster, but ${kindOf(item)}: ${WANTED}`);
    }
    return { document: flattened(item), at };
  });
}

/** ARM and Microsoft Graph give long lists in pages, which the lists of the Azure CLI put together and `az rest` does not. */
function refusePart(content: unknown, file: string): void {
  const key = ['nextLink', '@odata.nextLink'].find((one) => isMap(content) && Boolean(content[one]));
  if (key !== undefined) {
    throw new CommandFailed(
      `${file}: this is one page of a list, whose '${key}' leads to more: put the 'value' of all pages into one list, or ${WANTED}`,
    );
  }
}

/** The clusters among documents, each with what else was given of it. */
export function clustersOf(documents: readonly AzureDocument[]): ClusterDocument[] {
  const pools = documents.filter(({ document }) => POOL_ID.test(idOf(document)));
  const maintenance = documents.filter(({ document }) => MAINTENANCE_ID.test(idOf(document)));
  const roleAssignments = documents.filter(({ document }) => ASSIGNMENT_ID.test(idOf(document)));
  const groups = documents.filter(({ document }) => GROUP_ID.test(idOf(document)));
  const directory = documents.filter((one) => directoryKindOf(one) !== undefined);
  const beside = [...pools, ...maintenance, ...roleAssignments, ...groups, ...directory];
  const clusters = documents
    .filter((one) => !beside.includes(one))
    .map(({ document, at }) => {
      const own = pools.filter((one) => isOf(one, POOL_ID, document));
      return { document: wholeCluster(withPools(document, own), at), at };
    });

  refuseTwice(clusters);

  const orphan = [...pools, ...maintenance].find(
    (one) =>
      !clusters.some(({ document }) => isOf(one, pools.includes(one) ? POOL_ID : MAINTENANCE_ID, document)),
  );
  if (orphan || (clusters.length === 0 && beside.length > 0)) {
    const { at, document } = orphan ?? beside[0]!;
    throw new CommandFailed(`${at}: the cluster of '${idOf(document)}' is not there: ${WANTED}`);
  }
  const ofClusters = clusters.map(({ document }) => directoryOf(new AzureObject(document), directory));
  refuseStrangers(directory, new Set(ofClusters.flat()));
  return clusters.map((cluster, i) => ({
    ...cluster,
    directory: ofClusters[i]!,
    roleAssignments,
    resourceGroup: groups.find(
      ({ document }) => idOf(document).toLowerCase() === groupOf(cluster.document).toLowerCase(),
    ),
    maintenance:
      maintenance.length === 0
        ? undefined
        : maintenance.filter((one) => isOf(one, MAINTENANCE_ID, cluster.document)),
  }));
}

/** As `az aks show` and `az aks list` together give it: the one configuration would import it into two states. */
function refuseTwice(clusters: readonly AzureDocument[]): void {
  const places = new Map<string, string>();
  for (const { document, at } of clusters) {
    const id = idOf(document).toLowerCase();
    const before = places.get(id);
    if (before !== undefined) {
      throw new CommandFailed(
        `${at}: cluster '${idOf(document)}' is in ${before}, too: leave one of the two out`,
      );
    }
    places.set(id, at);
  }
}

function idOf(document: Document): string {
  const [, id] = Object.entries(document).find(([key]) => normalized(key) === 'id') ?? [];
  return typeof id === 'string' ? id : '';
}

/** The ID of the resource group of a cluster. */
function groupOf(cluster: Document): string {
  return idOf(cluster).split('/').slice(0, 5).join('/');
}

function isOf({ document }: AzureDocument, form: RegExp, cluster: Document): boolean {
  const [, owner = ''] = form.exec(idOf(document)) ?? [];
  return owner.toLowerCase() === idOf(cluster).toLowerCase();
}

/** A cluster with node pools that were given by themselves: in the place of those of the same name, or behind them. */
function withPools(cluster: Document, own: readonly AzureDocument[]): Document {
  if (own.length === 0) {
    return cluster;
  }
  const key =
    Object.keys(cluster).find((one) => normalized(one) === 'agentpoolprofiles') ?? 'agentPoolProfiles';
  const listed = (Array.isArray(cluster[key]) ? cluster[key] : []) as unknown[];
  const nameOf = (pool: unknown): unknown => (isMap(pool) ? pool.name : undefined);
  const given = own.map(({ document }) => document);
  return {
    ...cluster,
    [key]: [
      ...listed.map((pool) => given.find((one) => one.name === nameOf(pool)) ?? pool),
      ...given.filter((one) => !listed.some((pool) => nameOf(pool) === one.name)),
    ],
  };
}

function parsed(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CommandFailed(`${file}${place(text, error as Error)}: this is not JSON: ${WANTED}`);
  }
}

/** Where JSON ends to be JSON, as `:3:14`. */
function place(text: string, { message }: Error): string {
  const [, position] = /position (\d+)/.exec(message) ?? [];
  if (position === undefined) {
    return '';
  }
  const before = text.slice(0, Number(position)).split('\n');
  return `:${before.length}:${before.at(-1)!.length + 1}`;
}

function wholeCluster(cluster: Document, at: string): Document {
  const keys = new Map(Object.entries(cluster).map(([key, value]) => [normalized(key), value]));
  const id = typeof keys.get('id') === 'string' ? (keys.get('id') as string) : undefined;

  if (id !== undefined && !CLUSTER_ID.test(id)) {
    throw new CommandFailed(`${at}: this is not a cluster, but '${id}': ${WANTED}`);
  }
  const missing = WHOLE.filter((names) =>
    names.every((name) => (keys.get(normalized(name)) ?? null) === null),
  );
  if (id === undefined || missing.length > 0) {
    const names = [...(id === undefined ? ['id'] : []), ...missing.map((one) => one.join(' or '))];
    const what =
      names.length > WHOLE.length - 1
        ? 'this is not a cluster, which has'
        : 'this is a part of a cluster, without';
    throw new CommandFailed(`${at}: ${what} ${names.join(', ')}: leave --query out, and ${WANTED}`);
  }
  const pools = keys.get('agentpoolprofiles');
  if (
    !Array.isArray(pools) ||
    pools.length === 0 ||
    !pools.every((pool) => isMap(pool) && typeof pool.name === 'string')
  ) {
    throw new CommandFailed(`${at}: agentPoolProfiles holds no node pools: leave --query out, and ${WANTED}`);
  }
  return cluster;
}

function kindOf(value: unknown): string {
  return Array.isArray(value) ? 'a list' : value === null ? 'null' : `a ${typeof value}`;
}

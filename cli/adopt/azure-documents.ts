import { CommandFailed } from '../../access/command-failed';
import { isMap } from '../../lib/shared/maps';
import { flattened, normalized } from './azure-object';

type Document = Readonly<Record<string, unknown>>;

/** A cluster in the words of Azure, and where it was read. */
export interface ClusterDocument {
  readonly document: Document;
  readonly at: string;
}

const CLUSTER_ID =
  /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.ContainerService\/managedClusters\/[^/]+$/i;

/** What to give instead. */
export const WANTED =
  "give what 'az aks show --output json' prints of a cluster, or 'az aks list' of several";

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
  const content = parsed(text, file);
  const page = isMap(content) && Array.isArray(content.value) ? content.value : content;
  const items: [unknown, string][] = Array.isArray(page)
    ? page.map((item: unknown, i) => [item, `${file}[${i}]`])
    : [[page, file]];
  if (items.length === 0) {
    throw new CommandFailed(`${file}: the list is empty: ${WANTED}`);
  }
  return items.map(([item, at]) => ({ document: wholeCluster(item, at), at }));
}

function parsed(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CommandFailed(`${file}${place(text, error as Error)}: this is no JSON: ${WANTED}`);
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

function wholeCluster(item: unknown, at: string): Document {
  if (!isMap(item)) {
    throw new CommandFailed(`${at}: this is no cluster, but ${kindOf(item)}: ${WANTED}`);
  }
  const cluster = flattened(item);
  const keys = new Map(Object.entries(cluster).map(([key, value]) => [normalized(key), value]));
  const id = typeof keys.get('id') === 'string' ? (keys.get('id') as string) : undefined;

  if (id !== undefined && !CLUSTER_ID.test(id)) {
    throw new CommandFailed(`${at}: this is no cluster, but '${id}': ${WANTED}`);
  }
  const missing = WHOLE.filter((names) =>
    names.every((name) => (keys.get(normalized(name)) ?? null) === null),
  );
  if (id === undefined || missing.length > 0) {
    const names = [...(id === undefined ? ['id'] : []), ...missing.map((one) => one.join(' or '))];
    const what =
      names.length > WHOLE.length - 1
        ? 'this is no cluster, which has'
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

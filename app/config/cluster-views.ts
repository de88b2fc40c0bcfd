import { clusterKey } from './schema/fields';
import { ADDED_LISTS, ENTRY_KEYS } from './fleet-entries';
import { quote } from './problems/issue-reporter';
import { ConfigNode, formatPath } from './node';
import { ConfigProblem } from './problems/config-error';
import { filledIn } from './placeholders';

/** The configuration as one cluster sees it: `cluster` is its own, and there is no `clusters`. */
export interface ClusterView {
  /** The word for it in the IDs of its stacks; undefined where there is one cluster. */
  readonly key?: string;

  readonly root: ConfigNode;

  /** Its entry of `clusters`. */
  readonly entry?: ConfigNode;
}

/** What the entries of the lists that are put together are called where they were written. */
export function writtenKeys({ root }: ClusterView): Record<string, string[]> {
  return Object.fromEntries(
    ADDED_LISTS.map((list) => [
      list,
      (root.entries?.get(list)?.items ?? []).map(({ origin }) => formatPath(origin.path)),
    ]),
  );
}

const OUTSIDE_OF_FLEET =
  "'{key}' stands for the key of one of several clusters: it has a meaning in 'clusters', and beside them in 'cluster', 'namespaces', 'roles', 'access' and 'azureRoles'";

/** One view for each entry of `clusters`, or the only one; what no view can show is added to the problems. */
export function clusterViews(root: ConfigNode, problems: ConfigProblem[]): ClusterView[] {
  const clusters = root.entries?.get('clusters');
  const shared = root.with({ clusters: undefined });
  if (!clusters) {
    return [{ root: filledIn(shared, 'key', { problem: OUTSIDE_OF_FLEET }, problems) }];
  }

  const report = ({ origin }: ConfigNode, message: string): void => {
    problems.push({ file: origin.file, ...origin.value, key: formatPath(origin.path), message });
  };
  if (!clusters.items || clusters.items.length === 0) {
    const fault = clusters.items || clusters.scalar?.value === null ? 'is empty' : 'is not a list';
    report(clusters, `${fault}: list each cluster with what it has for itself, or remove the key`);
    return [];
  }

  refuseMeaninglessKeys(shared, problems);
  return clusters.items.flatMap((entry, index) => {
    if (!entry.entries) {
      report(entry, "is not a map: write what the cluster has for itself, such as 'name: shop-weu'");
      return [];
    }
    return [viewOf(entry, index, shared, problems)];
  });
}

function viewOf(
  entry: ConfigNode,
  index: number,
  shared: ConfigNode,
  problems: ConfigProblem[],
): ClusterView {
  const own = Object.fromEntries(ENTRY_KEYS.map((key) => [key, entry.entries!.get(key)]));
  const common = shared.entries?.get('cluster');
  const ofCluster = entry.with(Object.fromEntries(ENTRY_KEYS.map((key) => [key, undefined])));
  // What is wrong with the common section as a whole is told there.
  const cluster = common && !common.entries ? common : ofCluster.over(common);
  const key = keyOf(entry, cluster, index, problems);

  const view: Record<string, ConfigNode> = { cluster };
  for (const list of ADDED_LISTS) {
    const all = joined(shared.entries?.get(list), own[list]);
    if (all) {
      view[list] = all;
    }
  }
  for (const [section, node] of Object.entries(view)) {
    view[section] = filledIn(node, 'key', { text: key }, []);
  }
  if (own.subscriptionId) {
    const azure = new ConfigNode(entry.origin, {
      entries: new Map([['subscriptionId', own.subscriptionId]]),
    });
    view.azure = azure.over(shared.entries?.get('azure'));
  }
  return { key, root: shared.with(view), entry };
}

/** The list of the top level with the entry's own behind it; one that is no list stands for both, to be told of. */
function joined(common: ConfigNode | undefined, own: ConfigNode | undefined): ConfigNode | undefined {
  if (!common?.items || !own?.items) {
    return common && !common.items ? common : (own ?? common);
  }
  return new ConfigNode(common.origin, { items: [...common.items, ...own.items] });
}

export const LONGEST_KEY = 40;

/** The given key, or else the name of the cluster as a word for stack IDs. */
function keyOf(entry: ConfigNode, cluster: ConfigNode, index: number, problems: ConfigProblem[]): string {
  const node = entry.entries?.get('key');
  const report = ({ origin }: ConfigNode, message: string): void => {
    problems.push({ file: origin.file, ...origin.value, key: formatPath(origin.path), message });
  };

  if (node) {
    const given = node.plain;
    const { error } = clusterKey().safeParse(given);
    if (error) {
      const shown = typeof given === 'string' ? `${quote(given)} is not valid` : 'is not a text';
      report(node, `${shown}: use 1 to 40 lowercase letters, digits and hyphens, such as weu`);
    }
    return typeof given === 'string' ? given : `cluster-${index}`;
  }

  const name = cluster.entries?.get('name')?.scalar?.value;
  const isMadeFromKey = typeof name === 'string' && name.includes('{key}');
  if (isMadeFromKey) {
    report(entry, "needs 'key', because its name is made from it: add one, such as key: weu");
  }
  const key = typeof name === 'string' && !isMadeFromKey ? toKey(name) : '';
  return key || `cluster-${index}`;
}

/** Letters, digits and hyphens, as many as a key may have. */
export function toKey(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST_KEY)
    .replace(/^-|-$/g, '');
}

/** In what all clusters share, a key of one of them has no meaning. */
function refuseMeaninglessKeys(shared: ConfigNode, problems: ConfigProblem[]): void {
  const perCluster = Object.fromEntries(['cluster', ...ADDED_LISTS].map((key) => [key, undefined]));

  filledIn(shared.with(perCluster), 'key', { problem: OUTSIDE_OF_FLEET }, problems);
  // In a key of a map, it has none anywhere.
  filledIn(shared, 'key', { text: '' }, problems);
}

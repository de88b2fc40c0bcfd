import { isDeepStrictEqual } from 'node:util';
import { CommandFailed } from '../../access/command-failed';
import { yamlText } from '../../access/manifests/yaml-text';
import { visible } from '../../lib/shared/visible';
import { AdoptedCluster } from './adopted-cluster';
import { Section } from './sections';
import { Note, Outcome } from './not-carried-over';
import { LONGEST_KEY, toKey } from '../../app/config/cluster-views';
import { uniqueNames } from './unique-names';

const ORDER: readonly Outcome[] = ['replaced', 'switched off', 'changed', 'left'];

/** A configuration that takes one cluster over, or several. */
export function writtenConfiguration(clusters: readonly AdoptedCluster[]): string {
  const [first, ...others] = clusters;
  const configuration = others.length === 0 ? first!.configuration : fleet(clusters);
  const notes = clusters.map(({ name, notes: own }) => notesOf(name, own)).join('');

  return `# ${others.length === 0 ? 'A cluster that is' : 'Clusters that are'} taken over as found. The plan must say '0 to destroy'; see docs/adoption.md.\n${notes}\n${yamlText(configuration)}`;
}

/** What the next apply does with what the configuration does not say. */
function notesOf(name: string, notes: readonly Note[]): string {
  const sorted = ORDER.flatMap((outcome) => notes.filter((note) => note.outcome === outcome));
  const width = Math.max(...sorted.map(({ outcome }) => outcome.length));
  const lines = sorted.map(
    ({ outcome, property, reason }) =>
      `#   ${outcome.padEnd(width)}  ${visible(property)}: ${visible(reason)}\n`,
  );
  return `#\n# Not carried over of cluster '${name}', and what the next apply does with it:\n${lines.join('')}`;
}

/** Each cluster is an entry of its own; what all share must be the same. */
function fleet(clusters: readonly AdoptedCluster[]): Section {
  const [first, ...others] = clusters;
  const { azure } = first!.configuration;
  const shared = sharedBy(first!);
  for (const other of others) {
    if (azurermOf(other) !== azurermOf(first!)) {
      throw new CommandFailed(
        `clusters '${first!.name}' and '${other.name}' need different versions of azurerm, as one of them makes nodes of its own (nodeProvisioning), and the clusters of one configuration share it: give each a file with --output <folder>`,
      );
    }
    if (!isDeepStrictEqual(sharedBy(other), shared) || tenantOf(other) !== tenantOf(first!)) {
      throw new CommandFailed(
        `clusters '${first!.name}' and '${other.name}' differ in how people sign in or who has Azure roles, which the clusters of one configuration share: give each a file with --output <folder>`,
      );
    }
  }
  const names = clusters.map(({ name }) => toKey(name));
  const keys = uniqueNames(names, LONGEST_KEY);
  const entries = clusters.map(({ configuration }, i) => {
    const { subscriptionId } = configuration.azure as Section;
    return {
      ...(keys[i] !== names[i] && { key: keys[i] }),
      subscriptionId,
      ...(configuration.cluster as Section),
    };
  });
  return { azure, ...shared, clusters: entries };
}

/** What is not said of one cluster alone. */
function sharedBy({ configuration }: AdoptedCluster): Section {
  return Object.fromEntries(
    Object.entries(configuration).filter(([key]) => key !== 'azure' && key !== 'cluster'),
  );
}

function azurermOf({ configuration }: AdoptedCluster): unknown {
  return (configuration.azure as Section).azurerm;
}

function tenantOf({ configuration }: AdoptedCluster): unknown {
  return (configuration.azure as Section).tenantId;
}

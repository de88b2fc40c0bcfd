import { readFileSync } from 'node:fs';
import { CommandFailed } from '../../access/command-failed';
import { yamlComment, yamlText } from '../../access/manifests/yaml-text';
import { adoptedConfiguration } from './adopted-configuration';
import { AzureCluster } from './azure-cluster';

const WANTED = "pipe what 'az aks show --output json' prints of one cluster";

/** Prints the configuration of the cluster that a file, or standard input, describes. */
export function run([file, ...others]: readonly string[], { names }: { readonly names: boolean }): number {
  if (names || others.length > 0) {
    throw new CommandFailed(
      names
        ? '--names is about what --rbac reads: give both'
        : `one cluster at a time: leave out '${others[0]}'`,
    );
  }
  if (file === undefined && process.stdin.isTTY) {
    throw new CommandFailed(`nothing is piped into this: ${WANTED}, or name a file with that`);
  }

  const { configuration, missing } = adoptedConfiguration(clusterIn(textOf(file)));
  const notes = missing.map((text) => `${yamlComment(`Not in here: ${text}.`)}\n`).join('');
  process.stdout.write(
    `# A cluster that is taken over as it is. The plan must say '0 to destroy'; see docs/adoption.md.\n${notes}\n` +
      yamlText(configuration),
  );
  return 0;
}

function textOf(file: string | undefined): string {
  try {
    return readFileSync(file ?? 0, 'utf8');
  } catch (error) {
    throw new CommandFailed(`${file ?? 'standard input'} cannot be read: ${(error as Error).message}`);
  }
}

/** Refuses what `az aks show` does not print. */
function clusterIn(text: string): AzureCluster {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw new CommandFailed(`this is no JSON: ${WANTED}`);
  }

  const cluster = content as Partial<AzureCluster> | null;
  const isCluster =
    /\/managedClusters\/[^/]+$/i.test(String(cluster?.id ?? '')) &&
    [cluster?.name, cluster?.resourceGroup, cluster?.location].every((value) => typeof value === 'string');
  if (!isCluster) {
    throw new CommandFailed(
      `this is no cluster, which has an id, a name, a resourceGroup and a location: ${WANTED}`,
    );
  }
  return cluster as AzureCluster;
}

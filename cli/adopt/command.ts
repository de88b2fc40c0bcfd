import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { stringify } from 'yaml';
import { CommandFailed } from '../../access/command-failed';
import { runCommand } from '../run-command';
import { silentInvocation } from '../invocation';
import { adoptedConfiguration } from './adopted-configuration';
import { AzureCluster } from './azure-cluster';

const USAGE = `Writes the configuration that takes a cluster over as it is, from what the Azure CLI prints of it.

  az aks show --resource-group <group> --name <name> --output json | ${silentInvocation('adopt')} > aks.yaml

  ${silentInvocation('adopt', '<file>')}   reads the JSON from a file

Nothing is asked of Azure. Access has to be added by hand. Plan before you deploy: see docs/adoption.md.
`;

void runCommand((args) => {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { help: { type: 'boolean', short: 'h', default: false } },
    allowPositionals: true,
  });
  if (values.help || (positionals.length === 0 && process.stdin.isTTY)) {
    console.log(USAGE);
    return 0;
  }

  const { configuration, missing } = adoptedConfiguration(clusterIn(textOf(positionals[0])));
  const notes = missing.map((text) => `# Not in here: ${text}.\n`).join('');
  process.stdout.write(
    `# A cluster that is taken over as it is. The plan must say '0 to destroy'; see docs/adoption.md.\n${notes}\n` +
      stringify(configuration, { lineWidth: 0 }),
  );
  return 0;
});

function textOf(file: string | undefined): string {
  try {
    return readFileSync(file ?? 0, 'utf8');
  } catch (error) {
    throw new CommandFailed(`${file ?? 'standard input'} cannot be read: ${(error as Error).message}`);
  }
}

/** Refuses what `az aks show` does not print. */
function clusterIn(text: string): AzureCluster {
  const wanted = "pipe what 'az aks show --output json' prints of one cluster";
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw new CommandFailed(`this is no JSON: ${wanted}`);
  }

  const cluster = content as Partial<AzureCluster> | null;
  const isCluster =
    /\/managedClusters\/[^/]+$/i.test(String(cluster?.id ?? '')) &&
    [cluster?.name, cluster?.resourceGroup, cluster?.location].every((value) => typeof value === 'string');
  if (!isCluster) {
    throw new CommandFailed(
      `this is no cluster, which has an id, a name, a resourceGroup and a location: ${wanted}`,
    );
  }
  return cluster as AzureCluster;
}

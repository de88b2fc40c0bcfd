import { parseArgs } from 'node:util';
import { invocation } from '../invocation';
import { CommandFailed } from '../../access/command-failed';
import { runCommand } from '../run-command';
import { SynthesizedApp, synthesizedApp, synthesizedClusters } from '../../access/configured/synthesized-app';
import { configPath } from '../../app/config';
import { AzureApi } from './azure-api';
import { cloudOf, endpoint } from './clouds';
import { credentialsFor } from './credentials';
import { diagnose } from './diagnosis';
import { exitCodeOf, findingsInWords } from './findings';

const USAGE = `Says why an account cannot get into the cluster: asks Microsoft Graph and Azure, changes nothing.

  ${invocation('doctor', 'alice@contoso.com')}

  --config <file>          the configuration; default: AKS_CONFIG, else aks.yaml
  --cluster <key>          one of several clusters, where there are several
  --cluster <resource ID>  the cluster, when the subscription is not configured

Signs in as 'az login' did, or with whatever else @azure/identity finds. Exit code: 0 everything is right, 1 something is
wrong, 2 not everything could be checked.
`;

const CLUSTER_ID =
  /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.ContainerService\/managedClusters\/[^/]+$/i;

void runCommand(async (args) => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      config: { type: 'string' },
      cluster: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const [account, ...others] = positionals;
  if (!account || others.length > 0) {
    throw new CommandFailed(
      `${positionals.length} accounts are given: name one, such as ${invocation('doctor', 'alice@contoso.com')}`,
    );
  }

  const configuration = values.config ?? configPath();
  const app = appFor(configuration, values.cluster);
  const findings = await diagnose({
    account,
    app,
    configuration,
    clusterId: values.cluster?.startsWith('/') ? values.cluster : configuredClusterId(app),
    ...apisOf(app),
    now: new Date(),
  });
  console.log(findingsInWords(findings));
  return exitCodeOf(findings);
});

function apisOf({ config }: SynthesizedApp): { graph: AzureApi; arm: AzureApi } {
  const { graph, arm, authority } = cloudOf(config.azure.environment);
  return {
    graph: new AzureApi({
      name: 'Microsoft Graph',
      endpoint: endpoint(graph, 'AKS_DOCTOR_GRAPH_ENDPOINT'),
      scope: `${graph}/.default`,
      credential: credentialsFor('AKS_DOCTOR_GRAPH_TOKEN', authority),
    }),
    arm: new AzureApi({
      name: 'Azure',
      endpoint: endpoint(arm, 'AKS_DOCTOR_ARM_ENDPOINT'),
      scope: `${arm}/.default`,
      credential: credentialsFor('AKS_DOCTOR_ARM_TOKEN', authority),
    }),
  };
}

/** The cluster that is meant: by its key in the configuration, or by its resource ID. */
function appFor(configuration: string, cluster: string | undefined): SynthesizedApp {
  if (!cluster?.includes('/')) {
    return synthesizedApp(configuration, cluster);
  }
  if (!CLUSTER_ID.test(cluster)) {
    throw new CommandFailed(
      `--cluster '${cluster}' is not the resource ID of a cluster: find it with az aks show --query id`,
    );
  }
  const name = cluster.split('/').pop()!.toLowerCase();
  const named = synthesizedClusters(configuration).find(
    ({ config }) => config.cluster.name.toLowerCase() === name,
  );
  return named ?? synthesizedApp(configuration);
}

function configuredClusterId({ config: { azure, cluster } }: SynthesizedApp): string | undefined {
  return (
    azure.subscriptionId &&
    `/subscriptions/${azure.subscriptionId}/resourceGroups/${cluster.resourceGroupName}` +
      `/providers/Microsoft.ContainerService/managedClusters/${cluster.name}`
  );
}

import { parseArgs } from 'node:util';
import { invocation } from '../access/invocation';
import { CommandFailed, runCommand } from '../access/command-line';
import { SynthesizedApp, synthesizedApp } from '../access/configured/synthesized-app';
import { configPath } from '../stacks/config';
import { AzureApi } from './azure-api';
import { cloudOf, endpoint } from './clouds';
import { credentialsFor } from './credentials';
import { diagnose } from './diagnosis';
import { exitCodeOf, findingsInWords } from './findings';

const USAGE = `Says why an account cannot get into the cluster: asks Microsoft Graph and Azure, changes nothing.

  ${invocation('doctor', 'alice@contoso.com')}

  --config <file>          the configuration; default: AKS_CONFIG, else aks.yaml
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
  const app = synthesizedApp(configuration);
  const findings = await diagnose({
    account,
    app,
    configuration,
    clusterId: clusterIdOf(app, values.cluster),
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

function clusterIdOf({ config }: SynthesizedApp, given: string | undefined): string | undefined {
  if (given !== undefined && !CLUSTER_ID.test(given)) {
    throw new CommandFailed(
      `--cluster '${given}' is not the resource ID of a cluster: find it with az aks show --query id`,
    );
  }
  const { azure, cluster } = config;
  const configured =
    azure.subscriptionId &&
    `/subscriptions/${azure.subscriptionId}/resourceGroups/${cluster.resourceGroupName}` +
      `/providers/Microsoft.ContainerService/managedClusters/${cluster.name}`;
  return given ?? configured;
}

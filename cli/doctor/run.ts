import { SynthesizedApp, synthesizedApp } from '../../access/configured/synthesized-app';
import { configPath } from '../../app/config';
import { AzureApi } from '../azure/azure-api';
import { cloudOf, endpoint } from '../azure/clouds';
import { credentialsFor } from '../azure/credentials';
import { diagnose } from './diagnosis';
import { exitCodeOf, findingsInWords } from './findings';
import { say } from '../terminal';

/** Diagnoses the access of one account. */
export async function run(account: string, values: { config?: string; cluster?: string }): Promise<number> {
  const configuration = values.config ?? configPath();
  const app = synthesizedApp(configuration, values.cluster);
  const findings = await diagnose({
    account,
    app,
    configuration,
    clusterId: values.cluster?.startsWith('/') ? values.cluster : configuredClusterId(app),
    ...apisOf(app),
    now: new Date(),
  });
  say(findingsInWords(findings));
  return exitCodeOf(findings);
}

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

function configuredClusterId({ config: { azure, cluster } }: SynthesizedApp): string | undefined {
  return (
    azure.subscriptionId &&
    `/subscriptions/${azure.subscriptionId}/resourceGroups/${cluster.resourceGroupName}` +
      `/providers/Microsoft.ContainerService/managedClusters/${cluster.name}`
  );
}

import { SynthesizedApp, synthesizedApp } from '../../access/configured/synthesized-app';
import { configPath } from '../../app/config';
import { apisOf } from '../azure/apis';
import { cloudOf } from '../azure/clouds';
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
    ...apisOf(cloudOf(app.config.azure.environment)),
    now: new Date(),
  });
  say(findingsInWords(findings));
  return exitCodeOf(findings);
}

function configuredClusterId({ config: { azure, cluster } }: SynthesizedApp): string | undefined {
  return (
    azure.subscriptionId &&
    `/subscriptions/${azure.subscriptionId}/resourceGroups/${cluster.resourceGroupName}` +
      `/providers/Microsoft.ContainerService/managedClusters/${cluster.name}`
  );
}

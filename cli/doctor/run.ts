import { SynthesizedApp, synthesizedApp } from '../../access/configured/synthesized-app';
import { configPath } from '../../app/config';
import { clusterIdOf } from '../../app/config/cluster-id';
import { apisOf } from '../azure/apis';
import { cloudOf } from '../azure/clouds';
import { lookupsOf } from '../../access/configured/lookups';
import { diagnose } from './diagnosis';
import { stateFinding } from './state-check';
import { checked, exitCodeOf, findingsInWords } from './findings';
import { permissionFindings } from './deployer-checks';
import { toolFindings } from './tool-checks';
import { variablesFinding } from './variable-check';
import { say } from '../terminal';

/** Diagnoses the access of one account or, without one, whether the configuration can be deployed from here. */
export async function run(
  account: string | undefined,
  values: { config?: string; cluster?: string },
): Promise<number> {
  const configuration = values.config ?? configPath();
  const app = synthesizedApp(configuration, values.cluster);
  const apis = apisOf(cloudOf(app.config.azure.environment));
  if (account === undefined) {
    const lookups = lookupsOf(Object.values(app.stacks));
    const all = [
      ...toolFindings(app),
      variablesFinding(app.config),
      await checked('state', () => stateFinding(app.config)),
      ...(await permissionFindings(apis, app.config, lookups)),
    ];
    say(findingsInWords(all));
    return exitCodeOf(all);
  }
  const findings = await diagnose({
    account,
    app,
    configuration,
    clusterId: values.cluster?.startsWith('/') ? values.cluster : configuredClusterId(app),
    ...apis,
    now: new Date(),
  });
  say(findingsInWords(findings));
  return exitCodeOf(findings);
}

function configuredClusterId({ config: { azure, cluster } }: SynthesizedApp): string | undefined {
  return azure.subscriptionId && clusterIdOf(azure.subscriptionId, cluster.resourceGroupName, cluster.name);
}

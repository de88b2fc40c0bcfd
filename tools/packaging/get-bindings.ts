import { azuread } from '../../rehearsal/azuread/azuread';
import { azurerm } from '../../rehearsal/azurerm/azurerm';
import { runCommand } from '../../rehearsal/command';
import { kubernetes } from '../../rehearsal/kubernetes/kubernetes';
import { startProviders } from '../../rehearsal/protocol/provider-server';
import { terraformEnvironment } from '../../rehearsal/terraform-binary';
import { FileWorld } from '../../rehearsal/world/world';
import { loadTenant } from '../../access/directory/load-tenant';
import { CheckFailed } from './run';

const VERSIONS = [
  { behaviour: azuread, version: '3.7.0' },
  { behaviour: azurerm, version: '4.55.0' },
  { behaviour: kubernetes, version: '2.38.0' },
];

/** Runs `cdktf get` in a folder, with the schemas of the rehearsal in the place of providers from the registry. */
export async function getBindings(cwd: string): Promise<void> {
  const providers = await startProviders({
    providers: VERSIONS,
    tenant: loadTenant(),
    world: new FileWorld(),
  });
  try {
    const { code, output, errors } = await runCommand(
      process.execPath,
      [require.resolve('cdktf-cli/bundle/bin/cdktf'), 'get', '--force'],
      { cwd, env: terraformEnvironment(providers.reattach) },
    );
    if (code !== 0) {
      throw new CheckFailed(`cdktf get ended with ${code}:\n${output}\n${errors}`);
    }
  } finally {
    await providers.stop();
  }
}

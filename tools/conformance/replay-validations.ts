import { loadTenant } from '../../access/directory/load-tenant';
import { azuread } from '../../rehearsal/azuread/azuread';
import { azurerm } from '../../rehearsal/azurerm/azurerm';
import { startProviders } from '../../rehearsal/protocol/provider-server';
import { terraformEnvironment } from '../../rehearsal/terraform-binary';
import { FileWorld } from '../../rehearsal/world/world';
import { Comparison, compareRefusal } from './compare';
import { ValidationRecording } from './recording';
import { TerraformFolder } from './terraform-folder';

/** Validates the resources of all cases with stand-ins. */
export async function replayValidations(recording: ValidationRecording): Promise<Comparison[]> {
  const served = [azurerm, azuread].map((behaviour) => ({
    behaviour,
    version: versionIn(recording.provider, behaviour.name),
  }));
  const providers = await startProviders({ providers: served, tenant: loadTenant(), world: new FileWorld() });
  const terraform = new TerraformFolder(terraformEnvironment(providers.reattach));

  try {
    terraform.write(configurationOf(recording));
    const refusals = await refusalsOf(recording, terraform);

    return recording.cases.map(({ name, resource: type, refused }, i) => {
      const comparison = new Comparison(name, type);
      compareRefusal(comparison, 'validate', refused, refusals[i]!);
      return comparison;
    });
  } finally {
    await providers.stop();
    terraform.remove();
  }
}

/** One configuration with the resources of all cases: each has an address of its own, which the messages name. */
export function configurationOf({ provider, cases }: ValidationRecording): object {
  const resource: Record<string, Record<string, unknown>> = {};
  cases.forEach(({ resource: type, config }, i) => {
    resource[type] = { ...resource[type], [addressed(i)]: config };
  });
  const required = [azurerm, azuread].map(({ name }) => [
    name,
    { source: `hashicorp/${name}`, version: versionIn(provider, name) },
  ]);
  return {
    terraform: { required_providers: Object.fromEntries(required) as object },
    provider: { azurerm: { features: {} } },
    resource,
  };
}

/** With which messages each case is refused. */
export async function refusalsOf(
  { cases }: ValidationRecording,
  terraform: TerraformFolder,
): Promise<readonly (readonly string[])[]> {
  const messages = await terraform.validate();
  return cases.map(({ resource }, i) => messages.get(`${resource}.${addressed(i)}`) ?? []);
}

function addressed(index: number): string {
  return `case${index}`;
}

function versionIn(provider: string, name: string): string {
  return new RegExp(`${name} ([\\d.]+)`).exec(provider)![1]!;
}

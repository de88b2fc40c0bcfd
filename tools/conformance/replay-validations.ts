import { loadTenant } from '../../access/directory/load-tenant';
import { azuread } from '../../rehearsal/azuread/azuread';
import { azurerm } from '../../rehearsal/azurerm/azurerm';
import { startProviders } from '../../rehearsal/protocol/provider-server';
import { FileWorld } from '../../rehearsal/world/world';
import { AttachedTerraform } from './attached-terraform';
import { Comparison, compareRefusal } from './compare';
import { ValidationRecording } from './recording';

/** Validates the resources of all cases at once: each has an address of its own, which the messages name. */
export async function replayValidations({ provider, cases }: ValidationRecording): Promise<Comparison[]> {
  const served = [azurerm, azuread].map((behaviour) => ({
    behaviour,
    version: versionIn(provider, behaviour.name),
  }));
  const terraform = new AttachedTerraform(
    await startProviders({ providers: served, tenant: loadTenant(), world: new FileWorld() }),
  );

  try {
    const resource: Record<string, Record<string, unknown>> = {};
    cases.forEach(({ resource: type, config }, i) => {
      resource[type] = { ...resource[type], [`case${i}`]: config };
    });
    terraform.write({
      terraform: {
        required_providers: Object.fromEntries(
          served.map(({ behaviour: { name } }) => [name, { source: `hashicorp/${name}` }]),
        ),
      },
      provider: { azurerm: { features: {} } },
      resource,
    });
    const messages = await terraform.validate();

    return cases.map(({ name, resource: type, refused }, i) => {
      const comparison = new Comparison(name, type);
      compareRefusal(comparison, 'validate', refused, messages.get(`${type}.case${i}`) ?? []);
      return comparison;
    });
  } finally {
    await terraform.stop();
  }
}

function versionIn(provider: string, name: string): string {
  return new RegExp(`${name} ([\\d.]+)`).exec(provider)![1]!;
}

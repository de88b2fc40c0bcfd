import { azuread } from './azuread/azuread';
import { azurerm } from './azurerm/azurerm';
import { ProviderBehaviour } from './world/behaviour';
import { kubernetes } from './kubernetes/kubernetes';
import { ServedProvider } from './protocol/provider-server';
import { ProviderSchema } from './protocol/schema';
import { Tenant } from '../access/directory/tenant';
import { newestMatch } from './version-constraint';
import { RehearsalFailed } from './rehearsal-failed';
import { SynthesizedStack } from './workspace';

/** Comes with Terraform itself. */
const BUILT_IN = 'terraform.io/builtin/terraform';

const STAND_INS: readonly ProviderBehaviour[] = [azuread, azurerm, kubernetes];

/**
 * The stand-in providers that stacks need, each in the newest version that all of them allow.
 *
 * Throws when stacks disagree, because Terraform is attached to one version of a provider at a time, and when there is no
 * stand-in for a provider or a version.
 */
export function standInsFor(stacks: readonly SynthesizedStack[]): ServedProvider[] {
  refuseOtherProviders(stacks);

  const standIns = STAND_INS.flatMap((behaviour) => {
    const constraints = constraintsOn(behaviour.name, stacks);
    if (constraints.length === 0) {
      return [];
    }

    const versions = ProviderSchema.versions(behaviour.name);
    const version = newestMatch(constraints.join(','), versions);
    if (version === undefined) {
      throw new RehearsalFailed(
        `no stand-in for provider ${behaviour.name} ${constraints.join(' and ')}: there are ${versions.join(', ')}, ` +
          'and one rehearsal has one version of a provider',
      );
    }
    return [{ behaviour, version }];
  });
  refuseUnknownTypes(stacks, standIns);
  return standIns;
}

/** The tenant with the IDs that the configuration gives, so that a real configuration can be rehearsed as it is. */
export function tenantOf(stacks: readonly SynthesizedStack[], tenant: Tenant): Tenant {
  return {
    ...tenant,
    tenantId: providerArgument(stacks, 'tenant_id') ?? tenant.tenantId,
    subscriptionId: providerArgument(stacks, 'subscription_id') ?? tenant.subscriptionId,
  };
}

function constraintsOn(provider: string, stacks: readonly SynthesizedStack[]): string[] {
  const constraints = stacks.flatMap(({ json }) =>
    Object.values(json.terraform.required_providers ?? {})
      .filter(({ source }) => source.split('/').pop() === provider)
      .map(({ version }) => version ?? '>= 0'),
  );
  return [...new Set(constraints)];
}

function refuseOtherProviders(stacks: readonly SynthesizedStack[]): void {
  for (const { name, json } of stacks) {
    for (const { source } of Object.values(json.terraform.required_providers ?? {})) {
      const provider = source.split('/').pop();
      if (source !== BUILT_IN && !STAND_INS.some((standIn) => standIn.name === provider)) {
        throw new RehearsalFailed(
          `stack '${name}' needs provider '${source}': there are stand-ins for ${STAND_INS.map((standIn) => standIn.name).join(', ')} only`,
        );
      }
    }
  }
}

/** Terraform would say that the real provider does not support them. */
function refuseUnknownTypes(stacks: readonly SynthesizedStack[], standIns: readonly ServedProvider[]): void {
  const unknown = stacks.flatMap(({ name: stack, json }) =>
    standIns.flatMap(({ behaviour: { name: provider }, version }) => {
      const schema = ProviderSchema.load(provider, version);
      const missing = (types: object | undefined, known: readonly string[]): string[] =>
        Object.keys(types ?? {}).filter((type) => type.startsWith(`${provider}_`) && !known.includes(type));

      return [
        ...missing(json.resource, schema.resourceTypes),
        ...missing(json.data, schema.dataSources).map((type) => `data.${type}`),
      ].map(
        (type) => `stack '${stack}' has ${type}, which the stand-in for ${provider} ${version} does not know`,
      );
    }),
  );
  if (unknown.length > 0) {
    throw new RehearsalFailed(
      [
        ...unknown,
        'Keep what has nothing to do with the cluster and access to it in an app of its own, or rehearse without it.',
      ].join('\n'),
    );
  }
}

/** The first literal value that a provider of the stacks is given for an argument. */
export function providerArgument(stacks: readonly SynthesizedStack[], argument: string): string | undefined {
  const blocks = stacks.flatMap(({ json }) => Object.values(json.provider ?? {}).flat());

  return blocks
    .map((block) => block[argument])
    .find((value): value is string => typeof value === 'string' && !value.includes('${'));
}

import { TerraformResource, TerraformStack } from 'cdktf';
import { IConstruct } from 'constructs';
import { AzurermGeneration, generationOfBindings } from './azurerm-bindings';
import { ValidationError } from './errors';

/** 3.117 is the last minor version of 3.x; legacy Azure AD integration is gone from 4.0. */
const VERSIONS: Record<AzurermGeneration, string> = { 3: '~> 3.117', 4: '~> 4.55', 5: '~> 5.2' };

/** Attributes that azurerm 4.0 renamed, to their names in 3.x; from the provider's upgrade guide. */
const NAMES_IN_3: Record<string, string> = {
  auto_scaling_enabled: 'enable_auto_scaling',
  automatic_upgrade_channel: 'automatic_channel_upgrade',
  host_encryption_enabled: 'enable_host_encryption',
  node_os_upgrade_channel: 'node_os_channel_upgrade',
  node_public_ip_enabled: 'enable_node_public_ip',
};

const generations = new WeakMap<TerraformStack, AzurermGeneration>();

/** The generation of a stack: what was asked for so far, else that of the bindings. */
export function azurermGenerationOf(scope: IConstruct): AzurermGeneration {
  return generations.get(TerraformStack.of(scope)) ?? generationOfBindings();
}

/**
 * Notes which generation of azurerm a construct needs and pins it for its stack.
 *
 * One stack has one version of a provider, so generations do not mix.
 */
export function requireAzurermGeneration(scope: IConstruct, generation: AzurermGeneration): void {
  const stack = TerraformStack.of(scope);
  const earlier = generations.get(stack) ?? generation;
  generations.set(stack, generation);

  if (earlier !== generation) {
    const why = [earlier, generation].includes(3)
      ? 'legacy Azure AD needs azurerm 3.x'
      : 'azurerm is a prop of each';
    throw new ValidationError(
      `a stack has one version of azurerm, and this one holds what needs ${earlier}.x and ${generation}.x (${why}): use two stacks`,
      scope,
    );
  }
  if (generation !== generationOfBindings()) {
    stack.addOverride('terraform.required_providers.azurerm.version', VERSIONS[generation]);
  }
}

/** Refuses what azurerm 3.x does not have in a stack that is pinned to it. */
export function refuseAzurerm3(scope: IConstruct, what: string): void {
  const stack = TerraformStack.of(scope);
  if (generations.get(stack) === 3) {
    throw new ValidationError(
      `${what} needs azurerm 4.x or later, and stack '${stack.node.id}' has 3.x for legacy Azure AD: use a stack of its own`,
      scope,
    );
  }
  generations.set(stack, azurermGenerationOf(scope));
}

/** Moves attributes, given by their 4.x paths, to where azurerm 3.x expects them. */
export function spellForAzurerm3(resource: TerraformResource, values: Record<string, unknown>): void {
  for (const [path, value] of Object.entries(values)) {
    const parts = path.split('.');
    const name = parts.pop() ?? path;
    const renamed = [...parts, NAMES_IN_3[name] ?? name].join('.');

    if (value !== undefined) {
      resource.addOverride(path, undefined);
      resource.addOverride(renamed, value);
    }
  }
}

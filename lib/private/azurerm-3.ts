import { TerraformResource, TerraformStack } from 'cdktf';
import { ValidationError } from './errors';

/** The last 3.x minor version; legacy Azure AD integration is gone from 4.0. */
export const AZURERM_3 = '~> 3.117';

/** Attributes that azurerm 4.0 renamed, to their names in 3.x; from the provider's upgrade guide. */
const NAMES_IN_3: Record<string, string> = {
  auto_scaling_enabled: 'enable_auto_scaling',
  automatic_upgrade_channel: 'automatic_channel_upgrade',
  node_os_upgrade_channel: 'node_os_channel_upgrade',
};

const generations = new WeakMap<TerraformStack, 3 | 4>();

/**
 * Notes which generation of azurerm a cluster needs and pins 3.x for its stack.
 *
 * One stack has one version of a provider, so the two generations do not mix.
 */
export function requireAzurermGeneration(resource: TerraformResource, generation: 3 | 4): void {
  const stack = TerraformStack.of(resource);
  const earlier = generations.get(stack) ?? generation;
  generations.set(stack, generation);

  if (earlier !== generation) {
    throw new ValidationError(
      'a stack cannot hold clusters with legacy and with managed Azure AD, which need different versions of azurerm: use two stacks',
      resource.node.scope,
    );
  }
  if (generation === 3) {
    stack.addOverride('terraform.required_providers.azurerm.version', AZURERM_3);
  }
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

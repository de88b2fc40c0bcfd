import { AzureadProvider } from '@cdktf/provider-azuread/lib/provider';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { TerraformStack } from 'cdktf';
import { SharedConfig } from '../config';
import { signInTenant } from '../config/sign-in-tenant';

/** The azuread provider of a stack; credentials come from the environment, as the provider documents. */
export function defineAzuread(stack: TerraformStack, config: SharedConfig): void {
  new AzureadProvider(stack, 'azuread', {
    tenantId: signInTenant(config),
    environment: config.azure.environment,
  });
}

/** The azurerm provider of a stack; credentials come from the environment, as the provider documents. */
export function defineAzurerm(
  stack: TerraformStack,
  { aad, azure }: SharedConfig,
  registersProviders: boolean,
): void {
  // Registering needs a right on the subscription, which whoever only reads the cluster does not have.
  const withoutRegistration =
    aad.mode === 'legacy' ? { skipProviderRegistration: true } : { resourceProviderRegistrations: 'none' };

  new AzurermProvider(stack, 'azurerm', {
    features: [{}],
    tenantId: azure.tenantId,
    subscriptionId: azure.subscriptionId,
    environment: azure.environment,
    ...(registersProviders ? {} : withoutRegistration),
  });
}

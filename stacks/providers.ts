import { AzureadProvider } from '@cdktf/provider-azuread/lib/provider';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { TerraformStack } from 'cdktf';
import { AksConfig } from './config';

/** The azuread provider of a stack; credentials come from the environment, as the provider documents. */
export function defineAzuread(stack: TerraformStack, { azure }: AksConfig): void {
  new AzureadProvider(stack, 'azuread', { tenantId: azure.tenantId, environment: azure.environment });
}

/** The azurerm provider of a stack; credentials come from the environment, as the provider documents. */
export function defineAzurerm(stack: TerraformStack, { azure }: AksConfig): void {
  new AzurermProvider(stack, 'azurerm', {
    features: [{}],
    tenantId: azure.tenantId,
    subscriptionId: azure.subscriptionId,
    environment: azure.environment,
  });
}

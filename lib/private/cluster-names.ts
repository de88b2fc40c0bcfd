import { Construct } from 'constructs';
import { requirePattern, requireText } from './guards';

// Names: "Naming rules and restrictions for Azure resources", Microsoft.ContainerService and Microsoft.Resources.
const CLUSTER_NAME = /^[a-zA-Z0-9]([a-zA-Z0-9_-]{0,61}[a-zA-Z0-9])?$/;
const RESOURCE_GROUP_NAME = /^[\p{L}\p{N}_().-]{0,89}[\p{L}\p{N}_()-]$/u;

/** Refuses a name that no cluster can have. */
export function requireClusterName(name: string, scope: Construct): void {
  const rule = 'use 1 to 63 letters, digits, underscores and hyphens, with a letter or digit at both ends';
  requireText('clusterName', name, scope);
  requirePattern('clusterName', name, CLUSTER_NAME, rule, scope);
}

/** Refuses a name that no resource group can have, or that azurerm does not take. */
export function requireResourceGroupName(name: string, scope: Construct, prop = 'resourceGroupName'): void {
  requireAnyResourceGroupName(name, scope, prop);
  requirePattern(
    prop,
    name,
    /^[-\w.()]+$/,
    'azurerm takes no other letters than a-z and A-Z, and no other digits',
    scope,
  );
}

/** Refuses a name that no resource group can have, whoever created it. */
export function requireAnyResourceGroupName(
  name: string,
  scope: Construct,
  prop = 'resourceGroupName',
): void {
  const rule =
    'use 1 to 90 letters, digits, underscores, hyphens, periods and parentheses, not ending in a period';
  requireText(prop, name, scope);
  requirePattern(prop, name, RESOURCE_GROUP_NAME, rule, scope);
}

import { z } from 'zod';
import { inAnyCase } from '../in-any-case';
import { text } from './fields';

/**
 * The fields of aks.yaml that name objects of Azure by their ID.
 *
 * Azure compares IDs without regard to case and its own tools disagree, so the fixed parts are taken in any case; azurerm gets
 * them in its own.
 */

const GROUP = '/subscriptions/[0-9a-f-]{36}/resourceGroups/[^/]+/providers/';

function resourceId(pattern: string, rule: string): z.ZodString {
  return text(new RegExp(`^${inAnyCase(`${GROUP}${pattern}`)}$`), rule);
}

/** `true` where the ID follows from the subscription and the names, else the ID. */
function importOf(pattern: string, what: string): z.ZodUnion<[z.ZodLiteral<true>, z.ZodString]> {
  const rule = `use true, or the resource ID of ${what}`;
  return z.union([z.literal(true), resourceId(pattern, rule)], { error: rule });
}

export function clusterImport(): ReturnType<typeof importOf> {
  return importOf('Microsoft\\.ContainerService/managedClusters/[^/]+', 'a cluster (az aks show --query id)');
}

export function nodePoolImport(): ReturnType<typeof importOf> {
  return importOf(
    'Microsoft\\.ContainerService/managedClusters/[^/]+/agentPools/[^/]+',
    'a node pool (az aks nodepool show --query id)',
  );
}

export function roleAssignmentId(): z.ZodString {
  return resourceId(
    '.+/Microsoft\\.Authorization/roleAssignments/[0-9a-fA-F-]{36}',
    'use the ID of a role assignment (az role assignment list --scope <ID of the cluster>)',
  );
}

export function subnetId(): z.ZodString {
  return resourceId(
    'Microsoft\\.Network/virtualNetworks/[^/]+/subnets/[^/]+',
    'use the resource ID of a subnet (az network vnet subnet show --query id)',
  );
}

export function dnsZoneId(): z.ZodString {
  return resourceId(
    'Microsoft\\.Network/(private)?dnsZones/[^/]+',
    'use the resource ID of a DNS zone (az network dns zone show --query id)',
  );
}

export function publicIpPrefixId(): z.ZodString {
  return resourceId(
    'Microsoft\\.Network/publicIPPrefixes/[^/]+',
    'use the resource ID of a public IP prefix (az network public-ip prefix show --query id)',
  );
}

export function publicIpId(): z.ZodString {
  return resourceId(
    'Microsoft\\.Network/publicIPAddresses/[^/]+',
    'use the resource ID of a public IP address (az network public-ip show --query id)',
  );
}

export function snapshotId(): z.ZodString {
  return resourceId(
    'Microsoft\\.ContainerService/snapshots/[^/]+',
    'use the resource ID of a snapshot of a node pool (az aks nodepool snapshot show --query id)',
  );
}

export function proximityPlacementGroupId(): z.ZodString {
  return resourceId(
    'Microsoft\\.Compute/proximityPlacementGroups/[^/]+',
    'use the resource ID of a proximity placement group (az ppg show --query id)',
  );
}

export function userAssignedIdentityId(): z.ZodString {
  return resourceId(
    'Microsoft\\.ManagedIdentity/userAssignedIdentities/[^/]+',
    'use the resource ID of a user-assigned identity (az identity show --query id)',
  );
}

/** What an identity of a cluster may need a role on. */
export function registryOrNetworkId(): z.ZodString {
  return resourceId(
    '(Microsoft\\.ContainerRegistry/registries/[^/]+|Microsoft\\.Network/[^/]+/[^/]+(/[^/]+/[^/]+)*)',
    'use the resource ID of a registry (az acr show --query id), a subnet, a route table or a private DNS zone',
  );
}

export function logAnalyticsWorkspaceId(): z.ZodString {
  return resourceId(
    'Microsoft\\.OperationalInsights/workspaces/[^/]+',
    'use the resource ID of a Log Analytics workspace (az monitor log-analytics workspace show --query id)',
  );
}

export function monitorWorkspaceId(): z.ZodString {
  return resourceId(
    'Microsoft\\.Monitor/accounts/[^/]+',
    'use the resource ID of an Azure Monitor workspace (az monitor account show --query id)',
  );
}

export function diskEncryptionSetId(): z.ZodString {
  return resourceId(
    'Microsoft\\.Compute/diskEncryptionSets/[^/]+',
    'use the resource ID of a disk encryption set (az disk-encryption-set show --query id)',
  );
}

export function privateDnsZone(): z.ZodString {
  return text(
    new RegExp(`^(System|None)$|^${inAnyCase(`${GROUP}Microsoft\\.Network/privateDnsZones/[^/]+`)}$`),
    'use System, None or the resource ID of a private DNS zone (az network private-dns zone show --query id)',
  );
}

export function keyVaultKeyId(): z.ZodString {
  return text(
    /^https:\/\/[-a-zA-Z0-9]+\.vault\.[a-z.]+\/keys\/[-a-zA-Z0-9]+\/[0-9a-f]{32}$/,
    'use the ID of a key with its version (az keyvault key show --query key.kid)',
  );
}

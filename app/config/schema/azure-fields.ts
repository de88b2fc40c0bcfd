import { z } from 'zod';
import { text } from './fields';

/**
 * The fields of aks.yaml that name objects of Azure by their ID.
 *
 * Azure compares IDs without regard to case and its own tools disagree, so the fixed parts are taken in any case that is
 * in use. Patterns carry no flags, because JSON Schema has none.
 */

const GROUP = '^/[sS]ubscriptions/[0-9a-fA-F-]{36}/[rR]esource[gG]roups/[^/]+/providers/';

function resourceId(pattern: string, rule: string): z.ZodString {
  return text(new RegExp(`${GROUP}${pattern}$`), rule);
}

/** `true` where the ID follows from the subscription and the names, else the ID. */
function importOf(pattern: string, what: string): z.ZodUnion<[z.ZodLiteral<true>, z.ZodString]> {
  const rule = `use true, or the resource ID of ${what}`;
  return z.union([z.literal(true), resourceId(pattern, rule)], { error: rule });
}

export function clusterImport(): ReturnType<typeof importOf> {
  return importOf(
    '[mM]icrosoft\\.[cC]ontainer[sS]ervice/managed[cC]lusters/[^/]+',
    'a cluster (az aks show --query id)',
  );
}

export function nodePoolImport(): ReturnType<typeof importOf> {
  return importOf(
    '[mM]icrosoft\\.[cC]ontainer[sS]ervice/managed[cC]lusters/[^/]+/agent[pP]ools/[^/]+',
    'a node pool (az aks nodepool show --query id)',
  );
}

export function roleAssignmentId(): z.ZodString {
  return resourceId(
    '.+/[mM]icrosoft\\.[aA]uthorization/role[aA]ssignments/[0-9a-fA-F-]{36}',
    'use the ID of a role assignment (az role assignment list --scope <ID of the cluster>)',
  );
}

export function subnetId(): z.ZodString {
  return resourceId(
    '[mM]icrosoft\\.[nN]etwork/virtual[nN]etworks/[^/]+/subnets/[^/]+',
    'use the resource ID of a subnet (az network vnet subnet show --query id)',
  );
}

export function dnsZoneId(): z.ZodString {
  return resourceId(
    '[mM]icrosoft\\.[nN]etwork/([pP]rivate)?[dD]ns[zZ]ones/[^/]+',
    'use the resource ID of a DNS zone (az network dns zone show --query id)',
  );
}

export function publicIpPrefixId(): z.ZodString {
  return resourceId(
    '[mM]icrosoft\\.[nN]etwork/public[iI][pP][pP]refixes/[^/]+',
    'use the resource ID of a public IP prefix (az network public-ip prefix show --query id)',
  );
}

export function publicIpId(): z.ZodString {
  return resourceId(
    '[mM]icrosoft\\.[nN]etwork/public[iI][pP][aA]ddresses/[^/]+',
    'use the resource ID of a public IP address (az network public-ip show --query id)',
  );
}

export function snapshotId(): z.ZodString {
  return resourceId(
    '[mM]icrosoft\\.[cC]ontainer[sS]ervice/snapshots/[^/]+',
    'use the resource ID of a snapshot of a node pool (az aks nodepool snapshot show --query id)',
  );
}

export function proximityPlacementGroupId(): z.ZodString {
  return resourceId(
    '[mM]icrosoft\\.[cC]ompute/proximity[pP]lacement[gG]roups/[^/]+',
    'use the resource ID of a proximity placement group (az ppg show --query id)',
  );
}

export function userAssignedIdentityId(): z.ZodString {
  return resourceId(
    '[mM]icrosoft\\.[mM]anaged[iI]dentity/user[aA]ssigned[iI]dentities/[^/]+',
    'use the resource ID of a user-assigned identity (az identity show --query id)',
  );
}

/** What an identity of a cluster may need a role on. */
export function registryOrNetworkId(): z.ZodString {
  return resourceId(
    '([mM]icrosoft\\.[cC]ontainer[rR]egistry/registries/[^/]+|[mM]icrosoft\\.[nN]etwork/[^/]+/[^/]+(/[^/]+/[^/]+)*)',
    'use the resource ID of a registry (az acr show --query id), a subnet, a route table or a private DNS zone',
  );
}

export function logAnalyticsWorkspaceId(): z.ZodString {
  return resourceId(
    '[mM]icrosoft\\.[oO]perational[iI]nsights/workspaces/[^/]+',
    'use the resource ID of a Log Analytics workspace (az monitor log-analytics workspace show --query id)',
  );
}

export function monitorWorkspaceId(): z.ZodString {
  return resourceId(
    '[mM]icrosoft\\.[mM]onitor/accounts/[^/]+',
    'use the resource ID of an Azure Monitor workspace (az monitor account show --query id)',
  );
}

export function diskEncryptionSetId(): z.ZodString {
  return resourceId(
    '[mM]icrosoft\\.[cC]ompute/disk[eE]ncryption[sS]ets/[^/]+',
    'use the resource ID of a disk encryption set (az disk-encryption-set show --query id)',
  );
}

export function privateDnsZone(): z.ZodString {
  return text(
    new RegExp(`^(System|None)$|${GROUP}[mM]icrosoft\\.[nN]etwork/private[dD]ns[zZ]ones/[^/]+$`),
    'use System, None or the resource ID of a private DNS zone (az network private-dns zone show --query id)',
  );
}

export function keyVaultKeyId(): z.ZodString {
  return text(
    /^https:\/\/[-a-zA-Z0-9]+\.vault\.[a-z.]+\/keys\/[-a-zA-Z0-9]+\/[0-9a-f]{32}$/,
    'use the ID of a key with its version (az keyvault key show --query key.kid)',
  );
}

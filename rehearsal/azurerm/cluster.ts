import { subscriptionTenantOf } from '../world/deployer';
import { block, completed, isTrue, text, texts, withBlock } from '../world/attributes';
import { armId, normalizedLocation, resourceGroupId } from './arm-ids';
import { clusterReplacement } from './cluster-replacement';
import { refuseLocked } from './locks';
import { completedPool, underBothNames } from './node-pools';
import { AksCluster } from '../kubernetes/aks-cluster';
import { removeObjectsOf } from '../kubernetes/store';
import { Context, ResourceBehaviour } from '../world/behaviour';
import { supportedPatch } from './kubernetes-versions';
import { kubeconfigs } from './kubeconfigs';
import { withoutUnsent } from './unsent-changes';
import { State, Unknown, Value } from '../protocol/values';

/** Attributes whose name changed in azurerm 4, old to new. */
const RENAMED: Readonly<Record<string, string>> = {
  automatic_channel_upgrade: 'automatic_upgrade_channel',
  node_os_channel_upgrade: 'node_os_upgrade_channel',
};

/** Add-ons that AKS gives an identity of their own, and the attribute that tells which. */
const ADD_ON_IDENTITIES: Readonly<Record<string, string>> = {
  key_vault_secrets_provider: 'secret_identity',
  oms_agent: 'oms_agent_identity',
  web_app_routing: 'web_app_routing_identity',
};

export const kubernetesCluster: ResourceBehaviour = {
  replacedBy: clusterReplacement,
  // Known by its CustomizeDiff from the issuer alone: what is federated with it waits for the new address.
  customizeDiff: ({ prior, planned }) =>
    prior && isTrue(prior, 'oidc_issuer_enabled') !== isTrue(planned, 'oidc_issuer_enabled')
      ? { ...planned, oidc_issuer_url: Unknown.VALUE }
      : planned,
  unread: {
    'default_node_pool.*.temporary_name_for_rotation': null,
    'service_principal.*.client_secret': null,
    'azure_active_directory_role_based_access_control.*.server_app_secret': null,
  },
  apply: (configured, prior, context) => {
    const planned = prior ? withoutUnsent(prior, configured) : configured;
    const id = armId('azurerm_kubernetes_cluster', planned, context);
    const cluster = withAddOns(
      withNetwork(withIdentities({ ...planned, id, ...addresses(planned, id, context) }, context)),
      context,
    );
    const version = text(planned, 'kubernetes_version') ?? supportedPatch();
    const versioned = {
      ...cluster,
      kubernetes_version: version,
      current_kubernetes_version: supportedPatch(version),
    };
    const complete = withBlock(versioned, 'default_node_pool', (pool) => completedPool(pool, versioned));
    return { ...complete, ...kubeconfigs(complete, context) };
  },
  read: (stored) => ({
    // Azure answers with it for every cluster; only azurerm from 5.0 on has an argument for it.
    node_provisioning_profile: [NOT_PROVISIONING],
    ...withBlock(stored, 'default_node_pool', underBothNames),
    ...Object.fromEntries(
      Object.entries(RENAMED).flatMap(([before, since]) => {
        const value = stored[before] ?? stored[since] ?? null;
        return [
          [before, value],
          [since, value],
        ];
      }),
    ),
  }),
  remove: (prior, context) => {
    refuseLocked(prior, context);
    removeObjectsOf(new AksCluster(prior), context.world);
    for (const pool of context.world.all('azurerm_kubernetes_cluster_node_pool')) {
      if (pool.kubernetes_cluster_id === prior.id) {
        context.world.remove('azurerm_kubernetes_cluster_node_pool', text(pool, 'id') ?? '');
      }
    }
  },
};

/** How Azure reports a cluster whose node pools are all declared; also where an older version of azurerm has made it. */
const NOT_PROVISIONING: State = { default_node_pools: null, mode: 'Manual' };

/** What the provider sends for a network profile beyond what is configured. */
const NETWORK_DEFAULTS: State = {
  load_balancer_sku: 'standard',
  network_data_plane: 'azure',
  outbound_type: 'loadBalancer',
};

/** The load balancer that AKS makes for what goes out, where nothing else is asked for. */
const LOAD_BALANCER: State = {
  load_balancer_profile: [
    { managed_outbound_ip_count: 1, idle_timeout_in_minutes: 0, outbound_ports_allocated: 0 },
  ],
};

/** Host names, resource groups and URLs that follow from the cluster's name and place. */
export function addresses(planned: State, id: string, context: Context): State {
  const location = normalizedLocation(planned);
  const prefix = text(planned, 'dns_prefix') ?? text(planned, 'dns_prefix_private_cluster');
  const isPrivate = isTrue(planned, 'private_cluster_enabled');
  const isPublic = !isPrivate || isTrue(planned, 'private_cluster_public_fqdn_enabled');
  const unique = context.uuid('fqdn', id);
  const host = `${prefix}-${unique.slice(0, 8)}`;
  const nodeGroup =
    text(planned, 'node_resource_group') ??
    `MC_${text(planned, 'resource_group_name')}_${text(planned, 'name')}_${location}`;
  return {
    fqdn: isPublic ? `${host}.hcp.${location}.azmk8s.io` : '',
    private_fqdn: isPrivate ? `${host}.${unique}.privatelink.${location}.azmk8s.io` : '',
    portal_fqdn: `${host}.portal.hcp.${location}.azmk8s.io`,
    private_dns_zone_id: text(planned, 'private_dns_zone_id') ?? (isPrivate ? 'System' : ''),
    node_resource_group: nodeGroup,
    node_resource_group_id: resourceGroupId(nodeGroup, context),
    oidc_issuer_url: isTrue(planned, 'oidc_issuer_enabled')
      ? `https://${location}.oic.prod-aks.azure.com/${subscriptionTenantOf(context)}/${context.uuid('oidc', id)}/`
      : '',
  };
}

function withIdentities(cluster: State, context: Context): State {
  const tenantId = subscriptionTenantOf(context);
  const identified = withBlock(cluster, 'identity', (identity) =>
    text(identity, 'type') === 'SystemAssigned'
      ? {
          ...identity,
          principal_id: context.uuid('identity', text(cluster, 'id') ?? ''),
          tenant_id: tenantId,
        }
      : identity,
  );
  const signingIn = withBlock(identified, 'azure_active_directory_role_based_access_control', (aad) =>
    completed(aad, { tenant_id: tenantId }),
  );
  const managed = block(cluster, 'identity') ? [managedIdentity(cluster, 'agentpool', context)] : [];
  const given = block(cluster, 'kubelet_identity');
  return { ...signingIn, kubelet_identity: given ? [completed(given, managed[0] ?? {})] : managed };
}

function withAddOns(cluster: State, context: Context): State {
  return Object.entries(ADD_ON_IDENTITIES).reduce(
    (result, [addOn, attribute]) =>
      withBlock(result, addOn, (settings) => ({
        ...settings,
        [attribute]: [managedIdentity(cluster, addOn.replaceAll('_', ''), context)],
      })),
    cluster,
  );
}

/** An identity that AKS creates beside the nodes. */
function managedIdentity(cluster: State, purpose: string, context: Context): State {
  const name = `${text(cluster, 'name')}-${purpose}`;
  const id = `${text(cluster, 'node_resource_group_id')}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`;
  return {
    client_id: context.uuid('client', id),
    object_id: context.uuid('principal', id),
    user_assigned_identity_id: id,
  };
}

function withNetwork(cluster: State): State {
  const profile: State = block(cluster, 'network_profile') ?? {
    ...NETWORK_DEFAULTS,
    network_plugin: 'kubenet',
  };
  const hasOwnPodRange =
    text(profile, 'network_plugin') === 'kubenet' || text(profile, 'network_plugin_mode') === 'overlay';
  const podCidr = text(profile, 'pod_cidr') ?? (hasOwnPodRange ? '10.244.0.0/16' : '');
  const serviceCidr = text(profile, 'service_cidr') ?? '10.0.0.0/16';
  const filled = {
    dns_service_ip: text(profile, 'dns_service_ip') ?? '10.0.0.10',
    pod_cidr: podCidr,
    service_cidr: serviceCidr,
    ip_versions: listOr(profile, 'ip_versions', ['IPv4']),
    pod_cidrs: listOr(profile, 'pod_cidrs', podCidr ? [podCidr] : []),
    service_cidrs: listOr(profile, 'service_cidrs', [serviceCidr]),
  };
  const balanced = block(profile, 'load_balancer_profile') || !isBalanced(profile) ? {} : LOAD_BALANCER;
  return { ...cluster, network_profile: [{ ...profile, ...filled, ...balanced }] };
}

function isBalanced(profile: State): boolean {
  return (text(profile, 'outbound_type') ?? 'loadBalancer') === 'loadBalancer';
}

function listOr(profile: State, name: string, otherwise: string[]): Value {
  const given = texts(profile, name);
  return given.length > 0 ? given : otherwise;
}

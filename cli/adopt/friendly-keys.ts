import { block, blocks, isTrue, text, texts, amount } from '../../rehearsal/world/attributes';
import { State } from '../../rehearsal/protocol/values';
import { Place } from './cluster-state';
import { furtherPoolKeys, poolKeys } from './pool-keys';
import { other, Section, without } from './sections';

/** What the constructs have where the configuration is silent. */
const DEFAULT_CLEANER_HOURS = 168;
const DEFAULT_POD_CIDR = '10.244.0.0/16';
const DEFAULT_SERVICE_CIDR = '10.0.0.0/16';
const DEFAULT_DNS_IP = '10.0.0.10';

/** Planned maintenance is no part of what Azure says of a cluster: without this, the next apply would take it away. */
export const MAINTENANCE = [
  'maintenance_window',
  'maintenance_window_auto_upgrade',
  'maintenance_window_node_os',
];

/** What azurerm holds of a cluster and its further pools. */
export interface ClusterStates {
  readonly cluster: State;
  readonly pools: readonly State[];

  /** Whether the resource group was given and has the place and the tags of the cluster, so that it can be taken over. */
  readonly isGroupAlike?: boolean;

  /** Keys of `aad` for what is taken over of the directory. */
  readonly directory?: Section;

  /** Whether planned maintenance was given: otherwise nobody knows, and it is left alone. */
  readonly isMaintenanceKnown?: boolean;
}

/** The keys of aks.yaml for a cluster, as far as there are any; what has its default is left out. */
export function friendlyKeys(
  { cluster, pools, directory: adopted, isGroupAlike, isMaintenanceKnown }: ClusterStates,
  place: Place,
): Section {
  const directory = block(cluster, 'azure_active_directory_role_based_access_control');
  const isLegacy = Boolean(text(directory, 'server_app_id'));
  const system = block(cluster, 'default_node_pool')!;
  const network = networkKeys(cluster, system);
  const provisioning = isLegacy ? undefined : provisioningKeys(block(cluster, 'node_provisioning_profile'));

  return without({
    azure: {
      subscriptionId: place.subscriptionId,
      tenantId: tenantOf(cluster),
      azurerm: provisioning && '5',
    },
    aad: isLegacy
      ? {
          mode: 'legacy',
          serverApp: { existing: text(directory, 'server_app_id') },
          clientApp: { existing: text(directory, 'client_app_id') },
          ...adopted,
        }
      : {
          mode: 'managed',
          azureRbac: isTrue(directory ?? {}, 'azure_rbac_enabled'),
          adminGroupObjectIds: [...new Set(texts(directory, 'admin_group_object_ids'))],
          ...adopted,
        },
    cluster: {
      import: true,
      name: place.name,
      resourceGroupName: place.resourceGroup,
      createResourceGroup: isGroupAlike ? undefined : false,
      location: text(cluster, 'location'),
      nodeResourceGroup: nodeResourceGroup(cluster, place),
      tags: cluster.tags,
      skuTier: other(text(cluster, 'sku_tier'), 'Free'),
      network,
      apiServer: apiServerKeys(cluster),
      defaultNodePool: {
        ...poolKeys(system, network),
        criticalAddonsOnly: isTrue(system, 'only_critical_addons_enabled'),
        rotation: false,
      },
      nodePools: pools.map((pool) => furtherPoolKeys(pool, network)),
      security: securityKeys(cluster, isLegacy),
      upgrades: {
        channel: other(text(cluster, 'automatic_upgrade_channel') || 'none', 'patch'),
        nodeOsChannel: other(text(cluster, 'node_os_upgrade_channel') || undefined, 'NodeImage'),
        window: windowKeys(block(cluster, 'maintenance_window_auto_upgrade')),
        nodeOsWindow: windowKeys(block(cluster, 'maintenance_window_node_os')),
      },
      addOns: addOnKeys(cluster),
      autoscaler: autoscalerKeys(block(cluster, 'auto_scaler_profile')),
      httpProxy: httpProxyKeys(block(cluster, 'http_proxy_config')),
      nodeProvisioning: provisioning,
      identity: identityKeys(cluster),
      kubeletIdentity: kubeletIdentityKeys(cluster),
      nodeAccess: nodeAccessKeys(cluster),
      ignoreChanges: isMaintenanceKnown ? undefined : MAINTENANCE,
      overrides: isLegacy ? undefined : foreignTenant(cluster),
    },
    grantClusterUser: false,
    kubernetes: isLegacy ? { credentials: 'admin' } : undefined,
  });
}

/** The tenant of the cluster's users, unless the subscription belongs to another one. */
function tenantOf(cluster: State): string | undefined {
  const users = text(block(cluster, 'azure_active_directory_role_based_access_control'), 'tenant_id');
  const own = text(block(cluster, 'identity'), 'tenant_id') || users;
  return users?.toLowerCase() === own?.toLowerCase() ? users || undefined : undefined;
}

/** The tenant of the users where it is not that of whoever deploys, which the construct would send. */
function foreignTenant(cluster: State): Section | undefined {
  const argument = 'azure_active_directory_role_based_access_control';
  const users = text(block(cluster, argument), 'tenant_id');
  return users && tenantOf(cluster) === undefined ? { [argument]: { tenant_id: users } } : undefined;
}

function nodeResourceGroup(cluster: State, { resourceGroup, name }: Place): string | undefined {
  const given = text(cluster, 'node_resource_group');
  const usual = `MC_${resourceGroup}_${name}_${text(cluster, 'location')}`;
  return given?.toLowerCase() === usual.toLowerCase() && usual.length <= 80 ? undefined : given;
}

function networkKeys(cluster: State, system: State): Section {
  const profile = block(cluster, 'network_profile') ?? {};
  const plugin = text(profile, 'network_plugin');
  const isOverlay = text(profile, 'network_plugin_mode') === 'overlay';
  const type =
    plugin === 'none'
      ? 'ownCni'
      : plugin === 'kubenet'
        ? 'kubenet'
        : isOverlay
          ? 'azureCniOverlay'
          : 'azureCni';
  if (plugin !== 'azure' && plugin !== 'kubenet' && plugin !== 'none') {
    return { type: 'existing' };
  }
  const hasOwnPods = type === 'azureCniOverlay' || type === 'kubenet';
  const isDual = hasOwnPods && texts(profile, 'ip_versions').length > 1;
  const ipv6 = (name: string): string | undefined => (isDual ? texts(profile, name)[1] : undefined);
  const hasOwnServices =
    ipv6('service_cidrs') !== undefined ||
    text(profile, 'service_cidr') !== DEFAULT_SERVICE_CIDR ||
    text(profile, 'dns_service_ip') !== DEFAULT_DNS_IP;
  return {
    type,
    podCidr: hasOwnPods ? other(text(profile, 'pod_cidr') || undefined, DEFAULT_POD_CIDR) : undefined,
    dataPlane: type === 'kubenet' || type === 'ownCni' ? undefined : text(profile, 'network_data_plane'),
    policy: type === 'ownCni' ? undefined : text(profile, 'network_policy') || 'none',
    dualStack: isDual || undefined,
    podIpv6Cidr: ipv6('pod_cidrs'),
    serviceIpv6Cidr: ipv6('service_cidrs'),
    vnetSubnetId: text(system, 'vnet_subnet_id') || undefined,
    podSubnetId: type === 'azureCni' ? text(system, 'pod_subnet_id') || undefined : undefined,
    serviceCidr: hasOwnServices ? text(profile, 'service_cidr') : undefined,
    dnsServiceIp: hasOwnServices ? text(profile, 'dns_service_ip') : undefined,
    outbound: outboundKeys(profile),
  };
}

function outboundKeys(profile: State): Section | undefined {
  const balancer = block(profile, 'load_balancer_profile');
  const gateway = block(profile, 'nat_gateway_profile');
  switch (text(profile, 'outbound_type')) {
    case 'loadBalancer':
      return balancer && balancerKeys(balancer);
    case 'managedNATGateway':
      return {
        type: 'managedNatGateway',
        managedIpCount: other(amount(gateway, 'managed_outbound_ip_count'), 1),
        idleTimeoutMinutes: other(amount(gateway, 'idle_timeout_in_minutes'), 4),
      };
    case 'userAssignedNATGateway':
      return { type: 'userAssignedNatGateway' };
    case 'userDefinedRouting':
      return { type: 'userDefinedRouting' };
    default:
      return undefined;
  }
}

/** Nothing where the load balancer is as AKS makes it. */
function balancerKeys(balancer: State): Section | undefined {
  const keys = without({
    managedIpCount: other(amount(balancer, 'managed_outbound_ip_count') || undefined, 1),
    managedIpv6Count: other(amount(balancer, 'managed_outbound_ipv6_count') || undefined, 1),
    ipAddressIds: texts(balancer, 'outbound_ip_address_ids'),
    ipPrefixIds: texts(balancer, 'outbound_ip_prefix_ids'),
    allocatedPorts: amount(balancer, 'outbound_ports_allocated') || undefined,
    idleTimeoutMinutes: other(amount(balancer, 'idle_timeout_in_minutes') || undefined, 30),
  });
  return Object.keys(keys).length > 0 ? { type: 'loadBalancer', ...keys } : undefined;
}

function apiServerKeys(cluster: State): Section {
  const access = block(cluster, 'api_server_access_profile');
  const isPrivate = isTrue(cluster, 'private_cluster_enabled');
  return {
    dnsPrefix: text(cluster, 'dns_prefix') || undefined,
    fqdnSubdomain: text(cluster, 'dns_prefix_private_cluster') || undefined,
    authorizedIpRanges: texts(access, 'authorized_ip_ranges'),
    privateCluster: isPrivate || undefined,
    privateDnsZone: isPrivate ? text(cluster, 'private_dns_zone_id') || undefined : undefined,
    publicFqdn: (isPrivate && isTrue(cluster, 'private_cluster_public_fqdn_enabled')) || undefined,
    vnetIntegrationSubnetId: text(access, 'subnet_id') || undefined,
    runCommand: isTrue(cluster, 'run_command_enabled') || undefined,
  };
}

function securityKeys(cluster: State, isLegacy: boolean): Section {
  const isIssuer = isTrue(cluster, 'oidc_issuer_enabled');
  const isCleaned = isTrue(cluster, 'image_cleaner_enabled');
  const hours = amount(cluster, 'image_cleaner_interval_hours') || undefined;
  const service = block(cluster, 'key_management_service');
  const provider = block(cluster, 'key_vault_secrets_provider');
  const isLocal = !isTrue(cluster, 'local_account_disabled');

  return {
    localAccounts: !isLegacy && isLocal ? true : undefined,
    kubernetesRbac: cluster.role_based_access_control_enabled === false ? false : undefined,
    oidcIssuer: isIssuer ? undefined : false,
    workloadIdentity: isIssuer && !isTrue(cluster, 'workload_identity_enabled') ? false : undefined,
    azurePolicy: isTrue(cluster, 'azure_policy_enabled') ? undefined : false,
    keyVaultSecretsProvider: blocks(cluster, 'key_vault_secrets_provider').length > 0 ? undefined : false,
    secretRotationInterval: other(text(provider, 'secret_rotation_interval') || undefined, '2m'),
    customCaCertificates: texts(cluster, 'custom_ca_trust_certificates_base64'),
    imageCleaner: isCleaned ? undefined : false,
    imageCleanerIntervalHours: other(hours, DEFAULT_CLEANER_HOURS),
    diskEncryptionSetId: text(cluster, 'disk_encryption_set_id') || undefined,
    keyManagement: service && {
      keyVaultKeyId: text(service, 'key_vault_key_id'),
      privateKeyVault: text(service, 'key_vault_network_access') === 'Private' || undefined,
    },
  };
}

/** A window of a kind that aks.yaml has; any other is sent as it is. */
function windowKeys(window: State | undefined): Section | undefined {
  const hours = {
    startTime: text(window, 'start_time'),
    durationHours: amount(window, 'duration'),
    utcOffset: other(text(window, 'utc_offset') || undefined, '+00:00'),
    notAllowed: blocks(window ?? {}, 'not_allowed').map((span) => ({
      start: text(span, 'start')?.slice(0, 10),
      end: text(span, 'end')?.slice(0, 10),
    })),
  };
  const interval = other(amount(window, 'interval'), 1);
  switch (window && text(window, 'frequency')) {
    case 'Daily':
      return { type: 'daily', ...hours };
    case 'Weekly':
      return { type: 'weekly', day: text(window, 'day_of_week'), everyWeeks: interval, ...hours };
    case 'AbsoluteMonthly':
      return { type: 'monthly', dayOfMonth: amount(window, 'day_of_month'), everyMonths: interval, ...hours };
    case 'RelativeMonthly':
      return {
        type: 'relativeMonthly',
        week: text(window, 'week_index'),
        day: text(window, 'day_of_week'),
        everyMonths: interval,
        ...hours,
      };
    default:
      return undefined;
  }
}

function addOnKeys(cluster: State): Section {
  const scaler = block(cluster, 'workload_autoscaler_profile');
  const routing = block(cluster, 'web_app_routing');
  const mesh = block(cluster, 'service_mesh_profile');
  return {
    keda: scaler && isTrue(scaler, 'keda_enabled'),
    verticalPodAutoscaler: (scaler && isTrue(scaler, 'vertical_pod_autoscaler_enabled')) || undefined,
    webAppRouting: routing && {
      dnsZoneIds: texts(routing, 'dns_zone_ids'),
      defaultNginxController: other(
        text(routing, 'default_nginx_controller') || undefined,
        'AnnotationControlled',
      ),
    },
    serviceMesh: mesh && {
      revisions: texts(mesh, 'revisions'),
      internalIngressGateway: isTrue(mesh, 'internal_ingress_gateway_enabled') || undefined,
      externalIngressGateway: isTrue(mesh, 'external_ingress_gateway_enabled') || undefined,
    },
  };
}

/** Of texts and numbers what AKS has by itself, "Use the cluster autoscaler in AKS"; azurerm keeps that where nothing is sent. */
function autoscalerKeys(profile: State | undefined): Section | undefined {
  if (profile === undefined) {
    return undefined;
  }
  const time = (name: string, usual: string): string | undefined =>
    other(text(profile, name) || undefined, usual);
  const number = (name: string, usual: number): number | undefined => {
    const given = profile[name];
    return given === '' || given === null ? undefined : other(Number(given), usual);
  };
  const flag = (name: string, usual: boolean): boolean | undefined => other(isTrue(profile, name), usual);

  return {
    expander: other(text(profile, 'expander') || undefined, 'random'),
    balanceSimilarNodeGroups: flag('balance_similar_node_groups', false),
    evictDaemonSetsOfEmptyNodes: flag('daemonset_eviction_for_empty_nodes_enabled', false),
    evictDaemonSetsOfOccupiedNodes: flag('daemonset_eviction_for_occupied_nodes_enabled', true),
    ignoreDaemonSetsUtilization: flag('ignore_daemonsets_utilization_enabled', false),
    emptyBulkDeleteMax: number('empty_bulk_delete_max', 10),
    maxGracefulTerminationSeconds: number('max_graceful_termination_sec', 600),
    maxNodeProvisioningTime: time('max_node_provisioning_time', '15m'),
    maxUnreadyNodes: number('max_unready_nodes', 3),
    maxUnreadyPercentage: number('max_unready_percentage', 45),
    newPodScaleUpDelay: time('new_pod_scale_up_delay', '0s'),
    scaleDownDelayAfterAdd: time('scale_down_delay_after_add', '10m'),
    scaleDownDelayAfterDelete: time('scale_down_delay_after_delete', '10s'),
    scaleDownDelayAfterFailure: time('scale_down_delay_after_failure', '3m'),
    scaleDownUnneeded: time('scale_down_unneeded', '10m'),
    scaleDownUnready: time('scale_down_unready', '20m'),
    scaleDownUtilizationThreshold: number('scale_down_utilization_threshold', 0.5),
    scanInterval: time('scan_interval', '10s'),
    skipNodesWithLocalStorage: flag('skip_nodes_with_local_storage', false),
    skipNodesWithSystemPods: flag('skip_nodes_with_system_pods', true),
  };
}

function httpProxyKeys(config: State | undefined): Section | undefined {
  return (
    config && {
      http: text(config, 'http_proxy') || undefined,
      https: text(config, 'https_proxy') || undefined,
      noProxy: texts(config, 'no_proxy'),
      trustedCa: text(config, 'trusted_ca') || undefined,
    }
  );
}

/** Only azurerm 5 knows it; anything but Auto is what a cluster has without it. */
function provisioningKeys(profile: State | undefined): Section | undefined {
  return profile && text(profile, 'mode') === 'Auto'
    ? { mode: 'Auto', defaultNodePools: text(profile, 'default_node_pools') }
    : undefined;
}

/** An identity of the nodes that is not the one that AKS makes for them, among the nodes. */
function kubeletIdentityKeys(cluster: State): Section | undefined {
  const identity = block(cluster, 'kubelet_identity');
  const id = text(identity, 'user_assigned_identity_id') || '';
  const isOfAks = id
    .toLowerCase()
    .includes(`/resourcegroups/${(text(cluster, 'node_resource_group') ?? '').toLowerCase()}/`);
  return identityKeys(cluster) === undefined || id === '' || isOfAks
    ? undefined
    : {
        userAssignedIdentityId: id,
        clientId: text(identity, 'client_id'),
        objectId: text(identity, 'object_id'),
      };
}

function identityKeys(cluster: State): Section | undefined {
  const identity = block(cluster, 'identity');
  const [id] = texts(identity, 'identity_ids');
  return text(identity, 'type') === 'UserAssigned' && id ? { userAssignedIdentityId: id } : undefined;
}

function nodeAccessKeys(cluster: State): Section | undefined {
  const profile = block(cluster, 'linux_profile');
  const key = text(block(profile, 'ssh_key'), 'key_data');
  return profile && key ? { adminUsername: text(profile, 'admin_username'), sshPublicKey: key } : undefined;
}

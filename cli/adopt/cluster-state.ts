import { State, Value } from '../../rehearsal/protocol/values';
import { normalizedPlace } from '../../rehearsal/protocol/equivalent-values';
import { canonicalId } from '../../lib/shared/canonical-ids';
import { addOns } from './add-on-state';
import { AzureObject } from './azure-object';
import { defaultPoolState } from './pool-state';
import { networkProfile } from './network-state';
import { armIdIn } from './state-values';

/** What identifies a cluster. */
export interface Place {
  readonly id: string;
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  readonly name: string;
}

/**
 * The cluster as azurerm would read it into its state, from what Azure says of it.
 *
 * The names are those of azurerm 4; older names of the same are added by `underOldNames`. The source is
 * `resourceKubernetesClusterRead` and what it calls.
 */
export function clusterState(
  cluster: AzureObject,
  { id, resourceGroup, name }: Place,
  system: AzureObject,
): State {
  const access = cluster.object('apiServerAccessProfile');
  const security = cluster.object('securityProfile');
  const upgrade = cluster.object('autoUpgradeProfile');
  const isPrivate = access?.flag('enablePrivateCluster') ?? false;
  const channel = upgrade?.text('upgradeChannel') ?? '';
  const cleaner = security?.object('imageCleaner');

  return {
    id,
    name,
    resource_group_name: resourceGroup,
    location: normalizedPlace(cluster.text('location') ?? ''),
    edge_zone: cluster.object('extendedLocation')?.text('name') ?? null,
    tags: cluster.map('tags'),
    sku_tier: cluster.object('sku')?.text('tier') ?? 'Free',
    support_plan: cluster.text('supportPlan') ?? '',
    kubernetes_version: cluster.text('kubernetesVersion') ?? null,
    node_resource_group: cluster.text('nodeResourceGroup') ?? null,
    dns_prefix: cluster.text('dnsPrefix') ?? null,
    dns_prefix_private_cluster: cluster.text('fqdnSubdomain') ?? null,
    disk_encryption_set_id: cluster.text('diskEncryptionSetID') ?? null,
    local_account_disabled: cluster.flag('disableLocalAccounts') ?? false,
    role_based_access_control_enabled: cluster.flag('enableRBAC') ?? true,
    automatic_upgrade_channel: channel === 'none' ? '' : channel,
    node_os_upgrade_channel: upgrade?.text('nodeOSUpgradeChannel') ?? '',
    upgrade_override: upgradeOverride(cluster),
    private_cluster_enabled: isPrivate,
    private_cluster_public_fqdn_enabled: access?.flag('enablePrivateClusterPublicFQDN') ?? false,
    private_dns_zone_id: zone(access),
    run_command_enabled: !(access?.flag('disableRunCommand') ?? false),
    api_server_access_profile: apiServerAccess(access),
    image_cleaner_enabled: cleaner?.flag('enabled') ?? false,
    image_cleaner_interval_hours: cleaner?.number('intervalHours') ?? 0,
    oidc_issuer_enabled: cluster.object('oidcIssuerProfile')?.flag('enabled') ?? false,
    workload_identity_enabled: security?.object('workloadIdentity')?.flag('enabled') ?? false,
    key_management_service: keyManagement(security?.object('azureKeyVaultKms')),
    microsoft_defender: defender(security?.object('defender')),
    custom_ca_trust_certificates_base64: security?.texts('customCATrustCertificates') ?? [],
    azure_active_directory_role_based_access_control: directory(cluster.object('aadProfile')),
    identity: identity(cluster.object('identity')),
    service_principal: servicePrincipal(cluster.object('servicePrincipalProfile')),
    kubelet_identity: kubeletIdentity(cluster.object('identityProfile')?.object('kubeletidentity')),
    linux_profile: linuxProfile(cluster.object('linuxProfile')),
    windows_profile: windowsProfile(cluster.object('windowsProfile')),
    network_profile: networkProfile(cluster.object('networkProfile')),
    auto_scaler_profile: autoscaler(cluster.object('autoScalerProfile')),
    workload_autoscaler_profile: workloadAutoscaler(cluster.object('workloadAutoScalerProfile')),
    storage_profile: storage(cluster.object('storageProfile')),
    node_provisioning_profile: nodeProvisioning(cluster.object('nodeProvisioningProfile')),
    http_proxy_config: httpProxy(cluster.object('httpProxyConfig')),
    service_mesh_profile: serviceMesh(cluster.object('serviceMeshProfile')),
    web_app_routing: webAppRouting(cluster.object('ingressProfile')?.object('webAppRouting')),
    monitor_metrics: metrics(cluster.object('azureMonitorProfile')?.object('metrics')),
    cost_analysis_enabled: cluster.object('metricsProfile')?.object('costAnalysis')?.flag('enabled') ?? false,
    ai_toolchain_operator_enabled: cluster.object('aiToolchainOperatorProfile')?.flag('enabled') ?? false,
    bootstrap_profile: bootstrap(cluster.object('bootstrapProfile')),
    default_node_pool: [defaultPoolState(system)],
    ...addOns(cluster.object('addonProfiles')),
  };
}

function zone(access: AzureObject | undefined): string | null {
  const given = access?.text('privateDNSZone');
  const word = ['System', 'None'].find((one) => one.toLowerCase() === given?.toLowerCase());
  return word ?? given ?? null;
}

/** A block that is there as soon as Azure says anything of it, were it that the integration is off. */
function apiServerAccess(access: AzureObject | undefined): Value {
  const ranges = access?.texts('authorizedIPRanges') ?? [];
  const subnet = access?.text('subnetId') ?? null;
  const isIntegrated = access?.flag('enableVnetIntegration');
  return ranges.length > 0 || subnet !== null || isIntegrated !== undefined
    ? [
        {
          authorized_ip_ranges: ranges,
          subnet_id: subnet,
          virtual_network_integration_enabled: isIntegrated ?? false,
        },
      ]
    : [];
}

function workloadAutoscaler(profile: AzureObject | undefined): Value {
  const [keda, vertical] = [profile?.object('keda'), profile?.object('verticalPodAutoscaler')];
  return keda || vertical
    ? [
        {
          keda_enabled: keda?.flag('enabled') ?? false,
          vertical_pod_autoscaler_enabled: vertical?.flag('enabled') ?? false,
        },
      ]
    : [];
}

function upgradeOverride(cluster: AzureObject): Value {
  const settings = cluster.object('upgradeSettings')?.object('overrideSettings');
  const isForced = settings?.flag('forceUpgrade');
  return isForced === undefined
    ? []
    : [{ force_upgrade_enabled: isForced, effective_until: settings?.text('until') ?? null }];
}

function keyManagement(service: AzureObject | undefined): Value {
  return service?.flag('enabled')
    ? [
        {
          key_vault_key_id: service.text('keyId') ?? '',
          key_vault_network_access: service.text('keyVaultNetworkAccess') ?? 'Public',
        },
      ]
    : [];
}

function defender(profile: AzureObject | undefined): Value {
  return profile?.object('securityMonitoring')?.flag('enabled')
    ? [{ log_analytics_workspace_id: profile.text('logAnalyticsWorkspaceResourceId') ?? '' }]
    : [];
}

function directory(profile: AzureObject | undefined): Value {
  if (!profile) {
    return [];
  }
  return [
    {
      tenant_id: profile.text('tenantID') ?? null,
      azure_rbac_enabled: profile.flag('enableAzureRBAC') ?? false,
      admin_group_object_ids: profile.texts('adminGroupObjectIDs'),
      managed: profile.flag('managed') ?? false,
      client_app_id: profile.text('clientAppID') ?? '',
      server_app_id: profile.text('serverAppID') ?? '',
    },
  ];
}

function identity(given: AzureObject | undefined): Value {
  const type = given?.text('type');
  const ids = given?.namesIn('userAssignedIdentities') ?? [];
  given?.value('userAssignedIdentities');
  return type === undefined || type === 'None'
    ? []
    : [
        {
          type,
          identity_ids: ids.map(canonicalId),
          principal_id: given?.text('principalId') ?? '',
          tenant_id: given?.text('tenantId') ?? '',
        },
      ];
}

function servicePrincipal(profile: AzureObject | undefined): Value {
  const clientId = profile?.text('clientId');
  return clientId === undefined || clientId.toLowerCase() === 'msi'
    ? []
    : [{ client_id: clientId, client_secret: '' }];
}

function kubeletIdentity(given: AzureObject | undefined): Value {
  return given
    ? [
        {
          client_id: given.text('clientId') ?? null,
          object_id: given.text('objectId') ?? null,
          user_assigned_identity_id: armIdIn(given, 'resourceId'),
        },
      ]
    : [];
}

function linuxProfile(profile: AzureObject | undefined): Value {
  if (!profile) {
    return [];
  }
  const keys = profile.object('ssh')?.objects('publicKeys') ?? [];
  // As it is, with the line break that `az aks create` leaves at the end.
  return [
    {
      admin_username: profile.text('adminUsername') ?? '',
      ssh_key: keys.map((key) => ({ key_data: key.text('keyData') ?? '' })),
    },
  ];
}

function windowsProfile(profile: AzureObject | undefined): Value {
  if (!profile) {
    return [];
  }
  const given = profile.object('gmsaProfile');
  const gmsa = given?.flag('enabled') === false ? undefined : given;
  const license = profile.text('licenseType');
  return [
    {
      admin_username: profile.text('adminUsername') ?? '',
      admin_password: '',
      license: license === 'None' ? '' : (license ?? ''),
      gmsa: gmsa
        ? [{ dns_server: gmsa.text('dnsServer') ?? '', root_domain: gmsa.text('rootDomainName') ?? '' }]
        : [],
    },
  ];
}

function autoscaler(profile: AzureObject | undefined): Value {
  if (!profile) {
    return [];
  }
  const text = (name: string): string => profile.text(name) ?? profile.number(name)?.toString() ?? '';
  return [
    {
      balance_similar_node_groups: profile.flag('balance-similar-node-groups') ?? false,
      daemonset_eviction_for_empty_nodes_enabled: profile.flag('daemonset-eviction-for-empty-nodes') ?? false,
      daemonset_eviction_for_occupied_nodes_enabled:
        profile.flag('daemonset-eviction-for-occupied-nodes') ?? true,
      ignore_daemonsets_utilization_enabled: profile.flag('ignore-daemonsets-utilization') ?? false,
      expander: text('expander'),
      max_graceful_termination_sec: text('max-graceful-termination-sec'),
      max_node_provisioning_time: text('max-node-provision-time'),
      max_unready_nodes: profile.number('ok-total-unready-count') ?? 0,
      max_unready_percentage: profile.number('max-total-unready-percentage') ?? 0,
      new_pod_scale_up_delay: text('new-pod-scale-up-delay'),
      scale_down_delay_after_add: text('scale-down-delay-after-add'),
      scale_down_delay_after_delete: text('scale-down-delay-after-delete'),
      scale_down_delay_after_failure: text('scale-down-delay-after-failure'),
      scale_down_unneeded: text('scale-down-unneeded-time'),
      scale_down_unready: text('scale-down-unready-time'),
      scale_down_utilization_threshold: text('scale-down-utilization-threshold'),
      empty_bulk_delete_max: text('max-empty-bulk-delete'),
      scan_interval: text('scan-interval'),
      skip_nodes_with_local_storage: profile.flag('skip-nodes-with-local-storage') ?? true,
      skip_nodes_with_system_pods: profile.flag('skip-nodes-with-system-pods') ?? true,
    },
  ];
}

/** Node auto-provisioning, which azurerm 5 reads and 4 does not know. */
function nodeProvisioning(profile: AzureObject | undefined): Value {
  return profile
    ? [
        {
          mode: profile.text('mode') ?? 'Manual',
          default_node_pools: profile.text('defaultNodePools') ?? 'Auto',
        },
      ]
    : [];
}

/**
 * azurerm sends these, and its Read, `resourceKubernetesClusterRead`, does not have them; they are compared as if it had, so
 * that nothing changes in either case.
 */
function storage(profile: AzureObject | undefined): Value {
  const isOn = (name: string, otherwise: boolean): boolean =>
    profile?.object(name)?.flag('enabled') ?? otherwise;
  return profile
    ? [
        {
          blob_driver_enabled: isOn('blobCSIDriver', false),
          disk_driver_enabled: isOn('diskCSIDriver', true),
          file_driver_enabled: isOn('fileCSIDriver', true),
          snapshot_controller_enabled: isOn('snapshotController', true),
        },
      ]
    : [];
}

function httpProxy(config: AzureObject | undefined): Value {
  return config
    ? [
        {
          http_proxy: config.text('httpProxy') ?? '',
          https_proxy: config.text('httpsProxy') ?? '',
          no_proxy: config.texts('noProxy'),
          trusted_ca: config.text('trustedCa') ?? '',
        },
      ]
    : [];
}

function serviceMesh(profile: AzureObject | undefined): Value {
  if (profile?.text('mode') !== 'Istio') {
    return [];
  }
  const istio = profile.object('istio');
  const gateways = istio?.object('components')?.objects('ingressGateways') ?? [];
  const isOpen = (mode: string): boolean =>
    gateways.some((gateway) => gateway.text('mode') === mode && (gateway.flag('enabled') ?? false));
  const plugin = istio?.object('certificateAuthority')?.object('plugin');
  const [isInternal, isExternal] = [isOpen('Internal'), isOpen('External')];
  return [
    {
      mode: 'Istio',
      revisions: istio?.texts('revisions') ?? [],
      internal_ingress_gateway_enabled: isInternal,
      external_ingress_gateway_enabled: isExternal,
      certificate_authority: plugin
        ? [
            {
              key_vault_id: plugin.text('keyVaultId') ?? '',
              cert_chain_object_name: plugin.text('certChainObjectName') ?? '',
              cert_object_name: plugin.text('certObjectName') ?? '',
              key_object_name: plugin.text('keyObjectName') ?? '',
              root_cert_object_name: plugin.text('rootCertObjectName') ?? '',
            },
          ]
        : [],
    },
  ];
}

function webAppRouting(routing: AzureObject | undefined): Value {
  return routing && routing.flag('enabled') !== false
    ? [
        {
          dns_zone_ids: routing.texts('dnsZoneResourceIds'),
          default_nginx_controller: routing.object('nginx')?.text('defaultIngressControllerType') ?? '',
        },
      ]
    : [];
}

function metrics(profile: AzureObject | undefined): Value {
  const state = profile?.object('kubeStateMetrics');
  return profile?.flag('enabled')
    ? [
        {
          annotations_allowed: state?.text('metricAnnotationsAllowList') ?? '',
          labels_allowed: state?.text('metricLabelsAllowlist') ?? '',
        },
      ]
    : [];
}

function bootstrap(profile: AzureObject | undefined): Value {
  return profile
    ? [
        {
          artifact_source: profile.text('artifactSource') ?? 'Direct',
          container_registry_id: armIdIn(profile, 'containerRegistryId'),
        },
      ]
    : [];
}

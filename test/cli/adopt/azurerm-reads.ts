/* oxlint-disable typescript/no-explicit-any -- JSON of Azure has no types here */
/* oxlint-disable typescript/no-unsafe-member-access, typescript/no-unsafe-assignment, typescript/no-unsafe-call,
   typescript/no-unsafe-return, typescript/no-unsafe-argument -- nor what is read of it */
import { State } from '../../../rehearsal/protocol/values';
import { defaultPool, FURTHER_POOL, poolBlocks, Row, rows } from './azurerm-reads-pools';

/**
 * What azurerm 4.55 reads of a cluster into its state, property by property: written from its documentation and the Read of
 * its resources, and from nothing that `adopt` does. The documents are in the words of the Azure CLI.
 */

type Json = any;

const CLUSTER: readonly Row[] = [
  ['name', 'name'],
  ['resource_group_name', 'resourceGroup'],
  ['location', 'location'],
  ['tags', 'tags', {}],
  ['sku_tier', 'sku.tier', 'Free'],
  ['edge_zone', 'extendedLocation.name'],
  ['support_plan', 'supportPlan', ''],
  ['kubernetes_version', 'kubernetesVersion'],
  ['node_resource_group', 'nodeResourceGroup'],
  ['dns_prefix', 'dnsPrefix'],
  ['dns_prefix_private_cluster', 'fqdnSubdomain'],
  ['disk_encryption_set_id', 'diskEncryptionSetId'],
  ['local_account_disabled', 'disableLocalAccounts', false],
  ['role_based_access_control_enabled', 'enableRbac', true],
  ['node_os_upgrade_channel', 'autoUpgradeProfile.nodeOsUpgradeChannel', ''],
  // Its name in azurerm 3.
  ['node_os_channel_upgrade', 'autoUpgradeProfile.nodeOsUpgradeChannel', ''],
  ['private_cluster_enabled', 'apiServerAccessProfile.enablePrivateCluster', false],
  ['private_cluster_public_fqdn_enabled', 'apiServerAccessProfile.enablePrivateClusterPublicFqdn', false],
  ['image_cleaner_enabled', 'securityProfile.imageCleaner.enabled', false],
  ['image_cleaner_interval_hours', 'securityProfile.imageCleaner.intervalHours', 0],
  ['oidc_issuer_enabled', 'oidcIssuerProfile.enabled', false],
  ['workload_identity_enabled', 'securityProfile.workloadIdentity.enabled', false],
  ['custom_ca_trust_certificates_base64', 'securityProfile.customCaTrustCertificates', []],
  ['ai_toolchain_operator_enabled', 'aiToolchainOperatorProfile.enabled', false],
  ['cost_analysis_enabled', 'metricsProfile.costAnalysis.enabled', false],
  ['azure_policy_enabled', 'addonProfiles.azurepolicy.enabled', false],
  ['http_application_routing_enabled', 'addonProfiles.httpApplicationRouting.enabled', false],
  ['open_service_mesh_enabled', 'addonProfiles.openServiceMesh.enabled', false],
];

/** A cluster as azurerm has it in state after an import. */
export function readCluster(doc: Json): { cluster: State; pools: State[] } {
  const id = (doc.id as string).replace('/resourcegroups/', '/resourceGroups/');
  const system = doc.agentPoolProfiles.find((pool: Json) => pool.mode === 'System');
  return {
    cluster: { id, ...rows(CLUSTER, doc), ...blocksOf(doc), default_node_pool: [defaultPool(system)] },
    pools: doc.agentPoolProfiles
      .filter((pool: Json) => pool !== system)
      .map((pool: Json) => ({
        id: `${id}/agentPools/${pool.name}`,
        kubernetes_cluster_id: id,
        ...rows(FURTHER_POOL, pool),
        ...poolBlocks(pool),
        windows_profile: pool.windowsProfile
          ? [{ outbound_nat_enabled: !pool.windowsProfile.disableOutboundNat }]
          : [],
      })),
  };
}

function blocksOf(doc: Json): State {
  const access = doc.apiServerAccessProfile;
  const zone = access?.privateDnsZone;
  const security = doc.securityProfile ?? {};
  const addOns = doc.addonProfiles ?? {};
  const scaler = doc.workloadAutoScalerProfile;
  const mesh = doc.serviceMeshProfile?.istio;
  const gateway = (mode: string): boolean =>
    (mesh?.components?.ingressGateways ?? []).some((one: Json) => one.mode === mode && one.enabled);
  const routing = doc.ingressProfile?.webAppRouting;
  const proxy = doc.httpProxyConfig;
  const kubelet = doc.identityProfile?.kubeletidentity;
  const settings = (name: string): Json => (addOns[name]?.enabled ? (addOns[name].config ?? {}) : undefined);
  const vault = settings('azureKeyvaultSecretsProvider');
  const agent = settings('omsagent');
  const agic = settings('ingressApplicationGateway');
  const directory = doc.aadProfile;
  const storage = doc.storageProfile;
  const metrics = doc.azureMonitorProfile?.metrics;

  return {
    private_dns_zone_id:
      ['System', 'None'].find((word) => word.toLowerCase() === zone?.toLowerCase()) ?? zone ?? '',
    automatic_upgrade_channel:
      doc.autoUpgradeProfile?.upgradeChannel === 'none' ? '' : (doc.autoUpgradeProfile?.upgradeChannel ?? ''),
    run_command_enabled: access?.disableRunCommand !== true,
    api_server_access_profile:
      access?.authorizedIpRanges || access?.subnetId || typeof access?.enableVnetIntegration === 'boolean'
        ? [
            {
              authorized_ip_ranges: access.authorizedIpRanges ?? [],
              subnet_id: access.subnetId ?? '',
              virtual_network_integration_enabled: access.enableVnetIntegration ?? false,
            },
          ]
        : [],
    identity: doc.identity
      ? [
          {
            type: doc.identity.type,
            identity_ids: Object.keys(doc.identity.userAssignedIdentities ?? {}).map(canonical),
          },
        ]
      : [],
    service_principal:
      doc.servicePrincipalProfile.clientId === 'msi'
        ? []
        : [{ client_id: doc.servicePrincipalProfile.clientId, client_secret: '' }],
    kubelet_identity: kubelet
      ? [
          {
            client_id: kubelet.clientId,
            object_id: kubelet.objectId,
            user_assigned_identity_id: canonical(kubelet.resourceId),
          },
        ]
      : [],
    azure_active_directory_role_based_access_control: directory
      ? [
          {
            tenant_id: directory.tenantId,
            azure_rbac_enabled: directory.enableAzureRbac ?? false,
            admin_group_object_ids: directory.adminGroupObjectIDs ?? [],
          },
        ]
      : [],
    linux_profile: doc.linuxProfile
      ? [
          {
            admin_username: doc.linuxProfile.adminUsername,
            ssh_key: doc.linuxProfile.ssh.publicKeys.map((one: Json) => ({ key_data: one.keyData })),
          },
        ]
      : [],
    windows_profile: doc.windowsProfile
      ? [
          {
            admin_username: doc.windowsProfile.adminUsername,
            admin_password: '',
            license: doc.windowsProfile.licenseType === 'None' ? '' : doc.windowsProfile.licenseType,
            gmsa: doc.windowsProfile.gmsaProfile
              ? [
                  {
                    dns_server: doc.windowsProfile.gmsaProfile.dnsServer ?? '',
                    root_domain: doc.windowsProfile.gmsaProfile.rootDomainName ?? '',
                  },
                ]
              : [],
          },
        ]
      : [],
    network_profile: [networkOf(doc.networkProfile)],
    key_management_service: security.azureKeyVaultKms?.enabled
      ? [
          {
            key_vault_key_id: security.azureKeyVaultKms.keyId,
            key_vault_network_access: security.azureKeyVaultKms.keyVaultNetworkAccess,
          },
        ]
      : [],
    microsoft_defender: security.defender?.securityMonitoring.enabled
      ? [{ log_analytics_workspace_id: security.defender.logAnalyticsWorkspaceResourceId }]
      : [],
    upgrade_override: doc.upgradeSettings?.overrideSettings
      ? [
          {
            force_upgrade_enabled: doc.upgradeSettings.overrideSettings.forceUpgrade ?? false,
            effective_until: doc.upgradeSettings.overrideSettings.until ?? '',
          },
        ]
      : [],
    bootstrap_profile: doc.bootstrapProfile?.artifactSource
      ? [
          {
            artifact_source: doc.bootstrapProfile.artifactSource,
            container_registry_id: doc.bootstrapProfile.containerRegistryId ?? '',
          },
        ]
      : [],
    confidential_computing: addOns.ACCSGXDevicePlugin?.enabled
      ? [{ sgx_quote_helper_enabled: addOns.ACCSGXDevicePlugin.config?.ACCSGXQuoteHelperEnabled === 'true' }]
      : [],
    workload_autoscaler_profile:
      scaler?.keda || scaler?.verticalPodAutoscaler
        ? [
            {
              keda_enabled: scaler.keda?.enabled ?? false,
              vertical_pod_autoscaler_enabled: scaler.verticalPodAutoscaler?.enabled ?? false,
            },
          ]
        : [],
    service_mesh_profile: mesh
      ? [
          {
            mode: 'Istio',
            revisions: mesh.revisions,
            internal_ingress_gateway_enabled: gateway('Internal'),
            external_ingress_gateway_enabled: gateway('External'),
            certificate_authority: mesh.certificateAuthority?.plugin
              ? [
                  {
                    key_vault_id: mesh.certificateAuthority.plugin.keyVaultId,
                    cert_chain_object_name: mesh.certificateAuthority.plugin.certChainObjectName,
                    cert_object_name: mesh.certificateAuthority.plugin.certObjectName,
                    key_object_name: mesh.certificateAuthority.plugin.keyObjectName,
                    root_cert_object_name: mesh.certificateAuthority.plugin.rootCertObjectName,
                  },
                ]
              : [],
          },
        ]
      : [],
    web_app_routing: routing?.enabled
      ? [
          {
            dns_zone_ids: routing.dnsZoneResourceIds,
            default_nginx_controller: routing.nginx?.defaultIngressControllerType ?? '',
          },
        ]
      : [],
    http_proxy_config: proxy
      ? [
          {
            http_proxy: proxy.httpProxy,
            https_proxy: proxy.httpsProxy,
            no_proxy: proxy.noProxy,
            trusted_ca: proxy.trustedCa,
          },
        ]
      : [],
    // In azurerm 5.
    node_provisioning_profile: doc.nodeProvisioningProfile
      ? [
          {
            mode: doc.nodeProvisioningProfile.mode,
            default_node_pools: doc.nodeProvisioningProfile.defaultNodePools,
          },
        ]
      : [],
    monitor_metrics: metrics?.enabled
      ? [
          {
            annotations_allowed: metrics.kubeStateMetrics?.metricAnnotationsAllowList ?? '',
            labels_allowed: metrics.kubeStateMetrics?.metricLabelsAllowlist ?? '',
          },
        ]
      : [],
    storage_profile: storage
      ? [
          {
            blob_driver_enabled: storage.blobCsiDriver?.enabled ?? false,
            disk_driver_enabled: storage.diskCsiDriver?.enabled ?? true,
            file_driver_enabled: storage.fileCsiDriver?.enabled ?? true,
            snapshot_controller_enabled: storage.snapshotController?.enabled ?? true,
          },
        ]
      : [],
    auto_scaler_profile: doc.autoScalerProfile ? [autoscaler(doc.autoScalerProfile)] : [],
    key_vault_secrets_provider: vault
      ? [
          {
            secret_rotation_enabled: vault.enableSecretRotation !== 'false',
            secret_rotation_interval: vault.rotationPollInterval ?? '',
          },
        ]
      : [],
    oms_agent: agent
      ? [
          {
            log_analytics_workspace_id: canonical(agent.logAnalyticsWorkspaceResourceID),
            msi_auth_for_monitoring_enabled: agent.useAADAuth === 'true',
          },
        ]
      : [],
    ingress_application_gateway: agic
      ? [
          {
            gateway_id: agic.applicationGatewayId ?? '',
            gateway_name: agic.applicationGatewayName ?? '',
            subnet_cidr: agic.subnetCIDR ?? '',
            subnet_id: agic.subnetId ?? '',
          },
        ]
      : [],
    aci_connector_linux: addOns.aciConnectorLinux?.enabled
      ? [{ subnet_name: addOns.aciConnectorLinux.config.SubnetName }]
      : [],
  };
}

function autoscaler(profile: Json): State {
  return {
    balance_similar_node_groups: profile.balanceSimilarNodeGroups === 'true',
    daemonset_eviction_for_empty_nodes_enabled: profile.daemonsetEvictionForEmptyNodes ?? false,
    daemonset_eviction_for_occupied_nodes_enabled: profile.daemonsetEvictionForOccupiedNodes ?? true,
    ignore_daemonsets_utilization_enabled: profile.ignoreDaemonsetsUtilization ?? false,
    expander: profile.expander ?? '',
    max_graceful_termination_sec: profile.maxGracefulTerminationSec ?? '',
    max_node_provisioning_time: profile.maxNodeProvisionTime ?? '',
    max_unready_nodes: Number(profile.okTotalUnreadyCount ?? 0),
    max_unready_percentage: Number(profile.maxTotalUnreadyPercentage ?? 0),
    new_pod_scale_up_delay: profile.newPodScaleUpDelay ?? '',
    scale_down_delay_after_add: profile.scaleDownDelayAfterAdd ?? '',
    scale_down_delay_after_delete: profile.scaleDownDelayAfterDelete ?? '',
    scale_down_delay_after_failure: profile.scaleDownDelayAfterFailure ?? '',
    scale_down_unneeded: profile.scaleDownUnneededTime ?? '',
    scale_down_unready: profile.scaleDownUnreadyTime ?? '',
    scale_down_utilization_threshold: profile.scaleDownUtilizationThreshold ?? '',
    empty_bulk_delete_max: profile.maxEmptyBulkDelete ?? '',
    scan_interval: profile.scanInterval ?? '',
    skip_nodes_with_local_storage: (profile.skipNodesWithLocalStorage ?? 'true') === 'true',
    skip_nodes_with_system_pods: (profile.skipNodesWithSystemPods ?? 'true') === 'true',
  };
}

function networkOf(network: Json): State {
  const balancer = network.loadBalancerProfile;
  const gateway = network.natGatewayProfile;
  return {
    network_plugin: network.networkPlugin,
    network_plugin_mode: network.networkPluginMode ?? '',
    network_data_plane: network.networkDataplane,
    network_policy: network.networkPolicy === 'none' ? '' : (network.networkPolicy ?? ''),
    network_mode: network.networkMode ?? '',
    advanced_networking: network.advancedNetworking?.enabled
      ? [
          {
            observability_enabled: network.advancedNetworking.observability?.enabled ?? false,
            security_enabled: network.advancedNetworking.security?.enabled ?? false,
          },
        ]
      : [],
    pod_cidr: network.podCidr ?? '',
    pod_cidrs: network.podCidrs ?? [],
    service_cidr: network.serviceCidr ?? '',
    service_cidrs: network.serviceCidrs ?? [],
    dns_service_ip: network.dnsServiceIp ?? '',
    ip_versions: network.ipFamilies,
    outbound_type: network.outboundType,
    load_balancer_sku: network.loadBalancerSku,
    load_balancer_profile: balancer
      ? [
          {
            backend_pool_type: balancer.backendPoolType,
            idle_timeout_in_minutes: balancer.idleTimeoutInMinutes ?? 0,
            outbound_ports_allocated: balancer.allocatedOutboundPorts ?? 0,
            managed_outbound_ip_count: balancer.managedOutboundIPs?.count ?? 0,
            managed_outbound_ipv6_count: balancer.managedOutboundIPs?.countIpv6 ?? 0,
            outbound_ip_address_ids: (balancer.outboundIPs?.publicIPs ?? []).map((one: Json) => one.id),
            outbound_ip_prefix_ids: (balancer.outboundIpPrefixes?.publicIpPrefixes ?? []).map(
              (one: Json) => one.id,
            ),
          },
        ]
      : [],
    nat_gateway_profile: gateway
      ? [
          {
            idle_timeout_in_minutes: gateway.idleTimeoutInMinutes,
            managed_outbound_ip_count: gateway.managedOutboundIpProfile?.count ?? 0,
          },
        ]
      : [],
  };
}

/** The case of IDs that the provider parses when it reads them; it keeps all others as Azure has them. */
function canonical(id: string): string {
  return id
    .replace('/resourcegroups/', '/resourceGroups/')
    .replace('/microsoft.network/', '/Microsoft.Network/')
    .replace('/microsoft.operationalinsights/', '/Microsoft.OperationalInsights/');
}

/* eslint-disable @typescript-eslint/no-explicit-any, @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-assignment,
   @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-return, @typescript-eslint/no-unsafe-argument -- JSON of Azure has no types here */
import { State, Value } from '../../../rehearsal/protocol/values';

/**
 * What azurerm 4.55 reads of a cluster into its state, property by property: written from its documentation and the Read of
 * its resources, and from nothing that `adopt` does. The documents are in the words of the Azure CLI.
 */

type Json = any;

/** Argument to where its value stands, and what is read where nothing stands. */
type Row = readonly [argument: string, property: string, otherwise?: Value];

const POOL: readonly Row[] = [
  ['name', 'name'],
  ['vm_size', 'vmSize'],
  ['node_count', 'count', 0],
  ['auto_scaling_enabled', 'enableAutoScaling', false],
  ['min_count', 'minCount', 0],
  ['max_count', 'maxCount', 0],
  ['zones', 'availabilityZones', []],
  ['os_disk_size_gb', 'osDiskSizeGb', 0],
  ['os_disk_type', 'osDiskType', 'Managed'],
  ['os_sku', 'osSku'],
  ['kubelet_disk_type', 'kubeletDiskType'],
  ['workload_runtime', 'workloadRuntime'],
  ['max_pods', 'maxPods', 0],
  ['vnet_subnet_id', 'vnetSubnetId'],
  ['pod_subnet_id', 'podSubnetId'],
  ['node_labels', 'nodeLabels', {}],
  ['tags', 'tags', {}],
  ['host_encryption_enabled', 'enableEncryptionAtHost', false],
  ['fips_enabled', 'enableFips', false],
  ['ultra_ssd_enabled', 'enableUltraSsd', false],
  ['node_public_ip_enabled', 'enableNodePublicIp', false],
  ['node_public_ip_prefix_id', 'nodePublicIpPrefixId'],
  ['proximity_placement_group_id', 'proximityPlacementGroupId'],
  ['host_group_id', 'hostGroupId'],
  ['capacity_reservation_group_id', 'capacityReservationGroupId'],
  ['snapshot_id', 'creationData.sourceResourceId'],
  ['gpu_instance', 'gpuInstanceProfile'],
  ['gpu_driver', 'gpuProfile.driver'],
  ['scale_down_mode', 'scaleDownMode', 'Delete'],
  ['orchestrator_version', 'orchestratorVersion'],
];

const FURTHER_POOL: readonly Row[] = [
  ...POOL,
  ['mode', 'mode', 'User'],
  ['os_type', 'osType', 'Linux'],
  ['node_taints', 'nodeTaints', []],
  ['priority', 'scaleSetPriority', 'Regular'],
  ['eviction_policy', 'scaleSetEvictionPolicy', ''],
  ['spot_max_price', 'spotMaxPrice', -1],
];

const KUBELET: readonly Row[] = [
  ['cpu_manager_policy', 'cpuManagerPolicy', ''],
  ['cpu_cfs_quota_enabled', 'cpuCfsQuota', false],
  ['cpu_cfs_quota_period', 'cpuCfsQuotaPeriod', ''],
  ['image_gc_high_threshold', 'imageGcHighThreshold', 0],
  ['image_gc_low_threshold', 'imageGcLowThreshold', 0],
  ['topology_manager_policy', 'topologyManagerPolicy', ''],
  ['allowed_unsafe_sysctls', 'allowedUnsafeSysctls', []],
  ['container_log_max_size_mb', 'containerLogMaxSizeMb', 0],
  ['container_log_max_line', 'containerLogMaxFiles', 0],
  ['pod_max_pid', 'podMaxPids', 0],
];

const CLUSTER: readonly Row[] = [
  ['name', 'name'],
  ['resource_group_name', 'resourceGroup'],
  ['location', 'location'],
  ['tags', 'tags', {}],
  ['sku_tier', 'sku.tier', 'Free'],
  ['support_plan', 'supportPlan', 'KubernetesOfficial'],
  ['kubernetes_version', 'kubernetesVersion'],
  ['node_resource_group', 'nodeResourceGroup'],
  ['dns_prefix', 'dnsPrefix'],
  ['dns_prefix_private_cluster', 'fqdnSubdomain'],
  ['disk_encryption_set_id', 'diskEncryptionSetId'],
  ['local_account_disabled', 'disableLocalAccounts', false],
  ['role_based_access_control_enabled', 'enableRbac', true],
  ['automatic_upgrade_channel', 'autoUpgradeProfile.upgradeChannel', ''],
  ['node_os_upgrade_channel', 'autoUpgradeProfile.nodeOsUpgradeChannel', ''],
  ['private_cluster_enabled', 'apiServerAccessProfile.enablePrivateCluster', false],
  ['private_cluster_public_fqdn_enabled', 'apiServerAccessProfile.enablePrivateClusterPublicFqdn', false],
  ['image_cleaner_enabled', 'securityProfile.imageCleaner.enabled', false],
  ['image_cleaner_interval_hours', 'securityProfile.imageCleaner.intervalHours', 0],
  ['oidc_issuer_enabled', 'oidcIssuerProfile.enabled', false],
  ['workload_identity_enabled', 'securityProfile.workloadIdentity.enabled', false],
  ['custom_ca_trust_certificates_base64', 'securityProfile.customCaTrustCertificates', []],
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

function defaultPool(pool: Json): State {
  const isCritical = (pool.nodeTaints ?? []).includes('CriticalAddonsOnly=true:NoSchedule');
  return {
    ...rows(POOL, pool),
    ...poolBlocks(pool),
    type: pool.type,
    only_critical_addons_enabled: isCritical,
  };
}

function poolBlocks(pool: Json): State {
  const upgrade = pool.upgradeSettings;
  const surge = {
    ...(upgrade?.maxSurge && upgrade.maxSurge !== '0' && { max_surge: upgrade.maxSurge }),
    ...(upgrade?.drainTimeoutInMinutes && { drain_timeout_in_minutes: upgrade.drainTimeoutInMinutes }),
    ...(upgrade?.nodeSoakDurationInMinutes && {
      node_soak_duration_in_minutes: upgrade.nodeSoakDurationInMinutes,
    }),
    ...(upgrade?.undrainableNodeBehavior && { undrainable_node_behavior: upgrade.undrainableNodeBehavior }),
  };
  const os = pool.linuxOsConfig;
  const network = pool.networkProfile;
  return {
    upgrade_settings: Object.keys(surge).length > 0 ? [surge] : [],
    kubelet_config: pool.kubeletConfig ? [rows(KUBELET, pool.kubeletConfig)] : [],
    linux_os_config: os
      ? [
          {
            swap_file_size_mb: os.swapFileSizeMb ?? 0,
            transparent_huge_page: os.transparentHugePageEnabled ?? '',
            transparent_huge_page_enabled: os.transparentHugePageEnabled ?? '',
            transparent_huge_page_defrag: os.transparentHugePageDefrag ?? '',
            sysctl_config: os.sysctls
              ? [
                  {
                    fs_file_max: os.sysctls.fsFileMax ?? 0,
                    net_core_somaxconn: os.sysctls.netCoreSomaxconn ?? 0,
                    net_ipv4_ip_local_port_range_min: Number(
                      os.sysctls.netIpv4IpLocalPortRange.split(' ')[0],
                    ),
                    net_ipv4_ip_local_port_range_max: Number(
                      os.sysctls.netIpv4IpLocalPortRange.split(' ')[1],
                    ),
                    net_ipv4_tcp_tw_reuse: os.sysctls.netIpv4TcpTwReuse ?? false,
                    vm_max_map_count: os.sysctls.vmMaxMapCount ?? 0,
                  },
                ]
              : [],
          },
        ]
      : [],
    node_network_profile: network
      ? [
          {
            application_security_group_ids: network.applicationSecurityGroups ?? [],
            node_public_ip_tags: Object.fromEntries(
              (network.nodePublicIpTags ?? []).map((tag: Json) => [tag.ipTagType, tag.tag]),
            ),
            allowed_host_ports: (network.allowedHostPorts ?? []).map((port: Json) => ({
              port_start: port.portStart,
              port_end: port.portEnd,
              protocol: port.protocol,
            })),
          },
        ]
      : [],
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
  const vault = addOns.azureKeyvaultSecretsProvider?.config;
  const agent = addOns.omsagent?.config;
  const agic = addOns.ingressApplicationGateway?.config;
  const directory = doc.aadProfile;
  const key = doc.linuxProfile?.ssh.publicKeys[0].keyData;
  const storage = doc.storageProfile;
  const metrics = doc.azureMonitorProfile?.metrics;

  return {
    private_dns_zone_id: zone?.toLowerCase() === 'system' ? 'System' : (zone ?? ''),
    run_command_enabled: access?.disableRunCommand !== true,
    api_server_access_profile:
      access?.authorizedIpRanges || access?.subnetId
        ? [
            {
              authorized_ip_ranges: access.authorizedIpRanges ?? [],
              subnet_id: canonical(access.subnetId ?? ''),
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
    linux_profile: [{ admin_username: doc.linuxProfile.adminUsername, ssh_key: [{ key_data: key }] }],
    windows_profile: doc.windowsProfile
      ? [
          {
            admin_username: doc.windowsProfile.adminUsername,
            admin_password: '',
            license: doc.windowsProfile.licenseType === 'None' ? '' : doc.windowsProfile.licenseType,
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
      ? [{ log_analytics_workspace_id: canonical(security.defender.logAnalyticsWorkspaceResourceId) }]
      : [],
    workload_autoscaler_profile: scaler
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
          },
        ]
      : [],
    web_app_routing: routing?.enabled
      ? [
          {
            dns_zone_ids: routing.dnsZoneResourceIds,
            default_nginx_controller: routing.nginx.defaultIngressControllerType,
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
    monitor_metrics: metrics?.enabled
      ? [
          {
            annotations_allowed: metrics.kubeStateMetrics.metricAnnotationsAllowList,
            labels_allowed: metrics.kubeStateMetrics.metricLabelsAllowlist,
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
    auto_scaler_profile: doc.autoScalerProfile
      ? [
          {
            balance_similar_node_groups: doc.autoScalerProfile.balanceSimilarNodeGroups === 'true',
            expander: doc.autoScalerProfile.expander,
            scale_down_unneeded: doc.autoScalerProfile.scaleDownUnneededTime,
          },
        ]
      : [],
    key_vault_secrets_provider: vault
      ? [
          {
            secret_rotation_enabled: vault.enableSecretRotation === 'true',
            secret_rotation_interval: vault.rotationPollInterval,
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
      ? [{ gateway_name: agic.applicationGatewayName, subnet_cidr: agic.subnetCIDR }]
      : [],
    aci_connector_linux: addOns.aciConnectorLinux
      ? [{ subnet_name: addOns.aciConnectorLinux.config.SubnetName }]
      : [],
  };
}

function networkOf(network: Json): State {
  const balancer = network.loadBalancerProfile;
  const gateway = network.natGatewayProfile;
  return {
    network_plugin: network.networkPlugin,
    network_plugin_mode: network.networkPluginMode ?? '',
    network_data_plane: network.networkDataplane,
    network_policy: network.networkPolicy ?? '',
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
          },
        ]
      : [],
    nat_gateway_profile: gateway
      ? [
          {
            idle_timeout_in_minutes: gateway.idleTimeoutInMinutes,
            managed_outbound_ip_count: gateway.managedOutboundIpProfile.count,
          },
        ]
      : [],
  };
}

function rows(table: readonly Row[], object: Json): State {
  return Object.fromEntries(
    table.map(([argument, property, otherwise = null]) => {
      const value = property.split('.').reduce<Json>((one, step) => one?.[step], object) ?? otherwise;
      return [argument, typeof value === 'string' ? canonical(value) : value];
    }),
  );
}

/** The case in which the provider's parsers write IDs. */
function canonical(id: string): string {
  return id
    .replace('/resourcegroups/', '/resourceGroups/')
    .replace('/microsoft.network/', '/Microsoft.Network/')
    .replace('/microsoft.operationalinsights/', '/Microsoft.OperationalInsights/');
}

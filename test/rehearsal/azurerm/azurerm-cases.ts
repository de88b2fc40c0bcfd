import { azurerm } from '../../../rehearsal/azurerm/azurerm';
import { State } from '../../../rehearsal/protocol/values';
import { World } from '../../../rehearsal/world/world';
import { RefusalCase, RehearsedService } from '../protocol/rehearsed-service';
import { makeEligible } from './eligibility-cases';

export const ADMINS = '894656e1-39f8-4bfe-b16a-510f61af6f41';
export const ALICE = 'a1b2c3d4-52c5-4d6c-9d0e-1f0e8f3a7b01';
const NOBODY = '99999999-9999-4999-8999-999999999999';
const PLACE = { resource_group_name: 'rg', location: 'eastus' };

const AAD = 'azure_active_directory_role_based_access_control';

/** The least that a cluster takes, and what a test has to say beyond that. */
export function clusterWith(more: State = {}): State {
  return {
    name: 'new',
    ...PLACE,
    dns_prefix: 'new',
    identity: [{ type: 'SystemAssigned' }],
    default_node_pool: [
      { name: 'system', vm_size: 'Standard_D4ds_v5', upgrade_settings: [{ max_surge: '10%' }] },
    ],
    ...more,
  };
}

function poolWith(more: State): State {
  return { default_node_pool: [{ name: 'system', vm_size: 'Standard_D4ds_v5', ...more }] };
}

const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl';

type Bad = (more: State, says: string, good?: State) => RefusalCase;

/** What Azure refuses of ranges, names, keys, labels and tags. */
function limitCases(bad: Bad, pool: Bad): RefusalCase[] {
  const network = (more: State): State => ({
    network_profile: [
      {
        network_plugin: 'azure',
        network_plugin_mode: 'overlay',
        service_cidr: '10.1.0.0/16',
        dns_service_ip: '10.1.0.10',
        ...more,
      },
    ],
  });
  const login = (admin_username: string, key_data: string): State => ({
    linux_profile: [{ admin_username, ssh_key: [{ key_data }] }],
  });
  const own = { 'kubernetes.azure.com/team': 'a' };
  const tags = (...names: string[]): State => ({
    tags: Object.fromEntries(names.map((name) => [name, 'a'])),
  });
  const others: [string, State][] = [
    ['azurerm_resource_group', { name: 'tagged', location: 'eastus' }],
    ['azurerm_user_assigned_identity', { name: 'web', location: 'eastus', resource_group_name: 'rg' }],
  ];

  return [
    bad(
      network({ pod_cidr: '10.1.0.0/16' }),
      "overlaps with serviceCidr '10.1.0.0/16'",
      network({ pod_cidr: '10.2.0.0/16' }),
    ),
    bad(
      network({ pod_cidr: '172.30.0.0/16' }),
      "'172.30.0.0/16' overlaps with 172.30.0.0/16, which AKS keeps for itself",
      network({ pod_cidr: '172.29.0.0/16' }),
    ),
    bad(network({ dns_service_ip: '10.3.0.10' }), "is not in serviceCidr '10.1.0.0/16'", network({})),
    bad(login('root', KEY), "'root' is a name that Azure does not take", login('ops', KEY)),
    bad(login('ops', 'ssh-ed25519 AAAA'), 'is not a key', login('ops', `${KEY}\n`)),
    bad(poolWith({ node_labels: own }), 'is set by AKS itself', poolWith({ node_labels: { team: 'a' } })),
    pool({ node_labels: own }, 'is set by AKS itself', {
      priority: 'Spot',
      node_labels: { 'kubernetes.azure.com/scalesetpriority': 'spot' },
    }),
    bad(tags('team', 'Team'), 'differ in case only', tags('team', 'owner')),
    ...others.map(([on, least]) => ({
      on,
      bad: { ...least, ...tags('a?') },
      good: { ...least, ...tags('team') },
      says: "'a?' is not the name of a tag",
    })),
  ];
}

/** What the cases find: a group with one of everything. */
export interface AzureGiven {
  readonly cluster: State;
  readonly identity: State;
  readonly subnet: State;
  readonly workspace: State;
  readonly setting: State;
  readonly vault: State;
  readonly secret: State;

  /** A cluster with the data plane of cilium. */
  readonly cilium: State;
}

export async function givenSubscription(
  version = '4.55.0',
  world?: World,
): Promise<{ service: RehearsedService; given: AzureGiven }> {
  const service = new RehearsedService(azurerm, version, world);
  await service.create('azurerm_resource_group', { name: 'rg', location: 'eastus' });
  await service.create('azurerm_virtual_network', { name: 'net', ...PLACE, address_space: ['10.1.0.0/16'] });
  const subnet = await service.create('azurerm_subnet', {
    name: 'nodes',
    resource_group_name: 'rg',
    virtual_network_name: 'net',
    address_prefixes: ['10.1.0.0/24'],
  });
  const identity = await service.create('azurerm_user_assigned_identity', { name: 'workload', ...PLACE });
  const cluster = await service.create(
    'azurerm_kubernetes_cluster',
    clusterWith({ name: 'aks', dns_prefix: 'aks', oidc_issuer_enabled: true, ...provisioning(version) }),
  );
  const cilium = await service.create(
    'azurerm_kubernetes_cluster',
    clusterWith({ name: 'cilium', ...CILIUM, ...provisioning(version) }),
  );
  const addOns = await givenAddOns(service, cluster, version);
  if (version.startsWith('4.')) {
    for (const [type, object] of Object.entries(twinsOf({ cluster, identity }))) {
      await service.create(type, object);
    }
  }
  await service.create('azurerm_role_definition', definitionOf('deployers'));
  await service.create('azurerm_role_assignment', {
    scope: cluster.id!,
    role_definition_name: 'Azure Kubernetes Service Cluster User Role',
    principal_id: ADMINS,
  });
  if (version === '4.55.0') {
    await makeEligible(service, cluster);
  }
  return { service, given: { cluster, identity, subnet, cilium, ...addOns } };
}

const DATA_ACTIONS = 'Microsoft.ContainerService/managedClusters';

const DEFINITIONS =
  '/subscriptions/0b1f6471-1bf0-4dda-aec3-cb9272f09590/providers/Microsoft.Authorization/roleDefinitions';

/** A role of the tenant. */
function definitionOf(name: string): State {
  return {
    name,
    scope: '/subscriptions/0b1f6471-1bf0-4dda-aec3-cb9272f09590/resourceGroups/rg',
    permissions: [{ data_actions: [`${DATA_ACTIONS}/apps/deployments/*`, `${DATA_ACTIONS}/pods/read`] }],
  };
}

const CILIUM: State = {
  network_profile: [
    {
      network_plugin: 'azure',
      network_plugin_mode: 'overlay',
      network_data_plane: 'cilium',
      network_policy: 'cilium',
    },
  ],
};

async function givenAddOns(
  service: RehearsedService,
  cluster: State,
  version: string,
): Promise<Pick<AzureGiven, 'workspace' | 'setting' | 'vault' | 'secret'>> {
  const workspace = await service.create('azurerm_log_analytics_workspace', { name: 'logs', ...PLACE });
  const setting = await service.create('azurerm_monitor_diagnostic_setting', {
    name: 'audit',
    target_resource_id: cluster.id!,
    log_analytics_workspace_id: workspace.id!,
    enabled_log: [{ category: 'kube-audit-admin' }],
  });
  const vault = await service.create('azurerm_key_vault', {
    name: 'vault',
    ...PLACE,
    sku_name: 'standard',
    tenant_id: service.tenant.tenantId,
  });
  const value: State = version.startsWith('3.') ? { value: 'x' } : { value_wo: 'x', value_wo_version: 1 };
  const secret = await service.create('azurerm_key_vault_secret', {
    name: 'server-app',
    key_vault_id: vault.id!,
    ...value,
  });
  return { workspace, setting, vault, secret };
}

/** One of everything that has a name of its own. */
function twinsOf({ cluster, identity }: Pick<AzureGiven, 'cluster' | 'identity'>): Record<string, State> {
  const place = { name: 'twin', ...PLACE };
  return {
    azurerm_user_assigned_identity: place,
    azurerm_virtual_network: { ...place, address_space: ['10.1.0.0/16'] },
    azurerm_network_security_group: place,
    azurerm_route_table: place,
    azurerm_public_ip: { ...place, allocation_method: 'Static' },
    azurerm_nat_gateway: place,
    azurerm_private_dns_zone: { name: 'twin', resource_group_name: 'rg' },
    azurerm_log_analytics_workspace: place,
    azurerm_monitor_workspace: place,
    azurerm_monitor_data_collection_endpoint: place,
    azurerm_monitor_data_collection_rule: {
      ...place,
      destinations: [{ azure_monitor_metrics: [{ name: 'metrics' }] }],
      data_flow: [{ streams: ['Microsoft-PrometheusMetrics'], destinations: ['metrics'] }],
    },
    azurerm_key_vault: { ...place, sku_name: 'standard', tenant_id: NOBODY },
    azurerm_private_dns_zone_virtual_network_link: {
      name: 'twin',
      resource_group_name: 'rg',
      private_dns_zone_name: 'twin',
      virtual_network_id:
        '/subscriptions/8ecadfc9-d1a3-4ea4-b844-0d9f87e4d7c8/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/net',
    },
    azurerm_subnet: {
      name: 'twin',
      resource_group_name: 'rg',
      virtual_network_name: 'net',
      address_prefixes: ['10.1.1.0/24'],
    },
    azurerm_kubernetes_cluster: clusterWith({ name: 'twin' }),
    azurerm_kubernetes_cluster_node_pool: {
      name: 'twin',
      kubernetes_cluster_id: cluster.id!,
      vm_size: 'Standard_D4ds_v5',
    },
    azurerm_federated_identity_credential: {
      name: 'twin',
      resource_group_name: 'rg',
      parent_id: identity.id!,
      issuer: 'https://issuer',
      subject: 'system:serviceaccount:shop:web',
      audience: ['api://AzureADTokenExchange'],
    },
    azurerm_management_lock: { name: 'twin', scope: identity.id!, lock_level: 'CanNotDelete' },
  };
}

/** azurerm 5 wants to know whether AKS may add node pools of its own. */
export function provisioning(version: string): State {
  return version.startsWith('5.') ? { node_provisioning_profile: [{ mode: 'Manual' }] } : {};
}

/** Every rule of azurerm's tables that version 4 or 5 can trip, tripped and not. */
export function azurermCases(given: AzureGiven): RefusalCase[] {
  const { cluster, identity, subnet } = given;
  const on = 'azurerm_kubernetes_cluster';
  const clusterId = cluster.id as string;
  const group = clusterId.replace('/providers/Microsoft.ContainerService/managedClusters/aks', '');
  const bad = (more: State, says: string, good: State = {}): RefusalCase => ({
    on,
    bad: clusterWith(more),
    good: clusterWith(good),
    says,
  });
  const network = (profile: State): State => ({ network_profile: [{ network_plugin: 'azure', ...profile }] });
  const aad = (more: State): State => ({ [AAD]: [more] });
  const changing = (more: State, says: string, good: State): RefusalCase => {
    const same = { name: 'aks', dns_prefix: 'aks', oidc_issuer_enabled: true };
    return {
      on,
      bad: clusterWith({ ...same, ...more }),
      good: clusterWith({ ...same, ...good }),
      says,
      changes: clusterId,
    };
  };
  const pool = (more: State, says: string, good: State = {}): RefusalCase => {
    const least = { name: 'user', kubernetes_cluster_id: clusterId, vm_size: 'Standard_D4ds_v5' };
    return {
      on: 'azurerm_kubernetes_cluster_node_pool',
      bad: { ...least, ...more },
      good: { ...least, ...good },
      says,
    };
  };
  const role = (more: State, says: string): RefusalCase => {
    const good = {
      scope: clusterId,
      role_definition_name: 'Azure Kubernetes Service RBAC Reader',
      principal_id: ALICE,
    };
    return { on: 'azurerm_role_assignment', bad: { ...good, ...more }, good, says };
  };
  const definition = (more: State, says: string): RefusalCase => {
    const good = definitionOf('others');
    return { on: 'azurerm_role_definition', bad: { ...good, ...more }, good, says };
  };
  const credential = (parent: string): State => ({
    ...twins.azurerm_federated_identity_credential,
    parent_id: parent,
    name: 'pod',
  });
  const twins = twinsOf(given);
  const subnetId = subnet.id as string;

  return [
    {
      on: 'azurerm_resource_group',
      bad: { name: 'rg.', location: 'eastus' },
      good: { name: 'rg.a', location: 'eastus' },
      says: 'must not end with a period',
    },
    ...limitCases(bad, pool),
    bad(
      { dns_prefix_private_cluster: 'a' },
      'only one of `dns_prefix`, `dns_prefix_private_cluster` can be specified',
      { dns_prefix: null, dns_prefix_private_cluster: 'a' },
    ),
    bad({ dns_prefix: '-a' }, 'invalid value for dns_prefix', { dns_prefix: 'a-b' }),
    bad({ identity: [] }, 'one of `identity`, `service_principal` must be specified', {
      identity: [],
      service_principal: [{ client_id: ALICE, client_secret: 'x' }],
    }),
    bad({ identity: [{ type: 'UserAssigned' }] }, '`identity_ids` must be specified', {
      identity: [{ type: 'UserAssigned', identity_ids: [identity.id!] }],
    }),
    bad(
      aad({ azure_rbac_enabled: true }),
      `${AAD}.0.tenant_id\` must be specified`,
      aad({ tenant_id: NOBODY }),
    ),
    bad(
      aad({ admin_group_object_ids: [`/groups/${ADMINS}`] }),
      `got /groups/${ADMINS}`,
      aad({ admin_group_object_ids: [ADMINS] }),
    ),
    bad({ automatic_upgrade_channel: 'none' }, 'expected automatic_upgrade_channel to be one of', {
      automatic_upgrade_channel: 'patch',
    }),
    bad(
      { image_cleaner_interval_hours: 0 },
      'expected image_cleaner_interval_hours to be in the range (24 - 2160), got 0',
      { image_cleaner_interval_hours: 168 },
    ),
    bad(
      { api_server_access_profile: [{ authorized_ip_ranges: ['10.0.0.0/33'] }] },
      'expected "authorized_ip_ranges" to be',
      { api_server_access_profile: [{ authorized_ip_ranges: ['10.0.0.0/8', '198.51.100.7'] }] },
    ),
    bad(
      network({ network_plugin_mode: 'overlay', pod_cidr: '10.300.0.0/16' }),
      'expected "pod_cidr" to be a CIDR range',
      network({ network_plugin_mode: 'overlay', pod_cidr: '10.200.0.0/16' }),
    ),
    bad(
      network({ service_cidr: '10.0.0.0/16', dns_service_ip: '10.0.0' }),
      'expected "dns_service_ip" to be a valid IPv4 address',
      network({ service_cidr: '10.0.0.0/16', dns_service_ip: '10.0.0.10' }),
    ),
    bad(
      { linux_profile: [{ admin_username: '1', ssh_key: [{ key_data: KEY }] }] },
      'invalid value for admin_username',
      { linux_profile: [{ admin_username: 'azureuser', ssh_key: [{ key_data: KEY }] }] },
    ),
    bad(
      poolWith({ name: 'System-Pool' }),
      'invalid value for name (must begin with a lowercase letter',
      poolWith({ temporary_name_for_rotation: 'tmp' }),
    ),
    pool({ name: 'User' }, 'be between 1 and 12 characters in length): User'),
    bad(
      poolWith({ node_count: 0 }),
      'expected node_count to be in the range (1 - 1000), got 0',
      poolWith({ node_count: 1 }),
    ),
    pool({ node_count: 1001 }, 'expected node_count to be in the range (0 - 1000), got 1001', {
      node_count: 0,
    }),
    role(
      { role_definition_name: null },
      'one of `role_definition_id`, `role_definition_name` must be specified',
    ),

    {
      on: 'azurerm_resource_group',
      bad: { name: 'RG', location: 'eastus' },
      good: { name: 'another', location: 'eastus' },
      says: `A resource with the ID "${group.replace('/rg', '/RG')}" already exists`,
    },
    bad({ name: 'aks' }, `A resource with the ID "${clusterId}" already exists`),
    ...Object.entries(twins).map(([type, object]) => ({
      on: type,
      bad: object,
      good: { ...object, name: 'other' },
      says: '/twin" already exists',
    })),
    ...Object.entries(twins)
      .filter(
        ([, object]) =>
          'resource_group_name' in object && !('parent_id' in object) && !('virtual_network_id' in object),
      )
      .map(([type, object], i) => ({
        on: type,
        bad: { ...object, name: 'elsewhere', resource_group_name: `nowhere${i}` },
        good: { ...object, name: 'other' },
        says: `Resource group 'nowhere${i}' could not be found`,
      })),
    {
      on: 'azurerm_subnet',
      bad: { ...twins.azurerm_subnet, name: 'a', virtual_network_name: 'gone' },
      good: { ...twins.azurerm_subnet, name: 'a' },
      says: `The Resource '${group}/providers/Microsoft.Network/virtualNetworks/gone' was not found`,
    },
    {
      on: 'azurerm_subnet',
      bad: { ...twins.azurerm_subnet, name: 'nodes' },
      good: { ...twins.azurerm_subnet, name: 'a' },
      says: `A resource with the ID "${subnetId}" already exists`,
    },
    {
      on: 'azurerm_federated_identity_credential',
      bad: credential(`${identity.id as string}x`),
      good: credential(identity.id as string),
      says: `The Resource '${identity.id as string}x' was not found`,
    },
    role({ name: 'alice' }, 'invalid value for name (expected a valid UUID): alice'),
    role(
      { principal_type: 'Group' },
      "has type 'User' , which is different from specified PrinciaplType 'Group'",
    ),
    role(
      {
        role_definition_name: null,
        role_definition_id: `${DEFINITIONS}/${NOBODY}`,
      },
      'RoleDefinitionDoesNotExist: The specified role definition',
    ),
    role(
      { condition: "(a StringEquals 'b'", condition_version: '2.0' },
      'The given role assignment condition is invalid',
    ),
    definition({ name: 'Deployers' }, 'RoleDefinitionWithSameNameExists'),
    definition({ name: 'Azure Kubernetes Service RBAC Reader' }, 'RoleDefinitionWithSameNameExists'),
    definition(
      { permissions: [{ data_actions: [`${DATA_ACTIONS}/apps/deployment/read`] }] },
      `InvalidActionOrNotAction: '${DATA_ACTIONS}/apps/deployment/read'`,
    ),
    role({ principal_id: `/groups/${ADMINS}` }, 'A valid principal ID must be provided for role assignment'),
    role({ principal_id: NOBODY }, `Principal ${NOBODY.replaceAll('-', '')} does not exist in the directory`),
    role(
      { role_definition_name: 'Azure Kubernetes Service RBAC Superuser' },
      "could not find role 'Azure Kubernetes Service RBAC Superuser'",
    ),
    role(
      { role_definition_name: 'Azure Kubernetes Service Cluster User Role', principal_id: ADMINS },
      'The role assignment already exists',
    ),

    bad({ name: '_aks' }, 'The value of parameter resourceName is invalid: _aks', { name: 'a_b-c' }),
    bad(
      { local_account_disabled: true },
      'disableLocalAccounts can only be set on Azure AD integration enabled cluster',
      { local_account_disabled: true, ...aad({ tenant_id: NOBODY }) },
    ),
    bad(
      {
        name: 'private',
        private_cluster_enabled: true,
        api_server_access_profile: [{ authorized_ip_ranges: ['198.51.100.7'] }],
      },
      'Private cluster cannot be enabled with AuthorizedIPRanges',
      { private_cluster_enabled: true },
    ),
    bad(
      {
        name: 'ranges',
        api_server_access_profile: [
          { authorized_ip_ranges: Array.from({ length: 201 }, (_, i) => `198.51.100.${i}`) },
        ],
      },
      'exceeds the maximum of 200',
      {
        api_server_access_profile: [
          { authorized_ip_ranges: Array.from({ length: 200 }, (_, i) => `198.51.100.${i}`) },
        ],
      },
    ),
    bad(
      { name: 'workload', workload_identity_enabled: true },
      '`oidc_issuer_enabled` must be set to `true`',
      { workload_identity_enabled: true, oidc_issuer_enabled: true },
    ),
    bad(
      { name: 'podcidr', ...network({ pod_cidr: '10.244.0.0/16' }) },
      '`pod_cidr` and `azure` cannot be set together',
      network({ pod_cidr: '10.244.0.0/16', network_plugin_mode: 'overlay' }),
    ),
    bad(
      { name: 'service', ...network({ service_cidr: '10.0.0.0/16' }) },
      '`dns_service_ip` and `service_cidr` should all be empty',
      network({}),
    ),
    bad(
      { name: 'policy', ...network({ network_policy: 'cilium' }) },
      'the `network_data_plane` field must be set to `cilium`',
      network({ network_policy: 'azure' }),
    ),
    bad(
      { name: 'plane', ...network({ network_data_plane: 'cilium' }) },
      'When `network_data_plane` is set to `cilium`',
      network({ network_data_plane: 'cilium', network_policy: 'cilium', network_plugin_mode: 'overlay' }),
    ),
    changing(
      { kubernetes_version: '1.32' },
      'OperationNotAllowed: Downgrading Kubernetes version 1.33.5 to 1.32 is not allowed.',
      { kubernetes_version: '1.33' },
    ),
    changing({ oidc_issuer_enabled: false }, 'OIDC issuer feature cannot be disabled', {}),
    bad(
      { name: 'scaling', ...poolWith({ auto_scaling_enabled: true, min_count: 3, max_count: 1 }) },
      '`max_count` must be >= `min_count`',
      poolWith({ auto_scaling_enabled: true, min_count: 1, max_count: 3 }),
    ),
    bad(
      { name: 'counts', ...poolWith({ min_count: 1, max_count: 3 }) },
      '`max_count`(3) and `min_count`(1) must be set to `null`',
      poolWith({ node_count: 3 }),
    ),
    pool(
      { auto_scaling_enabled: true, min_count: 1, max_count: 3, node_count: 5 },
      '`node_count`(5) must be between',
      { auto_scaling_enabled: true, min_count: 0, max_count: 3, node_count: 2 },
    ),
    bad(
      { name: 'swapping', ...poolWith({ linux_os_config: [{ swap_file_size_mb: 100 }] }) },
      'CustomKubeletConfig.FailSwapOn must be set to false',
      poolWith({
        linux_os_config: [{ swap_file_size_mb: 100 }],
        kubelet_config: [{ cpu_cfs_quota_enabled: true }],
      }),
    ),
    pool(
      { name: 'swap', linux_os_config: [{ swap_file_size_mb: 100 }] },
      'CustomKubeletConfig.FailSwapOn must be set to false',
      { linux_os_config: [{ swap_file_size_mb: 100 }], kubelet_config: [{ cpu_cfs_quota_enabled: true }] },
    ),
    bad(
      { name: 'subnet', ...poolWith({ vnet_subnet_id: `${subnetId}x` }) },
      `The Resource '${subnetId}x' was not found`,
      poolWith({ vnet_subnet_id: subnetId }),
    ),
    pool({ name: 'subnet', pod_subnet_id: `${subnetId}y` }, `The Resource '${subnetId}y' was not found`, {
      pod_subnet_id: subnetId,
    }),
    pool(
      { name: 'orphan', kubernetes_cluster_id: `${clusterId}x` },
      `The Resource '${clusterId}x' was not found`,
    ),
    pool({ name: 'system' }, `A resource with the ID "${clusterId}/agentPools/system" already exists`),
    pool(
      { name: 'windows', os_type: 'Windows' },
      'Windows agent pool name can not be longer than 6 characters',
      { name: 'win', os_type: 'Windows' },
    ),
  ];
}

/** A second change of the same cluster needs a run of its own. */
export function cyclingCases({ cluster }: AzureGiven): RefusalCase[] {
  const same = { name: 'aks', dns_prefix: 'aks', oidc_issuer_enabled: true };
  const bigger = { vm_size: 'Standard_D8ds_v5', upgrade_settings: [{ max_surge: '10%' }] };
  const pool = { name: 'twin', kubernetes_cluster_id: cluster.id!, vm_size: 'Standard_D8ds_v5' };
  return [
    {
      on: 'azurerm_kubernetes_cluster',
      bad: clusterWith({ ...same, ...poolWith(bigger) }),
      good: clusterWith({ ...same, ...poolWith({ ...bigger, temporary_name_for_rotation: 'tmp' }) }),
      says: '`temporary_name_for_rotation` must be specified when updating any of the following properties: vm_size',
      changes: cluster.id as string,
    },
    {
      on: 'azurerm_kubernetes_cluster_node_pool',
      bad: pool,
      good: { ...pool, temporary_name_for_rotation: 'tmp' },
      says: '`temporary_name_for_rotation` must be specified when updating any of the following properties: vm_size',
      changes: `${cluster.id as string}/agentPools/twin`,
    },
  ];
}

/** The rules about legacy AAD, which only azurerm 3 has. */
export function legacyCases(): RefusalCase[] {
  const legacy = { client_app_id: ALICE, server_app_id: ADMINS, server_app_secret: 'secret' };
  const withAad = (name: string, aad: State): State => clusterWith({ name, [AAD]: [aad] });
  const legacyCase = (name: string, aad: State, says: string): RefusalCase => ({
    on: 'azurerm_kubernetes_cluster',
    bad: withAad(name, aad),
    good: withAad(name, legacy),
    says,
  });
  return [
    legacyCase(
      'incomplete',
      { ...legacy, server_app_secret: null },
      'you must specify client_app_id and server_app_id and server_app_secret',
    ),
    legacyCase(
      'managed',
      { ...legacy, managed: true },
      "can't specify client_app_id or server_app_id or server_app_secret",
    ),
    legacyCase(
      'groups',
      { ...legacy, admin_group_object_ids: [ADMINS] },
      "can't specify admin_group_object_ids",
    ),
    legacyCase(
      'rbac',
      { ...legacy, azure_rbac_enabled: true },
      'you must enable Managed AAD before Azure RBAC can be enabled',
    ),
  ];
}

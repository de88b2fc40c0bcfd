import { azurerm } from '../../../rehearsal/azurerm/azurerm';
import { State } from '../../../rehearsal/protocol/values';
import {
  ADMINS,
  ALICE,
  AzureGiven,
  clusterWith,
  givenSubscription,
  legacyCases,
  provisioning,
} from './azurerm-cases';
import { RehearsedService } from '../protocol/rehearsed-service';

const AAD = 'azure_active_directory_role_based_access_control';
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

describe.each(['3.117.1', '4.55.0', '5.2.0'])('an AKS cluster as azurerm %s shows it', (version) => {
  let service: RehearsedService;
  let given: AzureGiven;

  beforeEach(async () => {
    ({ service, given } = await givenSubscription(version));
  });

  function create(more: State): Promise<State> {
    return service.create('azurerm_kubernetes_cluster', clusterWith({ ...provisioning(version), ...more }));
  }

  test('has names, addresses and identities in their usual forms', () => {
    expect(given.cluster).toMatchObject({
      id: '/subscriptions/8ecadfc9-d1a3-4ea4-b844-0d9f87e4d7c8/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/aks',
      fqdn: expect.stringMatching(/^aks-[0-9a-f]{8}\.hcp\.eastus\.azmk8s\.io$/) as string,
      node_resource_group: 'MC_rg_aks_eastus',
      oidc_issuer_url: expect.stringMatching(/^https:\/\/eastus\.oic\.prod-aks\.azure\.com\/.*\/$/) as string,
      identity: [{ principal_id: expect.stringMatching(UUID) as string, tenant_id: service.tenant.tenantId }],
      kubelet_identity: [{ object_id: expect.stringMatching(UUID) as string }],
      network_profile: [{ service_cidr: '10.0.0.0/16', dns_service_ip: '10.0.0.10' }],
      kubernetes_version: '1.33.5',
      current_kubernetes_version: '1.33.5',
    });
  });

  test('without AAD gives out client certificates, and no admin configuration beside', () => {
    const [config] = given.cluster.kube_config as State[];

    expect(config).toMatchObject({ host: `https://${given.cluster.fqdn as string}:443` });
    expect(config?.client_certificate).not.toBe('');
    expect(given.cluster).toMatchObject({ kube_admin_config: [], kube_admin_config_raw: '' });
  });

  test('with managed AAD sends people to kubelogin and keeps certificates for administrators', async () => {
    const managed = version.startsWith('3.') ? { managed: true } : {};
    const cluster = await create({ [AAD]: [{ admin_group_object_ids: [ADMINS], ...managed }] });

    expect(cluster).toMatchObject({
      [AAD]: [{ tenant_id: service.tenant.tenantId }],
      kube_config: [{ client_certificate: '', client_key: '', password: '' }],
      kube_config_raw: expect.stringMatching(
        /command: kubelogin[^]*6dae42f8-4368-4678-94ff-3960e28e3630/,
      ) as string,
      kube_admin_config: [{ username: 'clusterAdmin_rg_new' }],
    });
  });

  test('without local accounts has no admin configuration', async () => {
    const managed = version.startsWith('3.') ? { managed: true } : {};
    const cluster = await create({
      local_account_disabled: true,
      [AAD]: [{ admin_group_object_ids: [ADMINS], ...managed }],
    });

    expect(cluster).toMatchObject({ kube_admin_config: [], kube_admin_config_raw: '' });
  });

  test('is found by name as it was made', () => {
    const found = service.lookUp('azurerm_kubernetes_cluster', { name: 'aks', resource_group_name: 'rg' });

    expect(found).toMatchObject({
      id: given.cluster.id,
      kube_config: given.cluster.kube_config,
      agent_pool_profile: expect.arrayContaining([
        expect.objectContaining({ name: 'system', os_type: 'Linux', count: 1 }),
      ]) as unknown,
    });
    expect(() =>
      service.lookUp('azurerm_kubernetes_cluster', { name: 'b', resource_group_name: 'rg' }),
    ).toThrow(
      expect.objectContaining({
        message: expect.stringContaining('Kubernetes Cluster Name: "b") was not found') as string,
        problem: expect.objectContaining({
          detail: expect.stringContaining('addDependency()') as string,
        }) as unknown,
      }) as Error,
    );
  });

  test('is replaced for another name or node pool, not for AAD', () => {
    const changed = {
      ...provisioning(version),
      name: 'aks',
      dns_prefix: 'other',
      default_node_pool: [
        { name: 'other', vm_size: 'Standard_D4ds_v5', upgrade_settings: [{ max_surge: '10%' }] },
      ],
      role_based_access_control_enabled: false,
      [AAD]: [{ tenant_id: service.tenant.tenantId }],
    };

    expect(service.replacements('azurerm_kubernetes_cluster', given.cluster, clusterWith(changed))).toEqual([
      'dns_prefix',
      'role_based_access_control_enabled',
      'default_node_pool.0.name',
    ]);
  });
});

describe('an Azure subscription as azurerm 4.55.0 shows it', () => {
  let service: RehearsedService;
  let given: AzureGiven;

  beforeEach(async () => {
    ({ service, given } = await givenSubscription());
  });

  test('AKS answers with a surge of 10% where none was sent', async () => {
    const cluster = await service.create(
      'azurerm_kubernetes_cluster',
      clusterWith({ default_node_pool: [{ name: 'system', vm_size: 'Standard_D4ds_v5' }] }),
    );

    expect(cluster).toMatchObject({ default_node_pool: [{ upgrade_settings: [{ max_surge: '10%' }] }] });
  });

  test('a private cluster has a private address only', async () => {
    const cluster = await service.create(
      'azurerm_kubernetes_cluster',
      clusterWith({ private_cluster_enabled: true }),
    );

    expect(cluster).toMatchObject({
      fqdn: '',
      private_fqdn: expect.stringMatching(/\.privatelink\.eastus\.azmk8s\.io$/) as string,
      private_dns_zone_id: 'System',
      kube_config: [{ host: `https://${cluster.private_fqdn as string}:443` }],
    });
  });

  test('a cluster that azurerm 3 made is the same under the names of azurerm 4', async () => {
    const legacy = (await givenSubscription('3.117.1')).service;
    const cluster = await legacy.create(
      'azurerm_kubernetes_cluster',
      clusterWith({
        automatic_channel_upgrade: 'patch',
        default_node_pool: [
          { name: 'system', vm_size: 'a', enable_auto_scaling: true, min_count: 1, max_count: 2 },
        ],
      }),
    );

    expect(legacy.read('azurerm_kubernetes_cluster', cluster)).toMatchObject({
      automatic_upgrade_channel: 'patch',
      default_node_pool: [{ auto_scaling_enabled: true }],
    });
  });

  test('a legacy cluster is signed in to through its own two applications', async () => {
    const legacy = (await givenSubscription('3.117.1')).service;
    const [one] = legacyCases();
    const cluster = await legacy.create('azurerm_kubernetes_cluster', one!.good);

    expect(cluster.kube_config_raw).toContain(`- ${ADMINS}`);
    expect(cluster.kube_config_raw).toContain(`- ${ALICE}`);
    expect(cluster.kube_config_raw).toContain('- --legacy');
  });

  test('a role assignment names role and kind of principal, and goes to managed identities, too', async () => {
    const [kubelet] = given.cluster.kubelet_identity as State[];
    const assignment = await service.create('azurerm_role_assignment', {
      scope: given.cluster.id!,
      role_definition_name: 'AcrPull',
      principal_id: kubelet!.object_id!,
    });

    expect(assignment).toMatchObject({
      principal_type: 'ServicePrincipal',
      role_definition_id: expect.stringMatching(/7f951dda-4ed3-4680-a7ca-43fe172d538d$/) as string,
    });
  });

  test('a group that still holds something is not deleted, unless the provider is told to', async () => {
    const group = service.world.all('azurerm_resource_group')[0]!;
    await service.remove('azurerm_management_lock', service.world.all('azurerm_management_lock')[0]!);

    await expect(service.remove('azurerm_resource_group', group)).rejects.toThrow(
      'the Resource Group still contains Resources.',
    );

    const features = [{ resource_group: [{ prevent_deletion_if_contains_resources: false }] }];
    const daring = new RehearsedService(azurerm, '4.55.0', service.world, service.tenant, { features });
    await daring.remove('azurerm_resource_group', group);
    expect(service.world.all('azurerm_kubernetes_cluster')).toEqual([]);
  });

  test('nothing under a lock is deleted', async () => {
    await expect(service.remove('azurerm_user_assigned_identity', given.identity)).rejects.toThrow(
      'ScopeLocked',
    );
  });

  test('a cluster takes its node pools with it', async () => {
    await service.remove('azurerm_kubernetes_cluster', given.cluster);

    expect(service.world.all('azurerm_kubernetes_cluster_node_pool')).toEqual([]);
  });

  test('subscription, client, versions and roles can be looked up', () => {
    expect(service.lookUp('azurerm_subscription', {})).toMatchObject({
      subscription_id: service.tenant.subscriptionId,
      tenant_id: service.tenant.tenantId,
    });
    expect(service.lookUp('azurerm_client_config', {})).toMatchObject({ object_id: service.tenant.deployer });
    expect(
      service.lookUp('azurerm_kubernetes_service_versions', { location: 'eastus', version_prefix: '1.34' }),
    ).toMatchObject({
      latest_version: '1.34.1',
    });
    expect(service.lookUp('azurerm_role_definition', { name: 'acrpull' })).toMatchObject({
      role_definition_id: '7f951dda-4ed3-4680-a7ca-43fe172d538d',
    });
  });

  test.each<[string, State, string]>([
    ['azurerm_resource_group', { name: 'b' }, 'Resource Group "b") was not found'],
    [
      'azurerm_user_assigned_identity',
      { name: 'b', resource_group_name: 'rg' },
      'User Assigned Identity Name: "b"',
    ],
    [
      'azurerm_subnet',
      { name: 'b', virtual_network_name: 'net', resource_group_name: 'rg' },
      'Subnet Name: "b"',
    ],
    ['azurerm_role_definition', { name: 'Bystander' }, "could not find role 'Bystander'"],
    ['azurerm_subscription', { subscription_id: ADMINS }, `subscription "${ADMINS}" was not found`],
  ])('%s says what it did not find', (type, query, message) => {
    expect(() => service.lookUp(type, query)).toThrow(message);
  });
});

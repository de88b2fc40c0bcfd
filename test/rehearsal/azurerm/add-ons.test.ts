import { azurerm } from '../../../rehearsal/azurerm/azurerm';
import { startProviders } from '../../../rehearsal/protocol/provider-server';
import { State } from '../../../rehearsal/protocol/values';
import { loadTenant } from '../../../access/directory/load-tenant';
import { FileWorld } from '../../../rehearsal/world/world';
import { RehearsedService } from '../protocol/rehearsed-service';
import { describeWithTerraform, TerraformDirectory } from '../terraform';
import { clusterWith, givenSubscription } from './azurerm-cases';
import { SURROUNDING_VERSIONS, surroundings } from './surroundings';

const SUBNET =
  '/subscriptions/8ecadfc9-d1a3-4ea4-b844-0d9f87e4d7c8/resourceGroups/net-rg/providers/Microsoft.Network/virtualNetworks/net/subnets/nodes';

describe('a key vault secret', () => {
  const secretWith = (vault: State, version: number): State => ({
    name: 'new',
    key_vault_id: vault.id!,
    value_wo: 'p4ssw0rd',
    value_wo_version: version,
  });

  test('that is write-only is in no state and not in the world', async () => {
    const { service, given } = await givenSubscription();
    const secret = await service.create('azurerm_key_vault_secret', secretWith(given.vault, 1));

    expect(secret.value_wo).toBeNull();
    expect(JSON.stringify(service.world.all('azurerm_key_vault_secret'))).not.toContain('p4ssw0rd');
  });

  test('gets a new version when the number of its value changes, and stays one object', async () => {
    const { service, given } = await givenSubscription();
    const first = await service.create('azurerm_key_vault_secret', secretWith(given.vault, 1));
    const same = await service.update('azurerm_key_vault_secret', first, secretWith(given.vault, 1));
    const second = await service.update('azurerm_key_vault_secret', first, secretWith(given.vault, 2));

    expect(first.id).toBe(`https://vault.vault.azure.net/secrets/new/${first.version as string}`);
    expect(same.version).toBe(first.version);
    expect(second.version).not.toBe(first.version);
    expect(service.world.all('azurerm_key_vault_secret').map(({ name }) => name)).toEqual([
      'server-app',
      'new',
    ]);
  });
});

describe('what the tenant file lists under resources', () => {
  function serviceWith(resources: string[]): RehearsedService {
    const tenant = { ...loadTenant(), resources };
    return new RehearsedService(azurerm, '4.55.0', new FileWorld(), tenant);
  }

  const inSubnet = clusterWith({
    default_node_pool: [{ name: 'system', vm_size: 'Standard_D4ds_v5', vnet_subnet_id: SUBNET }],
  });

  test('exists, in whatever case it is written', async () => {
    const service = serviceWith([SUBNET.toUpperCase()]);
    await service.create('azurerm_resource_group', { name: 'rg', location: 'eastus' });

    await expect(service.create('azurerm_kubernetes_cluster', inSubnet)).resolves.toMatchObject({
      name: 'new',
    });
  });

  test('is all that exists besides what is deployed', async () => {
    const service = serviceWith([]);
    await service.create('azurerm_resource_group', { name: 'rg', location: 'eastus' });

    await expect(service.create('azurerm_kubernetes_cluster', inSubnet)).rejects.toThrow(
      `The Resource '${SUBNET}' was not found`,
    );
  });
});

describe('a living cluster is replaced', () => {
  const NETWORK = {
    network_plugin: 'azure',
    network_plugin_mode: 'overlay',
    network_data_plane: 'azure',
    network_policy: 'azure',
  };

  async function replacements(before: State, after: State): Promise<string[]> {
    const service = (await givenSubscription()).service;
    const cluster = await service.create('azurerm_kubernetes_cluster', clusterWith(before));
    return service.replacements('azurerm_kubernetes_cluster', cluster, clusterWith(after));
  }

  test.each<[string, State, string[]]>([
    [
      'by another data plane and policy',
      { ...NETWORK, network_data_plane: 'cilium', network_policy: 'cilium' },
      ['network_profile.0.network_data_plane', 'network_profile.0.network_policy'],
    ],
    [
      'by pods back in the network of the nodes',
      { ...NETWORK, network_plugin_mode: null },
      ['network_profile.0.network_plugin_mode'],
    ],
    ['not by another way out', { ...NETWORK, outbound_type: 'managedNATGateway' }, []],
  ])('%s', async (_, network, attributes) => {
    expect(await replacements({ network_profile: [NETWORK] }, { network_profile: [network] })).toEqual(
      attributes,
    );
  });

  test('by taking the API server out of a subnet, not by putting it in', async () => {
    const inside = { api_server_access_profile: [{ subnet_id: SUBNET }] };

    expect(await replacements({}, inside)).toEqual([]);
    expect(await replacements(inside, { api_server_access_profile: [{ authorized_ip_ranges: [] }] })).toEqual(
      ['api_server_access_profile.0.subnet_id'],
    );
  });
});

describeWithTerraform('everything around a cluster', () => {
  test.each(SURROUNDING_VERSIONS)(
    'is deployed, planned again without changes and destroyed with azurerm %s',
    async (version) => {
      const world = new FileWorld();
      const providers = await startProviders({
        providers: [{ behaviour: azurerm, version }],
        tenant: loadTenant(),
        world,
      });
      const directory = new TerraformDirectory(providers.reattach);
      try {
        directory.write(surroundings(version));
        await directory.succeed('init');
        await directory.apply();

        expect(await directory.plannedChanges()).toEqual({});
        await directory.destroy();
        expect(world.size).toBe(0);
      } finally {
        directory.remove();
        await providers.stop();
      }
    },
  );
});

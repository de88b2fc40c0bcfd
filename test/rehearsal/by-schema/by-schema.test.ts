import { loadTenant } from '../../../access/directory/load-tenant';
import { RunningProviders, startProviders } from '../../../rehearsal/protocol/provider-server';
import { standInsFor } from '../../../rehearsal/stand-ins';
import { StackJson } from '../../../rehearsal/workspace';
import { FileWorld } from '../../../rehearsal/world/world';
import { describeWithTerraform, TerraformDirectory } from '../terraform';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const JSON_FILE = 'cdk.tf.json';

const PROVIDERS = {
  azurerm: { source: 'hashicorp/azurerm', version: '4.55.0' },
  random: { source: 'hashicorp/random', version: '3.7.2' },
  helm: { source: 'hashicorp/helm', version: '3.1.1' },
};

/** What is beside a cluster, with a type of each kind of provider: SDK, framework, and framework with nested attributes. */
function beside({ replicas = '2', tags = {} }: { replicas?: string; tags?: object } = {}): StackJson {
  return {
    terraform: { required_providers: PROVIDERS },
    provider: {
      azurerm: [{ features: [{}] }],
      helm: [
        { kubernetes: { host: 'https://example.com', exec: { api_version: 'v1', command: 'kubelogin' } } },
      ],
    },
    resource: {
      azurerm_resource_group: { group: { name: 'platform', location: 'westeurope' } },
      azurerm_container_registry: {
        registry: {
          name: 'contoso${random_string.suffix.result}',
          resource_group_name: '${azurerm_resource_group.group.name}',
          location: 'westeurope',
          sku: 'Premium',
          identity: [{ type: 'SystemAssigned' }],
          georeplications: [{ location: 'northeurope' }],
          tags,
        },
      },
      azurerm_dns_zone: {
        zone: { name: 'shop.example', resource_group_name: '${azurerm_resource_group.group.name}' },
      },
      random_string: { suffix: { length: 6 }, twin: { length: 8 }, other: { length: 8 } },
      helm_release: {
        ingress: {
          name: 'ingress',
          chart: 'nginx',
          set: [
            { name: 'replicaCount', value: replicas },
            { name: 'host', value: '${azurerm_container_registry.registry.login_server}', type: 'string' },
          ],
        },
      },
    },
    data: {
      azurerm_container_registry: {
        same: {
          name: '${azurerm_container_registry.registry.name}',
          resource_group_name: '${azurerm_resource_group.group.name}',
        },
        unknown: { name: 'unheardof', resource_group_name: 'elsewhere' },
      },
    },
    output: {
      registry: { value: '${azurerm_container_registry.registry.id}' },
      same: { value: '${data.azurerm_container_registry.same.login_server}' },
      server: { value: '${azurerm_container_registry.registry.login_server}' },
      unknown: { value: '${data.azurerm_container_registry.unknown.login_server}' },
      principal: { value: '${azurerm_container_registry.registry.identity[0].principal_id}' },
      nameServer: { value: '${tolist(azurerm_dns_zone.zone.name_servers)[0]}' },
      suffix: { value: '${random_string.suffix.result}' },
      twins: { value: '${random_string.twin.id == random_string.other.id}' },
      revision: { value: '${helm_release.ingress.metadata.revision}' },
      wanted: { value: '${helm_release.ingress.set[0].type == null}' },
    },
  } as unknown as StackJson;
}

describeWithTerraform('what is known by its schema only', () => {
  let providers: RunningProviders;
  let terraform: TerraformDirectory;
  let world: FileWorld;
  beforeEach(async () => {
    world = new FileWorld();
    const stack = { name: 'platform', directory: '.', dependencies: [], warnings: [], json: beside() };
    const standIns = standInsFor([stack]);
    providers = await startProviders({ providers: standIns.providers, tenant: loadTenant(), world });
    terraform = new TerraformDirectory(providers.reattach);
    await write(beside());
  });
  afterEach(async () => {
    terraform.remove();
    await providers.stop();
  });

  async function write(json: StackJson): Promise<void> {
    terraform.write(JSON.stringify(json), JSON_FILE);
    await terraform.succeed('init');
  }

  test('is deployed with made-up values, planned again empty, changed in place, and destroyed', async () => {
    await terraform.apply();
    expect(await terraform.plannedChanges()).toEqual({});

    const outputs = await terraform.outputs();
    expect(outputs).toMatchObject({ revision: 1, wanted: false, unknown: 'unheardof.rehearsal.invalid' });
    expect(outputs.principal).toMatch(UUID);
    expect(outputs.registry).toMatch(
      /^\/subscriptions\/[^/]+\/resourceGroups\/platform\/providers\/Microsoft\.ContainerRegistry\/registries\/contoso\w{6}$/,
    );
    expect(outputs.same).toBe(outputs.server);
    expect(outputs.nameServer).toMatch(/\w/);
    expect(outputs.suffix).toMatch(/^[a-z0-9]{6}$/);
    expect(outputs.twins).toBe(false);

    await write(beside({ replicas: '3', tags: { team: 'shop' } }));
    expect(await terraform.plannedChanges()).toEqual({
      'azurerm_container_registry.registry': 'update',
      'helm_release.ingress': 'update',
    });
    await terraform.apply();
    expect(await terraform.plannedChanges()).toEqual({});
    expect(await terraform.outputs()).toEqual(outputs);

    await terraform.destroy();
    expect(world.keys).toEqual([]);
  });

  test('has the same values when it is deployed anew', async () => {
    await terraform.apply();
    const first = await terraform.outputs();
    await terraform.destroy();
    await terraform.apply();

    expect(await terraform.outputs()).toEqual(first);
  });

  test.each([
    [
      'an argument that is not there',
      { azurerm_dns_zone: { zone: { name: 'a.b', zone: 'a' } } },
      'No argument or block type is named "zone"',
    ],
    [
      'an argument that is missing',
      { helm_release: { ingress: { name: 'ingress' } } },
      'The argument "chart" is required',
    ],
    [
      'an attribute that is missing inside of another',
      { helm_release: { ingress: { name: 'ingress', chart: 'nginx', set: [{ value: '1' }] } } },
      'attribute "name" is required',
    ],
    ['what is another type', { random_string: { suffix: { length: 'six' } } }, 'a number is required'],
  ])('is refused with %s', async (_, resource, message) => {
    const { terraform: settings, provider } = beside();
    await write({ terraform: settings, provider, resource });

    const { code, output } = await terraform.run('validate');
    expect(code).toBe(1);
    expect(output).toContain(message);
  });
});

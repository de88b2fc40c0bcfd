import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ProviderBehaviour, Refusal } from '../../../rehearsal/world/behaviour';
import { Faults, parseFault } from '../../../rehearsal/protocol/faults';
import {
  Call,
  RunningProviders,
  startProviders,
  StartProvidersOptions,
} from '../../../rehearsal/protocol/provider-server';
import { Tenant } from '../../../access/directory/tenant';
import { FileWorld } from '../../../rehearsal/world/world';
import { describeWithTerraform, TerraformDirectory } from '../terraform';

const TENANT: Tenant = {
  tenantId: '11111111-1111-4111-8111-111111111111',
  subscriptionId: '22222222-2222-4222-8222-222222222222',
  domain: 'contoso.com',
  deployer: '33333333-3333-4333-8333-333333333333',
  users: [],
  groups: [],
  servicePrincipals: [],
};

/** Just enough of Azure AD to see the protocol at work. */
const AZUREAD: ProviderBehaviour = {
  name: 'azuread',
  rules: [
    {
      on: 'azuread_application',
      refuses: 'a redirect URI without a path',
      source: 'test',
      at: 'validate',
      check: ({ web }) =>
        JSON.stringify(web).includes('"https://bare"')
          ? { summary: 'URI needs a trailing slash', path: ['web', 0, 'redirect_uris'] }
          : undefined,
    },
    {
      on: 'azuread_application',
      refuses: 'a display name that is taken',
      source: 'test',
      at: 'apply',
      check: ({ id, display_name: name }, context) =>
        context!.world
          .all('azuread_application')
          .some((other) => other.display_name === name && other.id !== id)
          ? { summary: `name '${name as string}' is taken`, path: ['display_name'] }
          : undefined,
    },
  ],
  resources: {
    azuread_application: {
      replacedBy: ['template_id', 'web.*.homepage_url'],
      apply: (planned, prior, { uuid, provider }) => ({
        client_id: prior?.client_id ?? uuid('client', planned.display_name as string),
        publisher_domain: provider.tenant_id ?? 'none',
      }),
      remove: ({ display_name: name }) => {
        if (name === 'protected') {
          throw new Refusal({ summary: 'this application is protected' });
        }
      },
    },
    azuread_application_password: {
      apply: () => ({ value: 'hunter2', key_id: 'key' }),
    },
  },
  dataSources: {
    azuread_client_config: (_config, { tenant }) => ({
      tenant_id: tenant.tenantId,
      object_id: tenant.deployer,
    }),
    azuread_user: ({ user_principal_name: name }) => {
      throw new Refusal({ summary: `user '${name as string}' was not found`, path: ['user_principal_name'] });
    },
  },
};

const AZURERM: ProviderBehaviour = {
  name: 'azurerm',
  rules: [],
  resources: {
    azurerm_resource_group: {
      replacedBy: ['name'],
      apply: ({ name }) => ({ id: `/resourceGroups/${name as string}` }),
    },
  },
  dataSources: {},
};

const REQUIRED = `
terraform {
  required_providers {
    azuread = { source = "hashicorp/azuread" }
    azurerm = { source = "hashicorp/azurerm" }
  }
}
provider "azurerm" {
  features {}
}
`;

const APPLICATION = `${REQUIRED}
resource "azuread_application" "a" {
  display_name = "a"
  owners       = ["33333333-3333-4333-8333-333333333333", "11111111-1111-4111-8111-111111111111"]
}
`;

function cluster(aad: string): string {
  return `
  terraform {
    required_providers {
      azurerm = { source = "hashicorp/azurerm" }
    }
  }
  provider "azurerm" {
    features {}
  }
  resource "azurerm_kubernetes_cluster" "c" {
    name                = "aks"
    location            = "westeurope"
    resource_group_name = "rg"
    dns_prefix          = "aks"
    default_node_pool {
      name       = "system"
      vm_size    = "Standard_D2s_v5"
      node_count = 1
    }
    identity {
      type = "SystemAssigned"
    }
    ${aad}
  }`;
}

describeWithTerraform('stand-in providers under real Terraform', () => {
  let world: FileWorld;
  let calls: Call[];
  let terraform: TerraformDirectory;
  const started: RunningProviders[] = [];

  async function start(options: Partial<StartProvidersOptions> = {}): Promise<string> {
    const providers = await startProviders({
      providers: [
        { behaviour: AZUREAD, version: '3.7.0' },
        { behaviour: AZURERM, version: '4.55.0' },
      ],
      tenant: TENANT,
      world,
      onCall: (call) => void calls.push(call),
      ...options,
    });
    started.push(providers);
    return providers.reattach;
  }

  beforeEach(async () => {
    world = new FileWorld();
    calls = [];
    terraform = new TerraformDirectory(await start());
  });

  afterEach(async () => {
    terraform.remove();
    await Promise.all(started.splice(0).map((providers) => providers.stop()));
  });

  test('an object is created, found unchanged, changed in place, replaced and destroyed', async () => {
    terraform.write(APPLICATION);
    await terraform.succeed('init');
    await terraform.succeed('validate');
    expect(await terraform.plannedChanges()).toEqual({ 'azuread_application.a': 'create' });
    await terraform.apply();
    expect(world.all('azuread_application')).toMatchObject([
      { display_name: 'a', sign_in_audience: 'AzureADMyOrg' },
    ]);
    expect(await terraform.plannedChanges()).toEqual({});

    terraform.write(APPLICATION.replace('"a"\n', '"b"\n'));
    expect(await terraform.plannedChanges()).toEqual({ 'azuread_application.a': 'update' });
    await terraform.apply();
    expect(await terraform.plannedChanges()).toEqual({});

    terraform.write(
      APPLICATION.replace('"a"\n', '"b"\n  template_id = "44444444-4444-4444-8444-444444444444"\n'),
    );
    expect(await terraform.plannedChanges()).toEqual({ 'azuread_application.a': 'delete,create' });
    await terraform.apply();
    expect(world.all('azuread_application')).toHaveLength(1);

    await terraform.destroy();
    expect(world.size).toBe(0);
    expect(await terraform.resources()).toEqual([]);
  });

  test('what a service has chosen stays when something else changes', async () => {
    terraform.write(APPLICATION);
    await terraform.apply();
    const [before] = world.all('azuread_application');
    terraform.write(APPLICATION.replace('"a"\n', '"renamed"\n'));
    await terraform.apply();

    const [after] = world.all('azuread_application');
    const chosen = Object.entries(before!).filter(
      ([name, value]) => value !== null && value !== '' && name !== 'display_name',
    );
    expect(after).toMatchObject({ display_name: 'renamed' });
    expect(after).toMatchObject(Object.fromEntries(chosen.filter(([, value]) => typeof value === 'string')));
  });

  test('the order of a set is no change', async () => {
    terraform.write(APPLICATION);
    await terraform.apply();
    terraform.write(APPLICATION.replace(/\[(.*), (.*)\]/, '[$2, $1]'));

    expect(await terraform.plannedChanges()).toEqual({});
  });

  test('an attribute in a nested block forces a replacement', async () => {
    const withWeb = (url: string) => `${REQUIRED}
      resource "azuread_application" "a" {
        display_name = "a"
        web {
          homepage_url = "${url}"
        }
      }`;
    terraform.write(withWeb('https://one.contoso.com/'));
    await terraform.apply();
    terraform.write(withWeb('https://two.contoso.com/'));

    expect(await terraform.succeed('plan')).toContain('"https://two.contoso.com/" # forces replacement');
  });

  test('a deployed object is imported and then unchanged', async () => {
    terraform.write(APPLICATION);
    await terraform.apply();
    const id = world.all('azuread_application')[0]!.id as string;
    await terraform.succeed('state', 'rm', 'azuread_application.a');
    await terraform.succeed('import', 'azuread_application.a', id);
    expect(await terraform.plannedChanges()).toEqual({});

    await terraform.succeed('state', 'rm', 'azuread_application.a');
    const { code, output } = await terraform.run('import', 'azuread_application.a', 'nothing');
    expect(code).toBe(1);
    expect(output).toContain("azuread_application 'nothing' was not found");
  });

  test('a refusal of the configuration points at the line', async () => {
    terraform.write(`${REQUIRED}
      resource "azuread_application" "a" {
        display_name = "a"
        web {
          redirect_uris = ["https://bare"]
        }
      }`);
    const { code, output } = await terraform.run('validate');

    expect(code).toBe(1);
    expect(output).toContain('Error: URI needs a trailing slash');
    expect(output).toMatch(
      /on main\.tf line \d+, in resource "azuread_application" "a": \d+: redirect_uris = /,
    );
  });

  test('a refusal of the service ends the apply and keeps what was there', async () => {
    terraform.write(APPLICATION);
    await terraform.apply();
    const second = 'resource "azuread_application" "b" {\n  display_name = "a"\n}\n';
    terraform.write(APPLICATION + second);
    const refused = await terraform.run('apply', '-auto-approve');

    expect(refused.code).toBe(1);
    expect(refused.output).toContain("Error: name 'a' is taken with azuread_application.b, on main.tf line");
    expect(refused.output).toContain('display_name = "a"');
    expect(await terraform.resources()).toEqual(['azuread_application.a']);
  });

  test('an object whose removal is refused stays in the state', async () => {
    terraform.write(APPLICATION.replace('"a"\n', '"protected"\n'));
    await terraform.apply();
    const { output } = await terraform.run('destroy', '-auto-approve');

    expect(output).toContain('this application is protected');
    expect(await terraform.resources()).toEqual(['azuread_application.a']);
    expect(world.size).toBe(1);
  });

  test('what changes or vanishes behind the back of Terraform is seen', async () => {
    terraform.write(APPLICATION);
    await terraform.apply();
    const [application] = world.all('azuread_application');
    const id = application!.id as string;
    world.put('azuread_application', id, { ...application, display_name: 'drifted' });
    expect(await terraform.plannedChanges()).toEqual({ 'azuread_application.a': 'update' });

    world.remove('azuread_application', id);
    expect(await terraform.plannedChanges()).toEqual({ 'azuread_application.a': 'create' });
  });

  test('sensitive attributes are not shown', async () => {
    terraform.write(`${APPLICATION}
      resource "azuread_application_password" "p" {
        application_id = "/applications/\${azuread_application.a.id}"
      }
      output "secret" {
        value     = azuread_application_password.p.value
        sensitive = true
      }`);
    const shown = (await terraform.apply()) + (await terraform.succeed('show'));

    expect(shown).toContain('(sensitive value)');
    expect(shown).not.toContain('hunter2');
    expect(await terraform.outputs()).toEqual({ secret: 'hunter2' });
  });

  test('data sources answer from the tenant, refuse, or say that they are not served', async () => {
    terraform.write(`${REQUIRED}
      data "azuread_client_config" "me" {}
      output "me" {
        value = data.azuread_client_config.me
      }`);
    await terraform.apply();
    expect(await terraform.outputs()).toMatchObject({
      me: { object_id: TENANT.deployer, tenant_id: TENANT.tenantId },
    });

    terraform.write(`${REQUIRED}\ndata "azuread_user" "u" {\n  user_principal_name = "eve@contoso.com"\n}\n`);
    expect((await terraform.run('plan')).output).toContain("user 'eve@contoso.com' was not found");

    terraform.write(`${REQUIRED}\ndata "azuread_domains" "d" {}\n`);
    expect((await terraform.run('plan')).output).toContain(
      "data source 'azuread_domains' is not served by the rehearsal",
    );
  });

  test('a resource type that the schema does not have is named', async () => {
    terraform.write(`${REQUIRED}\nresource "azuread_invitation" "i" {}\n`);

    expect((await terraform.run('validate')).output).toContain(
      'does not support resource type "azuread_invitation"',
    );
  });

  test('each provider instance has its own configuration', async () => {
    terraform.write(`${REQUIRED}
      provider "azuread" {
        tenant_id = "tenant-one"
      }
      provider "azuread" {
        alias     = "two"
        tenant_id = "tenant-two"
      }
      resource "azuread_application" "one" {
        display_name = "one"
      }
      resource "azuread_application" "two" {
        provider     = azuread.two
        display_name = "two"
      }`);
    await terraform.apply();

    const domains = world.all('azuread_application').map((app) => [app.display_name, app.publisher_domain]);
    expect(Object.fromEntries(domains)).toEqual({ one: 'tenant-one', two: 'tenant-two' });
  });

  test('several Terraform processes may deploy at once', async () => {
    const reattach = await start();
    const others = [1, 2, 3].map((n) => {
      const other = new TerraformDirectory(reattach);
      other.write(`${REQUIRED}
        resource "azurerm_resource_group" "g" {
          count    = 10
          name     = "g${n}-\${count.index}"
          location = "westeurope"
        }`);
      return other;
    });
    try {
      await Promise.all(others.map((other) => other.apply()));
      expect(world.all('azurerm_resource_group')).toHaveLength(30);
    } finally {
      others.forEach((other) => other.remove());
    }
  });

  test('an interrupted apply finishes what it has begun and begins nothing else', async () => {
    let interrupted = false;
    const reattach = await start({
      onCall: async ({ method, type }) => {
        if (method === 'ApplyResourceChange' && type === 'azuread_application' && !interrupted) {
          interrupted = true;
          terraform.signal('SIGINT');
          await sleep(300);
        }
      },
    });
    terraform.attach(reattach);
    terraform.write(`${APPLICATION}
      resource "azuread_application_password" "p" {
        application_id = "/applications/\${azuread_application.a.id}"
      }`);
    const { code, output } = await terraform.run('apply', '-auto-approve');

    expect(code).toBe(1);
    expect(output).toContain('Interrupt received');
    expect(world.all('azuread_application')).toHaveLength(1);
    expect(await terraform.resources()).toEqual(['azuread_application.a']);
    expect(await terraform.plannedChanges()).toEqual({ 'azuread_application_password.p': 'create' });
  });

  test('a state of an older provider is read by newer ones', async () => {
    terraform.attach(await start({ providers: [{ behaviour: AZURERM, version: '3.117.1' }] }));
    terraform.write(cluster(''));
    await terraform.apply();
    terraform.attach(await start({ providers: [{ behaviour: AZURERM, version: '4.55.0' }] }));

    expect(await terraform.plannedChanges()).toEqual({});
  });

  test('a legacy cluster moves to managed Azure AD in place', async () => {
    const aad = (settings: string) => `azure_active_directory_role_based_access_control {\n${settings}\n}`;
    terraform.attach(await start({ providers: [{ behaviour: AZURERM, version: '3.117.1' }] }));
    terraform.write(cluster(aad('client_app_id = "c"\nserver_app_id = "s"\nserver_app_secret = "x"')));
    await terraform.apply();
    terraform.attach(await start({ providers: [{ behaviour: AZURERM, version: '4.55.0' }] }));
    terraform.write(cluster(aad(`tenant_id = "${TENANT.tenantId}"`)));

    expect(await terraform.plannedChanges()).toEqual({ 'azurerm_kubernetes_cluster.c': 'update' });
    await terraform.apply();
    expect(await terraform.plannedChanges()).toEqual({});
  });

  test('Terraform reads out of the stand-ins what it read out of the real providers', async () => {
    terraform.write(REQUIRED);
    const schemas = JSON.parse(await terraform.succeed('providers', 'schema', '-json')) as {
      provider_schemas: Record<string, Record<string, unknown>>;
    };

    for (const { name, version } of [
      { name: 'azuread', version: '3.7.0' },
      { name: 'azurerm', version: '4.55.0' },
    ]) {
      const file = join(__dirname, `../../../rehearsal/schemas/${name}-${version}.json`);
      const extract = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
      expect(schemas.provider_schemas[`registry.terraform.io/hashicorp/${name}`]).toEqual({
        provider: extract.provider_schema,
        resource_schemas: extract.resource_schemas,
        data_source_schemas: extract.data_source_schemas,
      });
    }
  });

  test('whoever counts requests is told of each', async () => {
    terraform.write(`${REQUIRED}\ndata "azuread_client_config" "me" {}\n`);
    await terraform.apply();

    expect(calls).toContainEqual({
      provider: 'azuread',
      method: 'ReadDataSource',
      type: 'azuread_client_config',
    });
  });

  describe('with faults', () => {
    const PAIR = `${APPLICATION}
      resource "azurerm_resource_group" "g" {
        name     = "g-\${azuread_application.a.display_name}"
        location = "westeurope"
      }`;

    async function applyWithFault(fault: string): Promise<{ code: number | null; output: string }> {
      const faults = new Faults([parseFault(fault)], () => terraform.signal('SIGKILL'));
      terraform.attach(await start({ faults }));
      terraform.write(PAIR);
      return terraform.run('apply', '-auto-approve');
    }

    async function expectConverged(): Promise<void> {
      expect(await terraform.plannedChanges()).toEqual({});
      expect(await terraform.resources()).toEqual(['azuread_application.a', 'azurerm_resource_group.g']);
      expect(world.size).toBe(2);
      await terraform.destroy();
      expect(world.size).toBe(0);
    }

    test('a refused create leaves nothing and succeeds the next time', async () => {
      const { code, output } = await applyWithFault('create-fails:azurerm_resource_group');
      expect(code).toBe(1);
      expect(output).toContain('creating azurerm_resource_group: the service refused');
      expect(await terraform.resources()).toEqual(['azuread_application.a']);

      await terraform.apply();
      await expectConverged();
    });

    test('an object that is not found after its creation is lost, in the words of Terraform', async () => {
      const { code, output } = await applyWithFault('not-found-after-create:azuread_application');
      expect(code).toBe(1);
      expect(output.replace(/\s*│?\s+/g, ' ')).toContain('Root object was present, but now absent');
      expect(world.all('azuread_application')).toHaveLength(1);
      expect(await terraform.plannedChanges()).toMatchObject({ 'azuread_application.a': 'create' });
    });

    test('a killed apply keeps its state and the next one orphans nothing', async () => {
      const { code } = await applyWithFault('kill-during-apply:azurerm_resource_group');
      expect(code).toBeNull();
      expect(world.all('azurerm_resource_group')).toHaveLength(1);
      expect(await terraform.resources()).toEqual(['azuread_application.a']);

      expect(await terraform.apply()).toContain('was left over from an apply that was killed');
      await expectConverged();
    });
  });
});

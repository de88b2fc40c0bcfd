import { setTimeout as sleep } from 'node:timers/promises';
import { describeWithTerraform, TerraformDirectory } from '../terraform';
import {
  APPLICATION,
  calls,
  REQUIRED,
  start,
  TENANT,
  terraform,
  withStandIns,
  world,
} from './under-terraform';

describeWithTerraform('stand-in providers under real Terraform', () => {
  withStandIns();

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

  test('whoever counts requests is told of each', async () => {
    terraform.write(`${REQUIRED}\ndata "azuread_client_config" "me" {}\n`);
    await terraform.apply();

    expect(calls).toContainEqual({
      provider: 'azuread',
      method: 'ReadDataSource',
      type: 'azuread_client_config',
    });
  });
});

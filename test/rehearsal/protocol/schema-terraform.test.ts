import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeWithTerraform } from '../terraform';
import { AZURERM, REQUIRED, start, TENANT, terraform, withStandIns } from './under-terraform';

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
  withStandIns();

  test('a resource type that the schema does not have is named', async () => {
    terraform.write(`${REQUIRED}\nresource "azuread_invitation" "i" {}\n`);

    expect((await terraform.run('validate')).output).toContain(
      'does not support resource type "azuread_invitation"',
    );
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
});

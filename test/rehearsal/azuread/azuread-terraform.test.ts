import { azuread } from '../../../rehearsal/azuread/azuread';
import { startProviders, RunningProviders } from '../../../rehearsal/protocol/provider-server';
import { loadTenant } from '../../../access/directory/load-tenant';
import { FileWorld } from '../../../rehearsal/world/world';
import { azureadCases, givenApplications } from './azuread-cases';
import { describeWithTerraform, TerraformDirectory } from '../terraform';
import { terraformRefusals } from '../protocol/terraform-refusals';

/** The article's server application, with everything that can be done to it. */
const SERVER_APPLICATION = `
terraform {
  required_providers {
    azuread = { source = "hashicorp/azuread" }
  }
}

data "azuread_client_config" "current" {}

data "azuread_service_principal" "graph" {
  client_id = "00000003-0000-0000-c000-000000000000"
}

resource "azuread_application" "server" {
  display_name            = "AKSAzureADServer"
  group_membership_claims = ["All"]
  owners                  = [data.azuread_client_config.current.object_id]
  prevent_duplicate_names = true

  api {
    oauth2_permission_scope {
      id                         = "5f0d2a5c-11a8-5c1b-9f6e-2f4a50b8c001"
      value                      = "AKSAzureADServer"
      admin_consent_display_name = "AKSAzureADServer"
      admin_consent_description  = "AKSAzureADServer"
    }
  }

  required_resource_access {
    resource_app_id = data.azuread_service_principal.graph.client_id

    resource_access {
      id   = data.azuread_service_principal.graph.oauth2_permission_scope_ids["Directory.Read.All"]
      type = "Scope"
    }
    resource_access {
      id   = data.azuread_service_principal.graph.app_role_ids["Directory.Read.All"]
      type = "Role"
    }
  }

  web {
    redirect_uris = ["https://aksazureadserver/"]
  }

  LIFECYCLE
}

resource "azuread_application_identifier_uri" "server" {
  application_id = azuread_application.server.id
  identifier_uri = "api://\${azuread_application.server.client_id}"
}

resource "azuread_application_password" "server" {
  application_id = azuread_application.server.id
  display_name   = "AKS Azure AD server"
  end_date       = timeadd(plantimestamp(), "4320h")

  lifecycle {
    ignore_changes = [end_date]
  }
}

resource "azuread_service_principal" "server" {
  client_id = azuread_application.server.client_id
}

resource "azuread_service_principal_delegated_permission_grant" "server" {
  service_principal_object_id          = azuread_service_principal.server.object_id
  resource_service_principal_object_id = data.azuread_service_principal.graph.object_id
  claim_values                         = ["Directory.Read.All"]
}

resource "azuread_app_role_assignment" "server" {
  app_role_id         = data.azuread_service_principal.graph.app_role_ids["Directory.Read.All"]
  principal_object_id = azuread_service_principal.server.object_id
  resource_object_id  = data.azuread_service_principal.graph.object_id
}

resource "azuread_application" "client" {
  display_name                   = "AKSAzureADClient"
  fallback_public_client_enabled = true

  public_client {
    redirect_uris = ["https://aksazureadclient/"]
  }
}

resource "azuread_application_pre_authorized" "client" {
  application_id       = azuread_application.server.id
  authorized_client_id = azuread_application.client.client_id
  permission_ids       = [azuread_application.server.oauth2_permission_scope_ids["AKSAzureADServer"]]
}

resource "azuread_group" "admins" {
  display_name     = "aks-admins"
  security_enabled = true
}

resource "azuread_group_member" "deployer" {
  group_object_id  = azuread_group.admins.object_id
  member_object_id = data.azuread_client_config.current.object_id
}
`;

const IGNORING = SERVER_APPLICATION.replace('LIFECYCLE', 'lifecycle { ignore_changes = [identifier_uris] }');
const NOT_IGNORING = SERVER_APPLICATION.replace('LIFECYCLE', '');

describeWithTerraform('Azure AD under real Terraform', () => {
  test('every rule is reported by terraform validate or terraform apply', async () => {
    const world = new FileWorld();
    const { service, given } = await givenApplications(world);
    const cases = azureadCases(given);
    const output = await terraformRefusals({ behaviour: azuread, version: '3.7.0', world, service, cases });

    const printed = `${output.validate} ${output.apply}`;
    expect(cases.map(({ says }) => says).filter((says) => !printed.includes(says))).toEqual([]);
  });

  describe('the applications of the article', () => {
    let providers: RunningProviders;
    let terraform: TerraformDirectory;
    let world: FileWorld;

    async function start(version: string): Promise<void> {
      world = new FileWorld();
      providers = await startProviders({
        providers: [{ behaviour: azuread, version }],
        tenant: loadTenant(),
        world,
      });
      terraform = new TerraformDirectory(providers.reattach);
    }

    afterEach(async () => {
      terraform.remove();
      await providers.stop();
    });

    test.each(['3.7.0', '3.9.0'])(
      'azuread %s deploys them, plans nothing after, and removes them',
      async (version) => {
        await start(version);
        terraform.write(IGNORING);
        await terraform.succeed('init');
        await terraform.apply();

        expect(await terraform.plannedChanges()).toEqual({});

        await terraform.destroy();
        expect(world.size).toBe(0);
      },
    );

    test('without ignore_changes the next plan takes the identifier URI away', async () => {
      await start('3.7.0');
      terraform.write(NOT_IGNORING);
      await terraform.succeed('init');
      await terraform.apply();

      expect(await terraform.plannedChanges()).toEqual({ 'azuread_application.server': 'update' });
    });

    test('a new name changes the application in place', async () => {
      await start('3.7.0');
      terraform.write(IGNORING);
      await terraform.succeed('init');
      await terraform.apply();
      terraform.write(IGNORING.replace('"AKSAzureADClient"', '"AKSAzureADClient2"'));

      expect(await terraform.plannedChanges()).toEqual({ 'azuread_application.client': 'update' });
    });
  });
});

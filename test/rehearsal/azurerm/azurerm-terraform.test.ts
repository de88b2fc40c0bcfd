import { azurerm } from '../../../rehearsal/azurerm/azurerm';
import { RunningProviders, startProviders } from '../../../rehearsal/protocol/provider-server';
import { loadTenant } from '../../../access/directory/load-tenant';
import { FileWorld } from '../../../rehearsal/world/world';
import { describeWithTerraform, TerraformDirectory } from '../terraform';

const HEAD = `
terraform {
  required_providers {
    azurerm = { source = "hashicorp/azurerm" }
  }
}

provider "azurerm" {
  features {}
  subscription_id = "8ecadfc9-d1a3-4ea4-b844-0d9f87e4d7c8"
}

resource "azurerm_resource_group" "aks" {
  name     = "myResourceGroup"
  location = "eastus"
}
`;

interface ClusterText {
  readonly pool?: string;
  readonly surge?: boolean;
  readonly aad?: string;
  readonly more?: string;
}

function cluster({ pool = '', surge = true, aad = '', more = '' }: ClusterText = {}): string {
  return `
resource "azurerm_kubernetes_cluster" "aks" {
  name                = "myAKSCluster"
  location            = azurerm_resource_group.aks.location
  resource_group_name = azurerm_resource_group.aks.name
  dns_prefix          = "myakscluster"
  oidc_issuer_enabled = true
  ${more}

  default_node_pool {
    name       = "system"
    vm_size    = "Standard_D4ds_v5"
    node_count = 3
    ${pool}

    ${surge ? 'upgrade_settings {\n max_surge = "10%"\n }' : ''}
  }

  identity {
    type = "SystemAssigned"
  }

  ${aad === '' ? '' : `azure_active_directory_role_based_access_control {\n${aad}\n}`}
}
`;
}

const BESIDE_THE_CLUSTER = `
resource "azurerm_kubernetes_cluster_node_pool" "user" {
  name                  = "user"
  kubernetes_cluster_id = azurerm_kubernetes_cluster.aks.id
  vm_size               = "Standard_D4ds_v5"
  upgrade_settings {
    max_surge = "10%"
  }
}

resource "azurerm_role_assignment" "users" {
  scope                = azurerm_kubernetes_cluster.aks.id
  role_definition_name = "Azure Kubernetes Service Cluster User Role"
  principal_id         = "894656e1-39f8-4bfe-b16a-510f61af6f41"
}

resource "azurerm_role_assignment" "nodes" {
  scope                = azurerm_resource_group.aks.id
  role_definition_name = "AcrPull"
  principal_id         = azurerm_kubernetes_cluster.aks.kubelet_identity[0].object_id
}

data "azurerm_kubernetes_cluster" "found" {
  name                = azurerm_kubernetes_cluster.aks.name
  resource_group_name = azurerm_kubernetes_cluster.aks.resource_group_name
}

output "same_host" {
  value = nonsensitive(data.azurerm_kubernetes_cluster.found.kube_config[0].host == azurerm_kubernetes_cluster.aks.kube_config[0].host)
}
`;

const NETWORK_AND_IDENTITY = `
resource "azurerm_virtual_network" "aks" {
  name                = "aks"
  location            = azurerm_resource_group.aks.location
  resource_group_name = azurerm_resource_group.aks.name
  address_space       = ["10.1.0.0/16"]
}

resource "azurerm_subnet" "nodes" {
  name                 = "nodes"
  resource_group_name  = azurerm_resource_group.aks.name
  virtual_network_name = azurerm_virtual_network.aks.name
  address_prefixes     = ["10.1.0.0/24"]
}

resource "azurerm_user_assigned_identity" "pod" {
  name                = "pod"
  location            = azurerm_resource_group.aks.location
  resource_group_name = azurerm_resource_group.aks.name
}

resource "azurerm_federated_identity_credential" "pod" {
  name                = "pod"
  resource_group_name = azurerm_resource_group.aks.name
  parent_id           = azurerm_user_assigned_identity.pod.id
  audience            = ["api://AzureADTokenExchange"]
  issuer              = azurerm_kubernetes_cluster.aks.oidc_issuer_url
  subject             = "system:serviceaccount:shop:web"
}

resource "azurerm_log_analytics_workspace" "logs" {
  name                = "logs"
  location            = azurerm_resource_group.aks.location
  resource_group_name = azurerm_resource_group.aks.name
}

resource "azurerm_management_lock" "aks" {
  name       = "keep"
  scope      = azurerm_kubernetes_cluster.aks.id
  lock_level = "CanNotDelete"
}
`;

/** Everything that secure clusters turn on. */
const SECURE = `
  automatic_upgrade_channel    = "patch"
  azure_policy_enabled         = true
  image_cleaner_enabled        = true
  image_cleaner_interval_hours = 168
  workload_identity_enabled    = true
  run_command_enabled          = false
  local_account_disabled       = true

  key_vault_secrets_provider {
    secret_rotation_enabled = true
  }

  oms_agent {
    log_analytics_workspace_id      = azurerm_log_analytics_workspace.logs.id
    msi_auth_for_monitoring_enabled = true
  }

  network_profile {
    network_plugin      = "azure"
    network_plugin_mode = "overlay"
    network_policy      = "cilium"
    network_data_plane  = "cilium"
  }
`;

const MANAGED =
  'tenant_id = "72f988bf-0000-0000-0000-2d7cd011db47"\nadmin_group_object_ids = ["894656e1-39f8-4bfe-b16a-510f61af6f41"]';
const LEGACY =
  'client_app_id = "8aaf8bd5-1bdd-4822-99ad-02bfaa63eea7"\nserver_app_id = "b1536b67-29ab-4b63-b60f-9444d0c15df1"\nserver_app_secret = "of the server"';

describeWithTerraform('an Azure subscription under real Terraform', () => {
  describe('a cluster', () => {
    let world: FileWorld;
    let providers: RunningProviders;
    let terraform: TerraformDirectory;

    async function start(version: string): Promise<void> {
      providers = await startProviders({
        providers: [{ behaviour: azurerm, version }],
        tenant: loadTenant(),
        world,
      });
    }

    async function deploy(version: string, configuration: string): Promise<void> {
      world = new FileWorld();
      await start(version);
      terraform = new TerraformDirectory(providers.reattach);
      terraform.write(configuration);
      await terraform.succeed('init');
      await terraform.apply();
    }

    afterEach(async () => {
      terraform.remove();
      await providers.stop();
    });

    test.each([
      ['3.117.1', `managed = true\n${MANAGED}`, ''],
      ['4.55.0', MANAGED, ''],
      ['5.2.0', MANAGED, 'node_provisioning_profile {\n mode = "Manual"\n }'],
    ])(
      'azurerm %s deploys it on managed AAD, plans nothing after, and removes it',
      async (version, aad, more) => {
        await deploy(version, HEAD + cluster({ aad, more }) + BESIDE_THE_CLUSTER);

        expect(await terraform.outputs()).toEqual({ same_host: true });
        expect(await terraform.plannedChanges()).toEqual({});

        await terraform.destroy();
        expect(world.size).toBe(0);
      },
    );

    test('with network, identities and everything that is secure, too', async () => {
      const pool = 'vnet_subnet_id = azurerm_subnet.nodes.id';
      await deploy('4.55.0', HEAD + cluster({ aad: MANAGED, more: SECURE, pool }) + NETWORK_AND_IDENTITY);

      expect(await terraform.plannedChanges()).toEqual({});

      await terraform.destroy();
      expect(world.size).toBe(0);
    });

    test('legacy AAD becomes managed in place when azurerm 4 takes over from azurerm 3', async () => {
      await deploy('3.117.1', HEAD + cluster({ aad: LEGACY }));
      expect(await terraform.plannedChanges()).toEqual({});

      await providers.stop();
      await start('4.55.0');
      terraform.attach(providers.reattach);
      terraform.write(HEAD + cluster({ aad: MANAGED }));
      expect(await terraform.plannedChanges()).toEqual({ 'azurerm_kubernetes_cluster.aks': 'update' });

      await terraform.apply();
      expect(await terraform.plannedChanges()).toEqual({});
    });

    test('without a surge every plan takes away what AKS has put there', async () => {
      await deploy('4.55.0', HEAD + cluster({ surge: false }));

      expect(await terraform.plannedChanges()).toEqual({ 'azurerm_kubernetes_cluster.aks': 'update' });
    });

    test('what can change in place does, and the rest replaces the cluster', async () => {
      await deploy('4.55.0', HEAD + cluster({ aad: MANAGED, pool: 'temporary_name_for_rotation = "tmp"' }));

      terraform.write(
        HEAD +
          cluster({
            aad: 'tenant_id = "72f988bf-0000-0000-0000-2d7cd011db47"\nazure_rbac_enabled = true',
            pool: 'temporary_name_for_rotation = "tmp"',
            more: 'local_account_disabled = true',
          }).replace('Standard_D4ds_v5', 'Standard_D8ds_v5'),
      );
      expect(await terraform.plannedChanges()).toEqual({ 'azurerm_kubernetes_cluster.aks': 'update' });

      terraform.write(HEAD + cluster({ aad: MANAGED, more: 'role_based_access_control_enabled = false' }));
      expect(await terraform.plannedChanges()).toEqual({ 'azurerm_kubernetes_cluster.aks': 'delete,create' });
    });

    test('is imported under its ID', async () => {
      await deploy('4.55.0', HEAD + cluster({ aad: MANAGED }));
      const id = world.all('azurerm_kubernetes_cluster')[0]?.id as string;
      await terraform.succeed('state', 'rm', 'azurerm_kubernetes_cluster.aks');
      await terraform.succeed('import', 'azurerm_kubernetes_cluster.aks', id);

      expect(await terraform.plannedChanges()).toEqual({});
    });

    test('in another tenant is refused before anything else', async () => {
      await deploy('4.55.0', HEAD);
      terraform.write(
        HEAD.replace('features {}', 'features {}\n tenant_id = "894656e1-39f8-4bfe-b16a-510f61af6f41"'),
      );

      const { code, output } = await terraform.run('plan');
      expect(code).toBe(1);
      expect(output).toContain("AADSTS90002: Tenant '894656e1-39f8-4bfe-b16a-510f61af6f41' not found.");
    });
  });
});

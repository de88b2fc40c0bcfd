/** What azurerm 3, 4 and 5 call by different names, or want or do not want. */
interface Words {
  readonly zone: string;
  readonly vault: string;
  readonly secret: string;
  readonly provisioning: string;
}

const ZONE_BY_NAME =
  'resource_group_name = local.group\n  private_dns_zone_name = azurerm_private_dns_zone.aks.name';
const WRITE_ONLY = 'value_wo = "p4ssw0rd"\n  value_wo_version = 1';

const WORDS: Readonly<Record<string, Words>> = {
  '3.117.1': { zone: ZONE_BY_NAME, vault: '', secret: 'value = "p4ssw0rd"', provisioning: '' },
  '4.55.0': { zone: ZONE_BY_NAME, vault: '', secret: WRITE_ONLY, provisioning: '' },
  '5.2.0': {
    zone: 'private_dns_zone_id = azurerm_private_dns_zone.aks.id',
    vault: 'rbac_authorization_enabled = true',
    secret: WRITE_ONLY,
    provisioning: 'node_provisioning_profile {\n    mode = "Manual"\n  }',
  },
};

export const SURROUNDING_VERSIONS = Object.keys(WORDS);

/** A cluster and one of everything around it, as Terraform configuration for a version of azurerm. */
export function surroundings(version: string): string {
  const words = WORDS[version]!;

  return `
terraform {
  required_providers {
    azurerm = { source = "hashicorp/azurerm" }
  }
}

provider "azurerm" {
  features {}
}

locals {
  group    = azurerm_resource_group.aks.name
  location = azurerm_resource_group.aks.location
}

resource "azurerm_resource_group" "aks" {
  name     = "rg"
  location = "eastus"
}

resource "azurerm_virtual_network" "aks" {
  name                = "net"
  location            = local.location
  resource_group_name = local.group
  address_space       = ["10.1.0.0/16"]
}

resource "azurerm_subnet" "nodes" {
  name                 = "nodes"
  resource_group_name  = local.group
  virtual_network_name = azurerm_virtual_network.aks.name
  address_prefixes     = ["10.1.0.0/24"]
}

resource "azurerm_public_ip" "out" {
  name                = "out"
  location            = local.location
  resource_group_name = local.group
  allocation_method   = "Static"
}

resource "azurerm_nat_gateway" "out" {
  name                = "out"
  location            = local.location
  resource_group_name = local.group
}

resource "azurerm_nat_gateway_public_ip_association" "out" {
  nat_gateway_id       = azurerm_nat_gateway.out.id
  public_ip_address_id = azurerm_public_ip.out.id
}

resource "azurerm_subnet_nat_gateway_association" "out" {
  nat_gateway_id = azurerm_nat_gateway.out.id
  subnet_id      = azurerm_subnet.nodes.id
}

resource "azurerm_private_dns_zone" "aks" {
  name                = "privatelink.eastus.azmk8s.io"
  resource_group_name = local.group
}

resource "azurerm_private_dns_zone_virtual_network_link" "aks" {
  name               = "net"
  virtual_network_id = azurerm_virtual_network.aks.id
  ${words.zone}
}

resource "azurerm_log_analytics_workspace" "logs" {
  name                = "logs"
  location            = local.location
  resource_group_name = local.group
}

resource "azurerm_log_analytics_solution" "logs" {
  solution_name         = "ContainerInsights"
  location              = local.location
  resource_group_name   = local.group
  workspace_resource_id = azurerm_log_analytics_workspace.logs.id
  workspace_name        = azurerm_log_analytics_workspace.logs.name

  plan {
    publisher = "Microsoft"
    product   = "OMSGallery/ContainerInsights"
  }
}

resource "azurerm_monitor_workspace" "metrics" {
  name                = "metrics"
  location            = local.location
  resource_group_name = local.group
}

resource "azurerm_monitor_data_collection_endpoint" "metrics" {
  name                = "metrics"
  location            = local.location
  resource_group_name = local.group
  kind                = "Linux"
}

resource "azurerm_monitor_data_collection_rule" "metrics" {
  name                        = "metrics"
  location                    = local.location
  resource_group_name         = local.group
  data_collection_endpoint_id = azurerm_monitor_data_collection_endpoint.metrics.id

  destinations {
    monitor_account {
      name               = "metrics"
      monitor_account_id = azurerm_monitor_workspace.metrics.id
    }
  }

  data_flow {
    streams      = ["Microsoft-PrometheusMetrics"]
    destinations = ["metrics"]
  }

  data_sources {
    prometheus_forwarder {
      name    = "metrics"
      streams = ["Microsoft-PrometheusMetrics"]
    }
  }
}

resource "azurerm_monitor_data_collection_rule_association" "metrics" {
  name                    = "metrics"
  target_resource_id      = azurerm_kubernetes_cluster.aks.id
  data_collection_rule_id = azurerm_monitor_data_collection_rule.metrics.id
}

resource "azurerm_monitor_data_collection_rule_association" "endpoint" {
  target_resource_id          = azurerm_kubernetes_cluster.aks.id
  data_collection_endpoint_id = azurerm_monitor_data_collection_endpoint.metrics.id
}

resource "azurerm_monitor_diagnostic_setting" "audit" {
  name                       = "audit"
  target_resource_id         = azurerm_kubernetes_cluster.aks.id
  log_analytics_workspace_id = azurerm_log_analytics_workspace.logs.id

  enabled_log {
    category = "kube-audit-admin"
  }

  enabled_log {
    category = "guard"
  }
}

resource "azurerm_key_vault" "vault" {
  name                = "my-vault"
  location            = local.location
  resource_group_name = local.group
  sku_name            = "standard"
  tenant_id           = "72f988bf-0000-0000-0000-2d7cd011db47"
  ${words.vault}
}

resource "azurerm_key_vault_secret" "server_app" {
  name         = "server-app"
  key_vault_id = azurerm_key_vault.vault.id
  content_type = "password"
  ${words.secret}
}

resource "azurerm_user_assigned_identity" "aks" {
  name                = "aks"
  location            = local.location
  resource_group_name = local.group
}

resource "azurerm_kubernetes_cluster" "aks" {
  name                    = "aks"
  location                = local.location
  resource_group_name     = local.group
  dns_prefix              = "aks"
  private_cluster_enabled = true
  private_dns_zone_id     = azurerm_private_dns_zone.aks.id
  ${words.provisioning}

  default_node_pool {
    name           = "system"
    vm_size        = "Standard_D4ds_v5"
    node_count     = 3
    vnet_subnet_id = azurerm_subnet.nodes.id

    upgrade_settings {
      max_surge = "10%"
    }
  }

  identity {
    type         = "UserAssigned"
    identity_ids = [azurerm_user_assigned_identity.aks.id]
  }

  network_profile {
    network_plugin      = "azure"
    network_plugin_mode = "overlay"
    outbound_type       = "userAssignedNATGateway"
  }

  oms_agent {
    log_analytics_workspace_id      = azurerm_log_analytics_workspace.logs.id
    msi_auth_for_monitoring_enabled = true
  }

  microsoft_defender {
    log_analytics_workspace_id = azurerm_log_analytics_workspace.logs.id
  }

  monitor_metrics {}

  maintenance_window_auto_upgrade {
    frequency   = "Weekly"
    interval    = 1
    duration    = 4
    day_of_week = "Sunday"
    start_time  = "02:00"
    utc_offset  = "+00:00"
  }
}
`;
}

import { automaticCluster, deploymentSafeguard } from './automatic-cluster';
import { kubernetesCluster } from './cluster';
import { clusterServiceRules } from './cluster-rules';
import { azureRoleDefinition, roleDefinitionRules } from './role-definitions';
import { eligibilityRules, eligibleRoleAssignment, roleManagementPolicy } from './eligibility';
import { keyVaultRules } from './key-vault-rules';
import { keyVault, keyVaultAccessPolicy, keyVaultSecret } from './key-vaults';
import { limitRules } from './limit-rules';
import { azurermDataSources } from './lookups';
import {
  dataCollectionEndpoint,
  dataCollectionRule,
  dataCollectionRuleAssociation,
  diagnosticSetting,
  logAnalyticsSolution,
  logAnalyticsWorkspace,
  monitorWorkspace,
} from './monitoring';
import { monitoringRules } from './monitoring-rules';
import {
  natGateway,
  natGatewayPublicIp,
  privateDnsZoneLink,
  subnet,
  subnetNatGateway,
  subnetRouteTable,
} from './networks';
import { nodePoolServiceRules } from './node-pool-rules';
import { nodePool } from './node-pools';
import {
  federatedIdentityCredential,
  GROUP_SCOPED_TYPES,
  groupScoped,
  managementLock,
  resourceGroup,
  roleAssignment,
  userAssignedIdentity,
} from './resources';
import { azurermConfigurationRules } from './rules';
import { azureServiceRules } from './service-rules';
import { ProviderBehaviour } from '../world/behaviour';
import { refuseOtherSubscriptionTenant } from '../world/deployer';

/**
 * An Azure subscription as azurerm 3.117, 4.55, 5.2 and 5.10 show it.
 *
 * Legacy AAD clusters may be created here. Azure has refused that since December 2023, but it runs those that it has, and
 * a rehearsal of how one is managed has to begin with one.
 */
export const azurerm: ProviderBehaviour = {
  name: 'azurerm',
  rules: [
    ...azurermConfigurationRules,
    ...azureServiceRules,
    ...clusterServiceRules,
    ...nodePoolServiceRules,
    ...limitRules,
    ...monitoringRules,
    ...keyVaultRules,
    ...eligibilityRules,
    ...roleDefinitionRules,
  ],
  resources: {
    ...Object.fromEntries(GROUP_SCOPED_TYPES.map((type) => [type, groupScoped(type)])),
    azurerm_resource_group: resourceGroup,
    azurerm_kubernetes_cluster: kubernetesCluster,
    azurerm_kubernetes_automatic_cluster: automaticCluster,
    azurerm_kubernetes_cluster_deployment_safeguard: deploymentSafeguard,
    azurerm_kubernetes_cluster_node_pool: nodePool,
    azurerm_role_assignment: roleAssignment,
    azurerm_role_definition: azureRoleDefinition,
    azurerm_pim_eligible_role_assignment: eligibleRoleAssignment,
    azurerm_role_management_policy: roleManagementPolicy,
    azurerm_user_assigned_identity: userAssignedIdentity,
    azurerm_subnet: subnet,
    azurerm_subnet_nat_gateway_association: subnetNatGateway,
    azurerm_subnet_route_table_association: subnetRouteTable,
    azurerm_nat_gateway: natGateway,
    azurerm_nat_gateway_public_ip_association: natGatewayPublicIp,
    azurerm_private_dns_zone_virtual_network_link: privateDnsZoneLink,
    azurerm_log_analytics_workspace: logAnalyticsWorkspace,
    azurerm_log_analytics_solution: logAnalyticsSolution,
    azurerm_monitor_diagnostic_setting: diagnosticSetting,
    azurerm_monitor_workspace: monitorWorkspace,
    azurerm_monitor_data_collection_endpoint: dataCollectionEndpoint,
    azurerm_monitor_data_collection_rule: dataCollectionRule,
    azurerm_monitor_data_collection_rule_association: dataCollectionRuleAssociation,
    azurerm_key_vault: keyVault,
    azurerm_key_vault_access_policy: keyVaultAccessPolicy,
    azurerm_key_vault_secret: keyVaultSecret,
    azurerm_federated_identity_credential: federatedIdentityCredential,
    azurerm_management_lock: managementLock,
  },
  dataSources: azurermDataSources,
  configure: refuseOtherSubscriptionTenant,
};

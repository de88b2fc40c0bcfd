import { kubernetesCluster } from './cluster';
import { clusterServiceRules } from './cluster-rules';
import { azurermDataSources } from './lookups';
import { nodePoolServiceRules } from './node-pool-rules';
import { nodePool } from './node-pools';
import {
  federatedIdentityCredential,
  GROUP_SCOPED_TYPES,
  groupScoped,
  logAnalyticsWorkspace,
  managementLock,
  resourceGroup,
  roleAssignment,
  subnet,
  userAssignedIdentity,
} from './resources';
import { azurermConfigurationRules } from './rules';
import { azureServiceRules } from './service-rules';
import { ProviderBehaviour } from '../world/behaviour';
import { refuseUnknownTenant } from '../world/deployer';

/**
 * An Azure subscription as azurerm 3.117, 4.55 and 5.2 show it.
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
  ],
  resources: {
    ...Object.fromEntries(GROUP_SCOPED_TYPES.map((type) => [type, groupScoped(type)])),
    azurerm_resource_group: resourceGroup,
    azurerm_kubernetes_cluster: kubernetesCluster,
    azurerm_kubernetes_cluster_node_pool: nodePool,
    azurerm_role_assignment: roleAssignment,
    azurerm_user_assigned_identity: userAssignedIdentity,
    azurerm_subnet: subnet,
    azurerm_log_analytics_workspace: logAnalyticsWorkspace,
    azurerm_federated_identity_credential: federatedIdentityCredential,
    azurerm_management_lock: managementLock,
  },
  dataSources: azurermDataSources,
  configure: refuseUnknownTenant,
};

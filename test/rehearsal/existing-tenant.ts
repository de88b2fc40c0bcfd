import { loadTenant, Tenant } from '../../access/directory/tenant';

const SUBSCRIPTION = '/subscriptions/8ecadfc9-d1a3-4ea4-b844-0d9f87e4d7c8';

export const GROUP_ID = `${SUBSCRIPTION}/resourceGroups/myResourceGroup`;
export const CLUSTER_ID = `${GROUP_ID}/providers/Microsoft.ContainerService/managedClusters/myAKSCluster`;
export const POOL_ID = `${CLUSTER_ID}/agentPools/apps`;

/** Of the tenant file. */
export const OPERATORS = '894656e1-39f8-4bfe-b16a-510f61af6f41';
export const TENANT_ID = '72f988bf-0000-0000-0000-2d7cd011db47';
const ALICE = 'a1b2c3d4-52c5-4d6c-9d0e-1f0e8f3a7b01';
const DEPLOYER = '3a7c0d2f-5e8b-4c90-b6d4-7f1e2a3b4c5d';

export const ADMINS = 'aa111111-1111-4111-8111-111111111111';
export const ASSIGNMENT_ID = `${CLUSTER_ID}/providers/Microsoft.Authorization/roleAssignments/bb222222-2222-4222-8222-222222222222`;

/** A cluster as `az aks create --enable-aad` makes it, with an administrators' group, a node pool, and access in it. */
export const EXISTING: NonNullable<Tenant['objects']> = {
  azuread_group: [
    {
      object_id: ADMINS,
      display_name: 'aks-admins',
      security_enabled: true,
      owners: [ALICE],
      members: [ALICE, DEPLOYER],
    },
  ],
  azurerm_resource_group: [{ name: 'myResourceGroup', location: 'eastus', tags: { team: 'platform' } }],
  azurerm_kubernetes_cluster: [
    {
      name: 'myAKSCluster',
      resource_group_name: 'myResourceGroup',
      location: 'eastus',
      dns_prefix: 'myAKSClust-myResourceGroup-8ecadf',
      kubernetes_version: '1.33',
      tags: { team: 'platform' },
      local_account_disabled: true,
      run_command_enabled: true,
      image_cleaner_enabled: true,
      image_cleaner_interval_hours: 48,
      default_node_pool: {
        name: 'nodepool1',
        vm_size: 'Standard_DS2_v2',
        node_count: 3,
        max_pods: 110,
        upgrade_settings: { max_surge: '10%' },
      },
      identity: { type: 'SystemAssigned' },
      azure_active_directory_role_based_access_control: {
        tenant_id: TENANT_ID,
        admin_group_object_ids: [ADMINS],
        azure_rbac_enabled: false,
      },
      network_profile: {
        network_plugin: 'kubenet',
        load_balancer_sku: 'standard',
        outbound_type: 'loadBalancer',
      },
    },
  ],
  azurerm_kubernetes_cluster_node_pool: [
    {
      name: 'apps',
      kubernetes_cluster_id: CLUSTER_ID,
      vm_size: 'Standard_D4s_v5',
      node_count: 2,
      upgrade_settings: { max_surge: '10%' },
    },
  ],
  azurerm_role_assignment: [
    {
      name: 'bb222222-2222-4222-8222-222222222222',
      scope: CLUSTER_ID,
      role_definition_name: 'Azure Kubernetes Service Cluster User Role',
      principal_id: OPERATORS,
      principal_type: 'Group',
    },
  ],
  kubernetes_namespace_v1: [
    { cluster: 'myAKSCluster', metadata: { name: 'shop', labels: { team: 'shop' } } },
  ],
  kubernetes_cluster_role_v1: [
    {
      cluster: 'myAKSCluster',
      metadata: { name: 'pod-reader' },
      rule: { api_groups: [''], resources: ['pods'], verbs: ['get', 'list'] },
    },
  ],
  kubernetes_role_binding_v1: [
    {
      cluster: 'myAKSCluster',
      metadata: { name: 'operators', namespace: 'shop' },
      role_ref: { api_group: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'edit' },
      subject: { api_group: 'rbac.authorization.k8s.io', kind: 'Group', name: OPERATORS, namespace: '' },
    },
  ],
};

/** The sample tenant, with objects that nobody has deployed. */
export function tenantWith(objects: Tenant['objects']): Tenant {
  return { ...loadTenant(), objects };
}

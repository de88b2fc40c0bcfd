import { loadTenant } from '../../access/directory/load-tenant';
import { Tenant } from '../../access/directory/tenant';
import { azuread } from '../../rehearsal/azuread/azuread';
import { azurerm } from '../../rehearsal/azurerm/azurerm';
import { kubernetes } from '../../rehearsal/kubernetes/kubernetes';

const SUBSCRIPTION = '/subscriptions/8ecadfc9-d1a3-4ea4-b844-0d9f87e4d7c8';

const GROUP_ID = `${SUBSCRIPTION}/resourceGroups/myResourceGroup`;
export const CLUSTER_ID = `${GROUP_ID}/providers/Microsoft.ContainerService/managedClusters/myAKSCluster`;
export const POOL_ID = `${CLUSTER_ID}/agentPools/apps`;
export const ASSIGNMENT_ID = `${CLUSTER_ID}/providers/Microsoft.Authorization/roleAssignments/bb222222-2222-4222-8222-222222222222`;

export const ADMINS = 'aa111111-1111-4111-8111-111111111111';
export const OPERATORS = '894656e1-39f8-4bfe-b16a-510f61af6f41';
export const TENANT_ID = '72f988bf-0000-0000-0000-2d7cd011db47';

export const PROVIDERS = [
  { behaviour: azuread, version: '3.7.0' },
  { behaviour: azurerm, version: '4.55.0' },
  { behaviour: kubernetes, version: '2.38.0' },
];

/** A tenant in which somebody has made a cluster by hand. */
export const EXISTING_TENANT = loadTenant('examples/existing-tenant.yaml');

/** The sample tenant, with objects that nobody has deployed. */
export function tenantWith(objects: Tenant['objects']): Tenant {
  return { ...loadTenant(), objects };
}

import { AzureApi } from '../azure/azure-api';
import { Finding } from './findings';
import { shellOption, shellWord } from '../../lib/shared/shell';
import { armPath, odataText, url } from '../url';

/** What `az aks get-credentials` asks for. */
export const GET_CREDENTIALS = 'Microsoft.ContainerService/managedClusters/listClusterUserCredential/action';

const API_VERSION = '2022-04-01';

interface RoleAssignment {
  readonly properties: { readonly roleDefinitionId: string; readonly scope: string };
}

interface RoleDefinition {
  readonly properties: {
    readonly roleName: string;
    readonly permissions: readonly AzurePermission[];
  };
}

/** Whether the account, itself or through its groups, may fetch the kubeconfig of the cluster. */
export async function azureRoleFinding(
  arm: AzureApi,
  clusterId: string,
  objectId: string,
): Promise<Omit<Finding, 'check'>> {
  const filter = url`&$filter=${`assignedTo(${odataText(objectId)})`}`;
  const assignments = await arm.list<RoleAssignment>(
    `${armPath(clusterId)}/providers/Microsoft.Authorization/roleAssignments?api-version=${API_VERSION}${filter}`,
  );
  // Assignments below the cluster, such as on one namespace, come along and do not count here.
  const onCluster = assignments.filter(({ properties }) => isAbove(properties.scope, clusterId));

  for (const id of new Set(onCluster.map(({ properties }) => properties.roleDefinitionId))) {
    const role = await arm.get<RoleDefinition>(`${armPath(id)}?api-version=${API_VERSION}`);
    if (role && isAllowed(role.properties.permissions, GET_CREDENTIALS)) {
      return { verdict: 'ok', text: `'${role.properties.roleName}' lets the account fetch the kubeconfig` };
    }
  }
  return {
    verdict: 'wrong',
    text: "'az aks get-credentials' will be refused: no Azure role lets the account fetch the kubeconfig",
    fix: `az role assignment create --role 'Azure Kubernetes Service Cluster User Role' ${shellOption('--assignee', objectId)} --scope ${shellWord(clusterId)}`,
  };
}

function isAbove(scope: string, clusterId: string): boolean {
  const [above, id] = [scope.toLowerCase().replace(/\/+$/, ''), clusterId.toLowerCase()];
  return id === above || id.startsWith(`${above}/`);
}

/** What Azure lets somebody do at a scope. */
export interface AzurePermission {
  readonly actions: readonly string[];
  readonly notActions?: readonly string[];
}

/** Whether one of the permissions allows an action. */
export function isAllowed(permissions: readonly AzurePermission[], action: string): boolean {
  return permissions.some(
    ({ actions, notActions = [] }) =>
      actions.some((pattern) => matches(pattern, action)) &&
      !notActions.some((pattern) => matches(pattern, action)),
  );
}

function matches(text: string, action: string): boolean {
  const pattern = text
    .split('*')
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
  return new RegExp(`^${pattern}$`, 'i').test(action);
}

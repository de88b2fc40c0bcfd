import { DataActionRights } from './shared/aks-data-actions';
import { BUILT_IN_DATA_ACTIONS } from './shared/azure-role-actions';

/**
 * A role of Azure that is assigned on an AKS cluster: a built-in one, or that of an `AzureRoleDefinition`.
 *
 * A built-in one becomes the `role_definition_name` of an `azurerm_role_assignment`. Their IDs are the same in every subscription: "Azure
 * built-in roles for Containers", https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/containers.
 */
export class AzureRole {
  /** May fetch the kubeconfig with which to sign in: `az aks get-credentials` fails without it. Grants nothing inside. */
  static readonly CLUSTER_USER = new AzureRole(
    'Azure Kubernetes Service Cluster User Role',
    '4abbcc35-e782-43d8-92c5-2d3f1bd2253f',
    false,
  );

  /** May fetch the kubeconfig of the local administrator, who bypasses Azure AD. */
  static readonly CLUSTER_ADMIN = new AzureRole(
    'Azure Kubernetes Service Cluster Admin Role',
    '0ab0b1a8-8aac-4efd-b8c2-3ee1fb270be8',
    false,
  );

  /** May read most objects, no secrets, roles or bindings. Needs Azure RBAC. */
  static readonly RBAC_READER = new AzureRole(
    'Azure Kubernetes Service RBAC Reader',
    '7f6c6a51-bcf8-42ba-9220-52d62157d7db',
    true,
  );

  /** May read and change most objects, secrets included, no roles or bindings. Needs Azure RBAC. */
  static readonly RBAC_WRITER = new AzureRole(
    'Azure Kubernetes Service RBAC Writer',
    'a7ffa36f-339b-4b5c-8bdf-e2c188b2c0eb',
    true,
  );

  /**
   * May do everything but change quotas and namespaces: where it holds in the whole cluster, `escalate` on cluster roles is
   * included, and so it leads to everything. Needs Azure RBAC.
   */
  static readonly RBAC_ADMIN = new AzureRole(
    'Azure Kubernetes Service RBAC Admin',
    '3498e952-d568-435e-9b2c-8d77e338d7f7',
    true,
  );

  /** May do everything. Needs Azure RBAC. */
  static readonly RBAC_CLUSTER_ADMIN = new AzureRole(
    'Azure Kubernetes Service RBAC Cluster Admin',
    'b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b',
    true,
  );

  /** @internal */
  static _defined(name: string, roleId: string, rights: DataActionRights, definitionId: string): AzureRole {
    return new AzureRole(name, roleId, true, rights, definitionId);
  }

  private constructor(
    /** Name of the role in Azure. */
    readonly name: string,

    /** ID of the role, a UUID. */
    readonly roleId: string,

    /** Whether the role grants rights inside the cluster, which takes `azureRbac: true`, and can be limited to a namespace. */
    readonly isAzureRbac: boolean,

    /** What it allows inside the cluster by data actions. @internal */
    readonly _rights: DataActionRights = BUILT_IN_DATA_ACTIONS[name] ?? { dataActions: [] },

    /** ARM ID of its definition, when that is part of the stack. @internal */
    readonly _definitionId?: string,
  ) {}
}

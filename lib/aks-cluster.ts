import { AzureRoleAssignment, AzureRoleGrantOptions } from './azure-role-assignment';
import { IAzureRoleScope } from './azure-role-scope';

/** An AKS cluster with Azure AD sign-in, whoever created it. */
export interface IAadAksCluster extends IAzureRoleScope {
  /** Name of the cluster. */
  readonly clusterName: string;

  /** Name of the resource group that holds the cluster. */
  readonly resourceGroupName: string;

  /** URL of the API server, `https://<fqdn>:443`. */
  readonly host: string;

  /** Certificate authority of the API server, as base64 of a PEM document. */
  readonly clusterCaCertificate: string;

  /** Client certificate of the local administrator, base64, sensitive; undefined when local accounts are known to be off. */
  readonly adminClientCertificate?: string;

  /** Client key of the local administrator, base64, sensitive; undefined when local accounts are known to be off. */
  readonly adminClientKey?: string;

  /** Client ID of the server application; undefined on managed Azure AD. */
  readonly aadServerClientId?: string;

  /** Whether it is a cluster of AKS Automatic, which refuses some roles and bindings; undefined when it is not. */
  readonly isAutomatic?: boolean;

  /**
   * Gives somebody an Azure role on the cluster or on one of its namespaces, in the stack of this construct.
   *
   * @throws when the role cannot take effect, or the subject has no object ID
   */
  grantAzureRole(id: string, options: AzureRoleGrantOptions): AzureRoleAssignment;

  /** Issuer of service account tokens, a URL; what a federated credential trusts. */
  readonly oidcIssuerUrl: string;
}

/** What must be known of a cluster that someone else created. */
export interface AadAksClusterAttributes {
  /** ARM ID of the cluster. */
  readonly clusterId: string;

  /** Name of the cluster. */
  readonly clusterName: string;

  /** Name of its resource group. */
  readonly resourceGroupName: string;

  /** URL of the API server, `https://<fqdn>:443`. */
  readonly host: string;

  /** Certificate authority of the API server, as base64 of a PEM document. */
  readonly clusterCaCertificate: string;

  /**
   * Client certificate of the local administrator, as base64 of a PEM document. A literal is refused.
   *
   * @default - none; `KubernetesCredentials.admin()` is then refused
   */
  readonly adminClientCertificate?: string;

  /**
   * Client key of the local administrator, as base64 of a PEM document. A literal is refused.
   *
   * @default - none; `KubernetesCredentials.admin()` is then refused
   */
  readonly adminClientKey?: string;

  /**
   * Client ID of the server application of a cluster with legacy Azure AD integration.
   *
   * @default - managed Azure AD
   */
  readonly aadServerClientId?: string;

  /**
   * Whether Azure role assignments grant Kubernetes permissions.
   *
   * @default - not known; roles of Azure RBAC are then granted without a check
   */
  readonly azureRbac?: boolean;

  /**
   * Whether it is a cluster of AKS Automatic, which refuses some roles and bindings.
   *
   * @default false
   */
  readonly automatic?: boolean;

  /**
   * Issuer of service account tokens, a URL; what a federated credential trusts.
   *
   * @default - not known; whoever asks for it, as `AksWorkloadIdentity` does, is refused
   */
  readonly oidcIssuerUrl?: string;
}

/** How `AadAksCluster.fromLookup` finds a cluster. */
export interface AadAksClusterLookupOptions {
  /** Name of the cluster. */
  readonly clusterName: string;

  /** Name of its resource group. */
  readonly resourceGroupName: string;

  /**
   * Whether the cluster's local administrator account exists, which the lookup cannot tell.
   *
   * @default false
   */
  readonly localAccounts?: boolean;

  /**
   * Client ID of the server application of a cluster with legacy Azure AD integration.
   *
   * @default - managed Azure AD
   */
  readonly aadServerClientId?: string;

  /**
   * Whether Azure role assignments grant Kubernetes permissions.
   *
   * @default - not known; roles of Azure RBAC are then granted without a check
   */
  readonly azureRbac?: boolean;
}

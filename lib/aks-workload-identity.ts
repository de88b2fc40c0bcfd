import { IAadAksCluster } from './aks-cluster';
import { AzurermVersion } from './azurerm-version';
import { KubernetesConnection } from './kubernetes-connection';

/** Which service account stands for the identity. */
export interface AksWorkloadIdentityOptions {
  /** Namespace of the service account. */
  readonly namespace: string;

  /** Name of the service account. */
  readonly serviceAccount: string;

  /**
   * Connection to the cluster, in whatever stack, with which the service account is created; the namespace must exist.
   * The account is annotated with the client ID of the identity.
   *
   * @default - the service account is not created; annotate it with `azure.workload.identity/client-id`
   */
  readonly connection?: KubernetesConnection;

  /**
   * Name of the managed identity: 3 to 128 letters, digits, hyphens and underscores.
   *
   * @default - `<cluster>-<namespace>-<service account>`
   */
  readonly identityName?: string;

  /**
   * Whether pods of the service account get a token for the Kubernetes API, besides that for Azure AD.
   *
   * @default false
   */
  readonly mountKubernetesToken?: boolean;
}

/** Properties of `AksWorkloadIdentity`. */
export interface AksWorkloadIdentityProps extends AksWorkloadIdentityOptions {
  /** Cluster in which the service account lives; its `oidcIssuerUrl` must be known. */
  readonly cluster: IAadAksCluster;

  /** Azure region of the identity. */
  readonly location: string;

  /**
   * Tags of the identity.
   *
   * @default - none
   */
  readonly tags?: { [key: string]: string };

  /**
   * Major version of the azurerm provider of the stack.
   *
   * @default AzurermVersion.V4
   */
  readonly azurerm?: AzurermVersion;
}

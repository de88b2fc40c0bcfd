import { IConstruct } from 'constructs';

/** An AKS cluster with Azure AD sign-in, whoever created it. */
export interface IAadAksCluster extends IConstruct {
  /** ARM ID of the cluster. */
  readonly clusterId: string;

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
}

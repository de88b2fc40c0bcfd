import { DataAzurermKubernetesCluster } from '@cdktf/provider-azurerm/lib/data-azurerm-kubernetes-cluster';
import { KubernetesCluster } from '@cdktf/provider-azurerm/lib/kubernetes-cluster';
import { Construct } from 'constructs';
import { AadAksClusterAttributes, IAadAksCluster } from '../aks-cluster';
import { AzureRoleAssignment, AzureRoleGrantOptions } from '../azure-role-assignment';
import { requireAnyResourceGroupName, requireClusterName } from './cluster-names';
import { ValidationError } from '../shared/errors';
import { isLiteral, requirePattern, requireSecretReference, requireText, requireUuid } from './guards';
import { canonicalId } from '../shared/canonical-ids';
import { honourDependencies } from './dependencies';
import { requireProps } from './kind-check';
import { armIdForm } from '../shared/arm-id-form';

const CLUSTER_ID = armIdForm('Microsoft.ContainerService/managedClusters');

/** A cluster that this stack does not manage. */
export class ExistingCluster extends Construct implements IAadAksCluster {
  readonly clusterId: string;
  readonly clusterName: string;
  readonly resourceGroupName: string;
  readonly host: string;
  readonly clusterCaCertificate: string;
  readonly adminClientCertificate?: string;
  readonly adminClientKey?: string;
  readonly aadServerClientId?: string;
  readonly azureRbac?: boolean;
  readonly isAutomatic?: boolean;

  private readonly issuerUrl?: string;

  /** `describe` gets the new construct as the scope of what it may have to look up. */
  constructor(scope: Construct, id: string, describe: (self: Construct) => AadAksClusterAttributes) {
    super(scope, id);
    const attrs = requireProps('AadAksClusterAttributes', describe(this), this);
    honourDependencies(this);

    requirePattern(
      'clusterId',
      attrs.clusterId,
      CLUSTER_ID,
      'use the ARM ID of a cluster, /subscriptions/…/managedClusters/<name>',
      this,
    );
    requireClusterName(attrs.clusterName, this);
    requireAnyResourceGroupName(attrs.resourceGroupName, this);
    requireText('host', attrs.host, this);
    requirePattern(
      'host',
      attrs.host,
      /^https:\/\//,
      "use the URL of the API server, 'https://<fqdn>:443'",
      this,
    );
    requireText('clusterCaCertificate', attrs.clusterCaCertificate, this);
    if (isLiteral(attrs.clusterCaCertificate) && !/^[A-Za-z0-9+/=\s]+$/.test(attrs.clusterCaCertificate)) {
      throw new ValidationError(
        "clusterCaCertificate is not in base64: pass it as Azure gives it, such as 'LS0tLS1C…', not decoded",
        this,
      );
    }
    requireUuid('aadServerClientId', attrs.aadServerClientId, 'the client ID of a server application', this);
    requireSecretReference('adminClientCertificate', attrs.adminClientCertificate, this);
    requireSecretReference('adminClientKey', attrs.adminClientKey, this);

    this.clusterId = canonicalId(attrs.clusterId);
    this.clusterName = attrs.clusterName;
    this.resourceGroupName = attrs.resourceGroupName;
    this.host = attrs.host;
    this.clusterCaCertificate = attrs.clusterCaCertificate;
    this.adminClientCertificate = attrs.adminClientCertificate;
    this.adminClientKey = attrs.adminClientKey;
    this.aadServerClientId = attrs.aadServerClientId;
    this.azureRbac = attrs.azureRbac;
    this.isAutomatic = attrs.automatic;
    this.issuerUrl = attrs.oidcIssuerUrl;
  }

  get oidcIssuerUrl(): string {
    if (this.issuerUrl === undefined) {
      throw new ValidationError(
        'oidcIssuerUrl is not known: pass it to fromAadAksClusterAttributes(), or use fromLookup()',
        this,
      );
    }
    return this.issuerUrl;
  }

  grantAzureRole(id: string, options: AzureRoleGrantOptions): AzureRoleAssignment {
    options = requireProps('AzureRoleGrantOptions', options, this);
    return new AzureRoleAssignment(this, id, { ...options, cluster: this });
  }
}

/** How to reach a cluster, read from the resource or from the data source. */
export function connectionAttributes(
  cluster: KubernetesCluster | DataAzurermKubernetesCluster,
  localAccounts: boolean,
): AadAksClusterAttributes {
  const kubeConfig = cluster.kubeConfig.get(0);
  const adminConfig = localAccounts ? cluster.kubeAdminConfig.get(0) : undefined;

  return {
    clusterId: cluster.id,
    clusterName: cluster.name,
    resourceGroupName: cluster.resourceGroupName,
    host: kubeConfig.host,
    clusterCaCertificate: kubeConfig.clusterCaCertificate,
    adminClientCertificate: adminConfig?.clientCertificate,
    adminClientKey: adminConfig?.clientKey,
    oidcIssuerUrl: cluster.oidcIssuerUrl,
  };
}

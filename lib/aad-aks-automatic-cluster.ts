import { Token } from 'cdktf';
import { Construct } from 'constructs';
import {
  AadAksAutomaticClusterLookupOptions,
  AadAksAutomaticClusterProps,
} from './aad-aks-automatic-cluster-props';
import { IAadAksCluster } from './aks-cluster';
import { AksIdentity } from './aks-identity';
import { AksWorkloadIdentity, AksWorkloadIdentityOptions } from './aks-workload-identity';
import { AzureRoleAssignment, AzureRoleGrantOptions } from './azure-role-assignment';
import { requireAzurermGeneration } from './shared/azurerm-generation';
import { withCanonicalIds } from './shared/canonical-ids';
import { defaultIdentityName } from './shared/identity-name';
import { lockDeletion, protectedIf } from './shared/protection';
import { shellWord } from './shared/shell';
import { takeOver } from './shared/take-over';
import { requireAutomaticBindings } from './private/automatic-bindings';
import { AutomaticClusterResource } from './private/automatic-resources';
import { requireAutomaticCluster } from './private/automatic-rules';
import { placeOf, takeOverGroup } from './private/cluster-group';
import { requireClusterName, requireResourceGroupName } from './private/cluster-names';
import { ExistingCluster } from './private/existing-cluster';
import { armImportId, CLUSTER_FORM, resourceGroupIdOf } from './private/import-ids';
import { honourDependencies } from './private/dependencies';
import { requireProps } from './private/kind-check';
import { withLateAddress } from './private/late-address';
import { withoutStackTraces } from './private/stack-traces';
import { requireUnique } from './private/unique-objects';

const WHAT = 'AKS Automatic';

/**
 * A cluster of AKS Automatic, whose nodes, network, upgrades and security AKS sees to, and whose users sign in with Azure AD.
 *
 * Defines an `azurerm_kubernetes_automatic_cluster` and, unless told otherwise, the `azurerm_resource_group` around it; needs
 * azurerm 5.x, which is CDK Terrain. Everything about access is as on an `AadAksCluster`: namespaces, roles, bindings, Azure
 * roles and workload identities. Local accounts are off and Azure RBAC is on, so that whoever deploys access needs
 * `AzureRole.RBAC_CLUSTER_ADMIN` on it.
 *
 * What AKS Automatic refuses is refused at synth: objects in `kube-system`, roles that grant `nodes/proxy`, and bindings to
 * `cluster-admin` in the whole cluster.
 */
export class AadAksAutomaticCluster extends Construct implements IAadAksCluster {
  /** Reads a cluster while planning, with an `azurerm_kubernetes_automatic_cluster` data source; the plan fails when there is none. */
  static fromLookup(
    scope: Construct,
    id: string,
    options: AadAksAutomaticClusterLookupOptions,
  ): IAadAksCluster {
    return new ExistingCluster(scope, id, (self) => {
      options = requireProps('AadAksAutomaticClusterLookupOptions', options, self);
      const bindings = requireAutomaticBindings(WHAT, self);
      requireClusterName(options.clusterName, self);
      requireResourceGroupName(options.resourceGroupName, self);
      const cluster = withoutStackTraces(() =>
        bindings.lookUp(self, 'Resource', {
          name: options.clusterName,
          resourceGroupName: options.resourceGroupName,
        }),
      );
      const { host, clusterCaCertificate } = cluster.kubeConfig.get(0);
      return {
        clusterId: cluster.id,
        clusterName: cluster.name,
        resourceGroupName: cluster.resourceGroupName,
        host,
        clusterCaCertificate,
        azureRbac: true,
        automatic: true,
      };
    });
  }

  readonly clusterId: string;
  readonly clusterName: string;
  readonly resourceGroupName: string;
  readonly host: string;
  readonly clusterCaCertificate: string;
  readonly oidcIssuerUrl: string;
  readonly azureRbac?: boolean = true;
  readonly isAutomatic?: boolean = true;

  /** Host name of the API server. */
  readonly fqdn: string;

  /** Object ID of the control plane's system-assigned identity; undefined with any other. */
  readonly identityPrincipalId?: string;

  /** The command that puts the cluster into a kubeconfig, to sign in with Azure AD. */
  readonly credentialsCommand: string;

  private readonly resource: AutomaticClusterResource;
  private readonly props: AadAksAutomaticClusterProps;
  private readonly place: { readonly resourceGroupName: string; readonly location: string };

  /**
   * Defines the cluster.
   *
   * @throws when the bindings are of azurerm 4.x, or a prop, or two of them together, can never deploy
   */
  constructor(scope: Construct, id: string, props: AadAksAutomaticClusterProps) {
    super(scope, id);
    props = requireProps('AadAksAutomaticClusterProps', props, this);
    const bindings = requireAutomaticBindings(WHAT, this);
    requireAzurermGeneration(this, 5);
    requireAutomaticCluster(props, this);
    this.props = props;
    this.place = placeOf(this, props);

    const { network, privateCluster, authorizedIpRanges, identity = AksIdentity.systemAssigned() } = props;
    const subnetId = network?.apiServerSubnetId;
    const cluster = withoutStackTraces(() =>
      bindings.cluster(
        this,
        'Resource',
        withCanonicalIds({
          ...this.place,
          name: props.clusterName,
          identity: {
            type: identity._kind,
            identityIds: identity._id === undefined ? undefined : [identity._id],
          },
          apiServerAccess: authorizedIpRanges || subnetId ? { authorizedIpRanges, subnetId } : undefined,
          hostedSystem: network && {
            nodeSubnetId: network.nodeSubnetId,
            systemNodeSubnetId: network.systemNodeSubnetId,
          },
          privateCluster: privateCluster && {
            privateDnsZoneId: privateCluster.privateDnsZone?._id,
            publicFullyQualifiedDomainNameEnabled: privateCluster.publicFqdn ?? false,
          },
          tags: props.tags,
          lifecycle: protectedIf(props.protect),
        }),
      ),
    );
    this.resource = withLateAddress(cluster);
    honourDependencies(this);
    requireUnique(
      this,
      cluster,
      `cluster '${props.clusterName}' in resource group '${props.resourceGroupName}'`,
      [props.resourceGroupName, props.clusterName],
    );

    const { host, clusterCaCertificate } = cluster.kubeConfig.get(0);
    this.clusterId = cluster.id;
    this.clusterName = cluster.name;
    this.resourceGroupName = cluster.resourceGroupName;
    this.host = host;
    this.clusterCaCertificate = clusterCaCertificate;
    this.oidcIssuerUrl = cluster.oidcIssuerUrl;
    this.fqdn = cluster.fullyQualifiedDomainName;
    this.identityPrincipalId = identity._kind === 'SystemAssigned' ? cluster.identity.principalId : undefined;
    this.credentialsCommand = `az aks get-credentials --resource-group ${shellWord(Token.asString(props.resourceGroupName))} --name ${shellWord(Token.asString(props.clusterName))}`;

    if (props.deletionLock) {
      lockDeletion(this, this.clusterId);
    }
  }

  /**
   * Takes over an existing cluster, and the resource group around it unless `createResourceGroup` is false: the next
   * deployment imports both, and changes what differs from the props. Read its plan.
   *
   * @param clusterId ARM ID of the cluster, `az aks show --query id`
   * @throws when it is not the ID of a cluster of this name in this resource group
   */
  importFrom(clusterId: string): void {
    const { clusterName: cluster, resourceGroupName: group } = this.props;
    const id = armImportId('clusterId', clusterId, CLUSTER_FORM, { cluster, group }, this);
    takeOver(this.resource, id);
    if (this.props.createResourceGroup !== false) {
      this.importResourceGroupFrom(resourceGroupIdOf(id));
    }
  }

  /**
   * Takes over the existing resource group for a new cluster. `importFrom()` does it along with the cluster.
   *
   * @param resourceGroupId ARM ID of the group, `az group show --query id`
   * @throws when it is not the ID of this resource group, or `createResourceGroup` is false
   */
  importResourceGroupFrom(resourceGroupId: string): void {
    takeOverGroup(this, resourceGroupId, this.props.resourceGroupName);
  }

  /**
   * Lets the pods of a service account act as a managed identity of Azure AD, without a secret.
   *
   * @throws when a name is not valid
   */
  addWorkloadIdentity(id: string, options: AksWorkloadIdentityOptions): AksWorkloadIdentity {
    options = requireProps('AksWorkloadIdentityOptions', options, this);
    const { namespace, serviceAccount } = options;
    return new AksWorkloadIdentity(this, id, {
      location: this.place.location,
      tags: this.props.tags,
      ...options,
      // Made of the literal name, so that other stacks can look the identity up.
      identityName:
        options.identityName ?? defaultIdentityName(this.props.clusterName, namespace, serviceAccount),
      cluster: this,
    });
  }

  grantAzureRole(id: string, options: AzureRoleGrantOptions): AzureRoleAssignment {
    options = requireProps('AzureRoleGrantOptions', options, this);
    return new AzureRoleAssignment(this, id, { ...options, cluster: this });
  }
}

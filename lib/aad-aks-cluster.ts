import { DataAzurermKubernetesCluster } from '@cdktf/provider-azurerm/lib/data-azurerm-kubernetes-cluster';
import { KubernetesCluster } from '@cdktf/provider-azurerm/lib/kubernetes-cluster';
import { TerraformResource, TerraformResourceLifecycle, Token } from 'cdktf';
import { Construct } from 'constructs';
import { AadAksClusterProps } from './aad-aks-cluster-props';
import { AadAksClusterAttributes, AadAksClusterLookupOptions, IAadAksCluster } from './aks-cluster';
import { AksIdentity } from './aks-identity';
import { AksIdentityRole } from './aks-identity-role';
import { AksIdentityRoleAssignment } from './aks-identity-role-assignment';
import { AksNetwork } from './aks-network';
import { AksNodePoolMode, AksNodePoolProps, IAksNodePool } from './aks-node-pool';
import { AksSkuTier } from './aks-sku-tier';
import { AksWorkloadIdentity, AksWorkloadIdentityOptions } from './aks-workload-identity';
import { AzureRoleAssignment, AzureRoleGrantOptions } from './azure-role-assignment';
import { AzurermVersion } from './azurerm-version';
import { azurermGeneration } from './shared/azurerm-bindings';
import { requireAzurermGeneration } from './shared/azurerm-generation';
import { DEMANDED_OF_CLUSTER } from './private/bindings';
import { managedAadArguments, useLegacyAad } from './private/cluster-aad';
import { addOnArguments, storageArguments } from './private/cluster-add-ons';
import { apiServerArguments } from './private/cluster-api-server';
import { adaptToAzurerm } from './private/cluster-generations';
import { httpProxyArguments } from './private/cluster-http-proxy';
import { identityArguments, kubeletIdentityArguments, principalIdOf } from './private/cluster-identity';
import { placeOf, takeOverGroup } from './private/cluster-group';
import { defineMonitoring, monitoringArguments } from './private/cluster-monitoring';
import { networkProfile } from './private/cluster-network';
import { requireClusterName, requireResourceGroupName } from './private/cluster-names';
import { requireClusterProps } from './private/cluster-rules';
import { autoscalerArguments, requireFittingPool, requireNodeProvisioning } from './private/cluster-scaling';
import { hasLocalAccounts, securityArguments } from './private/cluster-security';
import { upgradeArguments } from './private/cluster-upgrades';
import {
  warnAboutIgnoredSettings,
  warnAboutLegacyAad,
  warnAboutUnassignedAzureRbac,
} from './private/cluster-warnings';
import { ValidationError } from './shared/errors';
import { armImportId, CLUSTER_FORM, resourceGroupIdOf } from './private/import-ids';
import { requireWhatReplaces } from './private/adopted-cluster';
import { connectionAttributes, ExistingCluster } from './private/existing-cluster';
import { defaultPoolArguments, NodePool } from './private/node-pool';
import { defaultIdentityName } from './shared/identity-name';
import { isWindows } from './private/node-pool-rules';
import { PoolSurroundings } from './private/pool-surroundings';
import {
  applyOverrides,
  CLUSTER,
  overridesOf,
  requireOverrides,
  requireSafeOverrides,
} from './shared/overrides';
import { lockDeletion, protectedIf } from './shared/protection';
import { withoutStackTraces } from './private/stack-traces';
import { requireUnique } from './private/unique-objects';
import { takeOver } from './shared/take-over';
import { UnsafeSetting } from './unsafe-setting';
import { canonicalId, withCanonicalIds } from './shared/canonical-ids';
import { shellWord } from './shared/shell';
import { honourDependencies } from './private/dependencies';
import { requireKind, requireProps } from './private/kind-check';
import { lateAddress, withLateAddress } from './private/late-address';

/** What resources beside the cluster have in common with it. */
interface ClusterSurroundings {
  readonly clusterName: string;
  readonly resourceGroupName: string;
  readonly location: string;
  readonly tags?: { [key: string]: string };
  readonly azurerm?: AzurermVersion;
}

/**
 * An AKS cluster whose users sign in with Azure AD.
 *
 * Defines an `azurerm_kubernetes_cluster`, unless told otherwise the `azurerm_resource_group` around it, and on request
 * what Azure Monitor needs beside it.
 */
export class AadAksCluster extends Construct implements IAadAksCluster {
  /**
   * Azure resource providers that a cluster and its options need, for `resourceProvidersToRegister` of an
   * `AzurermProvider`: azurerm 5.x registers none by itself.
   */
  static readonly RESOURCE_PROVIDERS: string[] = [
    'Microsoft.Compute',
    'Microsoft.ContainerService',
    'Microsoft.Insights',
    'Microsoft.KeyVault',
    'Microsoft.ManagedIdentity',
    'Microsoft.Monitor',
    'Microsoft.Network',
    'Microsoft.OperationalInsights',
    'Microsoft.PolicyInsights',
    'Microsoft.Storage',
  ];

  /**
   * Refers to a cluster without reading it.
   *
   * @throws when a credential of the local administrator is a literal
   */
  static fromAadAksClusterAttributes(
    scope: Construct,
    id: string,
    attrs: AadAksClusterAttributes,
  ): IAadAksCluster {
    return new ExistingCluster(scope, id, () => attrs);
  }

  /** Reads a cluster while planning, with an `azurerm_kubernetes_cluster` data source; the plan fails when there is none. */
  static fromLookup(scope: Construct, id: string, options: AadAksClusterLookupOptions): IAadAksCluster {
    return new ExistingCluster(scope, id, (self) => {
      options = requireProps('AadAksClusterLookupOptions', options, self);
      requireClusterName(options.clusterName, self);
      requireResourceGroupName(options.resourceGroupName, self);

      const cluster = withoutStackTraces(
        () =>
          new DataAzurermKubernetesCluster(self, 'Resource', {
            name: options.clusterName,
            resourceGroupName: options.resourceGroupName,
          }),
      );

      return {
        ...connectionAttributes(cluster, options.localAccounts ?? false),
        aadServerClientId: options.aadServerClientId,
        azureRbac: options.azureRbac,
      };
    });
  }

  readonly clusterId: string;
  readonly clusterName: string;
  readonly resourceGroupName: string;
  readonly host: string;
  readonly clusterCaCertificate: string;
  readonly adminClientCertificate?: string;
  readonly adminClientKey?: string;
  readonly aadServerClientId?: string;
  readonly oidcIssuerUrl: string;
  readonly azureRbac?: boolean;

  /** Host name of the API server. */
  readonly fqdn: string;

  /** Resource group in which AKS keeps nodes, disks and load balancers. */
  readonly nodeResourceGroup: string;

  /** Object ID of the control plane's system-assigned identity; undefined with any other. */
  readonly identityPrincipalId?: string;

  /** Object ID of the identity with which nodes pull images and reach Azure. */
  readonly kubeletIdentityObjectId: string;

  /** The command that puts the cluster into a kubeconfig, to sign in with Azure AD. */
  readonly credentialsCommand: string;

  /** The command that fetches the local administrator's kubeconfig; undefined when local accounts are off. */
  readonly adminCredentialsCommand?: string;

  private readonly pools: PoolSurroundings;
  private readonly resource: KubernetesCluster;
  private readonly criticalAddonsOnly?: boolean;
  private readonly workloadIdentity: boolean;
  private readonly surroundings: ClusterSurroundings;
  private readonly props: AadAksClusterProps;
  private readonly defaultPoolName: string;
  private hasUserPool = false;
  private ownPrincipalId?: string;

  /**
   * Defines the cluster.
   *
   * @throws when a prop, or two of them together, can never deploy or would lock everybody out
   */
  constructor(scope: Construct, id: string, props: AadAksClusterProps) {
    super(scope, id);
    props = requireProps('AadAksClusterProps', props, this);
    requireClusterProps(props, this);
    this.props = props;

    const { aad, defaultNodePool = {}, security = {}, monitoring = {} } = props;
    const network = props.network ?? (aad.isLegacy ? AksNetwork.existing() : AksNetwork.azureCniOverlay());
    const generation = azurermGeneration(aad.isLegacy, props.azurerm);
    requireAzurermGeneration(this, generation);
    requireOverrides(CLUSTER, generation, props, this);
    requireSafeOverrides(props.overrides, security.unsafeAllow, this);
    requireNodeProvisioning(props, generation, this);
    requireFittingPool(props, defaultNodePool, this);

    this.pools = {
      names: { cluster: props.clusterName, group: props.resourceGroupName },
      generation,
      network: network._settings,
      kubernetesVersion: props.kubernetesVersion,
      unsafeAllow: security.unsafeAllow,
    };
    this.criticalAddonsOnly = defaultNodePool.criticalAddonsOnly;
    const defaultPool = defaultPoolArguments(defaultNodePool, this.pools, this);
    const place = placeOf(this, props);

    const cluster = withoutStackTraces(
      () =>
        new KubernetesCluster(
          this,
          'Resource',
          withCanonicalIds({
            ...DEMANDED_OF_CLUSTER,
            ...place,
            ...managedAadArguments(aad, this),
            ...securityArguments(props),
            ...apiServerArguments(props),
            ...upgradeArguments(props),
            ...identityArguments(props.identity ?? AksIdentity.systemAssigned()),
            ...monitoringArguments(monitoring),
            ...addOnArguments(props.addOns ?? {}),
            autoScalerProfile: props.autoscaler && autoscalerArguments(props.autoscaler),
            httpProxyConfig: props.httpProxy && httpProxyArguments(props.httpProxy),
            storageProfile: props.storage && storageArguments(props.storage),
            kubeletIdentity: props.kubeletIdentity && kubeletIdentityArguments(props.kubeletIdentity),
            name: props.clusterName,
            nodeResourceGroup: props.nodeResourceGroup,
            skuTier: props.skuTier ?? AksSkuTier.FREE,
            supportPlan: props.skuTier === AksSkuTier.PREMIUM ? 'AKSLongTermSupport' : undefined,
            networkProfile: networkProfile(network),
            defaultNodePool: defaultPool,
            tags: props.tags,
            lifecycle: lifecycleOf(props, network),
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
    this.defaultPoolName = defaultPool.name;
    this.workloadIdentity = (security.workloadIdentity ?? true) && (security.oidcIssuer ?? true);
    adaptToAzurerm(cluster, generation, defaultPool, props.nodeProvisioning);
    applyOverrides(cluster, overridesOf(props));
    if (aad._legacy) {
      useLegacyAad(cluster, aad._legacy, this);
      warnAboutLegacyAad(this, aad._legacy.serverApp);
    }
    warnAboutIgnoredSettings(this, props);
    if (aad._azureRbac && !aad._hasAdminGroup && !hasLocalAccounts(props)) {
      warnAboutUnassignedAzureRbac(this);
    }

    const connection = connectionAttributes(cluster, hasLocalAccounts(props));
    this.clusterId = connection.clusterId;
    this.clusterName = connection.clusterName;
    this.resourceGroupName = connection.resourceGroupName;
    this.host = connection.host;
    this.clusterCaCertificate = connection.clusterCaCertificate;
    this.adminClientCertificate = connection.adminClientCertificate;
    this.adminClientKey = connection.adminClientKey;
    this.aadServerClientId = aad._legacy?.serverApp.clientId;
    this.oidcIssuerUrl = cluster.oidcIssuerUrl;
    this.azureRbac = aad._azureRbac;

    this.fqdn = cluster.fqdn;
    this.nodeResourceGroup = cluster.nodeResourceGroup;
    const isSystemAssigned = (props.identity?._kind ?? 'SystemAssigned') === 'SystemAssigned';
    this.identityPrincipalId = isSystemAssigned ? cluster.identity.principalId : undefined;
    this.kubeletIdentityObjectId = cluster.kubeletIdentity.objectId;

    this.credentialsCommand = `az aks get-credentials --resource-group ${shellWord(Token.asString(props.resourceGroupName))} --name ${shellWord(Token.asString(props.clusterName))}`;
    this.adminCredentialsCommand = hasLocalAccounts(props) ? `${this.credentialsCommand} --admin` : undefined;

    this.surroundings = {
      ...place,
      clusterName: props.clusterName,
      tags: props.tags,
      azurerm: aad.isLegacy ? undefined : props.azurerm,
    };
    if (props.deletionLock) {
      lockDeletion(this, this.clusterId);
    }
    defineMonitoring(this, monitoring, { ...this.surroundings, clusterId: this.clusterId });
    this.node.addValidation({ validate: () => this.problemsOfPools() });
  }

  /**
   * Takes over an existing cluster, and the resource group around it unless `createResourceGroup` is false: the next
   * deployment imports both, and changes what differs from the props. Read its plan.
   *
   * Node pools beside the default one are taken over by `importFrom()` of each; others stay as they are, and are deleted
   * with the cluster. Once deployed, the call may be removed.
   *
   * @param clusterId ARM ID of the cluster, `az aks show --query id`
   * @throws when it is not the ID of a cluster of this name in this resource group, or a prop is left out whose default
   * would replace most clusters: `network`, `defaultNodePool.name` and `apiServer.dnsPrefix`
   */
  importFrom(clusterId: string): void {
    const { clusterName: cluster, resourceGroupName: group } = this.props;
    const id = armImportId('clusterId', clusterId, CLUSTER_FORM, { cluster, group }, this);
    requireWhatReplaces(this.props, this);

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
   * Adds a node pool. The first user pool that runs Linux on demand lets the default pool take critical add-ons only.
   *
   * @throws when the name or the machines can never deploy
   */
  addNodePool(id: string, props: AksNodePoolProps): IAksNodePool {
    props = requireProps('AksNodePoolProps', props, this);
    const others = this.node.children.filter((one) => one instanceof NodePool);
    if ([this.defaultPoolName, ...others.map(({ poolName }) => poolName)].includes(props.name)) {
      throw new ValidationError(
        `node pool name '${props.name}' is that of another pool of the cluster: use one of its own`,
        this,
      );
    }
    requireFittingPool(this.props, props, this);

    const pool = new NodePool(this, id, { ...props, clusterId: this.clusterId }, this.pools);

    const takesApplications =
      (props.mode ?? AksNodePoolMode.USER) === AksNodePoolMode.USER && !props.spot && !isWindows(props.os);
    if (takesApplications && this.criticalAddonsOnly === undefined) {
      this.resource.addOverride('default_node_pool.only_critical_addons_enabled', true);
    }
    this.hasUserPool ||= props.mode !== AksNodePoolMode.SYSTEM;
    return pool;
  }

  /**
   * Lets the pods of a service account act as a managed identity of Azure AD, without a secret.
   *
   * @throws when the OIDC issuer or workload identity is off, or a name is not valid
   */
  addWorkloadIdentity(id: string, options: AksWorkloadIdentityOptions): AksWorkloadIdentity {
    options = requireProps('AksWorkloadIdentityOptions', options, this);
    if (!this.workloadIdentity) {
      throw new ValidationError(
        'workload identity is off: remove security.workloadIdentity false and security.oidcIssuer false',
        this,
      );
    }
    const { namespace, serviceAccount } = options;
    const { clusterName, ...shared } = this.surroundings;

    return new AksWorkloadIdentity(this, id, {
      ...shared,
      ...options,
      // Made of the literal name, so that other stacks can look the identity up.
      identityName: options.identityName ?? defaultIdentityName(clusterName, namespace, serviceAccount),
      cluster: this,
    });
  }

  grantAzureRole(id: string, options: AzureRoleGrantOptions): AzureRoleAssignment {
    options = requireProps('AzureRoleGrantOptions', options, this);
    return new AzureRoleAssignment(this, id, { ...options, cluster: this });
  }

  /**
   * Gives the identity of the nodes or of the control plane an Azure role that it needs outside of the cluster, in the stack
   * of this construct. An identity that exists before the cluster has the role before it, too.
   *
   * The object ID of `AksIdentity.userAssigned()` is looked up in the subscription of the provider.
   *
   * @throws when the role cannot be assigned on the resource, or the cluster is a service principal in Azure, of which
   * nobody knows the object ID
   */
  grantIdentityRole(id: string, role: AksIdentityRole): AksIdentityRoleAssignment {
    requireKind('AksIdentityRole', 'role', role, this);
    const { principalId, isThereBefore } = this.holderOf(role);

    const assignment = new AksIdentityRoleAssignment(this, id, { role, principalId });
    const identityId = role._isForNodes ? undefined : this.props.identity?._id;
    if (identityId !== undefined) {
      // Each cluster looks its identity up, so that the object IDs of one identity are different tokens.
      const object = `role '${role.name}' of the identity '${identityId}' on '${role.resourceId}'`;
      const names = [role.roleId, canonicalId(role.resourceId), canonicalId(identityId)];
      requireUnique(this, assignment.node.defaultChild as TerraformResource, object, names);
    }
    if (isThereBefore) {
      const address = lateAddress(assignment.node.defaultChild as TerraformResource);
      this.resource.dependsOn = [...(this.resource.dependsOn ?? []), address];
    }
    return assignment;
  }

  private holderOf(role: AksIdentityRole): { readonly principalId: string; readonly isThereBefore: boolean } {
    const { identity, kubeletIdentity } = this.props;
    if (identity?._kind === 'ServicePrincipal') {
      throw new ValidationError(
        `role '${role.name}' cannot be assigned here: the cluster is a service principal in Azure, whose object ID is not ` +
          'known; use AksIdentityRoleAssignment with it, or AksIdentity.systemAssigned()',
        this,
      );
    }
    if (role._isForNodes) {
      return kubeletIdentity
        ? { principalId: kubeletIdentity.objectId, isThereBefore: true }
        : { principalId: this.kubeletIdentityObjectId, isThereBefore: false };
    }
    if (this.identityPrincipalId !== undefined) {
      return { principalId: this.identityPrincipalId, isThereBefore: false };
    }
    this.ownPrincipalId ??= principalIdOf(this, 'Identity', identity?._id ?? '');
    return { principalId: this.ownPrincipalId, isThereBefore: true };
  }

  private problemsOfPools(): string[] {
    const isAllowed = this.pools.unsafeAllow?.includes(UnsafeSetting.CRITICAL_ADDONS_ONLY);
    if (!this.criticalAddonsOnly || this.hasUserPool || isAllowed) {
      return [];
    }
    return [
      `defaultNodePool.criticalAddonsOnly leaves applications no node: call addNodePool() or remove it [${UnsafeSetting.CRITICAL_ADDONS_ONLY}]`,
    ];
  }
}

/** A network that is left as it is must not be compared: what its block has by default would replace the cluster. */
function lifecycleOf(
  { protect, ignoreChanges = [] }: AadAksClusterProps,
  network: AksNetwork,
): TerraformResourceLifecycle | undefined {
  const ignored = [...(network._settings ? [] : ['network_profile']), ...ignoreChanges];
  return protectedIf(protect, ignored.length > 0 ? { ignoreChanges: [...new Set(ignored)] } : undefined);
}

import { DataAzurermClientConfig } from '@cdktf/provider-azurerm/lib/data-azurerm-client-config';
import { DataAzurermKubernetesCluster } from '@cdktf/provider-azurerm/lib/data-azurerm-kubernetes-cluster';
import { KubernetesCluster, KubernetesClusterConfig } from '@cdktf/provider-azurerm/lib/kubernetes-cluster';
import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { Annotations } from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { AadIntegration } from './aad-integration';
import { AksDefaultNodePoolOptions, AksNodePoolMode, AksNodePoolProps, IAksNodePool } from './aks-node-pool';
import { AksUpgradeChannel, NodeOsUpgradeChannel } from './aks-upgrade-channel';
import { AzureRoleAssignment, AzureRoleGrantOptions } from './azure-role-assignment';
import { requireAzurermGeneration, spellForAzurerm3 } from './private/azurerm-3';
import {
  MAX_DNS_PREFIX_LENGTH,
  requireClusterName,
  requireClusterProps,
  requireResourceGroupName,
} from './private/cluster-rules';
import { ValidationError } from './private/errors';
import {
  isLiteral,
  requirePattern,
  requireSecretReference,
  requireText,
  requireUuid,
} from './private/guards';
import { NodePool, nodePoolMachines, temporaryPoolName } from './private/node-pool';

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

  /** Whether Azure role assignments grant Kubernetes permissions; undefined when that is not known. */
  readonly azureRbac?: boolean;

  /**
   * Gives somebody a role of Azure on the cluster or on one of its namespaces, in the stack of this construct.
   *
   * @throws when the role cannot take effect, or the subject has no object ID
   */
  grantAzureRole(id: string, options: AzureRoleGrantOptions): AzureRoleAssignment;
}

/** Properties of `AadAksCluster`. */
export interface AadAksClusterProps {
  /** Name: 1 to 63 letters, digits, underscores and hyphens, a letter or digit at both ends. A change replaces the cluster. */
  readonly clusterName: string;

  /** Resource group of the cluster: 1 to 90 letters, digits and `_-.()`, not ending in a period. A change replaces the cluster. */
  readonly resourceGroupName: string;

  /** Azure region, such as `eastus`. A change replaces the cluster. */
  readonly location: string;

  /** How people sign in. */
  readonly aad: AadIntegration;

  /**
   * Whether the resource group is created with the cluster; if not, it must exist.
   *
   * @default true
   */
  readonly createResourceGroup?: boolean;

  /**
   * First label of the API server's host name: 1 to 54 letters, digits and hyphens, a letter or digit at both ends.
   * A change replaces the cluster.
   *
   * @default - the cluster name, without what a DNS label cannot hold
   */
  readonly dnsPrefix?: string;

  /**
   * Kubernetes version, `<major>.<minor>` or `<major>.<minor>.<patch>`.
   *
   * @default - the version that AKS recommends
   */
  readonly kubernetesVersion?: string;

  /**
   * The system node pool.
   *
   * @default - three nodes of a size that AKS chooses, in a pool named 'system'
   */
  readonly defaultNodePool?: AksDefaultNodePoolOptions;

  /**
   * ARM ID of the user-assigned managed identity of the control plane.
   *
   * @default - a system-assigned managed identity
   */
  readonly userAssignedIdentityId?: string;

  /**
   * Whether the local administrator account exists. `az aks get-credentials --admin` and `KubernetesCredentials.admin()`
   * need it; whoever holds its certificate goes round Azure AD.
   *
   * @default false - with managed Azure AD; true with legacy, which cannot do without
   */
  readonly localAccounts?: boolean;

  /**
   * CIDR ranges that may reach the API server, at most 200; they must contain the machine that runs Terraform.
   * Not with a private cluster.
   *
   * @default - any address
   */
  readonly authorizedIpRanges?: string[];

  /**
   * Whether the API server has a private address only. Bindings must then be applied from inside its network.
   * A change replaces the cluster.
   *
   * @default false
   */
  readonly privateCluster?: boolean;

  /**
   * Whether the cluster issues OpenID Connect tokens for its service accounts. It cannot be switched off again.
   *
   * @default true
   */
  readonly oidcIssuer?: boolean;

  /**
   * Whether service accounts can stand for Azure AD identities. Needs the OIDC issuer.
   *
   * @default true - false when `oidcIssuer` is false
   */
  readonly workloadIdentity?: boolean;

  /**
   * How far AKS upgrades Kubernetes by itself.
   *
   * @default AksUpgradeChannel.PATCH
   */
  readonly automaticUpgradeChannel?: AksUpgradeChannel;

  /**
   * How AKS updates the operating system of the nodes.
   *
   * @default NodeOsUpgradeChannel.NODE_IMAGE
   */
  readonly nodeOsUpgradeChannel?: NodeOsUpgradeChannel;

  /**
   * Public SSH key for the nodes, `ssh-rsa …` or `ssh-ed25519 …`.
   *
   * @default - nobody can sign in to the nodes by SSH
   */
  readonly sshPublicKey?: string;

  /**
   * User of the SSH key on the nodes. A change replaces the cluster.
   *
   * @default 'azureuser' - when `sshPublicKey` is given
   */
  readonly adminUsername?: string;

  /**
   * Tags of the cluster and of a created resource group.
   *
   * @default - none
   */
  readonly tags?: { [key: string]: string };
}

const CLUSTER_ID =
  /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.ContainerService\/managedClusters\/[^/]+$/i;

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

/**
 * An AKS cluster whose users sign in with Azure AD.
 *
 * Defines an `azurerm_kubernetes_cluster` and, unless told otherwise, the `azurerm_resource_group` around it.
 */
export class AadAksCluster extends Construct implements IAadAksCluster {
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
    return new ExistingCluster(scope, id, (self) => {
      requirePattern(
        'clusterId',
        attrs.clusterId,
        CLUSTER_ID,
        'use the ARM ID of a cluster, /subscriptions/…/managedClusters/<name>',
        self,
      );
      return attrs;
    });
  }

  /** Reads a cluster while planning, with an `azurerm_kubernetes_cluster` data source; the plan fails when there is none. */
  static fromLookup(scope: Construct, id: string, options: AadAksClusterLookupOptions): IAadAksCluster {
    return new ExistingCluster(scope, id, (self) => {
      requireClusterName(options.clusterName, self);
      requireResourceGroupName(options.resourceGroupName, self);

      const cluster = new DataAzurermKubernetesCluster(self, 'Resource', {
        name: options.clusterName,
        resourceGroupName: options.resourceGroupName,
      });

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
  readonly azureRbac?: boolean;

  /** Host name of the API server. */
  readonly fqdn: string;

  /** Issuer of service account tokens, a URL; what a federated credential trusts. */
  readonly oidcIssuerUrl: string;

  /** Resource group in which AKS keeps nodes, disks and load balancers. */
  readonly nodeResourceGroup: string;

  /** Object ID of the control plane's system-assigned identity; undefined with a user-assigned one. */
  readonly identityPrincipalId?: string;

  /** Object ID of the identity with which nodes pull images and reach Azure. */
  readonly kubeletIdentityObjectId: string;

  /** The command that puts the cluster into a kubeconfig, to sign in with Azure AD. */
  readonly credentialsCommand: string;

  /** The command that fetches the local administrator's kubeconfig; undefined when local accounts are off. */
  readonly adminCredentialsCommand?: string;

  private readonly isLegacy: boolean;
  private readonly poolNames = new Set<string>();

  /**
   * Defines the cluster.
   *
   * @throws when a prop, or two of them together, can never deploy or would lock everybody out
   */
  constructor(scope: Construct, id: string, props: AadAksClusterProps) {
    super(scope, id);
    requireClusterProps(props, this);

    this.isLegacy = props.aad.isLegacy;
    const localAccounts = props.localAccounts ?? this.isLegacy;

    const cluster = new KubernetesCluster(this, 'Resource', {
      ...this.placement(props),
      ...this.defaultNodePool(props.defaultNodePool),
      ...this.managedAad(props.aad),
      ...upgradeChannels(props),
      ...nodeSignIn(props),
      ...identity(props),
      ...apiServer(props),
      name: props.clusterName,
      dnsPrefix: props.dnsPrefix ?? dnsPrefix(props.clusterName),
      kubernetesVersion: props.kubernetesVersion,
      roleBasedAccessControlEnabled: true,
      localAccountDisabled: !localAccounts,
      oidcIssuerEnabled: props.oidcIssuer ?? true,
      workloadIdentityEnabled: props.workloadIdentity ?? props.oidcIssuer ?? true,
      tags: props.tags,
    });
    requireAzurermGeneration(cluster, this.isLegacy ? 3 : 4);
    if (this.isLegacy) {
      this.useLegacyAad(cluster, props);
    }

    const connection = connectionAttributes(cluster, localAccounts);
    this.clusterId = connection.clusterId;
    this.clusterName = connection.clusterName;
    this.resourceGroupName = connection.resourceGroupName;
    this.host = connection.host;
    this.clusterCaCertificate = connection.clusterCaCertificate;
    this.adminClientCertificate = connection.adminClientCertificate;
    this.adminClientKey = connection.adminClientKey;
    this.aadServerClientId = props.aad._legacy?.serverApp.clientId;
    this.azureRbac = props.aad._managed?.azureRbac ?? false;

    this.fqdn = cluster.fqdn;
    this.oidcIssuerUrl = cluster.oidcIssuerUrl;
    this.nodeResourceGroup = cluster.nodeResourceGroup;
    this.identityPrincipalId = props.userAssignedIdentityId ? undefined : cluster.identity.principalId;
    this.kubeletIdentityObjectId = cluster.kubeletIdentity.objectId;

    this.credentialsCommand = `az aks get-credentials --resource-group ${props.resourceGroupName} --name ${props.clusterName}`;
    this.adminCredentialsCommand = localAccounts ? `${this.credentialsCommand} --admin` : undefined;
  }

  /**
   * Adds a node pool.
   *
   * @throws when the name or the machines can never deploy
   */
  addNodePool(id: string, props: AksNodePoolProps): IAksNodePool {
    if (this.poolNames.has(props.name)) {
      throw new ValidationError(
        `node pool name '${props.name}' is that of another pool of the cluster: use one of its own`,
        this,
      );
    }
    this.poolNames.add(props.name);

    return new NodePool(this, id, { ...props, clusterId: this.clusterId, azurerm3: this.isLegacy });
  }

  grantAzureRole(id: string, options: AzureRoleGrantOptions): AzureRoleAssignment {
    return new AzureRoleAssignment(this, id, { ...options, cluster: this });
  }

  private placement(
    props: AadAksClusterProps,
  ): Pick<KubernetesClusterConfig, 'resourceGroupName' | 'location'> {
    if (props.createResourceGroup === false) {
      return { resourceGroupName: props.resourceGroupName, location: props.location };
    }

    const group = new ResourceGroup(this, 'ResourceGroup', {
      name: props.resourceGroupName,
      location: props.location,
      tags: props.tags,
    });
    return { resourceGroupName: group.name, location: group.location };
  }

  private defaultNodePool(
    options: AksDefaultNodePoolOptions = {},
  ): Pick<KubernetesClusterConfig, 'defaultNodePool'> {
    const name = options.name ?? 'system';
    this.poolNames.add(name);

    return {
      defaultNodePool: {
        ...nodePoolMachines(name, AksNodePoolMode.SYSTEM, options, this.isLegacy, this),
        name,
        // Without it, azurerm refuses changes of the machines that could otherwise be made in place.
        temporaryNameForRotation: temporaryPoolName(name),
      },
    };
  }

  private managedAad(
    aad: AadIntegration,
  ): Pick<KubernetesClusterConfig, 'azureActiveDirectoryRoleBasedAccessControl'> {
    if (!aad._managed) {
      return {};
    }
    const { tenantId, adminGroupObjectIds, azureRbac } = aad._managed;

    return {
      azureActiveDirectoryRoleBasedAccessControl: {
        tenantId: tenantId ?? this.deployingTenantId(),
        adminGroupObjectIds,
        azureRbacEnabled: azureRbac ?? false,
      },
    };
  }

  private useLegacyAad(cluster: KubernetesCluster, props: AadAksClusterProps): void {
    const { serverApp, clientApp, tenantId } = props.aad._legacy!;

    // The bindings are of azurerm 4.x, which has lost these arguments.
    cluster.addOverride('azure_active_directory_role_based_access_control', {
      client_app_id: clientApp.clientId,
      server_app_id: serverApp.clientId,
      server_app_secret: serverApp.secret,
      tenant_id: tenantId ?? this.deployingTenantId(),
    });

    spellForAzurerm3(cluster, {
      automatic_upgrade_channel: cluster.automaticUpgradeChannelInput,
      node_os_upgrade_channel: cluster.nodeOsUpgradeChannelInput,
      'default_node_pool.auto_scaling_enabled': cluster.defaultNodePoolInput?.autoScalingEnabled,
    });

    Annotations.of(this).addWarning(
      'legacy Azure AD integration: Azure creates no new clusters with it since December 2023 and it needs azurerm 3.x; ' +
        'for a new cluster, and to move an existing one in place, use AadIntegration.managed()',
    );
  }

  private deployingTenantId(): string {
    return new DataAzurermClientConfig(this, 'ClientConfig').tenantId;
  }
}

/** A cluster that this stack does not manage. */
class ExistingCluster extends Construct implements IAadAksCluster {
  readonly clusterId: string;
  readonly clusterName: string;
  readonly resourceGroupName: string;
  readonly host: string;
  readonly clusterCaCertificate: string;
  readonly adminClientCertificate?: string;
  readonly adminClientKey?: string;
  readonly aadServerClientId?: string;
  readonly azureRbac?: boolean;

  /** `describe` gets the new construct as the scope of what it may have to look up. */
  constructor(scope: Construct, id: string, describe: (self: Construct) => AadAksClusterAttributes) {
    super(scope, id);
    const attrs = describe(this);

    requireClusterName(attrs.clusterName, this);
    requireResourceGroupName(attrs.resourceGroupName, this);
    requireText('host', attrs.host, this);
    requirePattern(
      'host',
      attrs.host,
      /^https:\/\//,
      "use the URL of the API server, 'https://<fqdn>:443'",
      this,
    );
    requireText('clusterCaCertificate', attrs.clusterCaCertificate, this);
    requireUuid('aadServerClientId', attrs.aadServerClientId, 'the client ID of a server application', this);
    requireSecretReference('adminClientCertificate', attrs.adminClientCertificate, this);
    requireSecretReference('adminClientKey', attrs.adminClientKey, this);

    this.clusterId = attrs.clusterId;
    this.clusterName = attrs.clusterName;
    this.resourceGroupName = attrs.resourceGroupName;
    this.host = attrs.host;
    this.clusterCaCertificate = attrs.clusterCaCertificate;
    this.adminClientCertificate = attrs.adminClientCertificate;
    this.adminClientKey = attrs.adminClientKey;
    this.aadServerClientId = attrs.aadServerClientId;
    this.azureRbac = attrs.azureRbac;
  }

  grantAzureRole(id: string, options: AzureRoleGrantOptions): AzureRoleAssignment {
    return new AzureRoleAssignment(this, id, { ...options, cluster: this });
  }
}

/** How to reach a cluster, read from the resource or from the data source. */
function connectionAttributes(
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
  };
}

function upgradeChannels(
  props: AadAksClusterProps,
): Pick<KubernetesClusterConfig, 'automaticUpgradeChannel' | 'nodeOsUpgradeChannel'> {
  const channel = props.automaticUpgradeChannel ?? AksUpgradeChannel.PATCH;

  return {
    // azurerm 4.x refuses 'none': no upgrades means no attribute.
    automaticUpgradeChannel: channel === AksUpgradeChannel.NONE ? undefined : channel,
    nodeOsUpgradeChannel: props.nodeOsUpgradeChannel ?? NodeOsUpgradeChannel.NODE_IMAGE,
  };
}

function nodeSignIn(props: AadAksClusterProps): Pick<KubernetesClusterConfig, 'linuxProfile'> {
  if (props.sshPublicKey === undefined) {
    return {};
  }
  return {
    linuxProfile: {
      adminUsername: props.adminUsername ?? 'azureuser',
      sshKey: { keyData: props.sshPublicKey },
    },
  };
}

function identity(props: AadAksClusterProps): Pick<KubernetesClusterConfig, 'identity'> {
  if (props.userAssignedIdentityId === undefined) {
    return { identity: { type: 'SystemAssigned' } };
  }
  return { identity: { type: 'UserAssigned', identityIds: [props.userAssignedIdentityId] } };
}

function apiServer(
  props: AadAksClusterProps,
): Pick<KubernetesClusterConfig, 'apiServerAccessProfile' | 'privateClusterEnabled'> {
  return {
    privateClusterEnabled: props.privateCluster ?? false,
    apiServerAccessProfile: props.authorizedIpRanges
      ? { authorizedIpRanges: props.authorizedIpRanges }
      : undefined,
  };
}

/** A cluster name may hold what a DNS label may not. */
function dnsPrefix(clusterName: string): string {
  if (!isLiteral(clusterName)) {
    return clusterName;
  }
  return clusterName.replace(/_/g, '-').slice(0, MAX_DNS_PREFIX_LENGTH).replace(/-+$/, '');
}

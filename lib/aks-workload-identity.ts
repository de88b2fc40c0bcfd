import { DataAzurermUserAssignedIdentity } from '@cdktf/provider-azurerm/lib/data-azurerm-user-assigned-identity';
import { FederatedIdentityCredential } from '@cdktf/provider-azurerm/lib/federated-identity-credential';
import { UserAssignedIdentity } from '@cdktf/provider-azurerm/lib/user-assigned-identity';
import { ServiceAccountV1 } from '@cdktf/provider-kubernetes/lib/service-account-v1';
import { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { IAadAksCluster } from './aks-cluster';
import { AzurermVersion } from './azurerm-version';
import { KubernetesConnection } from './kubernetes-connection';
import { ownerOf } from './private/bindings';
import { adaptOwnerToAzurerm } from './private/cluster-generations';
import { countAsPart, honourDependencies } from './private/dependencies';
import { namespaceIn, nameOfNamespace } from './private/created-namespaces';
import { LOCATION } from './shared/azure-limits';
import { azurermGeneration } from './shared/azurerm-bindings';
import { azurermGenerationOf, requireAzurermGeneration } from './shared/azurerm-generation';
import { requireDnsLabel, requirePattern } from './private/guards';
import { OBJECT_NAME } from './shared/kubernetes-names';
import { defaultIdentityName } from './shared/identity-name';
import { requireResourceGroupName } from './private/cluster-names';
import { freeId } from './shared/free-id';
import { requireUnique } from './private/unique-objects';
import { refuseNamespaceOnAutomatic } from './private/automatic-rules';
import { requireProps } from './private/kind-check';
import { withLateAddress } from './private/late-address';

/** What Azure AD demands of a token that it exchanges; the same in every cloud. */
const TOKEN_AUDIENCE = 'api://AzureADTokenExchange';

const CLIENT_ID_ANNOTATION = 'azure.workload.identity/client-id';
const IDENTITY_NAME = /^[a-zA-Z0-9][a-zA-Z0-9_-]{2,127}$/;

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
   * @default - that of the provider's bindings: 4.x with cdktf, 5.x with CDK Terrain
   */
  readonly azurerm?: AzurermVersion;
}

/**
 * A managed identity of Azure AD for the pods of one service account, without a secret.
 *
 * Defines an `azurerm_user_assigned_identity`, an `azurerm_federated_identity_credential` that trusts the cluster's tokens
 * for the service account and, with a connection, the `kubernetes_service_account_v1`. Pods of the service account get a
 * token when they carry the label `azure.workload.identity/use: "true"`.
 */
export class AksWorkloadIdentity extends Construct {
  /** ARM ID of the identity. */
  readonly identityId: string;

  /** Client ID of the identity, a UUID. */
  readonly clientId: string;

  /** Object ID of the identity, a UUID; what roles are assigned to. */
  readonly principalId: string;

  /** Name of the identity. */
  readonly identityName: string;

  /**
   * Defines the identity, and the trust in the service account's tokens.
   *
   * @throws when a name is not valid, or the issuer of the cluster is not known
   */
  constructor(scope: Construct, id: string, props: AksWorkloadIdentityProps) {
    super(scope, id);
    props = requireProps('AksWorkloadIdentityProps', props, this);
    const { cluster, namespace, serviceAccount } = props;
    requireDnsLabel('namespace', namespace, this);
    requirePattern(
      'serviceAccount',
      serviceAccount,
      OBJECT_NAME,
      'use 1 to 253 lowercase letters, digits, hyphens and periods, with a letter or digit at both ends and around periods',
      this,
    );

    this.identityName =
      props.identityName ?? defaultIdentityName(cluster.clusterName, namespace, serviceAccount);
    requirePattern(
      'identityName',
      this.identityName,
      IDENTITY_NAME,
      'use 3 to 128 letters, digits, hyphens and underscores, starting with a letter or digit',
      this,
    );

    requirePattern('location', props.location, LOCATION, "use a region such as 'eastus'", this);
    requireResourceGroupName(cluster.resourceGroupName, this, 'resourceGroupName of the cluster');

    const identity = new UserAssignedIdentity(this, 'Resource', {
      name: this.identityName,
      resourceGroupName: cluster.resourceGroupName,
      location: props.location,
      tags: props.tags,
    });
    requireUnique(
      this,
      identity,
      `managed identity '${this.identityName}'`,
      [cluster.resourceGroupName, this.identityName],
      "set 'identityName'",
    );
    this.identityId = withLateAddress(identity).id;
    this.clientId = identity.clientId;
    this.principalId = identity.principalId;

    honourDependencies(this);
    this.trust(identity, cluster.oidcIssuerUrl, props);
    if (props.connection) {
      this.createServiceAccount(props.connection, props);
    }
  }

  private trust(identity: UserAssignedIdentity, issuer: string, props: AksWorkloadIdentityProps): void {
    const credential = new FederatedIdentityCredential(this, 'Federation', {
      name: 'kubernetes',
      audience: [TOKEN_AUDIENCE],
      issuer,
      subject: `system:serviceaccount:${props.namespace}:${props.serviceAccount}`,
      ...ownerOf(identity),
    });

    if (props.azurerm !== undefined) {
      requireAzurermGeneration(this, azurermGeneration(false, props.azurerm));
    }
    adaptOwnerToAzurerm(credential, identity, azurermGenerationOf(this));
  }

  /** In the stack of the connection, which may be another one than that of the identity. */
  private createServiceAccount(connection: KubernetesConnection, props: AksWorkloadIdentityProps): void {
    const { namespace, serviceAccount: name } = props;
    refuseNamespaceOnAutomatic(this, connection, namespace);

    const account = new ServiceAccountV1(connection, this.idBelow(connection, 'ServiceAccount'), {
      provider: connection._provider,
      metadata: {
        namespace: namespaceIn(TerraformStack.of(connection), connection, namespace),
        name,
        annotations: { [CLIENT_ID_ANNOTATION]: this.clientIdFor(connection) },
      },
      automountServiceAccountToken: props.mountKubernetesToken ?? false,
    });
    countAsPart(account, this);
    const place = nameOfNamespace(TerraformStack.of(connection), connection, namespace) ?? namespace;
    requireUnique(this, account, `service account '${place}/${name}'`, [place, name]);
  }

  /** Identities of several clusters may have the same ID, and the same connection. */
  private idBelow(connection: KubernetesConnection, what: string): string {
    return freeId(connection, `${what}-${this.node.id}`, this.node.path);
  }

  /** Another stack finds the identity by its name, so that it needs no access to the state of this one. */
  private clientIdFor(connection: KubernetesConnection): string {
    const [here, there] = [TerraformStack.of(this), TerraformStack.of(connection)];
    if (here === there) {
      return this.clientId;
    }

    there.addDependency(here);
    const found = new DataAzurermUserAssignedIdentity(connection, this.idBelow(connection, 'Identity'), {
      name: this.identityName,
      resourceGroupName: connection._cluster.resourceGroupName,
    });
    return found.clientId;
  }
}

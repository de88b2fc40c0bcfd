import { AKS_AAD_SERVER } from '../../lib/shared/aks-aad-server';
import { block, blocks, isTrue, text, texts } from '../world/attributes';
import { State } from '../protocol/values';
import { World } from '../world/world';

/** Types of clusters: those that people see to, and those of AKS Automatic. */
export const CLUSTERS = ['azurerm_kubernetes_cluster', 'azurerm_kubernetes_automatic_cluster'] as const;

/**
 * A cluster of AKS Automatic by the arguments of the other type: Azure AD with Azure RBAC is the only way in, so that it has none for
 * them.
 */
export function inWordsOfCluster(automatic: State): State {
  return {
    ...automatic,
    fqdn: automatic.fully_qualified_domain_name ?? '',
    private_fqdn: automatic.private_fully_qualified_domain_name ?? '',
    local_account_disabled: true,
    azure_active_directory_role_based_access_control: [
      { azure_rbac_enabled: true, admin_group_object_ids: [] },
    ],
  };
}

/** How a cluster lets accounts of Azure AD sign in. */
export interface AadSettings {
  readonly tenantId?: string;

  /** The application that tokens must be for: Microsoft's own, or the server application of the legacy integration. */
  readonly serverAppId: string;

  readonly adminGroupObjectIds: readonly string[];

  /** Whether Azure role assignments count beside Kubernetes RBAC. */
  readonly isAzureRbacEnabled: boolean;
}

/** A deployed AKS cluster, as its API server's callers see it. */
export class AksCluster {
  /** All clusters that have been deployed. */
  static all(world: World): AksCluster[] {
    const [standard, automatic] = CLUSTERS.map((type) => world.all(type));
    return [...standard!, ...automatic!.map(inWordsOfCluster)].map((state) => new AksCluster(state));
  }

  /** The cluster whose API server answers at a host. */
  static at(host: string, world: World): AksCluster | undefined {
    const wanted = normalizedHost(host);
    return AksCluster.all(world).find((cluster) => cluster.host === wanted);
  }

  constructor(private readonly state: State) {}

  get name(): string {
    return text(this.state, 'name') ?? '';
  }

  get resourceGroupName(): string {
    return text(this.state, 'resource_group_name') ?? '';
  }

  /** The ARM ID. */
  get id(): string {
    return text(this.state, 'id') ?? '';
  }

  /** Address of the API server. */
  get host(): string {
    return normalizedHost(
      text(block(this.state, 'kube_config'), 'host') ??
        text(this.state, 'fqdn') ??
        text(this.state, 'private_fqdn') ??
        '',
    );
  }

  get kubernetesVersion(): string | undefined {
    return text(this.state, 'current_kubernetes_version') ?? text(this.state, 'kubernetes_version');
  }

  /** Base64, as kubeconfigs have it. */
  get caCertificate(): string | undefined {
    return text(block(this.state, 'kube_config'), 'cluster_ca_certificate');
  }

  /** Certificates that make their bearer a member of `system:masters`, in Base64; none when local accounts are off. */
  get adminCertificates(): string[] {
    if (isTrue(this.state, 'local_account_disabled')) {
      return [];
    }
    return [...blocks(this.state, 'kube_admin_config'), ...blocks(this.state, 'kube_config')]
      .map((config) => text(config, 'client_certificate'))
      .filter((certificate) => certificate !== undefined);
  }

  /** Without it, whoever signs in may do everything. */
  get hasKubernetesRbac(): boolean {
    return this.state.role_based_access_control_enabled !== false;
  }

  /** Undefined when accounts of Azure AD cannot sign in. */
  get aad(): AadSettings | undefined {
    const settings = block(this.state, 'azure_active_directory_role_based_access_control');
    return (
      settings && {
        tenantId: text(settings, 'tenant_id'),
        serverAppId: text(settings, 'server_app_id') ?? AKS_AAD_SERVER,
        adminGroupObjectIds: texts(settings, 'admin_group_object_ids'),
        isAzureRbacEnabled: isTrue(settings, 'azure_rbac_enabled'),
      }
    );
  }
}

/** One spelling for `https://name`, `https://name:443/` and `name`. */
function normalizedHost(host: string): string {
  return host
    .toLowerCase()
    .replace(/^https:\/\//, '')
    .replace(/\/+$/, '')
    .replace(/:443$/, '');
}

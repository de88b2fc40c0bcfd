import { requireKind } from './private/kind-check';

/** The DNS zone in which a private cluster registers its API server. */
export class AksPrivateDnsZone {
  /** One that AKS creates. */
  static system(): AksPrivateDnsZone {
    return new AksPrivateDnsZone('System');
  }

  /** None: your own DNS servers resolve the API server, or its public name does. */
  static none(): AksPrivateDnsZone {
    return new AksPrivateDnsZone('None');
  }

  /**
   * A zone of your own.
   *
   * The cluster needs a user-assigned identity with the role Private DNS Zone Contributor on it.
   *
   * @param privateDnsZoneId ARM ID of a zone named `privatelink.<region>.azmk8s.io` or `<name>.privatelink.<region>.azmk8s.io`
   */
  static own(privateDnsZoneId: string): AksPrivateDnsZone {
    requireKind('string', 'privateDnsZoneId', privateDnsZoneId);
    return new AksPrivateDnsZone(privateDnsZoneId);
  }

  private constructor(
    /** @internal */
    readonly _id: string,
  ) {}
}

/** Who reaches the API server, and how. */
export interface AksApiServerOptions {
  /**
   * First label of the API server's host name: 1 to 54 letters, digits and hyphens, a letter or digit at both ends.
   * A change replaces the cluster.
   *
   * @default - the cluster name, without what a DNS label cannot hold
   */
  readonly dnsPrefix?: string;

  /**
   * First label of the host name of a private cluster whose DNS zone is your own, in place of `dnsPrefix` and without what
   * AKS puts behind that. A change replaces the cluster.
   *
   * @default - dnsPrefix
   */
  readonly fqdnSubdomain?: string;

  /**
   * IPv4 CIDR ranges that may reach the API server, at most 200; they must contain the machine that runs Terraform.
   *
   * @default - any address, with the warning `public-api-server`
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
   * The DNS zone of a private cluster. A change replaces the cluster.
   *
   * @default AksPrivateDnsZone.system() - with a private cluster
   */
  readonly privateDnsZone?: AksPrivateDnsZone;

  /**
   * Whether a private cluster also has a public host name, which resolves to the private address.
   *
   * @default false
   */
  readonly publicFqdn?: boolean;

  /**
   * ARM ID of a subnet delegated to `Microsoft.ContainerService/managedClusters`, at least a /28, into which the API
   * server is put, so that nodes reach it without a tunnel. Needs a user-assigned identity; not with legacy Azure AD.
   *
   * @default - the API server is not in your network
   */
  readonly vnetIntegrationSubnetId?: string;

  /**
   * Whether `az aks command invoke` runs commands in the cluster, around the network limits of the API server.
   *
   * @default false
   */
  readonly runCommand?: boolean;
}

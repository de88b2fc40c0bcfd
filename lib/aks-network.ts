import { AksOutbound } from './aks-outbound';
import { requireProps } from './private/kind-check';

/** What carries packets between pods. */
export enum AksDataPlane {
  /** eBPF programs of Cilium; Linux nodes only. */
  CILIUM = 'cilium',

  /** iptables, set up by Azure. */
  AZURE = 'azure',
}

/** What enforces `NetworkPolicy` objects. */
export enum AksNetworkPolicy {
  /** Needs the data plane `CILIUM`. */
  CILIUM = 'cilium',

  /** The network policy manager of Azure; at most 250 nodes. */
  AZURE = 'azure',

  /** Calico, which also serves kubenet. */
  CALICO = 'calico',

  /** Policies have no effect: every pod reaches every other. */
  NONE = 'none',
}

/** What every kind of network has. */
export interface AksNetworkOptions {
  /**
   * ARM ID of the subnet of the nodes; a pool may have its own. A change replaces the cluster.
   *
   * @default - a virtual network that AKS creates
   */
  readonly vnetSubnetId?: string;

  /**
   * IPv4 range of Kubernetes services, a CIDR that nothing else in reach uses. A change replaces the cluster.
   *
   * @default - 10.0.0.0/16, chosen by AKS
   */
  readonly serviceCidr?: string;

  /**
   * Address of the cluster's DNS service within `serviceCidr`, not its first. A change replaces the cluster.
   *
   * @default - chosen by AKS; required with `serviceCidr`
   */
  readonly dnsServiceIp?: string;

  /**
   * How nodes reach the internet.
   *
   * @default AksOutbound.loadBalancer()
   */
  readonly outbound?: AksOutbound;
}

/** What networks have whose pods have addresses of their own range. */
export interface AksDualStackOptions extends AksNetworkOptions {
  /**
   * Whether nodes, pods and services have addresses of IPv6 beside those of IPv4. A change replaces the cluster.
   *
   * @default false
   */
  readonly dualStack?: boolean;

  /**
   * IPv6 range of pods, a CIDR; with `dualStack`. A change replaces the cluster.
   *
   * @default - chosen by AKS
   */
  readonly podIpv6Cidr?: string;

  /**
   * IPv6 range of Kubernetes services, a CIDR with a prefix of 108 or more; with `dualStack`, `serviceCidr` and `dnsServiceIp`.
   * A change replaces the cluster.
   *
   * @default - chosen by AKS
   */
  readonly serviceIpv6Cidr?: string;
}

/** Settings of `AksNetwork.azureCniOverlay`. */
export interface AzureCniOverlayOptions extends AksDualStackOptions {
  /**
   * IPv4 range of pods, a CIDR. A change replaces the cluster.
   *
   * @default - 10.244.0.0/16, chosen by AKS
   */
  readonly podCidr?: string;

  /**
   * What carries packets between pods. Windows nodes need `AZURE`.
   *
   * @default AksDataPlane.CILIUM
   */
  readonly dataPlane?: AksDataPlane;

  /**
   * What enforces `NetworkPolicy` objects.
   *
   * @default - that of the data plane
   */
  readonly policy?: AksNetworkPolicy;
}

/** Settings of `AksNetwork.azureCni`. */
export interface AzureCniOptions extends AksNetworkOptions {
  /**
   * ARM ID of the subnet from which pods get their addresses; a pool may have its own. A change replaces the cluster.
   *
   * @default - the subnet of the nodes
   */
  readonly podSubnetId?: string;

  /**
   * What carries packets between pods. `CILIUM` needs `podSubnetId`.
   *
   * @default - AksDataPlane.CILIUM with `podSubnetId`, else AksDataPlane.AZURE
   */
  readonly dataPlane?: AksDataPlane;

  /**
   * What enforces `NetworkPolicy` objects.
   *
   * @default - that of the data plane
   */
  readonly policy?: AksNetworkPolicy;
}

/** Settings of `AksNetwork.kubenet`. */
export interface KubenetOptions extends AksDualStackOptions {
  /**
   * IPv4 range of pods, a CIDR. A change replaces the cluster.
   *
   * @default - 10.244.0.0/16, chosen by AKS
   */
  readonly podCidr?: string;

  /**
   * What enforces `NetworkPolicy` objects: `CALICO` or `NONE`.
   *
   * @default AksNetworkPolicy.CALICO
   */
  readonly policy?: AksNetworkPolicy;
}

/** How pods and nodes are connected. */
export class AksNetwork {
  /** Pods have addresses of their own range, which the virtual network does not know. */
  static azureCniOverlay(options: AzureCniOverlayOptions = {}): AksNetwork {
    options = requireProps('AzureCniOverlayOptions', options, undefined, 'AksNetwork.azureCniOverlay()');
    const dataPlane = options.dataPlane ?? AksDataPlane.CILIUM;

    return new AksNetwork({
      ...options,
      plugin: 'azure',
      isOverlay: true,
      dataPlane,
      policy: options.policy ?? policyOf(dataPlane),
    });
  }

  /** Pods have addresses of the virtual network; size the subnets for nodes times pods. */
  static azureCni(options: AzureCniOptions = {}): AksNetwork {
    options = requireProps('AzureCniOptions', options, undefined, 'AksNetwork.azureCni()');
    const dataPlane = options.dataPlane ?? (options.podSubnetId ? AksDataPlane.CILIUM : AksDataPlane.AZURE);

    return new AksNetwork({
      ...options,
      plugin: 'azure',
      isOverlay: false,
      dataPlane,
      policy: options.policy ?? policyOf(dataPlane),
    });
  }

  /** Pods have addresses behind those of their node. Azure retires it on 31 March 2028. */
  static kubenet(options: KubenetOptions = {}): AksNetwork {
    options = requireProps('KubenetOptions', options, undefined, 'AksNetwork.kubenet()');
    return new AksNetwork({
      ...options,
      plugin: 'kubenet',
      isOverlay: false,
      policy: options.policy ?? AksNetworkPolicy.CALICO,
    });
  }

  /** What you install connects the pods: AKS brings no network plug-in, and nodes are not ready before there is one. */
  static ownCni(options: AksNetworkOptions = {}): AksNetwork {
    options = requireProps('AksNetworkOptions', options, undefined, 'AksNetwork.ownCni()');
    return new AksNetwork({ ...options, plugin: 'none', isOverlay: false, policy: AksNetworkPolicy.NONE });
  }

  /** The network of a cluster that exists, whatever it is; Terraform leaves it alone, with `ignore_changes`. */
  static existing(): AksNetwork {
    return new AksNetwork(undefined);
  }

  private constructor(
    /** @internal */
    readonly _settings: AksNetworkSettings | undefined,
  ) {}
}

/** @internal */
export interface AksNetworkSettings extends AksDualStackOptions {
  readonly plugin: 'azure' | 'kubenet' | 'none';
  readonly isOverlay: boolean;
  readonly dataPlane?: AksDataPlane;
  readonly policy: AksNetworkPolicy;
  readonly podCidr?: string;
  readonly podSubnetId?: string;
}

function policyOf(dataPlane: AksDataPlane): AksNetworkPolicy {
  return dataPlane === AksDataPlane.CILIUM ? AksNetworkPolicy.CILIUM : AksNetworkPolicy.AZURE;
}

import { requireProps } from './private/kind-check';

/** Settings of `AksOutbound.loadBalancer`. */
export interface LoadBalancerOutboundOptions {
  /**
   * Number of public addresses that AKS creates for outbound traffic, 1 to 100.
   *
   * @default - 1, chosen by AKS
   */
  readonly managedIpCount?: number;

  /**
   * Number of public IPv6 addresses that AKS creates for outbound traffic, 1 to 100. Needs `dualStack` of the network.
   *
   * @default - 1, chosen by AKS, with `dualStack`
   */
  readonly managedIpv6Count?: number;

  /**
   * ARM IDs of public addresses of your own for outbound traffic, in place of those that AKS creates.
   *
   * @default - none
   */
  readonly ipAddressIds?: string[];

  /**
   * ARM IDs of prefixes of public addresses of your own for outbound traffic, in place of those that AKS creates.
   *
   * @default - none
   */
  readonly ipPrefixIds?: string[];

  /**
   * Ports that each node gets for outbound traffic, 0 to 64000, a multiple of 8; 0 lets Azure choose by the number of nodes.
   *
   * @default 0
   */
  readonly allocatedPorts?: number;

  /**
   * Minutes after which an idle flow ends, 4 to 100.
   *
   * @default 30
   */
  readonly idleTimeoutMinutes?: number;
}

/** Settings of `AksOutbound.managedNatGateway`. */
export interface ManagedNatGatewayOptions {
  /**
   * Number of public addresses of the gateway, 1 to 16.
   *
   * @default 1
   */
  readonly managedIpCount?: number;

  /**
   * Minutes after which an idle flow ends, 4 to 120.
   *
   * @default 4
   */
  readonly idleTimeoutMinutes?: number;
}

/** How nodes reach the internet. A change may replace the cluster. */
export class AksOutbound {
  /** Through the cluster's standard load balancer. */
  static loadBalancer(options: LoadBalancerOutboundOptions = {}): AksOutbound {
    options = requireProps('LoadBalancerOutboundOptions', options, undefined, 'AksOutbound.loadBalancer()');
    return new AksOutbound('loadBalancer', options);
  }

  /** Through a NAT gateway that AKS creates; not with a subnet of your own. */
  static managedNatGateway(options: ManagedNatGatewayOptions = {}): AksOutbound {
    options = requireProps('ManagedNatGatewayOptions', options, undefined, 'AksOutbound.managedNatGateway()');
    return new AksOutbound('managedNATGateway', options);
  }

  /** Through the NAT gateway of your subnet; needs `vnetSubnetId`. */
  static userAssignedNatGateway(): AksOutbound {
    return new AksOutbound('userAssignedNATGateway', {});
  }

  /** By the route table of your subnet, usually to a firewall; needs `vnetSubnetId`. */
  static userDefinedRouting(): AksOutbound {
    return new AksOutbound('userDefinedRouting', {});
  }

  private constructor(
    /** @internal */
    readonly _type: string,
    /** @internal */
    readonly _options: LoadBalancerOutboundOptions,
  ) {}
}

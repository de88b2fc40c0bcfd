import { KubernetesClusterNetworkProfile } from '@cdktf/provider-azurerm/lib/kubernetes-cluster';
import { Construct } from 'constructs';
import { AksDataPlane, AksNetwork, AksNetworkPolicy, AksNetworkSettings } from '../aks-network';
import { AksOutbound } from '../aks-outbound';
import { UnsafeSetting } from '../unsafe-setting';
import {
  DEFAULT_SERVICE_CIDR,
  dualStackProblem,
  outboundProblem,
  rangesProblem,
} from '../shared/azure-limits';
import { ipv4Problem } from './cidr';
import { refuseUnsafe, ValidationError } from '../shared/errors';
import { isLiteral, literalItems, requireInteger, requirePattern } from './guards';
import { warn } from '../shared/warn';
import { ARM_ID_PART, armIdForm } from '../shared/arm-id-form';

const IPV4 = /^((25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(\.(?=\d)|$)){4}$/;
const SUBNET_ID = armIdForm('Microsoft.Network/virtualNetworks', `${ARM_ID_PART}/subnets/${ARM_ID_PART}`);

const IP_ADDRESS_ID = armIdForm('Microsoft.Network/publicIPAddresses');
const IP_PREFIX_ID = armIdForm('Microsoft.Network/publicIPPrefixes');

/** Refuses what is not the ARM ID of a subnet. */
export function requireSubnetId(prop: string, id: string | undefined, scope: Construct): void {
  requirePattern(prop, id, SUBNET_ID, 'use the ARM ID of a subnet, /subscriptions/…/subnets/<name>', scope);
}

/** Refuses a network that AKS does not have, and warns about those that it should not be. */
export function requireNetwork(
  network: AksNetwork,
  allowed: readonly UnsafeSetting[] | undefined,
  scope: Construct,
): void {
  const settings = network._settings;
  if (settings === undefined) {
    return;
  }
  requireSubnetId('vnetSubnetId', settings.vnetSubnetId, scope);
  requireSubnetId('podSubnetId', settings.podSubnetId, scope);
  requireCidr('podCidr', settings.podCidr, scope);
  requireCidr('serviceCidr', settings.serviceCidr, scope);
  requirePattern(
    'dnsServiceIp',
    settings.dnsServiceIp,
    IPV4,
    "use an IPv4 address, such as '10.0.0.10'",
    scope,
  );

  if ((settings.serviceCidr === undefined) !== (settings.dnsServiceIp === undefined)) {
    throw new ValidationError(
      'serviceCidr and dnsServiceIp come together: set both or neither, such as 10.0.0.0/16 and 10.0.0.10',
      scope,
    );
  }
  requireRanges(settings, scope);
  requireDualStack(settings, scope);
  requireDataPlane(settings, allowed, scope);
  requireOutbound(settings, scope);

  if (settings.plugin === 'kubenet') {
    warn(scope, 'kubenet', 'kubenet is retired on 31 March 2028: use AksNetwork.azureCniOverlay()');
  }
}

/** The provider's block; undefined leaves the network of a cluster that exists as it is. */
export function networkProfile(network: AksNetwork): KubernetesClusterNetworkProfile | undefined {
  const settings = network._settings;
  if (settings === undefined) {
    return undefined;
  }
  const { policy } = settings;

  return {
    networkPlugin: settings.plugin,
    networkPluginMode: settings.isOverlay ? 'overlay' : undefined,
    networkDataPlane: settings.dataPlane,
    networkPolicy: policy === AksNetworkPolicy.NONE ? undefined : policy,
    ...ranges(settings),
    dnsServiceIp: settings.dnsServiceIp,
    loadBalancerSku: 'standard',
    ...outbound(settings.outbound ?? AksOutbound.loadBalancer()),
  };
}

/** Ranges of both kinds are lists, that of IPv4 first. */
function ranges(settings: AksNetworkSettings): Partial<KubernetesClusterNetworkProfile> {
  const { dualStack, podCidr, podIpv6Cidr, serviceCidr, serviceIpv6Cidr } = settings;
  return {
    ipVersions: dualStack ? ['IPv4', 'IPv6'] : undefined,
    ...(podIpv6Cidr === undefined ? { podCidr } : { podCidrs: [podCidr ?? DEFAULT_POD_CIDR, podIpv6Cidr] }),
    ...(serviceIpv6Cidr === undefined
      ? { serviceCidr }
      : { serviceCidrs: [serviceCidr ?? DEFAULT_SERVICE_CIDR, serviceIpv6Cidr] }),
  };
}

function outbound({ _type, _options }: AksOutbound): Partial<KubernetesClusterNetworkProfile> {
  const { managedIpCount, idleTimeoutMinutes } = _options;

  if (_type === 'managedNATGateway') {
    const gateway = {
      managedOutboundIpCount: managedIpCount ?? 1,
      idleTimeoutInMinutes: idleTimeoutMinutes ?? 4,
    };
    return { outboundType: _type, natGatewayProfile: gateway };
  }
  const isSaid = Object.values(_options).some((value) => value !== undefined);
  return {
    outboundType: _type,
    loadBalancerProfile: isSaid
      ? {
          managedOutboundIpCount: managedIpCount,
          managedOutboundIpv6Count: _options.managedIpv6Count,
          outboundIpAddressIds: _options.ipAddressIds,
          outboundIpPrefixIds: _options.ipPrefixIds,
          outboundPortsAllocated: _options.allocatedPorts,
          idleTimeoutInMinutes: idleTimeoutMinutes,
        }
      : undefined,
  };
}

function requireDataPlane(
  settings: AksNetworkSettings,
  allowed: readonly UnsafeSetting[] | undefined,
  scope: Construct,
): void {
  const { plugin, isOverlay, dataPlane, policy, podSubnetId } = settings;

  if (plugin === 'kubenet' && (policy === AksNetworkPolicy.CILIUM || policy === AksNetworkPolicy.AZURE)) {
    throw new ValidationError(
      `policy '${policy}' is not available with kubenet: use 'calico' or 'none'`,
      scope,
    );
  }
  if (policy === AksNetworkPolicy.CILIUM && dataPlane !== AksDataPlane.CILIUM) {
    refuseUnsafe(
      UnsafeSetting.CILIUM,
      allowed,
      `policy 'cilium' needs the data plane 'cilium', and the network has '${dataPlane}': set both or neither`,
      scope,
    );
  }
  if (dataPlane !== AksDataPlane.CILIUM) {
    return;
  }
  if (policy === AksNetworkPolicy.AZURE || policy === AksNetworkPolicy.CALICO) {
    refuseUnsafe(
      UnsafeSetting.CILIUM,
      allowed,
      `policy '${policy}' does not go with the data plane 'cilium', which enforces policies itself: remove policy`,
      scope,
    );
  }
  if (!isOverlay && podSubnetId === undefined) {
    refuseUnsafe(
      UnsafeSetting.CILIUM,
      allowed,
      "data plane 'cilium' needs podSubnetId with AksNetwork.azureCni(): set it or use AksNetwork.azureCniOverlay()",
      scope,
    );
  }
}

function requireOutbound(
  { outbound: chosen, vnetSubnetId, dualStack }: AksNetworkSettings,
  scope: Construct,
): void {
  if (chosen === undefined) {
    return;
  }
  const { _type: type, _options: options } = chosen;
  const isBalancer = type === 'loadBalancer';
  requireInteger('managedIpCount', options.managedIpCount, 1, isBalancer ? 100 : 16, scope);
  requireInteger('managedIpv6Count', options.managedIpv6Count, 1, 100, scope);
  requireInteger('allocatedPorts', options.allocatedPorts, 0, 64_000, scope);
  requireInteger('idleTimeoutMinutes', options.idleTimeoutMinutes, 4, isBalancer ? 100 : 120, scope);
  requireIds('ipAddressIds', options.ipAddressIds, IP_ADDRESS_ID, scope);
  requireIds('ipPrefixIds', options.ipPrefixIds, IP_PREFIX_ID, scope);

  const allocatedPorts = isLiteral(options.allocatedPorts) ? options.allocatedPorts : undefined;
  const found = outboundProblem({ ...options, allocatedPorts }, dualStack === true);
  if (found) {
    throw new ValidationError(`${found.key} ${found.problem}`, scope);
  }

  const needsSubnet = type === 'userAssignedNATGateway' || type === 'userDefinedRouting';
  if (needsSubnet && vnetSubnetId === undefined) {
    throw new ValidationError(
      `outbound '${type}' needs a subnet of your own with that gateway or route: set vnetSubnetId of the network`,
      scope,
    );
  }
  if (type === 'managedNATGateway' && vnetSubnetId !== undefined) {
    throw new ValidationError(
      "outbound 'managedNATGateway' is not available with vnetSubnetId: use AksOutbound.userAssignedNatGateway()",
      scope,
    );
  }
}

/** Default of AKS for pods with a range of their own: `networkProfile.podCidr` of Microsoft.ContainerService. */
const DEFAULT_POD_CIDR = '10.244.0.0/16';

function requireRanges(settings: AksNetworkSettings, scope: Construct): void {
  const { serviceCidr, dnsServiceIp, plugin, isOverlay } = settings;
  const podCidr = settings.podCidr ?? (isOverlay || plugin === 'kubenet' ? DEFAULT_POD_CIDR : undefined);
  const found = rangesProblem({
    serviceCidr: isLiteral(serviceCidr) ? serviceCidr : undefined,
    podCidr: isLiteral(podCidr) ? podCidr : undefined,
    dnsServiceIp: isLiteral(dnsServiceIp) ? dnsServiceIp : undefined,
  });
  if (found) {
    throw new ValidationError(`${found.key} ${found.problem}`, scope);
  }
}

function requireDualStack(settings: AksNetworkSettings, scope: Construct): void {
  const literal = (range: string | undefined): string | undefined => (isLiteral(range) ? range : undefined);
  const found = dualStackProblem({
    dualStack: settings.dualStack,
    podIpv6Cidr: literal(settings.podIpv6Cidr),
    serviceIpv6Cidr: literal(settings.serviceIpv6Cidr),
    serviceCidr: settings.serviceCidr,
  });
  if (found) {
    throw new ValidationError(`${found.key} ${found.problem}`, scope);
  }
}

function requireIds(prop: string, ids: string[] | undefined, form: RegExp, scope: Construct): void {
  if (isLiteral(ids) && ids.length === 0) {
    throw new ValidationError(`${prop} is an empty list: name at least one, or leave it out`, scope);
  }
  literalItems(prop, ids, scope).forEach((id) =>
    requirePattern(
      prop,
      id,
      form,
      'use ARM IDs (az network public-ip show, or prefix show, --query id)',
      scope,
    ),
  );
}

function requireCidr(prop: string, range: string | undefined, scope: Construct): void {
  const problem = isLiteral(range) ? ipv4Problem(range) : undefined;
  if (problem !== undefined) {
    throw new ValidationError(`${prop} '${range}' is not valid: ${problem}`, scope);
  }
}

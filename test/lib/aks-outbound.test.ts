import { AksNetwork, AksOutbound, LoadBalancerOutboundOptions } from '../../lib';
import { clusterArguments, SUBNET, synthCluster } from './sample-cluster';

const NETWORK = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network';
const ADDRESS = `${NETWORK}/publicIPAddresses/out`;
const PREFIX = `${NETWORK}/publicIPPrefixes/out`;

function balanced(options: LoadBalancerOutboundOptions): AksNetwork {
  return AksNetwork.azureCniOverlay({ outbound: AksOutbound.loadBalancer(options) });
}

function profile(network: AksNetwork) {
  return clusterArguments({ network }).network_profile;
}

test.each([
  [
    AksOutbound.loadBalancer({ managedIpCount: 3 }),
    { outbound_type: 'loadBalancer', load_balancer_profile: { managed_outbound_ip_count: 3 } },
  ],
  [
    AksOutbound.loadBalancer({ ipAddressIds: [ADDRESS], allocatedPorts: 8000, idleTimeoutMinutes: 10 }),
    {
      load_balancer_profile: {
        outbound_ip_address_ids: [ADDRESS],
        outbound_ports_allocated: 8000,
        idle_timeout_in_minutes: 10,
      },
    },
  ],
  [
    AksOutbound.loadBalancer({ ipPrefixIds: [PREFIX.replace('resourceGroups', 'resourcegroups')] }),
    { load_balancer_profile: { outbound_ip_prefix_ids: [PREFIX] } },
  ],
  [AksOutbound.userAssignedNatGateway(), { outbound_type: 'userAssignedNATGateway' }],
  [AksOutbound.userDefinedRouting(), { outbound_type: 'userDefinedRouting' }],
])('nodes reach the internet by %j', (outbound, expected) => {
  expect(profile(AksNetwork.azureCniOverlay({ vnetSubnetId: SUBNET, outbound }))).toMatchObject(expected);
});

test('a NAT gateway of AKS has one address and lets flows go after four minutes', () => {
  expect(profile(AksNetwork.azureCniOverlay({ outbound: AksOutbound.managedNatGateway() }))).toMatchObject({
    outbound_type: 'managedNATGateway',
    nat_gateway_profile: { managed_outbound_ip_count: 1, idle_timeout_in_minutes: 4 },
  });
});

test.each<[string, AksNetwork, string]>([
  [
    'a route without a subnet',
    AksNetwork.azureCniOverlay({ outbound: AksOutbound.userDefinedRouting() }),
    "outbound 'userDefinedRouting' needs a subnet of your own with that gateway or route: set vnetSubnetId of the network",
  ],
  [
    'a NAT gateway of AKS beside a subnet',
    AksNetwork.azureCniOverlay({ vnetSubnetId: SUBNET, outbound: AksOutbound.managedNatGateway() }),
    "outbound 'managedNATGateway' is not available with vnetSubnetId: use AksOutbound.userAssignedNatGateway()",
  ],
  [
    'too many addresses of a NAT gateway',
    AksNetwork.azureCniOverlay({ outbound: AksOutbound.managedNatGateway({ managedIpCount: 17 }) }),
    'managedIpCount 17 is not valid: use a whole number from 1 to 16',
  ],
  [
    'addresses of your own beside those of AKS',
    balanced({ managedIpCount: 2, ipAddressIds: [ADDRESS] }),
    'ipAddressIds does not go with managedIpCount: addresses are yours, or AKS makes them',
  ],
  [
    'addresses beside prefixes',
    balanced({ ipAddressIds: [ADDRESS], ipPrefixIds: [PREFIX] }),
    'ipPrefixIds does not go with ipAddressIds: use one of the two',
  ],
  [
    'an address that is none',
    balanced({ ipAddressIds: [PREFIX] }),
    `ipAddressIds '${PREFIX}' is not valid: use ARM IDs (az network public-ip show, or prefix show, --query id)`,
  ],
  [
    'no address at all',
    balanced({ ipAddressIds: [] }),
    'ipAddressIds is an empty list: name at least one, or leave it out',
  ],
  [
    'ports that Azure cannot divide',
    balanced({ allocatedPorts: 1001 }),
    'allocatedPorts 1001 is not valid: use a multiple of 8',
  ],
  [
    'a timeout of a NAT gateway for a load balancer',
    balanced({ idleTimeoutMinutes: 120 }),
    'idleTimeoutMinutes 120 is not valid: use a whole number from 4 to 100',
  ],
  [
    'addresses of IPv6 in a network without them',
    balanced({ managedIpv6Count: 2 }),
    'managedIpv6Count is for a network with both kinds of addresses: set dualStack to true',
  ],
])('refuses %s', (_, network, message) => {
  expect(() => synthCluster({ network })).toThrow(new Error(`${message} (at 'test/Aks')`));
});

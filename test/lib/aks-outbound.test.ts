import { AksNetwork, AksOutbound } from '../../lib';
import { clusterArguments, SUBNET, synthCluster } from './sample-cluster';

function profile(network: AksNetwork) {
  return clusterArguments({ network }).network_profile;
}

test.each([
  [
    AksOutbound.loadBalancer({ managedIpCount: 3 }),
    { outbound_type: 'loadBalancer', load_balancer_profile: { managed_outbound_ip_count: 3 } },
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
])('refuses %s', (_, network, message) => {
  expect(() => synthCluster({ network })).toThrow(new Error(`${message} (at 'test/Aks')`));
});

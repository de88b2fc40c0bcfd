import { AksDataPlane, AksNetwork, AksNetworkPolicy, AzureCniOverlayOptions, UnsafeSetting } from '../../lib';
import { clusterArguments, clusterWarnings, POD_SUBNET, SUBNET, synthCluster } from './sample-cluster';

function profile(network: AksNetwork) {
  return clusterArguments({ network }).network_profile;
}

test('an overlay can do without Cilium, as Windows nodes need it', () => {
  expect(profile(AksNetwork.azureCniOverlay({ dataPlane: AksDataPlane.AZURE }))).toMatchObject({
    network_plugin_mode: 'overlay',
    network_data_plane: 'azure',
    network_policy: 'azure',
  });
});

test('ranges and subnets of your own reach the cluster and every pool', () => {
  const network = AksNetwork.azureCniOverlay({
    vnetSubnetId: SUBNET,
    podCidr: '10.10.0.0/16',
    serviceCidr: '10.20.0.0/16',
    dnsServiceIp: '10.20.0.10',
  });
  const cluster = clusterArguments({ network });

  expect(cluster.network_profile).toMatchObject({
    pod_cidr: '10.10.0.0/16',
    service_cidr: '10.20.0.0/16',
    dns_service_ip: '10.20.0.10',
  });
  expect(cluster.default_node_pool).toMatchObject({ vnet_subnet_id: SUBNET });
});

test('pods with addresses of the virtual network are on Cilium when they have a subnet', () => {
  const withSubnet = clusterArguments({
    network: AksNetwork.azureCni({ vnetSubnetId: SUBNET, podSubnetId: POD_SUBNET }),
  });
  expect(withSubnet.network_profile).toMatchObject({
    network_data_plane: 'cilium',
    network_policy: 'cilium',
  });
  expect(withSubnet.network_profile).not.toHaveProperty('network_plugin_mode');
  expect(withSubnet.default_node_pool).toMatchObject({ pod_subnet_id: POD_SUBNET, max_pods: 50 });

  expect(profile(AksNetwork.azureCni())).toMatchObject({
    network_data_plane: 'azure',
    network_policy: 'azure',
  });
});

test('no policy at all is to be asked for', () => {
  expect(profile(AksNetwork.kubenet())).toMatchObject({ network_policy: 'calico' });
  expect(profile(AksNetwork.kubenet({ policy: AksNetworkPolicy.NONE }))).not.toHaveProperty('network_policy');
});

test('the network of a cluster that exists is left alone', () => {
  const cluster = clusterArguments({ network: AksNetwork.existing() });
  expect(cluster).not.toHaveProperty('network_profile');
  expect(cluster.default_node_pool).not.toHaveProperty('max_pods');
});

test.each<[string, AksNetwork, string]>([
  [
    'a DNS address with a leading zero',
    AksNetwork.azureCniOverlay({ serviceCidr: '10.1.0.0/16', dnsServiceIp: '10.1.0.010' }),
    "dnsServiceIp '10.1.0.010' is not valid: use an IPv4 address, such as '10.0.0.10'",
  ],
  [
    'a prefix with a leading zero',
    AksNetwork.azureCniOverlay({ podCidr: '10.0.0.0/08' }),
    "podCidr '10.0.0.0/08' is not valid: use an IPv4 range in CIDR notation, such as '203.0.113.0/24'",
  ],
  [
    'a pod range',
    AksNetwork.azureCniOverlay({ podCidr: '10.0.0.1' }),
    "podCidr '10.0.0.1' is not valid: the prefix length is missing. Did you mean '10.0.0.1/32'?",
  ],
  [
    'a service range without a DNS address',
    AksNetwork.azureCniOverlay({ serviceCidr: '10.0.0.0/16' }),
    'serviceCidr and dnsServiceIp come together: set both or neither, such as 10.0.0.0/16 and 10.0.0.10',
  ],
  [
    "Azure's policy on kubenet",
    AksNetwork.kubenet({ policy: AksNetworkPolicy.AZURE }),
    "policy 'azure' is not available with kubenet: use 'calico' or 'none'",
  ],
])('refuses %s', (_, network, message) => {
  expect(() => synthCluster({ network })).toThrow(new Error(`${message} (at 'test/Aks')`));
});

describe('cilium', () => {
  const cases: [AksNetwork, string][] = [
    [
      AksNetwork.azureCniOverlay({ dataPlane: AksDataPlane.AZURE, policy: AksNetworkPolicy.CILIUM }),
      "policy 'cilium' needs the data plane 'cilium', and the network has 'azure': set both or neither",
    ],
    [
      AksNetwork.azureCniOverlay({ policy: AksNetworkPolicy.CALICO }),
      "policy 'calico' does not go with the data plane 'cilium', which enforces policies itself: remove policy",
    ],
    [
      AksNetwork.azureCni({ dataPlane: AksDataPlane.CILIUM }),
      "data plane 'cilium' needs podSubnetId with AksNetwork.azureCni(): set it or use AksNetwork.azureCniOverlay()",
    ],
  ];

  test.each(cases)('is refused where AKS does not run it: %#', (network, message) => {
    expect(() => synthCluster({ network })).toThrow(new Error(`${message} [cilium] (at 'test/Aks')`));
  });

  test.each(cases)('is let through where that is allowed: %#', (network) => {
    expect(() => synthCluster({ network, security: { unsafeAllow: [UnsafeSetting.CILIUM] } })).not.toThrow();
  });
});

test('kubenet is warned about, as Azure retires it', () => {
  expect(clusterWarnings({ network: AksNetwork.kubenet() })).toEqual([
    "kubenet is retired on 31 March 2028: use AksNetwork.azureCniOverlay() (at 'test/Aks') [kubenet]",
  ]);
});

describe('a network with both kinds of addresses', () => {
  const BOTH = { dualStack: true, podIpv6Cidr: 'fd12:3456:789a::/64' };
  const SERVICES = {
    serviceCidr: '10.1.0.0/16',
    dnsServiceIp: '10.1.0.10',
    serviceIpv6Cidr: 'fd12:3456:789a:1::/108',
  };
  const profileOf = (network: AksNetwork): unknown => clusterArguments({ network }).network_profile;

  test('has ranges of both', () => {
    expect(profileOf(AksNetwork.azureCniOverlay({ ...BOTH, ...SERVICES }))).toMatchObject({
      ip_versions: ['IPv4', 'IPv6'],
      pod_cidrs: ['10.244.0.0/16', 'fd12:3456:789a::/64'],
      service_cidrs: ['10.1.0.0/16', 'fd12:3456:789a:1::/108'],
      dns_service_ip: '10.1.0.10',
    });
    expect(profileOf(AksNetwork.kubenet({ dualStack: true, podCidr: '10.2.0.0/16' }))).toMatchObject({
      ip_versions: ['IPv4', 'IPv6'],
      pod_cidr: '10.2.0.0/16',
    });
  });

  test.each<[string, AzureCniOverlayOptions, string]>([
    ['ranges without it', { podIpv6Cidr: BOTH.podIpv6Cidr }, 'podIpv6Cidr is for a network with both kinds'],
    [
      'a range of IPv4',
      { dualStack: true, podIpv6Cidr: '10.1.0.0/16' },
      "podIpv6Cidr '10.1.0.0/16' is not valid: use an IPv6 range",
    ],
    [
      'services without their range of IPv4',
      { dualStack: true, serviceIpv6Cidr: SERVICES.serviceIpv6Cidr },
      'serviceIpv6Cidr needs serviceCidr and dnsServiceIp beside it',
    ],
    [
      'services among the pods',
      { ...BOTH, ...SERVICES, serviceIpv6Cidr: 'fd12:3456:789a:0::ff00:0/108' },
      "serviceIpv6Cidr 'fd12:3456:789a:0::ff00:0/108' overlaps with podIpv6Cidr 'fd12:3456:789a::/64'",
    ],
    [
      'more services than Kubernetes takes',
      { ...BOTH, ...SERVICES, serviceIpv6Cidr: 'fd12:3456:789a:1::/64' },
      "serviceIpv6Cidr 'fd12:3456:789a:1::/64' is larger than Kubernetes takes: use a prefix of 108",
    ],
  ])('refuses %s', (_, options, message) => {
    expect(() => synthCluster({ network: AksNetwork.azureCniOverlay(options) })).toThrow(message);
  });
});

test('a network plug-in of your own is none of AKS', () => {
  expect(clusterArguments({ network: AksNetwork.ownCni() }).network_profile).toEqual({
    network_plugin: 'none',
    load_balancer_sku: 'standard',
    outbound_type: 'loadBalancer',
  });
});

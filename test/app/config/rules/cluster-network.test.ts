import { begunLike, load, MINIMAL, problemsInCluster as problems } from '../config-file';

const PROVIDERS = '/subscriptions/894656e1-39f8-4bfe-b16a-510f61af6f41/resourceGroups/g/providers';
const SUBNET = `${PROVIDERS}/Microsoft.Network/virtualNetworks/net/subnets/nodes`;
const ADDRESS = `${PROVIDERS}/Microsoft.Network/publicIPAddresses/out`;

test.each<[bad: string, problem: string, good: string[]]>([
  [
    'network: { serviceCidr: 10.0.0.0/16 }',
    "network.serviceCidr: needs 'dnsServiceIp' beside it",
    ['network: { serviceCidr: 10.0.0.0/16, dnsServiceIp: 10.0.0.10 }'],
  ],
  [
    'network: { dnsServiceIp: 10.0.0.10 }',
    "network.dnsServiceIp: needs 'serviceCidr' beside it",
    ['network: { type: existing }'],
  ],
  [
    'network: { serviceCidr: 172.31.0.0/16, dnsServiceIp: 172.31.0.10 }',
    "network.serviceCidr: '172.31.0.0/16' overlaps with 172.31.0.0/16, which AKS keeps for itself: use another range",
    ['network: { serviceCidr: 172.29.0.0/16, dnsServiceIp: 172.29.0.10 }'],
  ],
  [
    'network: { podCidr: 169.254.4.0/22 }',
    "network.podCidr: '169.254.4.0/22' overlaps with 169.254.0.0/16, which AKS keeps for itself: use another range",
    ['network: { podCidr: 100.64.0.0/16 }'],
  ],
  [
    'network: { serviceCidr: 11.0.0.0/8, dnsServiceIp: 11.0.0.10 }',
    "network.serviceCidr: '11.0.0.0/8' is larger than AKS takes: use a smaller range, such as 10.0.0.0/16",
    ['network: { serviceCidr: 11.0.0.0/16, dnsServiceIp: 11.0.0.10 }'],
  ],
  [
    'network: { outbound: { type: userDefinedRouting } }',
    "network.outbound.type: 'userDefinedRouting' needs cluster.network.vnetSubnetId",
    [`network: { vnetSubnetId: ${SUBNET}, outbound: { type: userDefinedRouting } }`],
  ],
  [
    `network: { vnetSubnetId: ${SUBNET}, outbound: { type: managedNatGateway } }`,
    "network.outbound.type: 'managedNatGateway' cannot be combined with vnetSubnetId",
    ['network: { outbound: { type: managedNatGateway } }'],
  ],
  [
    'network: { podIpv6Cidr: "fd12::/64" }',
    'network.podIpv6Cidr: is for a network with both kinds of addresses: set dualStack to true',
    ['network: { dualStack: true, podIpv6Cidr: "fd12::/64" }'],
  ],
  [
    'network: { dualStack: true, podIpv6Cidr: "fd12:::/64" }',
    "network.podIpv6Cidr: 'fd12:::/64' is not valid: use an IPv6 range",
    ['network: { type: kubenet, dualStack: true }'],
  ],
  [
    'network: { type: azureCni, dualStack: true }',
    'network.dualStack: unknown key',
    ['network: { type: ownCni, serviceCidr: 10.1.0.0/16, dnsServiceIp: 10.1.0.10 }'],
  ],
  [
    `network: { outbound: { type: loadBalancer, managedIpCount: 2, ipAddressIds: [${ADDRESS}] } }`,
    'network.outbound.ipAddressIds: does not go with managedIpCount',
    [`network: { outbound: { type: loadBalancer, ipAddressIds: [${ADDRESS}], idleTimeoutMinutes: 10 } }`],
  ],
  [
    'network: { outbound: { type: loadBalancer, allocatedPorts: 1001 } }',
    'network.outbound.allocatedPorts: 1001 is not valid: use a multiple of 8',
    ['network: { outbound: { type: loadBalancer, allocatedPorts: 1024 } }'],
  ],
  [
    'network: { outbound: { type: userAssignedNatGateway } }',
    "network.outbound.type: 'userAssignedNatGateway' needs cluster.network.vnetSubnetId, a subnet of your own",
    [`network: { vnetSubnetId: ${SUBNET}, outbound: { type: userAssignedNatGateway } }`],
  ],
  [
    'network: { outbound: { type: loadBalancer, managedIpv6Count: 1 } }',
    'network.outbound.managedIpv6Count: is for a network with both kinds of addresses: set dualStack to true',
    ['network: { dualStack: true, outbound: { type: loadBalancer, managedIpv6Count: 1 } }'],
  ],
  [
    'network: { serviceCidr: 10.244.0.0/24, dnsServiceIp: 10.244.0.10 }',
    "network.serviceCidr: '10.244.0.0/16' overlaps with serviceCidr '10.244.0.0/24': pods and services need ranges of their own",
    ['network: { podCidr: 10.1.0.0/16, serviceCidr: 10.244.0.0/24, dnsServiceIp: 10.244.0.10 }'],
  ],
  [
    'network: { type: azureCniOverlay, serviceCidr: 10.244.0.0/24, dnsServiceIp: 10.244.0.10 }',
    "network.serviceCidr: '10.244.0.0/16' overlaps with serviceCidr '10.244.0.0/24'",
    ['network: { type: azureCni, serviceCidr: 10.244.0.0/24, dnsServiceIp: 10.244.0.10 }'],
  ],
  [
    'network: { type: kubenet, serviceCidr: 10.244.0.0/24, dnsServiceIp: 10.244.0.10 }',
    "network.serviceCidr: '10.244.0.0/16' overlaps with serviceCidr '10.244.0.0/24'",
    ['network: { type: ownCni, serviceCidr: 10.244.0.0/24, dnsServiceIp: 10.244.0.10 }'],
  ],
  [
    'network: { podCidr: 10.1.0.0/16, serviceCidr: 10.1.128.0/17, dnsServiceIp: 10.1.128.10 }',
    "network.podCidr: '10.1.0.0/16' overlaps with serviceCidr '10.1.128.0/17'",
    ['network: { podCidr: 10.1.0.0/17, serviceCidr: 10.1.128.0/17, dnsServiceIp: 10.1.128.10 }'],
  ],
  [
    'network: { podCidr: 10.0.128.0/17 }',
    "network.podCidr: '10.0.128.0/17' overlaps with 10.0.0.0/16, which services use unless 'serviceCidr' and 'dnsServiceIp' are set",
    ['network: { podCidr: 10.0.128.0/17, serviceCidr: 10.1.0.0/16, dnsServiceIp: 10.1.0.10 }'],
  ],
  [
    'network: { podCidr: 10.1.0.0/25 }',
    "network.podCidr: '10.1.0.0/25' is too small: AKS gives each node a /24 of it",
    ['network: { podCidr: 10.1.0.0/24 }'],
  ],
  [
    'network: { dualStack: true, podIpv6Cidr: "fd12::/64", serviceIpv6Cidr: "fd12::1:0/112", serviceCidr: 10.1.0.0/16, dnsServiceIp: 10.1.0.10 }',
    "network.serviceIpv6Cidr: 'fd12::1:0/112' overlaps with podIpv6Cidr 'fd12::/64'",
    [
      'network: { dualStack: true, podIpv6Cidr: "fd12::/64", serviceIpv6Cidr: "fd12:0:0:1::/112", serviceCidr: 10.1.0.0/16, dnsServiceIp: 10.1.0.10 }',
    ],
  ],
  [
    'network: { serviceCidr: 10.1.0.0/16, dnsServiceIp: 10.2.0.10 }',
    "network.dnsServiceIp: '10.2.0.10' is not in serviceCidr '10.1.0.0/16'",
    ['network: { serviceCidr: 10.1.0.0/16, dnsServiceIp: 10.1.0.10 }'],
  ],
])('%s is refused at its place', (bad, problem, good) => {
  expect(begunLike([problem], problems(bad))).toEqual([problem]);
  expect(problems(...good)).toEqual([]);
});

test('ranges are compared beside other problems, too', () => {
  expect(
    problems('network: { serviceCidr: 10.244.0.0/24, dnsServiceIp: 10.244.0.10, podRange: none }'),
  ).toEqual([
    expect.stringContaining("'10.244.0.0/16' overlaps with serviceCidr"),
    expect.stringContaining('network.podRange: unknown key'),
  ]);
});

test('the network is an overlay unless it says otherwise', () => {
  expect(load(`${MINIMAL}  network: { podCidr: 10.1.0.0/16 }\n`).cluster.network).toEqual({
    type: 'azureCniOverlay',
    podCidr: '10.1.0.0/16',
  });
});

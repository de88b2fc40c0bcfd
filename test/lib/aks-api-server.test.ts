import { AksApiServerOptions, AksIdentity, AksPrivateDnsZone } from '../../lib';
import {
  clusterArguments,
  clusterWarnings,
  IDENTITY,
  SUBNET,
  synthCluster,
  synthLegacy,
} from './sample-cluster';

const ZONE =
  '/subscriptions/s/resourceGroups/dns/providers/Microsoft.Network/privateDnsZones/privatelink.eastus.azmk8s.io';
const identity = AksIdentity.userAssigned(IDENTITY);

test('a private cluster registers in the zone of its choice', () => {
  const zoneOf = (privateDnsZone?: AksPrivateDnsZone) =>
    clusterArguments({ identity, apiServer: { privateCluster: true, privateDnsZone } });

  expect(zoneOf()).toMatchObject({
    private_cluster_enabled: true,
    private_cluster_public_fqdn_enabled: false,
  });
  expect(zoneOf()).not.toHaveProperty('private_dns_zone_id');
  expect(zoneOf(AksPrivateDnsZone.system()).private_dns_zone_id).toBe('System');
  expect(zoneOf(AksPrivateDnsZone.none()).private_dns_zone_id).toBe('None');
  expect(zoneOf(AksPrivateDnsZone.own(ZONE)).private_dns_zone_id).toBe(ZONE);
});

test('a public name and commands through Azure are to be asked for', () => {
  expect(
    clusterArguments({ apiServer: { privateCluster: true, publicFqdn: true, runCommand: true } }),
  ).toMatchObject({ private_cluster_public_fqdn_enabled: true, run_command_enabled: true });
});

test('the API server can be put into a subnet', () => {
  const apiServer = { vnetIntegrationSubnetId: SUBNET, authorizedIpRanges: ['203.0.113.0/24'] };
  expect(clusterArguments({ identity, apiServer })).toMatchObject({
    api_server_access_profile: {
      subnet_id: SUBNET,
      virtual_network_integration_enabled: true,
      authorized_ip_ranges: ['203.0.113.0/24'],
    },
  });
});

test.each<[string, AksApiServerOptions, string]>([
  [
    'a DNS prefix',
    { dnsPrefix: '-aks' },
    "dnsPrefix '-aks' is not valid: use 1 to 54 letters, digits and hyphens, with a letter or digit at both ends",
  ],
  [
    'an address without a prefix length',
    { authorizedIpRanges: ['203.0.113.7'] },
    "authorizedIpRanges '203.0.113.7' is not valid: the prefix length is missing. Did you mean '203.0.113.7/32'?",
  ],
  [
    'a range that is none',
    { authorizedIpRanges: ['203.0.113.0/33'] },
    "authorizedIpRanges '203.0.113.0/33' is not valid: use an IPv4 range in CIDR notation, such as '203.0.113.0/24'",
  ],
  [
    'too many ranges',
    { authorizedIpRanges: Array.from({ length: 201 }, (_, index) => `10.0.${index}.0/24`) },
    'authorizedIpRanges has 201 ranges, AKS takes at most 200: merge some',
  ],
  [
    'a zone for a public cluster',
    { privateDnsZone: AksPrivateDnsZone.none() },
    'privateDnsZone is for a private cluster: set privateCluster or remove it',
  ],
  [
    'a public name for a public cluster',
    { publicFqdn: true },
    'publicFqdn is for a private cluster: set privateCluster or remove it',
  ],
  [
    'a zone that AKS does not take',
    { privateCluster: true, privateDnsZone: AksPrivateDnsZone.own(ZONE.replace('privatelink', 'example')) },
    `privateDnsZone '${ZONE.replace('privatelink', 'example')}' is not valid: use the ARM ID of a zone named privatelink.<region>.azmk8s.io or <name>.privatelink.<region>.azmk8s.io`,
  ],
  [
    'a zone of its own for an identity that does not exist yet',
    { privateCluster: true, privateDnsZone: AksPrivateDnsZone.own(ZONE) },
    'privateDnsZone of your own needs an identity that may write to it before the cluster exists: use AksIdentity.userAssigned()',
  ],
  [
    'a subnet for the API server that is none',
    { vnetIntegrationSubnetId: 'aks' },
    "vnetIntegrationSubnetId 'aks' is not valid: use the ARM ID of a subnet, /subscriptions/…/subnets/<name>",
  ],
  [
    'a subnet for an identity that does not exist yet',
    { vnetIntegrationSubnetId: SUBNET },
    'vnetIntegrationSubnetId needs an identity that may join the subnet before the cluster exists: use AksIdentity.userAssigned()',
  ],
])('refuses %s', (_, apiServer, message) => {
  expect(() => synthCluster({ apiServer })).toThrow(new Error(`${message} (at 'test/Aks')`));
});

test('refuses API server VNet integration with legacy Azure AD', () => {
  expect(() => synthLegacy({ apiServer: { vnetIntegrationSubnetId: SUBNET } })).toThrow(
    new Error(
      "vnetIntegrationSubnetId is not available with legacy Azure AD, whose provider knows it as a preview: remove it or use AadIntegration.managed() (at 'test/Aks')",
    ),
  );
});

test.each<[AksApiServerOptions, string[]]>([
  [
    {},
    [
      "the API server answers to any address: set apiServer.authorizedIpRanges or apiServer.privateCluster (at 'test/Aks') [public-api-server]",
    ],
  ],
  [
    { authorizedIpRanges: ['203.0.113.0/24', '0.0.0.0/0'] },
    [
      "authorizedIpRanges contain '0.0.0.0/0', which is any address: list the networks that need access (at 'test/Aks') [ranges-allow-everybody]",
    ],
  ],
  [
    { authorizedIpRanges: ['128.0.0.0/1', '64.0.0.0/2', '0.0.0.0/2'] },
    [
      "authorizedIpRanges together cover every address: list the networks that need access (at 'test/Aks') [ranges-allow-everybody]",
    ],
  ],
  [{ authorizedIpRanges: ['128.0.0.0/1', '64.0.0.0/2', '0.0.0.0/3'] }, []],
  [
    { authorizedIpRanges: ['203.0.113.0/24', '198.51.100.77/26'] },
    [
      "authorizedIpRanges contain '198.51.100.77/26', which covers all of '198.51.100.64/26': write that, or '198.51.100.77/32' for the single address (at 'test/Aks') [range-around-address]",
    ],
  ],
  [
    { privateCluster: true, authorizedIpRanges: ['203.0.113.0/24'] },
    [
      "authorizedIpRanges have no effect on a private cluster: remove them, or privateCluster (at 'test/Aks') [ranges-on-private-cluster]",
    ],
  ],
  [{ privateCluster: true }, []],
])('%j is warned about: %j', (apiServer, warnings) => {
  expect(clusterWarnings({ apiServer })).toEqual(warnings);
});

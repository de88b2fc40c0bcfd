import { AksAddOnOptions, AksNginxController, AksSecurityOptions } from '../../lib';
import { clusterArguments, synthCluster, synthLegacy } from './sample-cluster';

const ZONE = '/subscriptions/s/resourcegroups/dns/providers/Microsoft.Network/dnszones/contoso.com';
const AUTHORITY = Buffer.from('-----BEGIN CERTIFICATE-----\nAAAA\n').toString('base64');

test('nothing is sent of what nobody asked for', () => {
  const cluster = clusterArguments();

  for (const name of ['workload_autoscaler_profile', 'web_app_routing', 'service_mesh_profile']) {
    expect(cluster).not.toHaveProperty(name);
  }
});

test('KEDA, application routing and Istio are switched on', () => {
  const addOns: AksAddOnOptions = {
    keda: true,
    webAppRouting: { dnsZoneIds: [ZONE], defaultNginxController: AksNginxController.INTERNAL },
    serviceMesh: { revisions: ['asm-1-25'], externalIngressGateway: true },
  };

  expect(clusterArguments({ addOns })).toMatchObject({
    workload_autoscaler_profile: { keda_enabled: true },
    web_app_routing: {
      dns_zone_ids: ['/subscriptions/s/resourceGroups/dns/providers/Microsoft.Network/dnsZones/contoso.com'],
      default_nginx_controller: 'Internal',
    },
    service_mesh_profile: {
      mode: 'Istio',
      revisions: ['asm-1-25'],
      internal_ingress_gateway_enabled: false,
      external_ingress_gateway_enabled: true,
    },
  });
});

test('application routing needs no DNS zone', () => {
  expect(clusterArguments({ addOns: { webAppRouting: {} } }).web_app_routing).toEqual({ dns_zone_ids: [] });
});

test.each<[AksAddOnOptions, string]>([
  [{ serviceMesh: { revisions: [] } }, 'revisions has 0 entries: name one'],
  [
    { serviceMesh: { revisions: ['1.25'] } },
    "revisions '1.25' is not valid: use revisions such as 'asm-1-25'",
  ],
  [{ webAppRouting: { dnsZoneIds: ['contoso.com'] } }, "dnsZoneIds 'contoso.com' is not valid"],
])('%j is refused', (addOns, problem) => {
  expect(() => synthCluster({ addOns })).toThrow(problem);
});

test.each<[AksAddOnOptions, string]>([
  [{ serviceMesh: { revisions: ['asm-1-25'] } }, 'addOns.serviceMesh'],
  [{ webAppRouting: { defaultNginxController: AksNginxController.NONE } }, 'addOns.webAppRouting.default'],
])('%j is refused with legacy Azure AD, whose provider does not have it', (addOns, problem) => {
  expect(() => synthLegacy({ addOns })).toThrow(problem);
});

test('secrets are renewed as often as somebody says, and nodes trust authorities of their own', () => {
  const security = { secretRotationInterval: '1h30m', customCaCertificates: [AUTHORITY] };

  expect(clusterArguments({ security })).toMatchObject({
    key_vault_secrets_provider: { secret_rotation_enabled: true, secret_rotation_interval: '1h30m' },
    custom_ca_trust_certificates_base64: [AUTHORITY],
  });
});

test.each<[AksSecurityOptions, string]>([
  [{ secretRotationInterval: '2 minutes' }, "secretRotationInterval '2 minutes' is not valid"],
  [{ secretRotationInterval: '2m', keyVaultSecretsProvider: false }, 'secretRotationInterval has no effect'],
  [{ customCaCertificates: [AUTHORITY, 'x'] }, 'customCaCertificates[1] is no certificate'],
  [
    { customCaCertificates: [Buffer.from('-----BEGIN PRIVATE KEY-----').toString('base64')] },
    'customCaCertificates[0] is no certificate',
  ],
])('%j is refused', (security, problem) => {
  expect(() => synthCluster({ security })).toThrow(problem);
});

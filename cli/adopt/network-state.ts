import { Value } from '../../rehearsal/protocol/values';
import { AzureObject } from './azure-object';

/** The network, with what leads out of it. */
export function networkProfile(profile: AzureObject | undefined): Value {
  if (!profile) {
    return [];
  }
  const advanced = profile.object('advancedNetworking');
  const isAdvanced = advanced?.flag('enabled') ?? false;
  const mode = profile.text('networkPluginMode');
  const policy = profile.text('networkPolicy');
  return [
    {
      network_plugin: profile.text('networkPlugin') ?? '',
      network_plugin_mode: mode?.toLowerCase() === 'overlay' ? 'overlay' : '',
      network_data_plane: profile.text('networkDataplane') ?? 'azure',
      network_mode: profile.text('networkMode') ?? '',
      network_policy: policy === 'none' ? '' : (policy ?? ''),
      pod_cidr: profile.text('podCidr') ?? '',
      pod_cidrs: profile.texts('podCidrs'),
      service_cidr: profile.text('serviceCidr') ?? '',
      service_cidrs: profile.texts('serviceCidrs'),
      dns_service_ip: profile.text('dnsServiceIP') ?? '',
      ip_versions: profile.texts('ipFamilies'),
      outbound_type: profile.text('outboundType') ?? '',
      load_balancer_sku: (profile.text('loadBalancerSku') ?? 'standard').toLowerCase(),
      load_balancer_profile: loadBalancer(profile.object('loadBalancerProfile')),
      nat_gateway_profile: natGateway(profile.object('natGatewayProfile')),
      advanced_networking: isAdvanced
        ? [
            {
              observability_enabled: advanced?.object('observability')?.flag('enabled') ?? false,
              security_enabled: advanced?.object('security')?.flag('enabled') ?? false,
            },
          ]
        : [],
    },
  ];
}

function idsIn(objects: readonly AzureObject[]): string[] {
  return objects.flatMap((one) => one.text('id') ?? []);
}

function loadBalancer(profile: AzureObject | undefined): Value {
  if (!profile) {
    return [];
  }
  const managed = profile.object('managedOutboundIPs');
  return [
    {
      backend_pool_type: profile.text('backendPoolType') ?? 'NodeIPConfiguration',
      idle_timeout_in_minutes: profile.number('idleTimeoutInMinutes') ?? 0,
      outbound_ports_allocated: profile.number('allocatedOutboundPorts') ?? 0,
      managed_outbound_ip_count: managed?.number('count') ?? 0,
      managed_outbound_ipv6_count: managed?.number('countIPv6') ?? 0,
      outbound_ip_address_ids: idsIn(profile.object('outboundIPs')?.objects('publicIPs') ?? []),
      outbound_ip_prefix_ids: idsIn(profile.object('outboundIPPrefixes')?.objects('publicIPPrefixes') ?? []),
      effective_outbound_ips: idsIn(profile.objects('effectiveOutboundIPs')),
    },
  ];
}

function natGateway(profile: AzureObject | undefined): Value {
  if (!profile) {
    return [];
  }
  return [
    {
      idle_timeout_in_minutes: profile.number('idleTimeoutInMinutes') ?? 0,
      managed_outbound_ip_count: profile.object('managedOutboundIPProfile')?.number('count') ?? 0,
      effective_outbound_ips: idsIn(profile.objects('effectiveOutboundIPs')),
    },
  ];
}

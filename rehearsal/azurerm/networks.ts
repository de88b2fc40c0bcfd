import { text } from '../world/attributes';
import { armId } from './arm-ids';
import { removable } from './locks';
import { ResourceBehaviour } from '../world/behaviour';

/** What clusters are put into, and what their traffic leaves through. */

export const subnet: ResourceBehaviour = {
  replacedBy: ['name', 'resource_group_name', 'virtual_network_name'],
  defaults: () => ({
    default_outbound_access_enabled: true,
    private_endpoint_network_policies: 'Disabled',
    private_link_service_network_policies_enabled: true,
  }),
  apply: (planned, _prior, context) => ({ id: armId('azurerm_subnet', planned, context) }),
  ...removable,
};

export const natGateway: ResourceBehaviour = {
  replacedBy: ['name', 'resource_group_name', 'location', 'zones'],
  defaults: () => ({ idle_timeout_in_minutes: 4, sku_name: 'Standard' }),
  apply: (planned, _prior, context) => {
    const id = armId('azurerm_nat_gateway', planned, context);
    return { id, resource_guid: context.uuid('nat gateway', id) };
  },
  ...removable,
};

export const natGatewayPublicIp: ResourceBehaviour = {
  replacedBy: ['nat_gateway_id', 'public_ip_address_id'],
  apply: (planned) => ({ id: `${text(planned, 'nat_gateway_id')}|${text(planned, 'public_ip_address_id')}` }),
};

export const subnetNatGateway: ResourceBehaviour = {
  replacedBy: ['nat_gateway_id', 'subnet_id'],
  apply: (planned) => ({ id: text(planned, 'subnet_id') ?? '' }),
};

export const subnetRouteTable: ResourceBehaviour = {
  replacedBy: ['route_table_id', 'subnet_id'],
  apply: (planned) => ({ id: text(planned, 'subnet_id') ?? '' }),
};

export const privateDnsZoneLink: ResourceBehaviour = {
  // The zone's arguments have other names in each major version.
  replacedBy: ['name', 'virtual_network_id'],
  apply: (planned, _prior, context) => ({
    id: armId('azurerm_private_dns_zone_virtual_network_link', planned, context),
  }),
  ...removable,
};

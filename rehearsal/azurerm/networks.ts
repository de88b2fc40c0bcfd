import { text } from '../world/attributes';
import { armId } from './arm-ids';
import { removable } from './locks';
import { ResourceBehaviour } from '../world/behaviour';

/** What clusters are put into, and what their traffic leaves through. */

export const subnet: ResourceBehaviour = {
  apply: (planned, _prior, context) => ({ id: armId('azurerm_subnet', planned, context) }),
  ...removable,
};

export const natGateway: ResourceBehaviour = {
  apply: (planned, _prior, context) => {
    const id = armId('azurerm_nat_gateway', planned, context);
    return { id, resource_guid: context.uuid('nat gateway', id) };
  },
  ...removable,
};

export const natGatewayPublicIp: ResourceBehaviour = {
  apply: (planned) => ({ id: `${text(planned, 'nat_gateway_id')}|${text(planned, 'public_ip_address_id')}` }),
};

export const subnetNatGateway: ResourceBehaviour = {
  apply: (planned) => ({ id: text(planned, 'subnet_id') ?? '' }),
};

export const subnetRouteTable: ResourceBehaviour = {
  apply: (planned) => ({ id: text(planned, 'subnet_id') ?? '' }),
};

export const privateDnsZoneLink: ResourceBehaviour = {
  // The zone's arguments have other names in each major version.
  apply: (planned, _prior, context) => ({
    id: armId('azurerm_private_dns_zone_virtual_network_link', planned, context),
  }),
  ...removable,
};

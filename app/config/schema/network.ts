import { z } from 'zod';
import * as azure from './azure-fields';
import * as field from './fields';

/** The network in the section `cluster` of aks.yaml: one map for each way in which pods and nodes are connected. */

const managedIpCount = (most: number): z.ZodOptional<z.ZodInt> =>
  field.wholeNumber(1, most).optional().describe('Number of public addresses that AKS makes. Default: 1.');

const outbound = z
  .discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('loadBalancer').describe('Through the load balancer of the cluster.'),
      managedIpCount: managedIpCount(100),
      managedIpv6Count: field
        .wholeNumber(1, 100)
        .optional()
        .describe('Number of public IPv6 addresses that AKS makes; with dualStack. Default: 1.'),
      ipAddressIds: field
        .list(azure.publicIpId())
        .min(1, { error: 'name at least one address, or remove the key' })
        .optional()
        .describe('Resource IDs of public addresses of your own, in place of those. Default: none.'),
      ipPrefixIds: field
        .list(azure.publicIpPrefixId())
        .min(1, { error: 'name at least one prefix, or remove the key' })
        .optional()
        .describe('Resource IDs of prefixes of your own, in place of those. Default: none.'),
      allocatedPorts: field
        .wholeNumber(0, 64_000)
        .optional()
        .describe('Ports for each node, a multiple of 8; 0 lets Azure choose. Default: 0.'),
      idleTimeoutMinutes: field
        .wholeNumber(4, 100)
        .optional()
        .describe('Minutes after which an idle flow ends. Default: 30.'),
    }),
    z.strictObject({
      type: z
        .literal('managedNatGateway')
        .describe('Through a NAT gateway that AKS makes; not with vnetSubnetId.'),
      managedIpCount: managedIpCount(16),
      idleTimeoutMinutes: field
        .wholeNumber(4, 120)
        .optional()
        .describe('Minutes after which an idle flow ends. Default: 4.'),
    }),
    z.strictObject({
      type: z.literal('userAssignedNatGateway').describe('Through the NAT gateway of your subnet.'),
    }),
    z.strictObject({
      type: z
        .literal('userDefinedRouting')
        .describe('By the route table of your subnet, usually to a firewall.'),
    }),
  ])
  .describe('How nodes reach the internet. Default: through the load balancer.');

const common = {
  vnetSubnetId: azure
    .subnetId()
    .optional()
    .describe('Resource ID of the subnet of the nodes. Default: a network that AKS makes.'),
  serviceCidr: field
    .cidr()
    .optional()
    .describe('IPv4 range of services; with dnsServiceIp. Default: 10.0.0.0/16.'),
  dnsServiceIp: field
    .ipv4()
    .optional()
    .describe("Address of the cluster's DNS service within serviceCidr. Default: chosen by AKS."),
  outbound: outbound.optional(),
};

const dualStack = {
  dualStack: z
    .boolean()
    .optional()
    .describe('Whether nodes, pods and services have IPv6 addresses, too. Default: false.'),
  podIpv6Cidr: field
    .ipv6Cidr()
    .optional()
    .describe('IPv6 range of pods; with dualStack. Default: chosen by AKS.'),
  serviceIpv6Cidr: field
    .ipv6Cidr()
    .optional()
    .describe(
      'IPv6 range of services, /108 or smaller; with dualStack and serviceCidr. Default: chosen by AKS.',
    ),
};

const podCidr = field.cidr().optional().describe('IPv4 range of pods. Default: 10.244.0.0/16.');

const dataPlane = (description: string): z.ZodOptional<z.ZodEnum<{ cilium: 'cilium'; azure: 'azure' }>> =>
  z.enum(['cilium', 'azure']).optional().describe(description);

const policy = z
  .enum(['cilium', 'azure', 'calico', 'none'])
  .optional()
  .describe('What enforces network policies. Default: that of the data plane.');

export const network = z
  .discriminatedUnion('type', [
    z.strictObject({
      type: z
        .literal('azureCniOverlay')
        .optional()
        .default('azureCniOverlay')
        .describe('Pods have addresses of their own range.'),
      podCidr,
      dataPlane: dataPlane('What carries packets between pods; Windows needs azure. Default: cilium.'),
      policy,
      systemNodeSubnetId: azure
        .subnetId()
        .optional()
        .describe(
          'Resource ID of the subnet of the nodes that AKS manages; with cluster.automatic. Default: a network that AKS makes.',
        ),
      ...dualStack,
      ...common,
    }),
    z.strictObject({
      type: z.literal('azureCni').describe('Pods have addresses of the virtual network.'),
      podSubnetId: azure
        .subnetId()
        .optional()
        .describe('Resource ID of the subnet of the pods. Default: that of the nodes.'),
      dataPlane: dataPlane(
        'What carries packets between pods. Default: cilium with podSubnetId, which it needs, else azure.',
      ),
      policy,
      ...common,
    }),
    z.strictObject({
      type: z.literal('kubenet').describe('Pods share the address of their node; retired in 2028.'),
      podCidr,
      policy: z
        .enum(['calico', 'none'])
        .optional()
        .describe('What enforces network policies. Default: calico.'),
      ...dualStack,
      ...common,
    }),
    z.strictObject({
      type: z
        .literal('ownCni')
        .describe('What you install connects the pods; nodes are not ready before there is a plug-in.'),
      ...common,
    }),
    z.strictObject({
      type: z
        .literal('existing')
        .describe('Leaves the network of an existing cluster as it is; the default with legacy AAD.'),
    }),
  ])
  .describe('How pods and nodes are connected.');

import { z } from 'zod';
import * as azure from './azure-fields';
import * as clusterField from './cluster-fields';
import * as field from './fields';
import { kubelet, linuxOs } from './node-settings';
import { ignoreChanges, overrides } from './overrides';

/** The node pools in the section `cluster` of aks.yaml. */

const NODE_COUNT = 'Number of nodes, instead of minCount and maxCount. Default: 3.';

const machines = {
  vmSize: field
    .vmSize()
    .optional()
    .describe('Size of the virtual machines. Default: AKS chooses; required with legacy AAD.'),
  minCount: field
    .wholeNumber(0, 1000)
    .optional()
    .describe('Smallest number of nodes; with maxCount, turns on autoscaling.'),
  maxCount: field
    .wholeNumber(1, 1000)
    .optional()
    .describe('Largest number of nodes; with minCount, turns on autoscaling.'),
  zones: field
    .list(z.enum(['1', '2', '3']))
    .optional()
    .describe('Availability zones, in quotes. Default: none.'),
  osDiskSizeGb: field
    .wholeNumber(30, 2048)
    .optional()
    .describe('Size of the OS disk in GiB. Default: AKS chooses.'),
  ephemeralOsDisk: z
    .boolean()
    .optional()
    .describe(
      'Whether the OS disk is on the host, which must have room for osDiskSizeGb, as Standard_D4ds_v5 has for 128. Default: false.',
    ),
  vnetSubnetId: azure
    .subnetId()
    .optional()
    .describe('Resource ID of the subnet of the nodes. Default: that of the network.'),
  podSubnetId: azure
    .subnetId()
    .optional()
    .describe(
      'Resource ID of the subnet of the pods; with network type azureCni. Default: that of the network.',
    ),
  maxPods: field
    .wholeNumber(10, 250)
    .optional()
    .describe('Largest number of pods on a node. Default: 110, or 50 outside an overlay network.'),
  labels: z
    .record(field.metadataKey(), field.labelValue())
    .optional()
    .describe('Labels of the nodes, name: value.'),
  maxSurge: clusterField
    .maxSurge()
    .optional()
    .describe('Nodes that an upgrade adds: a number or a percentage, in quotes. Default: "10%".'),
  kubernetesVersion: field
    .kubernetesVersion()
    .optional()
    .describe('Holds the nodes back at this Kubernetes version. Default: that of the cluster.'),
  drainTimeoutMinutes: field
    .wholeNumber(1, 1440)
    .optional()
    .describe(
      'How long pods may take to leave a node that is upgraded. Cannot be left out again: set 30 then. Default: 30.',
    ),
  nodeSoakMinutes: field
    .wholeNumber(0, 30)
    .optional()
    .describe('How long an upgrade waits between two nodes. Default: 0.'),
  undrainableNodeBehavior: z
    .enum(['Cordon', 'Schedule'])
    .optional()
    .describe(
      'What an upgrade does with a node that pods do not leave: sets it aside, or fails. Not with legacy AAD. Default: Schedule.',
    ),
  hostEncryption: z
    .boolean()
    .optional()
    .describe(
      'Whether temporary disks and caches are encrypted on the host; needs the feature EncryptionAtHost of the subscription. Default: false.',
    ),
  fips: z
    .boolean()
    .optional()
    .describe('Whether nodes use cryptography validated for FIPS 140. Default: false.'),
  rotation: z
    .boolean()
    .optional()
    .describe(
      'Whether Terraform may exchange the machines, through a temporary pool; false: azurerm refuses such changes. Default: true.',
    ),
  nodePublicIp: z.boolean().optional().describe('Whether every node has a public address. Default: false.'),
  nodePublicIpPrefixId: azure
    .publicIpPrefixId()
    .optional()
    .describe('Resource ID of the prefix of these addresses; with nodePublicIp. Default: any of Azure.'),
  tags: z
    .record(field.tagName(), field.tagValue())
    .optional()
    .describe('Tags of the pool and its machines, name: value; those of the cluster are its own.'),
  scaleDownMode: z
    .enum(['Delete', 'Deallocate'])
    .optional()
    .describe('What becomes of nodes that are taken away: deleted, or stopped and kept. Default: Delete.'),
  snapshotId: azure
    .snapshotId()
    .optional()
    .describe('Resource ID of the snapshot whose images the nodes have. Default: the latest image.'),
  proximityPlacementGroupId: azure
    .proximityPlacementGroupId()
    .optional()
    .describe('Resource ID of the proximity placement group of the nodes. Default: none.'),
  kubelet: kubelet.optional(),
  linuxOs: linuxOs.optional(),
};

export const defaultNodePool = z
  .strictObject({
    name: field.nodePoolName().optional().describe('Name of the node pool. Default: system.'),
    nodeCount: field.wholeNumber(1, 1000).optional().describe(NODE_COUNT),
    os: z.enum(['Ubuntu', 'AzureLinux']).optional().describe('Operating system. Default: Ubuntu.'),
    ...machines,
    criticalAddonsOnly: z
      .boolean()
      .optional()
      .describe(
        'Whether the pool takes pods of AKS only. Default: true when there is a Linux pool on demand for users.',
      ),
    overrides: overrides('azurerm_kubernetes_cluster', 'default_node_pool').optional(),
  })
  .describe('The node pool that every cluster has.');

const spot = z
  .strictObject({
    maxPrice: z
      .number({ error: 'use a number of US dollars, such as 0.5' })
      .min(0.00001, { error: 'use a number of US dollars, at least 0.00001' })
      .optional()
      .describe('Highest price of a node per hour, in US dollars. Default: the on-demand price.'),
    evictionPolicy: z
      .enum(['Delete', 'Deallocate'])
      .optional()
      .describe('What becomes of a node that Azure takes back. Default: Delete.'),
  })
  .describe('Runs the pool on spare capacity, which Azure takes back at any time; {} for the defaults.');

export const nodePool = z
  .strictObject({
    name: field.nodePoolName().describe('Name of the node pool.'),
    import: azure
      .nodePoolImport()
      .optional()
      .describe('Takes over an existing node pool: true, or its resource ID.'),
    mode: z.enum(['User', 'System']).optional().describe('What runs on the nodes. Default: User.'),
    nodeCount: field.wholeNumber(0, 1000).optional().describe(NODE_COUNT),
    os: z
      .enum(['Ubuntu', 'AzureLinux', 'Windows2019', 'Windows2022'])
      .optional()
      .describe('Operating system; Windows not with cilium. Default: Ubuntu.'),
    ...machines,
    taints: field
      .list(clusterField.taint())
      .optional()
      .describe('Taints of the nodes, <key>=<value>:<effect>.'),
    spot: spot.optional(),
    overrides: overrides('azurerm_kubernetes_cluster_node_pool').optional(),
    ignoreChanges: ignoreChanges().optional(),
  })
  .describe('A further node pool.');

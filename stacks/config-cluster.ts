import { z } from 'zod';
import * as field from './config-fields';

/** The section `cluster` of aks.yaml. */

const MIN_COUNT = 'Least number of nodes; with maxCount, turns on autoscaling. At least 1 in a System pool.';

const nodePoolKeys = {
  vmSize: field
    .vmSize()
    .optional()
    .describe('Size of the virtual machines. Default: AKS chooses; required with legacy AAD.'),
  maxCount: field
    .wholeNumber(1, 1000)
    .optional()
    .describe('Greatest number of nodes; with minCount, turns on autoscaling.'),
  zones: field
    .list(z.enum(['1', '2', '3']))
    .optional()
    .describe('Availability zones, in quotes. Default: none.'),
  osDiskSizeGb: field
    .wholeNumber(30, 2048)
    .optional()
    .describe('Size of the OS disk in GiB. Default: AKS chooses.'),
  vnetSubnetId: field
    .subnetId()
    .optional()
    .describe('Resource ID of the subnet. Default: a network that AKS makes.'),
  maxPods: field
    .wholeNumber(10, 250)
    .optional()
    .describe('Greatest number of pods on a node. Default: AKS chooses.'),
};

const defaultNodePool = z
  .strictObject({
    name: field.nodePoolName().optional().describe('Name of the node pool. Default: system.'),
    nodeCount: field
      .wholeNumber(1, 1000)
      .optional()
      .describe('Number of nodes, instead of minCount and maxCount. Default: 3.'),
    minCount: field.wholeNumber(1, 1000).optional().describe(MIN_COUNT),
    ...nodePoolKeys,
  })
  .describe('The node pool that every cluster has.');

const nodePool = z
  .strictObject({
    name: field.nodePoolName().describe('Name of the node pool.'),
    mode: z.enum(['User', 'System']).optional().describe('What runs on the nodes. Default: User.'),
    nodeCount: field
      .wholeNumber(0, 1000)
      .optional()
      .describe('Number of nodes, instead of minCount and maxCount. Default: 3.'),
    minCount: field.wholeNumber(0, 1000).optional().describe(MIN_COUNT),
    ...nodePoolKeys,
  })
  .describe('A further node pool.');

export const cluster = z
  .strictObject({
    name: field.clusterName().describe('Name of the cluster.'),
    resourceGroupName: field.resourceGroupName().describe('Resource group of the cluster.'),
    createResourceGroup: z
      .boolean()
      .default(true)
      .describe('Whether the cluster stack creates the resource group; false: it exists already.'),
    location: field.location().describe('Azure region, such as eastus.'),
    dnsPrefix: field
      .dnsPrefix()
      .optional()
      .describe('First label of the host name. Default: the name, without what a DNS label cannot hold.'),
    kubernetesVersion: field
      .kubernetesVersion()
      .optional()
      .describe('Minor or patch version, in quotes, such as "1.33". Default: AKS chooses.'),
    defaultNodePool: defaultNodePool.optional(),
    nodePools: z.array(nodePool).default([]).describe('Further node pools.'),
    userAssignedIdentityId: field
      .userAssignedIdentityId()
      .optional()
      .describe('Resource ID of the identity of the cluster. Default: a system-assigned identity.'),
    localAccounts: z
      .boolean()
      .optional()
      .describe(
        'Whether the cluster has an admin account outside Azure AD (az aks get-credentials --admin). Default: false with managed AAD, true with legacy.',
      ),
    authorizedIpRanges: field
      .list(field.cidr())
      .max(200, { error: 'use at most 200 ranges' })
      .optional()
      .describe(
        'IPv4 ranges that may reach the API server; must contain the machine that deploys. Default: any.',
      ),
    privateCluster: z
      .boolean()
      .optional()
      .describe('Whether the API server has a private address only. Default: false.'),
    oidcIssuer: z.boolean().optional().describe('Whether the cluster has an OIDC issuer. Default: true.'),
    workloadIdentity: z
      .boolean()
      .optional()
      .describe('Whether pods can use workload identity. Default: true.'),
    automaticUpgradeChannel: z
      .enum(['patch', 'stable', 'rapid', 'node-image', 'none'])
      .optional()
      .describe('How Kubernetes is upgraded by itself. Default: patch.'),
    nodeOsUpgradeChannel: z
      .enum(['NodeImage', 'SecurityPatch', 'Unmanaged', 'None'])
      .optional()
      .describe('How the OS of the nodes is upgraded by itself. Default: NodeImage.'),
    sshPublicKey: field
      .sshPublicKey()
      .optional()
      .describe(
        'SSH public key of the administrator of the nodes; without it nobody can sign in to them by SSH.',
      ),
    adminUsername: field
      .adminUsername()
      .optional()
      .describe('User name of the administrator of the nodes; needs sshPublicKey. Default: azureuser.'),
    tags: z
      .record(field.tagName(), field.tagValue())
      .optional()
      .describe('Tags of the cluster and of the resource group, name: value.'),
  })
  .describe('The cluster.');

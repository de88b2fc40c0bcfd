import { z } from 'zod';
import { AksExpander } from '../../../lib/aks-autoscaler';
import { AksDefaultNodePools, AksNodeProvisioningMode } from '../../../lib/aks-node-provisioning';
import { INTERVAL, MINUTES } from '../../../lib/shared/azure-limits';
import * as field from './fields';

/** How nodes come and go, in the section `cluster` of aks.yaml. */

const time = (description: string): z.ZodOptional<z.ZodString> =>
  field.text(INTERVAL, 'use a time, such as 30s or 10m').optional().describe(description);

const minutes = (description: string): z.ZodOptional<z.ZodString> =>
  field
    .text(MINUTES, 'use whole minutes, which is all that AKS takes here, such as 10m')
    .optional()
    .describe(description);

const count = (least: number, description: string): z.ZodOptional<z.ZodInt> =>
  field.wholeNumber(least, 1_000_000).optional().describe(description);

const flag = (description: string): z.ZodOptional<z.ZodBoolean> =>
  z.boolean().optional().describe(description);

export const autoscaler = z
  .strictObject({
    expander: z
      .enum(AksExpander)
      .optional()
      .describe('Which node pool it adds nodes to, where several would do. Default: random.'),
    balanceSimilarNodeGroups: flag('Whether it keeps node pools of a kind equally large. Default: false.'),
    evictDaemonSetsOfEmptyNodes: flag(
      'Whether pods of DaemonSets are evicted from empty nodes before these go. Not with legacy AAD. Default: false.',
    ),
    evictDaemonSetsOfOccupiedNodes: flag(
      'Whether pods of DaemonSets are evicted from nodes in use before these go. Not with legacy AAD. Default: true.',
    ),
    ignoreDaemonSetsUtilization: flag(
      'Whether the requests of DaemonSets are left out when the use of a node is reckoned. Not with legacy AAD. Default: false.',
    ),
    emptyBulkDeleteMax: count(1, 'How many empty nodes may go at a time. Default: 10.'),
    maxGracefulTerminationSeconds: count(
      0,
      'Seconds that pods get to end before their node goes. Default: 600.',
    ),
    maxNodeProvisioningTime: minutes('How long a node may take to come up. Default: 15m.'),
    maxUnreadyNodes: count(0, 'How many nodes may be unready, whatever part of all they are. Default: 3.'),
    maxUnreadyPercentage: field
      .wholeNumber(0, 100)
      .optional()
      .describe('Percentage of nodes that may be unready before it stops. Default: 45.'),
    newPodScaleUpDelay: time('How old a pod must be before nodes are added for it. Default: 0s.'),
    scaleDownDelayAfterAdd: minutes('How long after a node was added none is taken away. Default: 10m.'),
    scaleDownDelayAfterDelete: time(
      'How long after a node was taken away none is. Default: as scanInterval.',
    ),
    scaleDownDelayAfterFailure: minutes('How long after a failure to take a node away none is. Default: 3m.'),
    scaleDownUnneeded: minutes('How long a node must be unneeded before it goes. Default: 10m.'),
    scaleDownUnready: minutes('How long an unready node must be unneeded before it goes. Default: 20m.'),
    scaleDownUtilizationThreshold: z
      .number()
      .min(0, { error: 'use a number from 0 to 1' })
      .max(1, { error: 'use a number from 0 to 1' })
      .optional()
      .describe('Part of a node that is requested at most when it counts as unneeded. Default: 0.5.'),
    scanInterval: time('How often it looks whether there are too many or too few nodes. Default: 10s.'),
    skipNodesWithLocalStorage: flag('Whether nodes with pods that have local storage stay. Default: false.'),
    skipNodesWithSystemPods: flag('Whether nodes with pods of kube-system stay. Default: true.'),
  })
  .describe('How the cluster autoscaler goes about it, in all node pools with minCount and maxCount.');

export const nodeProvisioning = z
  .strictObject({
    mode: z
      .enum(AksNodeProvisioningMode)
      .describe('Auto: AKS makes nodes of its own for pods that wait. Manual: nodes are those of the pools.'),
    defaultNodePools: z
      .enum(AksDefaultNodePools)
      .optional()
      .describe('Which of its own node pools it begins with. Default: Auto, those of AKS.'),
  })
  .describe('Node auto-provisioning; needs azurerm 5.x: azure.azurerm "5", or CDK Terrain. Default: Manual.');

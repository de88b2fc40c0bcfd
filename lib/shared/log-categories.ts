import { isMisspelt } from './close-to';

/** How AKS calls its categories of logs. */
export const LOG_CATEGORY = /^[a-z][-a-z]*$/;

/** Categories of logs that AKS has; "Supported logs for Microsoft.ContainerService/managedClusters". */
const LOG_CATEGORIES = [
  ...[
    'kube-apiserver',
    'kube-audit',
    'kube-audit-admin',
    'kube-controller-manager',
    'kube-scheduler',
    'guard',
  ],
  ...[
    'cluster-autoscaler',
    'cloud-controller-manager',
    'csi-azuredisk-controller',
    'csi-azurefile-controller',
  ],
  ...['csi-snapshot-controller', 'fleet-member-agent', 'fleet-member-net-controller-manager'],
  ...['fleet-mcs-controller-manager', 'karpenter-events'],
];

/** What is wrong with a misspelt category; undefined also for one that is not known, as it may be new. */
export function logCategoryProblem(category: string): string | undefined {
  const meant = LOG_CATEGORIES.includes(category)
    ? undefined
    : LOG_CATEGORIES.find((known) => isMisspelt(category, known));
  return meant && `AKS has no log category '${category}': did you mean '${meant}'?`;
}

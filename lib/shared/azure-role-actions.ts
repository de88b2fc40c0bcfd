import { DataActionRights } from './aks-data-actions';

const READER = [
  ...['controllerrevisions', 'daemonsets', 'deployments', 'replicasets', 'statefulsets'].map(
    (name) => `apps/${name}`,
  ),
  'autoscaling/horizontalpodautoscalers',
  ...['batch/cronjobs', 'batch/jobs', 'configmaps', 'discovery.k8s.io/endpointslices', 'endpoints'],
  ...['events.k8s.io/events', 'events'],
  ...['daemonsets', 'deployments', 'ingresses', 'networkpolicies', 'replicasets'].map(
    (name) => `extensions/${name}`,
  ),
  ...['limitranges', 'metrics.k8s.io/pods', 'metrics.k8s.io/nodes', 'namespaces'],
  ...['networking.k8s.io/ingresses', 'networking.k8s.io/networkpolicies', 'persistentvolumeclaims', 'pods'],
  ...[
    'policy/poddisruptionbudgets',
    'replicationcontrollers',
    'resourcequotas',
    'serviceaccounts',
    'services',
  ],
];

/** What the writer may only read, too. */
const ONLY_READ = [
  ...['apps/controllerrevisions', 'discovery.k8s.io/endpointslices', 'events.k8s.io/events', 'limitranges'],
  ...['metrics.k8s.io/pods', 'metrics.k8s.io/nodes', 'namespaces', 'resourcequotas'],
];

const WRITTEN = [
  ...READER.filter((name) => !ONLY_READ.includes(name)),
  'coordination.k8s.io/leases',
  'secrets',
];

/**
 * Data actions of the built-in roles, by name.
 *
 * @see https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/containers
 */
export const BUILT_IN_DATA_ACTIONS: Readonly<Record<string, DataActionRights>> = {
  'Azure Kubernetes Service RBAC Cluster Admin': { dataActions: ['*'] },
  'Azure Kubernetes Service RBAC Admin': {
    dataActions: ['*'],
    notDataActions: [
      'resourcequotas/write',
      'resourcequotas/delete',
      'namespaces/write',
      'namespaces/delete',
    ],
  },
  'Azure Kubernetes Service RBAC Writer': {
    dataActions: [...ONLY_READ.map((name) => `${name}/read`), ...WRITTEN.map((name) => `${name}/*`)],
  },
  'Azure Kubernetes Service RBAC Reader': { dataActions: READER.map((name) => `${name}/read`) },
};

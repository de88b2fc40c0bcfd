import {
  AUTHENTICATED,
  ClusterRole,
  ClusterRoleBinding,
  LabelSelector,
  MASTERS,
  PolicyRule,
  RBAC_GROUP,
} from './objects';

// The roles that an API server makes at its first start, as Kubernetes 1.33 defines them: the user-facing ones and those
// that everybody holds. Roles of the control plane's own components are left out, since no account of Azure AD has them.
//
// Sources: https://kubernetes.io/docs/reference/access-authn-authz/rbac/#default-roles-and-role-bindings and
// kubernetes v1.33.5, plugin/pkg/auth/authorizer/rbac/bootstrappolicy.

const READ = ['get', 'list', 'watch'];
const WRITE = ['create', 'update', 'patch', 'delete', 'deletecollection'];

/** What `view` adds: reading whatever gives no further rights, so neither secrets nor roles. */
const VIEW_RULES: readonly PolicyRule[] = [
  rule(
    READ,
    '',
    'configmaps endpoints persistentvolumeclaims persistentvolumeclaims/status pods replicationcontrollers ' +
      'replicationcontrollers/scale serviceaccounts services services/status',
  ),
  rule(
    READ,
    '',
    'bindings events limitranges namespaces/status pods/log pods/status replicationcontrollers/status ' +
      'resourcequotas resourcequotas/status',
  ),
  rule(READ, '', 'namespaces'),
  rule(READ, 'discovery.k8s.io', 'endpointslices'),
  rule(
    READ,
    'apps',
    'controllerrevisions daemonsets daemonsets/status deployments deployments/scale deployments/status ' +
      'replicasets replicasets/scale replicasets/status statefulsets statefulsets/scale statefulsets/status',
  ),
  rule(READ, 'autoscaling', 'horizontalpodautoscalers horizontalpodautoscalers/status'),
  rule(READ, 'batch', 'cronjobs cronjobs/status jobs jobs/status'),
  rule(
    READ,
    'extensions',
    'daemonsets daemonsets/status deployments deployments/scale deployments/status ingresses ingresses/status ' +
      'networkpolicies replicasets replicasets/scale replicasets/status replicationcontrollers/scale',
  ),
  rule(READ, 'policy', 'poddisruptionbudgets poddisruptionbudgets/status'),
  rule(READ, 'networking.k8s.io', 'ingresses ingresses/status networkpolicies'),
];

/** What `edit` adds: changing workloads, reading secrets, and running pods as any service account of the namespace. */
const EDIT_RULES: readonly PolicyRule[] = [
  rule(READ, '', 'pods/attach pods/exec pods/portforward pods/proxy secrets services/proxy'),
  rule(['impersonate'], '', 'serviceaccounts'),
  rule(WRITE, '', 'pods pods/attach pods/exec pods/portforward pods/proxy'),
  rule(['create'], '', 'pods/eviction'),
  rule(
    WRITE,
    '',
    'configmaps events persistentvolumeclaims replicationcontrollers replicationcontrollers/scale secrets ' +
      'serviceaccounts services services/proxy',
  ),
  rule(['create'], '', 'serviceaccounts/token'),
  rule(
    WRITE,
    'apps',
    'daemonsets deployments deployments/rollback deployments/scale replicasets replicasets/scale statefulsets ' +
      'statefulsets/scale',
  ),
  rule(WRITE, 'autoscaling', 'horizontalpodautoscalers'),
  rule(WRITE, 'batch', 'cronjobs jobs'),
  rule(
    WRITE,
    'extensions',
    'daemonsets deployments deployments/rollback deployments/scale ingresses networkpolicies replicasets ' +
      'replicasets/scale replicationcontrollers/scale',
  ),
  rule(WRITE, 'policy', 'poddisruptionbudgets'),
  rule(WRITE, 'networking.k8s.io', 'ingresses networkpolicies'),
  rule([...READ, ...WRITE], 'coordination.k8s.io', 'leases'),
];

/** What `admin` adds: handing out rights in the namespace. */
const ADMIN_RULES: readonly PolicyRule[] = [
  rule(['create'], 'authorization.k8s.io', 'localsubjectaccessreviews'),
  rule([...READ, ...WRITE], RBAC_GROUP, 'rolebindings roles'),
];

const DISCOVERY_URLS = [
  ...['/livez', '/readyz', '/healthz', '/version', '/version/'],
  ...['/openapi', '/openapi/*', '/api', '/api/*', '/apis', '/apis/*'],
];
const PUBLIC_URLS = ['/livez', '/readyz', '/healthz', '/version', '/version/'];

export const DEFAULT_CLUSTER_ROLES: readonly ClusterRole[] = [
  clusterRole('cluster-admin', [
    { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
    { verbs: ['*'], nonResourceURLs: ['*'] },
  ]),

  aggregatingRole('admin', aggregatedTo('admin')),
  aggregatingRole('edit', aggregatedTo('edit'), aggregatedTo('admin')),
  aggregatingRole('view', aggregatedTo('view'), aggregatedTo('edit')),
  clusterRole('system:aggregate-to-admin', ADMIN_RULES, aggregatedTo('admin')),
  clusterRole('system:aggregate-to-edit', EDIT_RULES, aggregatedTo('edit')),
  clusterRole('system:aggregate-to-view', VIEW_RULES, aggregatedTo('view')),

  clusterRole('system:discovery', [{ verbs: ['get'], nonResourceURLs: DISCOVERY_URLS }]),
  clusterRole('system:public-info-viewer', [{ verbs: ['get'], nonResourceURLs: PUBLIC_URLS }]),
  clusterRole('system:basic-user', [
    rule(['create'], 'authorization.k8s.io', 'selfsubjectaccessreviews selfsubjectrulesreviews'),
    rule(['create'], 'authentication.k8s.io', 'selfsubjectreviews'),
  ]),
];

export const DEFAULT_CLUSTER_ROLE_BINDINGS: readonly ClusterRoleBinding[] = [
  clusterRoleBinding('cluster-admin', MASTERS),
  clusterRoleBinding('system:discovery', AUTHENTICATED),
  clusterRoleBinding('system:basic-user', AUTHENTICATED),
  clusterRoleBinding('system:public-info-viewer', AUTHENTICATED, 'system:unauthenticated'),
];

/** Namespaces that every cluster has; `default` and the first of the others cannot be deleted. */
export const DEFAULT_NAMESPACES = ['default', 'kube-system', 'kube-public', 'kube-node-lease'] as const;

function rule(verbs: readonly string[], apiGroup: string, resources: string): PolicyRule {
  return { verbs, apiGroups: [apiGroup], resources: resources.split(' ') };
}

function aggregatedTo(role: string): Record<string, string> {
  return { [`${RBAC_GROUP}/aggregate-to-${role}`]: 'true' };
}

function clusterRole(
  name: string,
  rules: readonly PolicyRule[],
  labels: Record<string, string> = {},
): ClusterRole {
  return {
    kind: 'ClusterRole',
    metadata: { name, labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults', ...labels } },
    rules,
  };
}

function aggregatingRole(
  name: string,
  matchLabels: LabelSelector['matchLabels'],
  labels: Record<string, string> = {},
): ClusterRole {
  return { ...clusterRole(name, [], labels), aggregationRule: { clusterRoleSelectors: [{ matchLabels }] } };
}

function clusterRoleBinding(role: string, ...groups: string[]): ClusterRoleBinding {
  return {
    kind: 'ClusterRoleBinding',
    metadata: { name: role },
    roleRef: { kind: 'ClusterRole', name: role },
    subjects: groups.map((name) => ({ kind: 'Group', name })),
  };
}

import { makeByName } from './api-verbs';
import { ActionRequest, allowsAction, DataActionRights } from './aks-data-actions';

/** What a role may hold of this: a rule of Kubernetes, however its owner spells URLs. */
export interface RuleOnResources {
  readonly verbs: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];

  /** Of an Azure role, which has data actions in place of all the other. */
  readonly azure?: DataActionRights;
}

/** A right that a technique takes. */
export interface Need {
  /** Any of these verbs. */
  readonly verbs: readonly string[];

  /** On any of these resources: `<API group>/<resource>`, with the subresource behind another slash. */
  readonly resources: readonly string[];

  /** Whether the resource is in no namespace, so that a RoleBinding cannot grant the right. */
  readonly isClusterScoped?: boolean;

  /** Whether a right on a few named objects is enough, as any object of the kind serves. */
  readonly isEnoughByName?: boolean;
}

/**
 * What somebody has after a technique was used, in the place where it was:
 *
 * - `cluster-admin`, `secrets`, `nodes`: the top of the cluster, what all secrets hold, root on nodes
 * - `accounts`: every service account of the namespaces; `running`: those whose pods run there
 * - `users`, `groups`: accounts of the directory and groups that bindings name
 * - `rules`: any right that somebody writes into a role that it has; `roles`: any role
 * - `nothing`: no rights of anybody, but harm
 */
type Gain =
  | 'cluster-admin'
  | 'secrets'
  | 'nodes'
  | 'accounts'
  | 'running'
  | 'users'
  | 'groups'
  | 'rules'
  | 'roles'
  | 'nothing';

/** One way in which rights give away more than they seem to. */
export interface Technique {
  readonly id: string;

  /** ID of the warning about roles that allow it. */
  readonly warning: string;

  /** Behind "allows to". */
  readonly what: string;

  /** All of these. A role that has them is warned about. */
  readonly needs: readonly Need[];

  /**
   * All of these, too, from whichever role.
   *
   * @default - nothing else
   */
  readonly also?: readonly Need[];

  readonly gives: readonly Gain[];

  /** `critical`: leads to everything by itself; `high`: to the rights of others; `medium`: harm without new rights. */
  readonly severity: 'critical' | 'high' | 'medium';

  /** Whether it is a risk where the right holds in one namespace only. */
  readonly inNamespace: boolean;

  /** Who describes it: pages of Kubernetes, CVEs, and the names that tools have for it. */
  readonly sources: readonly string[];
}

const READ = ['get', 'list', 'watch'];
const CHANGE = ['update', 'patch'];
const WRITE = ['create', ...CHANGE];
const DELETE = ['delete', 'deletecollection'];

const RBAC = 'rbac.authorization.k8s.io';
const ADMISSION = 'admissionregistration.k8s.io';
const CERTIFICATES = 'certificates.k8s.io';

/** "Role Based Access Control Good Practices", https://kubernetes.io/docs/concepts/security/rbac-good-practices/ */
const practices = (section: string): string => `Kubernetes, RBAC good practices: ${section}`;

const IMPERSONATE_NODES = ['impersonate:arbitrary-node', 'impersonate:associated-node'];

/** Asks for a certificate, and reads it once it is issued. */
const REQUEST_CERTIFICATE: readonly Need[] = [
  { verbs: ['create'], resources: [`${CERTIFICATES}/certificatesigningrequests`], isClusterScoped: true },
  {
    verbs: READ,
    resources: [`${CERTIFICATES}/certificatesigningrequests`],
    isClusterScoped: true,
    isEnoughByName: true,
  },
];

/** Approves certificates of a signer, of which it depends whom they name. */
const APPROVE: Pick<Technique, 'needs' | 'also'> = {
  needs: [
    {
      verbs: CHANGE,
      resources: [`${CERTIFICATES}/certificatesigningrequests/approval`],
      isClusterScoped: true,
      isEnoughByName: true,
    },
  ],
  also: [
    {
      verbs: ['approve'],
      resources: [`${CERTIFICATES}/signers`],
      isClusterScoped: true,
      isEnoughByName: true,
    },
    ...REQUEST_CERTIFICATE,
  ],
};

const RUN_PODS: Need = {
  verbs: ['create'],
  resources: [
    '/pods',
    '/replicationcontrollers',
    'apps/deployments',
    'apps/daemonsets',
    'apps/statefulsets',
    'apps/replicasets',
    'batch/jobs',
    'batch/cronjobs',
  ],
};

const RUNS_PODS = 'run pods, and with them to use every secret and service account of the namespace';

/**
 * Every technique that is known here. Each is played in test/access/ways/techniques.test.ts.
 *
 * @see https://kubernetes.io/docs/concepts/security/rbac-good-practices/
 * @see https://github.com/PaloAltoNetworks/rbac-police/blob/main/docs/policies.md
 * @see https://kubehound.io/reference/attacks/
 * @see https://github.com/cyberark/KubiScan
 */
export const TECHNIQUES: readonly Technique[] = [
  {
    // Before the other, which needs more: whoever makes a role with the label of `view` lets a controller add its rights there.
    id: 'escalate-aggregated',
    warning: 'role-escalate',
    what: "make cluster roles with rights that its holder does not have, which get into every aggregated role that they hold, such as 'view'",
    needs: [
      { verbs: ['escalate'], resources: [`${RBAC}/clusterroles`], isClusterScoped: true },
      { verbs: ['create'], resources: [`${RBAC}/clusterroles`], isClusterScoped: true },
    ],
    gives: ['rules'],
    severity: 'critical',
    inNamespace: false,
    sources: [practices('Escalate verb')],
  },
  {
    id: 'escalate',
    warning: 'role-escalate',
    what: 'write rights into a role that its holder does not have',
    needs: [
      { verbs: ['escalate'], resources: [`${RBAC}/roles`, `${RBAC}/clusterroles`], isEnoughByName: true },
    ],
    also: [{ verbs: CHANGE, resources: [`${RBAC}/roles`, `${RBAC}/clusterroles`], isEnoughByName: true }],
    gives: ['rules'],
    severity: 'critical',
    inNamespace: true,
    sources: [
      practices('Escalate verb'),
      'rbac-police: escalate_roles',
      'KubiScan: any verb on (cluster)roles',
    ],
  },
  {
    id: 'escalate-anew',
    warning: 'role-escalate',
    what: 'delete a role and make it again with rights that its holder does not have',
    needs: [{ verbs: ['escalate'], resources: [`${RBAC}/roles`, `${RBAC}/clusterroles`] }],
    also: [
      { verbs: DELETE, resources: [`${RBAC}/roles`, `${RBAC}/clusterroles`], isEnoughByName: true },
      { verbs: ['create'], resources: [`${RBAC}/roles`, `${RBAC}/clusterroles`] },
    ],
    gives: ['rules'],
    severity: 'critical',
    inNamespace: true,
    sources: [practices('Escalate verb')],
  },
  {
    id: 'bind',
    warning: 'role-escalate',
    what: 'hand out roles with rights that its holder does not have',
    needs: [{ verbs: ['bind'], resources: [`${RBAC}/roles`, `${RBAC}/clusterroles`], isEnoughByName: true }],
    also: [
      {
        verbs: WRITE,
        resources: [`${RBAC}/rolebindings`, `${RBAC}/clusterrolebindings`],
        isEnoughByName: true,
      },
    ],
    gives: ['roles'],
    severity: 'critical',
    inNamespace: true,
    sources: [
      practices('Bind verb'),
      'rbac-police: bind_roles',
      'KubeHound: ROLE_BIND',
      'KubiScan: create (cluster)rolebindings with bind',
    ],
  },
  {
    id: 'impersonate-users',
    warning: 'role-impersonate',
    what: 'act as other users',
    needs: [{ verbs: ['impersonate'], resources: ['/users'], isClusterScoped: true, isEnoughByName: true }],
    gives: ['users'],
    severity: 'critical',
    inNamespace: false,
    sources: [practices('Impersonate verb'), 'rbac-police: impersonate', 'KubeHound: IDENTITY_IMPERSONATE'],
  },
  {
    id: 'impersonate-groups',
    warning: 'role-impersonate',
    what: 'act as a member of other groups',
    needs: [{ verbs: ['impersonate'], resources: ['/groups'], isClusterScoped: true, isEnoughByName: true }],
    also: [{ verbs: ['impersonate'], resources: ['/users', '/serviceaccounts'], isEnoughByName: true }],
    gives: ['groups'],
    severity: 'critical',
    inNamespace: false,
    sources: [
      practices('Impersonate verb'),
      'rbac-police: impersonate',
      'KubeHound: IDENTITY_IMPERSONATE',
      'KubiScan: impersonate groups',
    ],
  },
  {
    id: 'impersonate-accounts',
    warning: 'role-impersonate',
    what: 'act as service accounts',
    needs: [{ verbs: ['impersonate'], resources: ['/serviceaccounts'], isEnoughByName: true }],
    gives: ['accounts'],
    severity: 'high',
    inNamespace: true,
    sources: [practices('Impersonate verb'), 'rbac-police: impersonate', 'KubeHound: IDENTITY_IMPERSONATE'],
  },
  {
    id: 'impersonate-constrained',
    warning: 'role-impersonate',
    what: "act as others, for what 'impersonate-on:' verbs name",
    needs: [
      {
        verbs: ['impersonate:user-info', 'impersonate:serviceaccount', ...IMPERSONATE_NODES],
        resources: ['nodes', 'serviceaccounts', 'users'].map((who) => `authentication.k8s.io/${who}`),
        isEnoughByName: true,
      },
    ],
    gives: ['users', 'accounts'],
    severity: 'high',
    inNamespace: true,
    sources: ['Kubernetes, KEP-5284: constrained impersonation, on from 1.36'],
  },
  {
    id: 'certificates',
    warning: 'role-certificates',
    what: 'issue client certificates for anybody but members of system:masters',
    ...APPROVE,
    gives: ['users', 'groups', 'accounts'],
    severity: 'critical',
    inNamespace: false,
    sources: [practices('CSRs and certificate issuing'), 'rbac-police: approve_csrs'],
  },
  {
    id: 'node-certificates',
    warning: 'role-certificates',
    what: 'issue client certificates for nodes, which have tokens of all that runs on them',
    ...APPROVE,
    gives: ['running'],
    severity: 'high',
    inNamespace: false,
    sources: [practices('CSRs and certificate issuing'), 'Kubernetes, Using Node Authorization'],
  },
  {
    id: 'node-requests',
    warning: 'role-certificates',
    what: 'have client certificates for nodes, which Kubernetes approves by itself',
    needs: [
      {
        verbs: ['create'],
        resources: [`${CERTIFICATES}/certificatesigningrequests/nodeclient`],
        isClusterScoped: true,
      },
    ],
    also: REQUEST_CERTIFICATE,
    gives: ['running'],
    severity: 'high',
    inNamespace: false,
    sources: ['Kubernetes, TLS bootstrapping: approval', 'Kubernetes, Using Node Authorization'],
  },
  {
    id: 'mutating-webhooks',
    warning: 'role-webhooks',
    what: 'read and change whatever is sent to the API server',
    needs: [
      {
        verbs: WRITE,
        resources: [`${ADMISSION}/mutatingwebhookconfigurations`],
        isClusterScoped: true,
        isEnoughByName: true,
      },
    ],
    gives: ['cluster-admin'],
    severity: 'critical',
    inNamespace: false,
    sources: [practices('Control admission webhooks'), 'rbac-police: control_webhooks'],
  },
  {
    id: 'mutating-policies',
    warning: 'role-webhooks',
    what: 'change whatever is sent to the API server',
    needs: [
      {
        verbs: WRITE,
        resources: [`${ADMISSION}/mutatingadmissionpolicies`],
        isClusterScoped: true,
        isEnoughByName: true,
      },
    ],
    also: [
      {
        verbs: WRITE,
        resources: [`${ADMISSION}/mutatingadmissionpolicybindings`],
        isClusterScoped: true,
        isEnoughByName: true,
      },
    ],
    gives: ['cluster-admin'],
    severity: 'critical',
    inNamespace: false,
    sources: ['Kubernetes, Mutating Admission Policy'],
  },
  {
    id: 'validating-webhooks',
    warning: 'role-webhooks',
    what: 'read whatever is sent to the API server, secrets included',
    needs: [
      {
        verbs: WRITE,
        resources: [`${ADMISSION}/validatingwebhookconfigurations`],
        isClusterScoped: true,
        isEnoughByName: true,
      },
    ],
    gives: ['secrets'],
    severity: 'high',
    inNamespace: false,
    sources: [practices('Control admission webhooks'), 'rbac-police: control_webhooks'],
  },
  {
    id: 'create-pods',
    warning: 'role-create-pods',
    what: RUNS_PODS,
    needs: [{ verbs: ['create'], resources: ['/pods'] }],
    gives: ['accounts', 'nodes'],
    severity: 'high',
    inNamespace: true,
    sources: [
      practices('Workload creation'),
      'rbac-police: assign_sa',
      'KubeHound: POD_CREATE',
      'KubiScan: create pods',
    ],
  },
  {
    id: 'workloads',
    warning: 'role-workloads',
    what: RUNS_PODS,
    needs: [
      {
        verbs: WRITE,
        resources: [
          'apps/deployments',
          'apps/daemonsets',
          'apps/statefulsets',
          'apps/replicasets',
          '/replicationcontrollers',
          'batch/cronjobs',
        ],
        isEnoughByName: true,
      },
    ],
    gives: ['accounts', 'nodes'],
    severity: 'high',
    inNamespace: true,
    sources: [
      practices('Workload creation'),
      'rbac-police: assign_sa',
      'KubiScan: create and update deployments, daemonsets, statefulsets, replicasets, replicationcontrollers, cronjobs',
    ],
  },
  {
    id: 'jobs',
    warning: 'role-workloads',
    what: RUNS_PODS,
    // The template of a job cannot be changed.
    needs: [{ verbs: ['create'], resources: ['batch/jobs'] }],
    gives: ['accounts', 'nodes'],
    severity: 'high',
    inNamespace: true,
    sources: [practices('Workload creation'), 'rbac-police: assign_sa', 'KubiScan: create and update jobs'],
  },
  {
    id: 'service-account-token',
    warning: 'role-service-account-token',
    what: 'sign in as service accounts',
    needs: [{ verbs: ['create'], resources: ['/serviceaccounts/token'], isEnoughByName: true }],
    gives: ['accounts'],
    severity: 'high',
    inNamespace: true,
    sources: [practices('Token request'), 'rbac-police: token_request'],
  },
  {
    id: 'token-secrets',
    warning: 'role-create-secrets',
    what: 'make secrets with tokens of service accounts',
    needs: [{ verbs: ['create'], resources: ['/secrets'] }],
    also: [{ verbs: READ, resources: ['/secrets'], isEnoughByName: true }],
    gives: ['accounts'],
    severity: 'high',
    inNamespace: true,
    sources: ['Kubernetes, Service account token Secrets', 'rbac-police: issue_token_secrets'],
  },
  {
    id: 'read-secrets',
    warning: 'role-secrets',
    what: 'read the secrets of every namespace',
    needs: [{ verbs: READ, resources: ['/secrets'] }],
    gives: ['secrets'],
    severity: 'high',
    inNamespace: false,
    sources: [
      practices('Listing secrets'),
      'rbac-police: retrieve_secrets',
      'KubeHound: TOKEN_LIST and TOKEN_BRUTEFORCE',
      'KubiScan: get and list secrets',
    ],
  },
  {
    id: 'nodes-proxy',
    warning: 'role-nodes-proxy',
    what: 'run commands in every pod past admission and audit',
    needs: [
      { verbs: ['get', 'create'], resources: ['/nodes/proxy'], isClusterScoped: true, isEnoughByName: true },
    ],
    gives: ['running', 'nodes'],
    severity: 'high',
    inNamespace: false,
    sources: [practices('Access to proxy subresource of Nodes'), 'rbac-police: nodes_proxy'],
  },
  {
    id: 'pods-exec',
    warning: 'role-pods-exec',
    what: 'run commands in pods of others',
    needs: [{ verbs: ['create', 'get'], resources: ['/pods/exec', '/pods/attach'] }],
    gives: ['running'],
    severity: 'high',
    inNamespace: true,
    sources: [
      'rbac-police: pods_exec and rce_weak_ns',
      'KubeHound: POD_EXEC and POD_ATTACH',
      'KubiScan: create pods/exec and pods/attach',
    ],
  },
  {
    id: 'ephemeral-containers',
    warning: 'role-ephemeral-containers',
    what: 'put containers into pods of others',
    needs: [{ verbs: CHANGE, resources: ['/pods/ephemeralcontainers'] }],
    gives: ['running', 'nodes'],
    severity: 'high',
    inNamespace: true,
    sources: ['rbac-police: pods_ephemeral_ctrs'],
  },
  {
    id: 'change-pods',
    warning: 'role-change-pods',
    what: 'change the images of pods of others',
    needs: [{ verbs: CHANGE, resources: ['/pods'] }],
    gives: ['running'],
    severity: 'high',
    inNamespace: true,
    sources: ['rbac-police: modify_pods and rce_weak_ns', 'KubeHound: POD_PATCH'],
  },
  {
    id: 'persistent-volumes',
    warning: 'role-persistent-volumes',
    what: 'mount folders of the nodes',
    needs: [{ verbs: ['create'], resources: ['/persistentvolumes'], isClusterScoped: true }],
    also: [{ verbs: ['create'], resources: ['/persistentvolumeclaims'] }, RUN_PODS],
    gives: ['nodes'],
    severity: 'high',
    inNamespace: false,
    sources: [practices('Persistent volume creation')],
  },
  {
    id: 'namespace-labels',
    warning: 'role-namespaces',
    what: 'take the Pod Security labels off namespaces',
    // Both subresources take changes of the labels, too.
    needs: [
      {
        verbs: CHANGE,
        resources: ['/namespaces', '/namespaces/status', '/namespaces/finalize'],
        isEnoughByName: true,
      },
    ],
    also: [RUN_PODS],
    gives: ['nodes'],
    severity: 'high',
    inNamespace: true,
    sources: [practices('Namespace modification')],
  },
  {
    id: 'change-nodes',
    warning: 'role-nodes',
    what: 'move pods of others to a node of its choice',
    needs: [
      { verbs: WRITE, resources: ['/nodes', '/nodes/status'], isClusterScoped: true, isEnoughByName: true },
    ],
    gives: ['nothing'],
    severity: 'medium',
    inNamespace: false,
    sources: ['rbac-police: steal_pods and modify_node_status'],
  },
  {
    id: 'pod-status',
    warning: 'role-pod-status',
    what: 'draw connections to services of the namespace to itself',
    needs: [{ verbs: CHANGE, resources: ['/pods/status'] }],
    gives: ['nothing'],
    severity: 'medium',
    inNamespace: true,
    sources: ['rbac-police: modify_pod_status'],
  },
  {
    id: 'service-status',
    warning: 'role-service-status',
    what: 'draw connections of the cluster to any address to itself',
    needs: [{ verbs: CHANGE, resources: ['/services/status'] }],
    gives: ['nothing'],
    severity: 'medium',
    inNamespace: true,
    sources: ['CVE-2020-8554', 'rbac-police: modify_service_status_cve_2020_8554'],
  },
  {
    id: 'port-forward',
    warning: 'role-port-forward',
    what: 'reach the ports of pods, past network policies',
    needs: [{ verbs: ['create', 'get'], resources: ['/pods/portforward', '/pods/proxy', '/services/proxy'] }],
    gives: ['nothing'],
    severity: 'medium',
    inNamespace: true,
    sources: ['Kubernetes, Use Port Forwarding to Access Applications in a Cluster'],
  },
  {
    id: 'admission-off',
    warning: 'role-admission',
    what: 'take admission checks away',
    needs: [
      {
        verbs: DELETE,
        resources: [
          `${ADMISSION}/validatingwebhookconfigurations`,
          `${ADMISSION}/mutatingwebhookconfigurations`,
          `${ADMISSION}/mutatingadmissionpolicies`,
          `${ADMISSION}/mutatingadmissionpolicybindings`,
        ],
        isClusterScoped: true,
      },
    ],
    gives: ['nothing'],
    severity: 'medium',
    inNamespace: false,
    sources: [practices('Control admission webhooks')],
  },
  {
    id: 'admission-policies',
    warning: 'role-admission',
    what: 'take admission checks away, and refuse the requests of others',
    needs: [
      {
        verbs: [...WRITE, ...DELETE],
        resources: [
          `${ADMISSION}/validatingadmissionpolicies`,
          `${ADMISSION}/validatingadmissionpolicybindings`,
        ],
        isClusterScoped: true,
      },
    ],
    gives: ['nothing'],
    severity: 'medium',
    inNamespace: false,
    sources: ['Kubernetes, Validating Admission Policy'],
  },
  {
    id: 'api-services',
    warning: 'role-api-services',
    what: 'answer in place of the API server for a group of resources',
    needs: [
      {
        verbs: WRITE,
        resources: ['apiregistration.k8s.io/apiservices'],
        isClusterScoped: true,
        isEnoughByName: true,
      },
    ],
    gives: ['nothing'],
    severity: 'high',
    inNamespace: false,
    sources: ['Kubernetes, API Aggregation Layer'],
  },
  {
    id: 'hand-on',
    warning: 'role-bindings',
    what: 'hand the rights of its holder on to anybody',
    needs: [{ verbs: WRITE, resources: [`${RBAC}/rolebindings`, `${RBAC}/clusterrolebindings`] }],
    gives: ['nothing'],
    severity: 'medium',
    inNamespace: true,
    sources: [practices('Bind verb'), 'KubiScan: get and patch rolebindings'],
  },
];

/** Which objects of a need rules reach: all that there are, or those of these names. */
export interface Reach {
  readonly all: boolean;
  readonly names: ReadonlySet<string>;
}

/** What rules allow of a need; undefined when they allow nothing of it. */
export function reachOf(rules: readonly RuleOnResources[], { verbs, resources }: Need): Reach | undefined {
  const names = new Set<string>();
  for (const rule of rules) {
    for (const resource of resources) {
      const [group = '', name = '', subresource] = resource.split('/');
      if (rule.azure) {
        if (allowsAny(rule.azure, verbs, { apiGroup: group, resource: name, subresource })) {
          return { all: true, names };
        }
        continue;
      }
      const verb = verbs.filter((one) => rule.verbs.includes('*') || rule.verbs.includes(one));
      if (verb.length === 0 || !concerns(rule, group, name, subresource)) {
        continue;
      }
      if (!rule.resourceNames?.length) {
        return { all: true, names };
      }
      // The name of what is posted, and of what is deleted as a collection, is not known to the authorizer.
      const isNamed = subresource !== undefined || verb.some((one) => !NAMELESS.includes(one));
      const made = verb.includes('create')
        ? rule.resourceNames.filter((one) => isMade(one, rules, group, name))
        : [];
      (isNamed ? rule.resourceNames : made).forEach((one) => names.add(one));
    }
  }
  return names.size > 0 ? { all: false, names } : undefined;
}

/** Whether who may create an object of this name may do so by a request that names it. */
function isMade(object: string, rules: readonly RuleOnResources[], group: string, resource: string): boolean {
  return rules.some(
    (rule) =>
      rule.azure === undefined &&
      makeByName(rule.verbs, resource) &&
      concerns(rule, group, resource, undefined) &&
      (!rule.resourceNames?.length || rule.resourceNames.includes(object)),
  );
}

/**
 * Azure has no more than `pods/read` for a GET of these. Since Kubernetes 1.35 the API server asks for `create` besides, so that
 * reading pods does not get anybody into them.
 */
const CONNECTED = ['attach', 'exec', 'portforward'];

function allowsAny(
  rights: DataActionRights,
  verbs: readonly string[],
  request: Omit<ActionRequest, 'verb'>,
): boolean {
  const isConnected = CONNECTED.includes(request.subresource ?? '');
  return verbs
    .filter((verb) => !(isConnected && verb === 'get'))
    .some((verb) => allowsAction(rights, { ...request, verb }));
}

const NAMELESS = ['create', 'deletecollection'];

function concerns(
  { apiGroups = [], resources = [] }: RuleOnResources,
  group: string,
  resource: string,
  subresource: string | undefined,
): boolean {
  const isOfGroup = apiGroups.includes('*') || apiGroups.includes(group);
  const named = subresource === undefined ? [resource] : [`${resource}/${subresource}`, `*/${subresource}`];

  return isOfGroup && (resources.includes('*') || named.some((one) => resources.includes(one)));
}

/** Whether a reach is enough for a technique. What somebody makes serves under any name. */
export function isEnough(reach: Reach | undefined, need: Need): boolean {
  const makes = need.verbs.every((verb) => verb === 'create');
  return reach !== undefined && (reach.all || makes || need.isEnoughByName === true);
}

import { Way, Ways } from '../../../access/ways/ways';
import { AccessRequest, UserInfo } from '../../../access/rbac/authorizer';
import { AUTHENTICATED, MASTERS, RbacObjects, serviceAccountUser } from '../../../access/rbac/objects';
import { account, clusterOf, ERIN, Given, objectsOf, user } from './sample-cluster';

const RBAC = 'rbac.authorization.k8s.io';
const ADMISSION = 'admissionregistration.k8s.io';
const CSR = 'certificates.k8s.io';

/** What only a cluster administrator may. */
const TOP: AccessRequest = { verb: 'delete', apiGroup: '', resource: 'nodes', name: 'any' };

/** A service account of shop that may do everything: who gets it gets the cluster. */
const ROBOT: Given = { to: account('shop', 'robot'), rules: ['* */*'] };

/** The same for a user and a group of the directory. */
const ROOT: Given = { to: user('root@contoso.com'), rules: ['* */*'] };
const TEAM: Given = { to: { kind: 'Group', name: 'team' }, rules: ['* */*'] };

const AS_ROBOT = serviceAccountUser('shop', 'robot');
const AS_ROOT: UserInfo = { name: 'root@contoso.com', groups: [AUTHENTICATED] };

export interface Play {
  readonly technique: string;
  readonly rules: readonly string[];
  readonly namespace?: string;
  readonly asRole?: boolean;
  readonly others?: readonly Given[];
  readonly guarded?: readonly string[];

  /** The requests that erin sends. */
  readonly requests: readonly AccessRequest[];

  /** Who erin is afterwards. */
  readonly becomes?: UserInfo;

  /** What her requests have changed. */
  readonly changes?: RbacObjects;

  /** What she may then, and could not before. */
  readonly gains?: AccessRequest;

  readonly way: string;
}

const shop = (verb: string, resource: string, apiGroup = '', name?: string): AccessRequest => {
  const [plural = '', subresource] = resource.split('/');
  return { verb, apiGroup, resource: plural, subresource, namespace: 'shop', name };
};
const wide = (verb: string, resource: string, apiGroup = '', name?: string): AccessRequest => ({
  ...shop(verb, resource, apiGroup, name),
  namespace: undefined,
});

const robot = (technique: string, ruleText: string, request: AccessRequest, arrives: string): Play => ({
  technique,
  rules: [ruleText],
  namespace: 'shop',
  others: [ROBOT],
  requests: [request],
  becomes: AS_ROBOT,
  gains: TOP,
  way: `→ ${arrives} service account 'shop/robot' → is cluster administrator`,
});

export const PLAYS: readonly Play[] = [
  robot('create-pods', 'create /pods', shop('create', 'pods'), 'runs as'),
  ...['apps/deployments', 'apps/daemonsets', 'apps/statefulsets', 'apps/replicasets', 'batch/cronjobs'].map(
    (resource) => {
      const [group = '', plural = ''] = resource.split('/');
      return robot('workloads', `create ${resource}`, shop('create', plural, group), 'runs as');
    },
  ),
  robot('workloads', 'patch apps/deployments web', shop('patch', 'deployments', 'apps', 'web'), 'runs as'),
  robot(
    'workloads',
    'update /replicationcontrollers',
    shop('update', 'replicationcontrollers', '', 'web'),
    'runs as',
  ),
  robot('jobs', 'create batch/jobs', shop('create', 'jobs', 'batch'), 'runs as'),
  robot('pods-exec', 'create /pods/exec', shop('create', 'pods/exec', '', 'web'), 'runs in a pod as'),
  robot('pods-exec', 'get /pods/attach', shop('get', 'pods/attach', '', 'web'), 'runs in a pod as'),
  robot(
    'ephemeral-containers',
    'patch /pods/ephemeralcontainers',
    shop('patch', 'pods/ephemeralcontainers', '', 'web'),
    'runs in a pod as',
  ),
  robot('change-pods', 'patch /pods', shop('patch', 'pods', '', 'web'), 'runs in a pod as'),
  robot(
    'service-account-token',
    'create /serviceaccounts/token robot',
    shop('create', 'serviceaccounts/token', '', 'robot'),
    'has a token of',
  ),
  robot(
    'impersonate-accounts',
    'impersonate /serviceaccounts robot',
    shop('impersonate', 'serviceaccounts', '', 'robot'),
    'acts as',
  ),
  {
    ...robot('token-secrets', 'create /secrets', shop('create', 'secrets'), 'has a token of'),
    rules: ['create /secrets', 'get /secrets mine'],
    requests: [shop('create', 'secrets'), shop('get', 'secrets', '', 'mine')],
  },
  {
    technique: 'impersonate-users',
    rules: ['impersonate /users root@contoso.com'],
    others: [ROOT],
    requests: [wide('impersonate', 'users', '', 'root@contoso.com')],
    becomes: AS_ROOT,
    gains: TOP,
    way: '→ acts as User root@contoso.com → is cluster administrator',
  },
  {
    technique: 'impersonate-constrained',
    rules: [
      'impersonate:user-info authentication.k8s.io/users root@contoso.com',
      'impersonate-on:user-info:list /secrets',
    ],
    others: [ROOT],
    requests: [wide('impersonate-on:user-info:list', 'secrets')],
    becomes: AS_ROOT,
    gains: wide('list', 'secrets'),
    way: '→ acts as others, to list secrets → ',
  },
  {
    technique: 'impersonate-groups',
    rules: ['impersonate /groups', 'impersonate /users erin@contoso.com'],
    requests: [
      wide('impersonate', 'groups', '', MASTERS),
      wide('impersonate', 'users', '', 'erin@contoso.com'),
    ],
    becomes: { name: 'erin@contoso.com', groups: [MASTERS, AUTHENTICATED] },
    gains: TOP,
    way: '→ acts as a member of system:masters → is cluster administrator',
  },
  {
    technique: 'impersonate-groups',
    rules: ['impersonate /groups team', 'impersonate /users nobody'],
    others: [TEAM],
    requests: [wide('impersonate', 'groups', '', 'team'), wide('impersonate', 'users', '', 'nobody')],
    becomes: { name: 'nobody', groups: ['team', AUTHENTICATED] },
    gains: TOP,
    way: '→ acts as User nobody and a member of Group team → is cluster administrator',
  },
  {
    technique: 'certificates',
    rules: [
      `create,get ${CSR}/certificatesigningrequests`,
      `update ${CSR}/certificatesigningrequests/approval`,
      `approve ${CSR}/signers kubernetes.io/kube-apiserver-client`,
    ],
    others: [TEAM],
    requests: [
      wide('create', 'certificatesigningrequests', CSR),
      wide('update', 'certificatesigningrequests/approval', CSR, 'mine'),
      wide('approve', 'signers', CSR, 'kubernetes.io/kube-apiserver-client'),
      wide('get', 'certificatesigningrequests', CSR, 'mine'),
    ],
    becomes: { name: 'anybody', groups: ['team', AUTHENTICATED] },
    gains: TOP,
    way: '→ has a certificate of ',
  },
  {
    technique: 'escalate',
    rules: [`escalate,update ${RBAC}/clusterroles`],
    requests: [
      wide('update', 'clusterroles', RBAC, 'given-0'),
      wide('escalate', 'clusterroles', RBAC, 'given-0'),
    ],
    changes: objectsOf([{ to: user('erin@contoso.com'), rules: ['* */*'] }]),
    gains: TOP,
    way: '→ writes every right into ClusterRole given-0 → is cluster administrator',
  },
  {
    technique: 'escalate',
    rules: [`escalate,patch ${RBAC}/roles given-0`],
    namespace: 'shop',
    asRole: true,
    others: [ROBOT],
    requests: [shop('patch', 'roles', RBAC, 'given-0'), shop('escalate', 'roles', RBAC, 'given-0')],
    changes: objectsOf([{ to: user('erin@contoso.com'), rules: ['* */*'], namespace: 'shop' }]),
    gains: shop('create', 'pods'),
    way: "→ writes every right into Role shop/given-0 → can create pods in namespace 'shop' → runs as service account 'shop/robot' → is cluster administrator",
  },
  {
    technique: 'escalate-aggregated',
    rules: [`escalate ${RBAC}/clusterroles`, `create ${RBAC}/clusterroles`],
    others: [{ to: user('erin@contoso.com'), rules: [], of: 'view' }],
    requests: [wide('create', 'clusterroles', RBAC), wide('escalate', 'clusterroles', RBAC, 'new')],
    changes: objectsOf([
      {
        to: user('nobody@contoso.com'),
        rules: ['* */*'],
        label: 'rbac.authorization.k8s.io/aggregate-to-view',
      },
    ]),
    gains: TOP,
    way: '→ makes a ClusterRole with every right and the label by which it is added to ClusterRole view, which it holds → is cluster administrator',
  },
  {
    technique: 'bind',
    rules: [`bind ${RBAC}/clusterroles cluster-admin`, `create ${RBAC}/clusterrolebindings`],
    requests: [
      wide('create', 'clusterrolebindings', RBAC),
      wide('bind', 'clusterroles', RBAC, 'cluster-admin'),
    ],
    changes: objectsOf([{ to: user('erin@contoso.com'), rules: ['* */*'] }]),
    gains: TOP,
    way: '→ gives itself ClusterRole cluster-admin → is cluster administrator',
  },
  {
    technique: 'bind',
    rules: [`bind ${RBAC}/clusterroles`, `create ${RBAC}/rolebindings`],
    namespace: 'shop',
    others: [ROBOT],
    requests: [shop('create', 'rolebindings', RBAC), shop('bind', 'clusterroles', RBAC, 'cluster-admin')],
    changes: objectsOf([{ to: user('erin@contoso.com'), rules: ['* */*'], namespace: 'shop' }]),
    gains: shop('create', 'pods'),
    way: "→ gives itself ClusterRole cluster-admin in namespace 'shop' → can create pods in namespace 'shop' → runs as service account 'shop/robot' → is cluster administrator",
  },
  {
    technique: 'mutating-webhooks',
    rules: [`patch ${ADMISSION}/mutatingwebhookconfigurations`],
    requests: [wide('patch', 'mutatingwebhookconfigurations', ADMISSION, 'any')],
    way: '→ changes what administrators and controllers send → is cluster administrator',
  },
  {
    technique: 'mutating-policies',
    rules: [
      `create ${ADMISSION}/mutatingadmissionpolicies`,
      `create ${ADMISSION}/mutatingadmissionpolicybindings`,
    ],
    requests: [
      wide('create', 'mutatingadmissionpolicies', ADMISSION),
      wide('create', 'mutatingadmissionpolicybindings', ADMISSION),
    ],
    way: '→ changes what administrators and controllers send → is cluster administrator',
  },
  {
    technique: 'validating-webhooks',
    rules: [`create ${ADMISSION}/validatingwebhookconfigurations`],
    requests: [wide('create', 'validatingwebhookconfigurations', ADMISSION)],
    way: '→ is shown every secret that is written → reads the secrets of every namespace',
  },
  {
    technique: 'read-secrets',
    rules: ['list /secrets'],
    requests: [wide('list', 'secrets'), { ...wide('list', 'secrets'), namespace: 'kube-system' }],
    way: '→ reads the secrets of every namespace',
  },
  {
    technique: 'nodes-proxy',
    rules: ['get /nodes/proxy'],
    requests: [wide('get', 'nodes/proxy', '', 'node-1')],
    way: '→ commands the kubelets → is root on the nodes',
  },
  {
    technique: 'create-pods',
    rules: ['create /pods'],
    namespace: 'shop',
    requests: [shop('create', 'pods')],
    way: '→ runs a privileged container → is root on the nodes',
  },
  {
    technique: 'namespace-labels',
    rules: ['create /pods', 'patch /namespaces'],
    namespace: 'shop',
    guarded: ['shop'],
    // A request for a namespace is one in it.
    requests: [shop('patch', 'namespaces', '', 'shop'), shop('create', 'pods')],
    way: '→ takes the Pod Security level off and runs a privileged container → is root on the nodes',
  },
  {
    technique: 'persistent-volumes',
    rules: ['create /persistentvolumes'],
    others: [
      {
        to: user('erin@contoso.com'),
        rules: ['create /pods', 'create /persistentvolumeclaims'],
        namespace: 'shop',
      },
    ],
    guarded: ['shop'],
    requests: [
      wide('create', 'persistentvolumes'),
      shop('create', 'persistentvolumeclaims'),
      shop('create', 'pods'),
    ],
    way: '→ mounts folders of the nodes → is root on the nodes',
  },
];

export function waysOf(objects: RbacObjects, guarded?: readonly string[]): Way[] {
  return new Ways(clusterOf(objects, guarded), [ERIN]).of(ERIN);
}

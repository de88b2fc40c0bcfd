import { Way, Ways } from '../../../access/ways/ways';
import { AccessRequest, UserInfo } from '../../../access/rbac/authorizer';
import { AUTHENTICATED, MASTERS, RbacObjects, serviceAccountUser } from '../../../access/rbac/objects';
import { Play, ROBOT, ROOT, shop, TEAM, TOP, wide } from './play';
import { ROLE_PLAYS } from './role-plays';
import { clusterOf, ERIN, user } from './sample-cluster';

const ADMISSION = 'admissionregistration.k8s.io';
const CSR = 'certificates.k8s.io';

const AS_ROBOT = serviceAccountUser('shop', 'robot');
const AS_ROOT: UserInfo = { name: 'root@contoso.com', groups: [AUTHENTICATED] };

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
  ...ROLE_PLAYS,
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
    technique: 'node-certificates',
    rules: [
      `create,get ${CSR}/certificatesigningrequests`,
      `update ${CSR}/certificatesigningrequests/approval`,
      `approve ${CSR}/signers kubernetes.io/kube-apiserver-client-kubelet`,
    ],
    others: [ROBOT],
    requests: [
      wide('create', 'certificatesigningrequests', CSR),
      wide('update', 'certificatesigningrequests/approval', CSR, 'mine'),
      wide('approve', 'signers', CSR, 'kubernetes.io/kube-apiserver-client-kubelet'),
      wide('get', 'certificatesigningrequests', CSR, 'mine'),
    ],
    becomes: AS_ROBOT,
    gains: TOP,
    way: "→ has the certificate of a node and, where its pods are, a token of service account 'shop/robot' → ",
  },
  {
    technique: 'node-requests',
    rules: [
      `create,get ${CSR}/certificatesigningrequests`,
      `create ${CSR}/certificatesigningrequests/nodeclient`,
    ],
    others: [ROBOT],
    requests: [
      wide('create', 'certificatesigningrequests', CSR),
      wide('create', 'certificatesigningrequests/nodeclient', CSR),
      wide('get', 'certificatesigningrequests', CSR, 'mine'),
    ],
    becomes: AS_ROBOT,
    gains: TOP,
    way: "→ has the certificate of a node and, where its pods are, a token of service account 'shop/robot' → ",
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

import { RbacAuthorizer } from '../../../access/rbac/authorizer';
import { ALICE, boundToAlice, RBAC, request, RuleText } from './rights';

interface Case {
  /** What the Kubernetes documentation says about it. */
  readonly reason: string;
  readonly rules: readonly RuleText[];

  /** `cluster`: bound in the whole cluster; otherwise the namespace of the RoleBinding. */
  readonly bound: string;

  /** `verb resource[.group][/subresource] [name] [@namespace]`, or `verb /path`. */
  readonly yes?: readonly string[];
  readonly no?: readonly string[];
}

// https://kubernetes.io/docs/reference/access-authn-authz/rbac/, in the order of that page.
const CASES: readonly Case[] = [
  {
    reason: 'a Role sets permissions within one namespace (pod-reader)',
    rules: ['get,watch,list pods'],
    bound: 'shop',
    yes: ['get pods web @shop', 'list pods @shop', 'watch pods @shop'],
    no: ['get pods web @stage', 'list pods', 'delete pods web @shop', 'create pods @shop'],
  },
  {
    reason: 'a ClusterRole bound in the whole cluster grants in any namespace (secret-reader)',
    rules: ['get,watch,list secrets'],
    bound: 'cluster',
    yes: ['get secrets tls @shop', 'list secrets @stage', 'list secrets'],
    no: ['get configmaps tls @shop', 'delete secrets tls @shop'],
  },
  {
    reason: 'a RoleBinding to a ClusterRole grants in its own namespace only',
    rules: ['get,watch,list secrets'],
    bound: 'development',
    yes: ['get secrets tls @development'],
    no: ['get secrets tls @production', 'list secrets'],
  },
  {
    reason: 'a RoleBinding never grants cluster-scoped resources',
    rules: ['* *.*/*'],
    bound: 'shop',
    yes: ['delete pods web @shop', 'create roles.rbac.authorization.k8s.io @shop'],
    no: ['get nodes node-1', 'list namespaces', 'create clusterroles.rbac.authorization.k8s.io'],
  },
  {
    reason: 'a RoleBinding never grants non-resource URLs',
    rules: ['get /healthz'],
    bound: 'shop',
    no: ['get /healthz'],
  },
  {
    reason: 'a subresource is named after a slash and is not part of its resource',
    rules: ['get,list pods,pods/log'],
    bound: 'shop',
    yes: ['get pods web @shop', 'get pods/log web @shop'],
    no: ['get pods/exec web @shop', 'create pods/log web @shop'],
  },
  {
    reason: 'a resource alone does not cover its subresources, nor a subresource its resource',
    rules: ['get pods', 'get services/status'],
    bound: 'shop',
    no: ['get pods/log web @shop', 'get services web @shop'],
  },
  {
    reason: 'resource names restrict requests to the objects named (my-configmap)',
    rules: ['update,get configmaps my-configmap'],
    bound: 'shop',
    yes: ['get configmaps my-configmap @shop', 'update configmaps my-configmap @shop'],
    no: ['get configmaps other @shop', 'delete configmaps my-configmap @shop'],
  },
  {
    reason:
      'create and deletecollection cannot be restricted by name: the name is not known at authorization',
    rules: ['create,deletecollection,list,watch configmaps my-configmap'],
    bound: 'shop',
    no: [
      'create configmaps @shop',
      'deletecollection configmaps @shop',
      'list configmaps @shop',
      'watch configmaps @shop',
    ],
  },
  {
    reason: 'list with a name, as kubectl sends with --field-selector=metadata.name, is authorized by name',
    rules: ['list,watch configmaps my-configmap'],
    bound: 'shop',
    yes: ['list configmaps my-configmap @shop'],
    no: ['list configmaps other @shop'],
  },
  {
    reason: '`*` in resources, verbs and groups stands for everything (example.com-superuser)',
    rules: ['* example.com/*'],
    bound: 'cluster',
    yes: ['delete widgets.example.com a @shop', 'patch widgets.example.com/status a @shop'],
    no: ['delete pods a @shop', 'get widgets.example.org a @shop'],
  },
  {
    reason: '`*` in resources covers subresources, too',
    rules: ['get *'],
    bound: 'shop',
    yes: ['get pods/log web @shop', 'get secrets tls @shop'],
    no: ['get deployments.apps web @shop'],
  },
  {
    reason: '`*/scale` covers the subresource of every resource, and no resource',
    rules: ['update apps/*/scale'],
    bound: 'shop',
    yes: ['update deployments.apps/scale web @shop', 'update statefulsets.apps/scale db @shop'],
    no: ['update deployments.apps web @shop', 'update deployments.apps/status web @shop'],
  },
  {
    reason: '`pods/*` is no wildcard',
    rules: ['get pods/*'],
    bound: 'shop',
    no: ['get pods/log web @shop', 'get pods web @shop'],
  },
  {
    reason: 'the core group is the empty string, so resources of other groups need their group',
    rules: ['get deployments'],
    bound: 'shop',
    no: ['get deployments.apps web @shop'],
  },
  {
    reason: 'several groups and resources multiply',
    rules: ['get,list apps,extensions/deployments,replicasets'],
    bound: 'shop',
    yes: ['get deployments.apps web @shop', 'list replicasets.extensions @shop'],
    no: ['get statefulsets.apps db @shop'],
  },
  {
    reason: 'rules add up, and each stands alone: verbs of one do not carry over to another',
    rules: ['get pods', 'delete secrets'],
    bound: 'shop',
    yes: ['get pods web @shop', 'delete secrets tls @shop'],
    no: ['delete pods web @shop', 'get secrets tls @shop'],
  },
  {
    reason: 'a non-resource URL is matched as a whole, or by its beginning with a trailing `*` (/healthz/*)',
    rules: ['get,post /healthz,/healthz/*'],
    bound: 'cluster',
    yes: ['get /healthz', 'post /healthz/etcd', 'get /healthz/'],
    no: ['get /healthzz', 'get /metrics', 'delete /healthz'],
  },
  {
    reason: 'a `*` elsewhere in a URL is an ordinary character',
    rules: ['get /apis/*/v1'],
    bound: 'cluster',
    yes: ['get /apis/*/v1'],
    no: ['get /apis/apps/v1'],
  },
  {
    reason: 'URL rules grant no resources, and resource rules no URLs',
    rules: ['* /*', 'get *.*/*'],
    bound: 'cluster',
    yes: ['get /metrics', 'get pods web @shop'],
    no: ['delete pods web @shop'],
  },
  {
    reason: 'names are compared with case',
    rules: ['get Pods', 'GET secrets'],
    bound: 'shop',
    no: ['get pods web @shop', 'get secrets tls @shop'],
  },
  {
    reason:
      'verbs without meaning for the API server, such as bind and impersonate, are matched like any other',
    rules: [`bind ${RBAC}/clusterroles admin,edit,view`],
    bound: 'cluster',
    yes: ['bind clusterroles.rbac.authorization.k8s.io view'],
    no: ['bind clusterroles.rbac.authorization.k8s.io cluster-admin'],
  },
];

const QUESTIONS = CASES.flatMap(({ yes = [], no = [], ...rest }) => [
  ...yes.map((question) => ({ ...rest, question, answer: 'yes' })),
  ...no.map((question) => ({ ...rest, question, answer: 'no' })),
]);

describe('what a role grants where it is bound', () => {
  test('the table holds at least 40 cases', () => {
    expect(QUESTIONS.length).toBeGreaterThanOrEqual(40);
  });

  test.each(QUESTIONS)(
    '$answer to "$question" with "$rules" bound in $bound: $reason',
    ({ rules, bound, question, answer }) => {
      const authorizer = new RbacAuthorizer(boundToAlice(rules, bound));

      expect(authorizer.authorize(ALICE, request(question)) ? 'yes' : 'no').toBe(answer);
    },
  );
});

import { AccessRequest, RbacAuthorizer, UserInfo } from '../../../access/rbac/authorizer';
import { defaultObjects } from '../../../access/rbac/default-roles';
import {
  ClusterRole,
  ClusterRoleBinding,
  PolicyRule,
  RbacObjects,
  Role,
  RoleBinding,
  serviceAccountUser,
  Subject,
} from '../../../access/rbac/objects';
import { describeRule, rightsNotHeld } from '../../../access/rbac/escalation';

const ALICE = user('alice', 'developers');
const RBAC = 'rbac.authorization.k8s.io';

/** A rule as `verbs group/resources names`, such as `get,list apps/deployments`, or `get /healthz`. */
type RuleText = string;

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

describe('who a subject is', () => {
  const rules = ['get pods'];

  test.each<[string, Subject, UserInfo, string]>([
    ['a user goes by name', { kind: 'User', name: 'alice' }, ALICE, 'yes'],
    ['the name is compared with case', { kind: 'User', name: 'Alice' }, ALICE, 'no'],
    ['a group holds for its members', { kind: 'Group', name: 'developers' }, ALICE, 'yes'],
    ['a group is no user', { kind: 'User', name: 'developers' }, ALICE, 'no'],
    [
      'system:authenticated holds for everybody',
      { kind: 'Group', name: 'system:authenticated' },
      ALICE,
      'yes',
    ],
    [
      'a service account goes by name and namespace',
      { kind: 'ServiceAccount', name: 'ci', namespace: 'build' },
      serviceAccountUser('build', 'ci'),
      'yes',
    ],
    [
      'a service account of another namespace is another',
      { kind: 'ServiceAccount', name: 'ci', namespace: 'build' },
      serviceAccountUser('shop', 'ci'),
      'no',
    ],
    [
      'a service account without a namespace is of that of the RoleBinding',
      { kind: 'ServiceAccount', name: 'ci' },
      serviceAccountUser('shop', 'ci'),
      'yes',
    ],
    [
      'a service account is also a user name',
      { kind: 'User', name: 'system:serviceaccount:build:ci' },
      serviceAccountUser('build', 'ci'),
      'yes',
    ],
    [
      'all service accounts of a namespace are a group',
      { kind: 'Group', name: 'system:serviceaccounts:build' },
      serviceAccountUser('build', 'ci'),
      'yes',
    ],
    [
      'all service accounts are a group',
      { kind: 'Group', name: 'system:serviceaccounts' },
      serviceAccountUser('build', 'ci'),
      'yes',
    ],
    ['users are no service accounts', { kind: 'Group', name: 'system:serviceaccounts' }, ALICE, 'no'],
    ['a kind that does not exist is nobody', { kind: 'Person', name: 'alice' }, ALICE, 'no'],
  ])('%s', (_reason, subject, asking, answer) => {
    const authorizer = new RbacAuthorizer(objects(rules, 'shop', [subject]));

    expect(authorizer.authorize(asking, request('get pods web @shop')) ? 'yes' : 'no').toBe(answer);
  });

  test('a service account without a namespace is nobody in a ClusterRoleBinding', () => {
    const authorizer = new RbacAuthorizer(
      objects(rules, 'cluster', [{ kind: 'ServiceAccount', name: 'ci' }]),
    );

    expect(
      authorizer.authorize(serviceAccountUser('shop', 'ci'), request('get pods web @shop')),
    ).toBeUndefined();
  });

  test('a binding is told once, as the first of its subjects that the user is', () => {
    const { clusterRoles, roleBindings } = objects(['get pods'], 'shop', [
      { kind: 'User', name: 'bob' },
      { kind: 'ServiceAccount', name: 'alice' },
      { kind: 'Group', name: 'testers' },
      { kind: 'Group', name: 'developers' },
      { kind: 'User', name: 'alice' },
    ]);
    const authorizer = new RbacAuthorizer({ clusterRoles, roleBindings, roles: [], clusterRoleBindings: [] });

    expect(authorizer.grants(ALICE, request('get pods web @shop')).map(({ subject }) => subject)).toEqual([
      { kind: 'Group', name: 'developers' },
    ]);
  });

  test('bindings are told in their order, whichever of them name the user and which a group', () => {
    const { clusterRoles, roleBindings } = boundToAlice(['get pods'], 'shop');
    const byGroup = (name: string): RoleBinding => ({
      ...roleBindings[0]!,
      metadata: { name, namespace: 'shop' },
      subjects: [{ kind: 'Group', name: 'developers' }],
    });
    const authorizer = new RbacAuthorizer({
      clusterRoles,
      roleBindings: [byGroup('first'), roleBindings[0]!, byGroup('last')],
      roles: [],
      clusterRoleBindings: [],
    });
    const names = [...authorizer.bindingsFor(ALICE, 'shop')].map(({ binding }) => binding.metadata.name);

    expect(names).toEqual(['first', roleBindings[0]!.metadata.name, 'last']);
  });
});

describe('role references', () => {
  test('a Role of the namespace is granted by a RoleBinding, and by no ClusterRoleBinding', () => {
    const role: Role = {
      kind: 'Role',
      metadata: { name: 'tester', namespace: 'shop' },
      rules: [rule('get pods')],
    };
    const roleRef = { kind: 'Role', name: 'tester' };
    const inShop = { ...boundToAlice([], 'shop').roleBindings[0]!, roleRef };
    const everywhere = { ...boundToAlice([], 'cluster').clusterRoleBindings[0]!, roleRef };
    const clusterRoles: ClusterRole[] = [
      { kind: 'ClusterRole', metadata: { name: 'tester' }, rules: [rule('delete pods')] },
    ];
    const of = (some: Partial<RbacObjects>): RbacAuthorizer =>
      new RbacAuthorizer({
        roles: [role],
        clusterRoles,
        roleBindings: [],
        clusterRoleBindings: [],
        ...some,
      });

    expect(of({ roleBindings: [inShop] }).authorize(ALICE, request('get pods web @shop'))).toBeDefined();
    expect(of({ roleBindings: [inShop] }).authorize(ALICE, request('delete pods web @shop'))).toBeUndefined();
    expect([...of({ clusterRoleBindings: [everywhere] }).rulesFor(ALICE)]).toEqual([]);
  });

  test('a role that does not exist grants nothing', () => {
    const { roleBindings } = boundToAlice(['* *.*/*'], 'shop');
    const authorizer = new RbacAuthorizer({
      roles: [],
      clusterRoles: [],
      roleBindings,
      clusterRoleBindings: [],
    });

    expect(authorizer.authorize(ALICE, request('get pods web @shop'))).toBeUndefined();
  });

  test('a Role of the same name in another namespace is another role', () => {
    const role: Role = {
      kind: 'Role',
      metadata: { name: 'tester', namespace: 'stage' },
      rules: [rule('get pods')],
    };
    const binding: RoleBinding = {
      ...boundToAlice([], 'shop').roleBindings[0]!,
      roleRef: { kind: 'Role', name: 'tester' },
    };
    const authorizer = new RbacAuthorizer({
      roles: [role],
      clusterRoles: [],
      roleBindings: [binding],
      clusterRoleBindings: [],
    });

    expect(authorizer.authorize(ALICE, request('get pods web @shop'))).toBeUndefined();
  });

  test('every binding and rule that allows a request is told, cluster-wide ones first', () => {
    const inShop = boundToAlice(['get pods', 'get *'], 'shop');
    const everywhere = boundToAlice(['* *.*/*'], 'cluster');
    const authorizer = new RbacAuthorizer({
      ...inShop,
      clusterRoles: [...inShop.clusterRoles, { ...everywhere.clusterRoles[0]!, metadata: { name: 'all' } }],
      clusterRoleBindings: [
        { ...everywhere.clusterRoleBindings[0]!, roleRef: { kind: 'ClusterRole', name: 'all' } },
      ],
    });

    const grants = authorizer.grants(ALICE, request('get pods web @shop'));

    expect(grants.map(({ binding, rule: allowing }) => [binding.kind, describeRule(allowing)])).toEqual([
      ['ClusterRoleBinding', '{APIGroups:["*"], Resources:["*"], Verbs:["*"]}'],
      ['RoleBinding', '{APIGroups:[""], Resources:["pods"], Verbs:["get"]}'],
      ['RoleBinding', '{APIGroups:[""], Resources:["*"], Verbs:["get"]}'],
    ]);
  });
});

describe('aggregated cluster roles', () => {
  const plain = (name: string, labels: Record<string, string>, ...rules: string[]): ClusterRole => ({
    kind: 'ClusterRole',
    metadata: { name, labels },
    rules: rules.map(rule),
  });
  const authorizerWith = (selector: object, ...roles: ClusterRole[]): RbacAuthorizer => {
    const bound = boundToAlice(['delete nodes'], 'cluster');
    const aggregating = { ...bound.clusterRoles[0]!, aggregationRule: { clusterRoleSelectors: [selector] } };
    return new RbacAuthorizer({ ...bound, clusterRoles: [aggregating, ...roles] });
  };
  const monitoring = plain(
    'monitoring-endpoints',
    { monitoring: 'true' },
    'get,list services,endpoints,pods',
  );

  test('a role is filled with the rules of those that its selector matches', () => {
    const authorizer = authorizerWith(
      { matchLabels: { monitoring: 'true' } },
      monitoring,
      plain('other', {}, 'get secrets'),
    );

    expect(authorizer.authorize(ALICE, request('list endpoints @shop'))).toBeDefined();
    expect(authorizer.authorize(ALICE, request('get secrets tls @shop'))).toBeUndefined();
  });

  test('rules of its own are overwritten', () => {
    const authorizer = authorizerWith({ matchLabels: { monitoring: 'true' } }, monitoring);

    expect(authorizer.authorize(ALICE, request('delete nodes node-1'))).toBeUndefined();
  });

  test.each([
    [{ key: 'tier', operator: 'In', values: ['gold'] }, 'yes'],
    [{ key: 'tier', operator: 'In', values: ['silver'] }, 'no'],
    [{ key: 'team', operator: 'In', values: ['gold'] }, 'no'],
    [{ key: 'tier', operator: 'NotIn', values: ['gold'] }, 'no'],
    [{ key: 'tier', operator: 'NotIn', values: ['silver'] }, 'yes'],
    [{ key: 'team', operator: 'Exists' }, 'no'],
    [{ key: 'tier', operator: 'Like', values: ['gold'] }, 'no'],
    [{ key: 'team', operator: 'NotIn', values: ['gold'] }, 'yes'],
    [{ key: 'tier', operator: 'Exists' }, 'yes'],
    [{ key: 'tier', operator: 'DoesNotExist' }, 'no'],
    [{ key: 'team', operator: 'DoesNotExist' }, 'yes'],
  ])('the expression %j selects: %s', (requirement, answer) => {
    const authorizer = authorizerWith(
      { matchExpressions: [requirement] },
      plain('gold', { tier: 'gold' }, 'get pods'),
    );

    expect(authorizer.authorize(ALICE, request('get pods web @shop')) ? 'yes' : 'no').toBe(answer);
  });

  test('roles that select each other do not run in circles', () => {
    const circle = {
      ...plain('circle', { monitoring: 'true' }),
      aggregationRule: { clusterRoleSelectors: [{ matchLabels: { monitoring: 'true' } }] },
    };

    const authorizer = authorizerWith({ matchLabels: { monitoring: 'true' } }, circle, monitoring);

    expect(authorizer.authorize(ALICE, request('get pods web @shop'))).toBeDefined();
  });
});

describe('the default roles', () => {
  const can = (role: string, question: string, extra: ClusterRole[] = []): boolean => {
    const { roleBindings } = boundToAlice([], 'shop');
    const authorizer = new RbacAuthorizer({
      roles: [],
      clusterRoles: [...defaultObjects('1.33').clusterRoles, ...extra],
      roleBindings: [{ ...roleBindings[0]!, roleRef: { kind: 'ClusterRole', name: role } }],
      clusterRoleBindings: defaultObjects('1.33').clusterRoleBindings,
    });
    return authorizer.authorize(ALICE, request(question)) !== undefined;
  };

  test.each([
    ['view', 'list pods @shop', 'reads most objects in a namespace'],
    ['view', 'get pods/log web @shop', 'reads logs'],
    ['view', 'get namespaces shop @shop', 'reads its own namespace'],
    ['edit', 'list pods @shop', 'holds what view holds'],
    ['edit', 'delete deployments.apps web @shop', 'changes workloads'],
    ['edit', 'get secrets tls @shop', 'reads secrets'],
    ['edit', 'create pods/exec web @shop', 'opens shells'],
    ['edit', 'impersonate serviceaccounts ci @shop', 'acts as the service accounts of the namespace'],
    ['admin', 'get secrets tls @shop', 'holds what edit holds'],
    ['admin', 'create rolebindings.rbac.authorization.k8s.io @shop', 'hands out rights in the namespace'],
    ['cluster-admin', 'delete resourcequotas q @shop', 'bound in a namespace, holds everything in it'],
    ['none', 'get /version', 'signed in at all: discovers the API'],
    ['none', 'create selfsubjectaccessreviews.authorization.k8s.io', 'signed in at all: asks what it may'],
  ])('%s can %s: %s', (role, question) => {
    expect(can(role, question)).toBe(true);
  });

  test.each([
    ['view', 'get secrets tls @shop', 'secrets hold credentials of service accounts'],
    ['view', 'list roles.rbac.authorization.k8s.io @shop', 'no roles'],
    ['view', 'delete pods web @shop', 'reads only'],
    ['edit', 'create rolebindings.rbac.authorization.k8s.io @shop', 'no roles and no bindings'],
    ['edit', 'update endpoints web @shop', 'no endpoints since Kubernetes 1.22'],
    ['admin', 'update resourcequotas q @shop', 'no quota'],
    ['admin', 'delete namespaces shop @shop', 'not the namespace itself'],
    ['cluster-admin', 'list nodes', 'bound in a namespace, nothing outside of it'],
    ['none', 'get /metrics', 'nothing more'],
  ])('%s cannot %s: %s', (role, question) => {
    expect(can(role, question)).toBe(false);
  });

  test('a role labelled aggregate-to-view extends view, edit and admin', () => {
    const crontabs: ClusterRole = {
      kind: 'ClusterRole',
      metadata: { name: 'crontab-viewer', labels: { [`${RBAC}/aggregate-to-view`]: 'true' } },
      rules: [rule('get,list,watch stable.example.com/crontabs')],
    };

    const answers = ['view', 'edit', 'admin'].map((role) =>
      can(role, 'list crontabs.stable.example.com @shop', [crontabs]),
    );

    expect(answers).toEqual([true, true, true]);
  });
});

describe('escalation prevention', () => {
  test('whoever holds all rules of a role may hand it out', () => {
    const authorizer = new RbacAuthorizer(
      boundToAlice(['get,list,delete pods,pods/log', 'get /healthz/*'], 'cluster'),
    );

    expect(
      rightsNotHeld(authorizer, ALICE, [rule('get,delete pods web'), rule('get /healthz/etcd')]),
    ).toEqual([]);
  });

  test('what is not held is told one resource a line, sorted', () => {
    const authorizer = new RbacAuthorizer(boundToAlice(['get pods', 'get secrets tls'], 'shop'));

    const missing = rightsNotHeld(
      authorizer,
      ALICE,
      [rule('get,list,watch pods'), rule('get secrets'), rule('get /api')],
      'shop',
    );

    expect(missing.map(describeRule)).toEqual([
      '{APIGroups:[""], Resources:["pods"], Verbs:["list" "watch"]}',
      '{APIGroups:[""], Resources:["secrets"], Verbs:["get"]}',
      '{NonResourceURLs:["/api"], Verbs:["get"]}',
    ]);
  });
});

function user(name: string, ...groups: string[]): UserInfo {
  return { name, groups: [...groups, 'system:authenticated'] };
}

function boundToAlice(rules: readonly RuleText[], bound: string): RbacObjects {
  return objects(rules, bound, [{ kind: 'User', name: 'alice' }]);
}

function objects(rules: readonly RuleText[], bound: string, subjects: readonly Subject[]): RbacObjects {
  const clusterRoles: ClusterRole[] = [
    { kind: 'ClusterRole', metadata: { name: 'tested' }, rules: rules.map(rule) },
  ];
  const roleRef = { kind: 'ClusterRole', name: 'tested' };
  const everywhere: ClusterRoleBinding = {
    kind: 'ClusterRoleBinding',
    metadata: { name: 'b' },
    roleRef,
    subjects,
  };
  const within: RoleBinding = {
    kind: 'RoleBinding',
    metadata: { name: 'b', namespace: bound },
    roleRef,
    subjects,
  };
  return {
    roles: [],
    clusterRoles,
    clusterRoleBindings: bound === 'cluster' ? [everywhere] : [],
    roleBindings: bound === 'cluster' ? [] : [within],
  };
}

/** `get,list apps/deployments web` or `* *.*` before `/*` for everything; what has a dot before the slash is a group. */
function rule(text: RuleText): PolicyRule {
  const [verbs = '', what = '', names] = text.split(' ');
  if (what.startsWith('/')) {
    return { verbs: verbs.split(','), nonResourceURLs: what.split(',') };
  }
  const [, groups, resources = ''] =
    /^(?:(apps(?:,extensions)?|\*\.\*|[^/,]*\.[^/,]*)\/)?(.*)$/.exec(what) ?? [];
  return {
    verbs: verbs.split(','),
    apiGroups: groups === '*.*' ? ['*'] : (groups ?? '').split(','),
    resources: resources.split(','),
    ...(names && { resourceNames: names.split(',') }),
  };
}

function request(text: string): AccessRequest {
  const [verb = '', what = '', ...rest] = text.split(' ');
  if (what.startsWith('/')) {
    return { verb, path: what };
  }
  const namespace = rest.find((word) => word.startsWith('@'))?.slice(1);
  const name = rest.find((word) => !word.startsWith('@'));
  const [type = '', subresource] = what.split('/');
  const [resource = '', ...group] = type.split('.');
  return { verb, apiGroup: group.join('.'), resource, subresource, name, namespace };
}

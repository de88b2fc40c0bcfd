import { readFileSync } from 'node:fs';
import { TerraformVariable } from 'cdktf';
import { RbacBinding, RbacCustomRole, RbacRole, RbacRule } from '../../lib';
import { deadPartsOf } from '../../lib/private/dead-rules';
import { synthConnected, warnings } from './connected';
import { OPS } from './sample-binding';

const told = (rule: Partial<RbacRule>, isNamespaced = false): string[] =>
  deadPartsOf({ verbs: ['get'], ...rule }, isNamespaced).map(
    ({ path: [key, index], problem }) => `${key}[${index}]: ${problem}`,
  );

describe('API groups', () => {
  test.each([
    ['core', ''],
    ['v1', ''],
    ['v1beta1', ''],
    ['Apps', 'apps'],
    ['apps ', 'apps'],
    ['app', 'apps'],
    ['networking', 'networking.k8s.io'],
    ['rbac', 'rbac.authorization.k8s.io'],
    ['rbac.authorisation.k8s.io', 'rbac.authorization.k8s.io'],
    ['autoscaling/v2', 'autoscaling'],
    ['core/v1', ''],
    ['core.k8s.io', ''],
    ['apps.k8s.io', 'apps'],
    ['rbac.k8s.io', 'rbac.authorization.k8s.io'],
  ])("'%s' is not one: '%s' is", (group, meant) => {
    const [problem, ...more] = told({ apiGroups: [group], resources: ['anything'] });

    expect(problem).toContain(`apiGroups[0]: apiGroup '${group}' matches nothing`);
    expect(problem).toMatch(new RegExp(`use '${meant}'$`));
    expect(more).toEqual([]);
  });

  test.each(['*.k8s.io', 'payments', 'a b'])("'%s' is not one", (group) => {
    expect(told({ apiGroups: [group], resources: ['anything'] })).toEqual([
      expect.stringContaining(`'${group}' matches nothing`),
    ]);
  });

  test('each is told, and the others are looked at', () => {
    expect(told({ apiGroups: ['core', 'v1', 'apps'], resources: ['pods'] })).toEqual([
      expect.stringContaining("apiGroups[0]: apiGroup 'core'"),
      expect.stringContaining("apiGroups[1]: apiGroup 'v1'"),
      "resources[0]: resource 'pods' is not in API group 'apps' but in ''",
    ]);
  });

  test.each([[['', 'cert-manager.io']], [['apps', 'cert-manager.io', '']]])(
    'a type of Kubernetes that is in none of %j',
    (apiGroups) => {
      expect(told({ apiGroups, resources: ['ingresses', 'certificates', 'pods'] })).toEqual([
        expect.stringMatching(
          /^resources\[0\]: resource 'ingresses' is not in API group .* but in 'networking\.k8s\.io': if it is one of 'cert-manager\.io', give that a rule of its own$/,
        ),
      ]);
    },
  );

  test.each<Partial<RbacRule>>([
    { apiGroups: ['apps', 'serving.knative.dev'], resources: ['deployments', 'services'] },
    { apiGroups: ['apps', 'metrics.k8s.io'], resources: ['deployments', 'pods'] },
    { apiGroups: ['metrics.k8s.io'], resources: ['pods', 'nodes'] },
    { apiGroups: ['gateway.networking.k8s.io'], resources: ['httproutes'] },
    { apiGroups: ['autoscaling.k8s.io'], resources: ['verticalpodautoscalers'] },
    { apiGroups: ['networking.k8s.io', 'extensions'], resources: ['ingresses'] },
    { apiGroups: ['custom.metrics.k8s.io'], resources: ['deployments.apps', 'pods/http_requests'] },
    { apiGroups: ['external.metrics.k8s.io'], resources: ['Queue_Length'] },
  ])('others may have types of the same names: %j', (rule) => {
    expect(told(rule)).toEqual([]);
  });
});

describe('resources', () => {
  test.each([
    ['pods/logs', 'pods/log'],
    ['pods/exce', 'pods/exec'],
    ['pods/Exec', 'pods/exec'],
    ['deployments/exec', 'pods/exec'],
    ['configmaps/log', 'pods/log'],
    ['daemonsets/scale', 'daemonsets/status'],
    ['secrets/status', 'secrets'],
    ['Pods', 'pods'],
    ['CronJob', 'cronjobs'],
    ['Pod/log', 'pods/log'],
    ['pods ', 'pods'],
    ['deployments.apps', 'deployments'],
    ['*/logs', '*/log'],
  ])("'%s' in any group: use '%s'", (resource, meant) => {
    const [problem, ...more] = told({ apiGroups: ['*'], resources: [resource] });

    expect(problem).toContain(`resource '${resource}' matches nothing`);
    expect(problem).toMatch(new RegExp(`use '${meant.replace('*', '\\*')}'$`));
    expect(more).toEqual([]);
  });

  test.each([
    ['pod*', '*'],
    ['deployments.*', '*'],
    ['cert*', 'cert-manager.io'],
    ['pods/e*', ''],
    ['Certificates', 'cert-manager.io'],
    ['certificates.cert-manager.io', 'cert-manager.io'],
    ['*/logs', ''],
    ['*/*', '*'],
    ['pods/', ''],
    ['', ''],
  ])("'%s' in '%s' matches nothing", (resource, group) => {
    expect(told({ apiGroups: [group], resources: [resource] })).toEqual([
      expect.stringContaining(`resources[0]: resource '${resource}' matches nothing`),
    ]);
  });

  test('a subresource has verbs of its own', () => {
    expect(told({ resources: ['pods/log', 'pods/exec'], verbs: ['create'] })).toEqual([
      "resources[0]: resource 'pods/log' with verb 'create' matches nothing: use 'get'",
    ]);
    expect(told({ resources: ['pods', 'pods/log'], verbs: ['get', 'list', 'watch'] })).toEqual([]);
  });

  test.each([
    ['*', '*'],
    ['*/scale', '*'],
    ['*/console', '*'],
    ['pods/finalizers', ''],
    ['nodes/metrics', ''],
    ['endpoints/restricted', ''],
    ['certificates/anything', 'cert-manager.io'],
    ['virtualmachineinstances/sev/setupsession', 'subresources.kubevirt.io'],
    ['userextras/authentication.kubernetes.io/pod-name', 'authentication.k8s.io', 'impersonate'],
    ['certificatesigningrequests/selfnodeclient', 'certificates.k8s.io'],
    ['signers', 'certificates.k8s.io', 'sign'],
    ['users', '*'],
    ['bindings', ''],
  ])("'%s' in '%s' is asked for", (resource, group, verb = 'get') => {
    expect(told({ apiGroups: [group], resources: [resource], verbs: [verb] })).toEqual([]);
  });

  test.each([
    ['tokenreviews', ['get', 'list'], "'create'"],
    ['componentstatuses', ['watch'], "'get', 'list'"],
    ['users', ['get'], "'impersonate'"],
    ['userextras/scopes', ['get'], "'impersonate'"],
    ['signers', ['get', 'list'], "'approve', 'sign', 'attest'"],
  ])('%s knows few verbs, and none of %j', (resource, verbs, possible) => {
    expect(told({ resources: [resource], verbs })).toEqual([
      `resources[0]: resource '${resource}' with verb '${verbs.join("', '")}' matches nothing: use ${possible}`,
    ]);
  });

  test('who is impersonated in a narrower way is of another group', () => {
    const rule = { apiGroups: ['authentication.k8s.io'], resources: ['users', 'nodes'] };
    expect(told({ ...rule, verbs: ['impersonate:user-info'] })).toEqual([]);
  });

  test('of no namespace, in a role of one', () => {
    const inAny = { apiGroups: ['*'], resources: ['pods', 'nodes'] };
    expect(told(inAny, true)).toEqual([expect.stringContaining("resources[1]: resource 'nodes' is in no")]);
    expect(told(inAny)).toEqual([]);

    const all = { resources: ['namespaces'], verbs: ['list', 'create'] };
    expect(told(all, true)).toEqual([
      expect.stringContaining('is about more than the namespace of the role'),
    ]);
    expect(told({ ...all, verbs: ['list', 'get'] }, true)).toEqual([]);
    expect(told({ apiGroups: ['', 'longhorn.io'], resources: ['nodes'] }, true)).toEqual([]);
  });
});

describe('verbs', () => {
  test.each([
    ['read', "'get', 'list', 'watch'"],
    ['gets', "'get'"],
    ['delte', "'delete'"],
    ['write', "'create', 'update', 'patch', 'delete'"],
    ['exec', "'create' on 'pods/exec'"],
    ['evict', "'create' on 'pods/eviction'"],
  ])("'%s' on what Kubernetes has: use %s", (verb, meant) => {
    expect(told({ resources: ['pods'], verbs: ['get', verb] })).toEqual([
      `verbs[1]: verb '${verb}' matches nothing, as it is no verb of Kubernetes: use ${meant}`,
    ]);
  });

  test.each([
    ['get*', 'pods'],
    ['gets', 'widgets.example.com'],
    ['get, list', 'widgets.example.com'],
    ['get list', 'pods'],
  ])("'%s' on %s matches nothing", (verb, resource) => {
    expect(told({ resources: [resource], verbs: [verb] })).toEqual([
      expect.stringContaining(`verb '${verb}'`),
    ]);
  });

  test.each([
    ['promote', 'pods'],
    ['constructor', 'pods'],
    ['use', 'pods'],
    ['read', 'widgets.example.com'],
    ['match', 'widgets.example.com'],
  ])("'%s' on %s may be a verb of somebody else", (verb, resource) => {
    expect(told({ resources: [resource], verbs: [verb] })).toEqual([]);
  });

  test.each([
    ['bind', 'secrets', "'roles', 'clusterroles'"],
    ['impersonate', 'pods', "'users', 'groups', 'serviceaccounts', 'uids', 'userextras'"],
    ['approve', 'certificatesigningrequests', "'signers'"],
  ])("'%s' is not asked for on %s", (verb, resource, types) => {
    expect(told({ resources: [resource], verbs: [verb] })).toEqual([
      `verbs[0]: verb '${verb}' matches nothing, as it is asked for on ${types} alone: give it a rule with those`,
    ]);
    expect(told({ apiGroups: ['*'], resources: ['*'], verbs: [verb] })).toEqual([]);
    expect(told({ resources: [`${resource}.example.com`], verbs: [verb] })).toEqual([]);
  });

  test('on URLs are the methods of HTTP', () => {
    const verbs = ['get', 'list', 'watch', 'create', 'post', '*'];
    const problem = 'matches nothing, as the verbs of URLs are methods of HTTP in lower case: use';
    expect(told({ nonResourceUrls: ['/metrics'], verbs })).toEqual([
      `verbs[1]: verb 'list' ${problem} 'get'`,
      `verbs[2]: verb 'watch' ${problem} 'get'`,
      `verbs[3]: verb 'create' ${problem} 'post'`,
    ]);
    expect(told({ nonResourceUrls: ['/metrics'], verbs: ['bind', 'use', 'promote'] })).toEqual([
      `verbs[0]: verb 'bind' ${problem} one such as 'get'`,
      `verbs[1]: verb 'use' ${problem} one such as 'get'`,
    ]);
  });
});

test('names have no patterns, and no namespace', () => {
  const resourceNames = ['web-*', '*', 'shop/web', 'web'];
  expect(told({ resources: ['pods'], resourceNames })).toEqual([
    expect.stringContaining("resourceNames[0]: resourceName 'web-*' matches nothing"),
    expect.stringContaining("resourceNames[1]: resourceName '*' matches nothing"),
    expect.stringMatching(/^resourceNames\[2\]: .*use 'web'$/),
  ]);
  expect(
    told({ resources: ['signers.certificates.k8s.io'], verbs: ['approve'], resourceNames: ['a.b/*'] }),
  ).toEqual([]);
});

test.each([
  ['services/proxy', 'https:kubernetes-dashboard:'],
  ['pods/proxy', 'web-0:8080'],
  ['nodes/proxy', 'node1:10250'],
])("a rule about '%s' may name '%s', with scheme and port", (resource, name) => {
  expect(told({ resources: [resource], resourceNames: [name] })).toEqual([]);
  expect(told({ resources: [resource.split('/')[0]!, resource], resourceNames: [name] })).toEqual([]);
  expect(told({ resources: [resource.split('/')[0]!], resourceNames: [name] })).toHaveLength(1);
});

test.each([
  ['Web', "in lower case: use 'web'"],
  ['web ', "in lower case: use 'web'"],
  ['my_web', 'no object can be called so'],
  ['web, api', 'no object can be called so'],
  ['web..api', 'no object can be called so'],
  ['web.-api', 'no object can be called so'],
  ['x'.repeat(254), 'no object can be called so'],
])("no pod is called '%s'", (name, problem) => {
  expect(told({ resources: ['pods', 'pods/exec'], resourceNames: [name] })).toEqual([
    expect.stringContaining(problem),
  ]);
  expect(told({ resources: ['pods', 'roles'], resourceNames: [name] })).toEqual([]);
  expect(told({ resources: ['widgets.example.com'], resourceNames: [name] })).toEqual([]);
  expect(told({ resources: ['pods'], resourceNames: [name], verbs: ['promote'] })).toEqual([]);
});

test('an asterisk counts at the end of a URL alone', () => {
  expect(told({ nonResourceUrls: ['/metrics/*/x', '/healthz/*', '*', '/metrics/**', '**'] })).toEqual([
    "nonResourceUrls[0]: nonResourceUrl '/metrics/*/x' matches nothing, as '*' counts at its end alone: use '/metrics/*'",
  ]);
  expect(() =>
    synthConnected((stack) => {
      const rules = [{ verbs: ['get'], nonResourceUrls: ['**'] }];
      new RbacCustomRole(stack, 'Role', { name: 'r', rules });
    }),
  ).not.toThrow();
});

test.each([
  ['/api/v1/namespaces/shop/pods', "use 'resources'"],
  ['/apis/apps/v1/deployments*', "use 'resources'"],
  ['/metrics?name=x', "use '/metrics'"],
  ['/metrics#x', "use '/metrics'"],
])("'%s' is the path of no request that is held against URLs", (url, fix) => {
  expect(told({ nonResourceUrls: [url] })).toEqual([expect.stringContaining(fix)]);
});

test.each(['/api/*', '/api/v1', '/apis/apps/v1/*', '/api/v1/query', '/apis/example.com/v1/x'])(
  "'%s' may be asked for",
  (url) => {
    expect(told({ nonResourceUrls: [url] })).toEqual([]);
  },
);

test('of the roles that Kubernetes makes, only what is gone is dead', () => {
  const objects = JSON.parse(readFileSync('access/rbac/default-objects.json', 'utf8')) as Record<
    string,
    { object: { rules?: (RbacRule & { nonResourceURLs?: string[] })[] } }[]
  >;
  const dead = ['clusterRoles', 'roles'].flatMap((kind) =>
    objects[kind]!.flatMap(({ object }) => object.rules ?? []).flatMap((rule) =>
      told({ ...rule, nonResourceUrls: rule.nonResourceURLs }, kind === 'roles'),
    ),
  );
  expect(dead.length).toBeGreaterThan(0);
  expect(dead.filter((one) => !/'extensions'|\/rollback'/.test(one))).toEqual([]);
});

describe('what is refused, as its group would be guessed', () => {
  const roleOf = (resource: string, namespace?: string) => () =>
    synthConnected((stack) => {
      const rules = [{ verbs: ['get'], resources: [resource] }];
      new RbacCustomRole(stack, 'Role', { name: 'r', rules, ...(namespace && { namespace }) });
    });

  test.each([
    ['pods.apps', "is not in API group 'apps': use 'pods'"],
    ['ingresses.extensions', "is not in API group 'extensions': use 'ingresses'"],
    ['deployments.v1.apps', "has a version in it: use 'deployments.apps'"],
    ['deployments.apps/v1', "has a version in it: use 'deployments.apps'"],
    ['widgets.payments', "there is no API group 'payments'"],
  ])('%s', (resource, message) => {
    expect(roleOf(resource)).toThrow(`rules[0] has resource '${resource}', which matches nothing, as`);
    expect(roleOf(resource)).toThrow(message);
  });

  test.each([
    'deployments.apps',
    'services.serving.knative.dev',
    'events.events.k8s.io',
    'pods.metrics.k8s.io',
  ])('%s is not', (resource) => {
    expect(roleOf(resource)).not.toThrow();
  });
});

test('groups behind resources are looked at in a role of a namespace, too', () => {
  expect(told({ resources: ['clusterroles.rbac.authorization.k8s.io'] }, true)).toEqual([
    expect.stringContaining('is in no namespace'),
  ]);
});

test('what only Terraform knows may be anything', () => {
  synthConnected((stack) => {
    const token = new TerraformVariable(stack, 'any', {}).stringValue;
    expect(told({ apiGroups: [token], resources: ['pods/logs', 'deployments'] })).toEqual([]);
    expect(told({ apiGroups: ['', token], resources: [token, 'deployments'] })).toEqual([]);
    expect(told({ resources: ['pods'], verbs: [token], resourceNames: [token] })).toEqual([]);
  });
});

describe('a cluster role of what is in no namespace', () => {
  const bound = (rules: RbacRule[], namespace: string | undefined): string[] =>
    warnings((stack) => {
      new RbacCustomRole(stack, 'Role', { name: 'r', rules });
      const role = RbacRole.clusterRole('r');
      new RbacBinding(stack, 'Ops', { role, subjects: [OPS], ...(namespace && { namespace }) });
    }).filter((one) => one.includes('[rule-matches-nothing]'));

  const NODES: RbacRule = { verbs: ['get'], resources: ['nodes'] };
  const URLS: RbacRule = { verbs: ['get'], nonResourceUrls: ['/metrics'] };
  const PODS: RbacRule = { verbs: ['get'], resources: ['pods'] };

  const LISTED: RbacRule = { verbs: ['list', 'watch'], resources: ['namespaces'] };

  test.each([[[NODES]], [[URLS]], [[NODES, URLS]], [[LISTED]]])(
    '%j grants nothing in a namespace',
    (rules) => {
      expect(bound(rules, 'shop')).toEqual([
        "ClusterRole 'r' is bound in namespace 'shop', where a binding grants nothing of it, as all of it is in no namespace: bind it in the whole cluster (at 'test/Role') [rule-matches-nothing]",
      ]);
      expect(bound(rules, undefined)).toEqual([]);
    },
  );

  test.each([
    [[NODES, PODS]],
    [[{ verbs: ['get'], resources: ['namespaces'] }]],
    [[{ verbs: ['bind'], resources: ['clusterroles'], resourceNames: ['view'] }]],
    [[{ verbs: ['use'], resources: ['storageclasses'] }]],
  ])('%j grants something', (rules) => {
    expect(bound(rules, 'shop')).toEqual([]);
  });
});

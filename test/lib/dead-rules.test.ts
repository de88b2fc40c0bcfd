import { readFileSync } from 'node:fs';
import { TerraformVariable } from 'cdktf';
import { RbacBinding, RbacCustomRole, RbacRole, RbacRule } from '../../lib';
import { synthConnected, warnings } from './connected';
import { told } from './dead-parts';
import { OPS } from './sample-binding';

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
    ['namespaces', ['deletecollection'], "'create', 'delete', 'get', 'list', 'patch', 'update', 'watch'"],
  ])('%s knows few verbs, and none of %j', (resource, verbs, possible) => {
    expect(told({ resources: [resource], verbs })).toEqual([
      `resources[0]: resource '${resource}' with verb '${verbs.join("', '")}' matches nothing: use ${possible}`,
    ]);
  });

  test.each([
    ['pod', "use 'pods'"],
    ['deployments', "use 'nodes' or 'pods'"],
    ['pods/log', "use 'pods'"],
  ])("there is no usage of '%s'", (resource, fix) => {
    expect(told({ apiGroups: ['metrics.k8s.io'], resources: [resource] })).toEqual([
      `resources[0]: resource '${resource}' is not in API group 'metrics.k8s.io', which has the usage of nodes and pods: ${fix}`,
    ]);
  });

  test('namespaces may be used by whoever has made a verb for it', () => {
    expect(told({ resources: ['namespaces'], verbs: ['use'] })).toEqual([]);
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
  const roleOf =
    (resource: string, verb = 'get') =>
    () =>
      synthConnected((stack) => {
        new RbacCustomRole(stack, 'Role', { name: 'r', rules: [{ verbs: [verb], resources: [resource] }] });
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

  test('users of constrained impersonation are in a group of their own', () => {
    const users = 'users.authentication.k8s.io';
    expect(roleOf(users, 'impersonate:user-info')).not.toThrow();
    expect(roleOf(users, 'impersonate')).toThrow("is not in API group 'authentication.k8s.io': use 'users'");
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

import { ClusterRoleV1 } from '@cdktf/provider-kubernetes/lib/cluster-role-v1';
import { TerraformVariable } from 'cdktf';
import {
  KubernetesNamespace,
  RbacBinding,
  RbacCustomRole,
  RbacCustomRoleProps,
  RbacRole,
  RbacRule,
  RbacSubject,
} from '../../lib';
import { metadata } from './provider-generations';
import { synthConnected, warnings } from './connected';
import { only, Synthesized } from './synth';

const OPS = RbacSubject.group('894656e1-39f8-4bfe-b16a-510f61af6f41');
const CLUSTER_ROLE = 'kubernetes_cluster_role_v1';
const ROLE = 'kubernetes_role_v1';

const PODS: RbacRule = { verbs: ['get', 'list'], resources: ['pods'] };

function synthRole(props: Partial<RbacCustomRoleProps>): Synthesized {
  return synthConnected((stack) => {
    new RbacCustomRole(stack, 'Reader', { name: 'reader', rules: [PODS], ...props });
  });
}

function rulesOf(...rules: RbacRule[]): unknown {
  return only(synthRole({ rules }), CLUSTER_ROLE).rule;
}

describe('rules', () => {
  test('get the API groups of built-in resources, one rule for each group', () => {
    expect(
      rulesOf({
        verbs: ['get'],
        resources: ['pods', 'deployments', 'pods/log', 'deployments/scale', 'ingresses'],
      }),
    ).toEqual([
      { verbs: ['get'], api_groups: [''], resources: ['pods', 'pods/log'] },
      { verbs: ['get'], api_groups: ['apps'], resources: ['deployments', 'deployments/scale'] },
      { verbs: ['get'], api_groups: ['networking.k8s.io'], resources: ['ingresses'] },
    ]);
  });

  test('name the API group of other resources behind a period, or beside them', () => {
    expect(
      rulesOf(
        { verbs: ['get'], resources: ['certificates.cert-manager.io/status'] },
        { verbs: ['get'], resources: ['certificates', 'issuers'], apiGroups: ['cert-manager.io'] },
      ),
    ).toEqual([
      { verbs: ['get'], api_groups: ['cert-manager.io'], resources: ['certificates/status'] },
      { verbs: ['get'], api_groups: ['cert-manager.io'], resources: ['certificates', 'issuers'] },
    ]);
  });

  test('can be limited to names, and be about URLs', () => {
    expect(
      rulesOf(
        { verbs: ['get'], resources: ['secrets'], resourceNames: ['tls'] },
        { verbs: ['get'], nonResourceUrls: ['/metrics', '/healthz/*'] },
      ),
    ).toEqual([
      { verbs: ['get'], api_groups: [''], resources: ['secrets'], resource_names: ['tls'] },
      { verbs: ['get'], non_resource_urls: ['/metrics', '/healthz/*'] },
    ]);
  });

  test.each<[Partial<RbacRule>, string]>([
    [{ verbs: [] }, "rules[0] allows nothing: list at least one of the verbs, such as 'get'"],
    [{ resources: [] }, "rules[0] must have either 'resources' or 'nonResourceUrls'"],
    [
      { resources: ['certificates'] },
      "rules[0] has resource 'certificates', which is not built into Kubernetes: write 'certificates.<API group>' or set 'apiGroups'",
    ],
    [{ resources: ['pod'] }, "rules[0] has resource 'pod', which matches nothing: use the plural, 'pods'"],
    [
      { resources: ['deploy.apps/scale'] },
      "rules[0] has resource 'deploy.apps', which matches nothing: use the plural, 'deployments'",
    ],
    [
      { resources: ['*'] },
      "rules[0] needs 'apiGroups', because '*' may be of any API group: set it, such as [''] for the core",
    ],
    [{ nonResourceUrls: ['/metrics'] }, "rules[0] must have either 'resources' or 'nonResourceUrls'"],
    [
      { resources: undefined, nonResourceUrls: ['metrics'] },
      "rules[0] has nonResourceUrls 'metrics', which is not valid: begin with '/', such as '/metrics'",
    ],
    [
      { resources: undefined, nonResourceUrls: ['/metrics'], apiGroups: [''] },
      "rules[0] has 'nonResourceUrls', which have neither 'apiGroups' nor 'resourceNames': remove those",
    ],
  ])('that can match nothing are refused: %j', (rule, message) => {
    expect(() => rulesOf({ ...PODS, ...rule })).toThrow(`${message} (at 'test/Reader')`);
  });
});

describe('place', () => {
  test('a namespace makes it a role, which has no URLs', () => {
    expect(only(synthRole({ namespace: 'shop' }), ROLE)).toEqual({
      metadata: metadata({ name: 'reader', namespace: 'shop' }),
      rule: [{ verbs: ['get', 'list'], api_groups: [''], resources: ['pods'] }],
    });
    expect(() =>
      synthRole({ namespace: 'shop', rules: [{ verbs: ['get'], nonResourceUrls: ['/metrics'] }] }),
    ).toThrow(
      "rules[0] has 'nonResourceUrls', which are of no namespace: leave out 'namespace' to make a cluster role (at 'test/Reader')",
    );
  });
});

describe('aggregation', () => {
  test('gives the rules to other cluster roles', () => {
    const synthesized = synthRole({ aggregateTo: [RbacRole.VIEW, RbacRole.EDIT], labels: { team: 'shop' } });

    expect(only(synthesized, CLUSTER_ROLE).metadata).toEqual({
      name: 'reader',
      labels: {
        team: 'shop',
        'rbac.authorization.k8s.io/aggregate-to-view': 'true',
        'rbac.authorization.k8s.io/aggregate-to-edit': 'true',
      },
    });
  });

  test('takes them from others, and then has none of its own', () => {
    const synthesized = synthRole({ rules: undefined, aggregateFrom: [{ team: 'shop' }] });

    expect(only(synthesized, CLUSTER_ROLE)).toEqual({
      metadata: { name: 'reader' },
      aggregation_rule: { cluster_role_selectors: [{ match_labels: { team: 'shop' } }] },
    });
    expect(() => synthRole({ aggregateFrom: [{ team: 'shop' }] })).toThrow(
      "rules would be overwritten with those of 'aggregateFrom': give one of the two, or put the rules into a role of their own (at 'test/Reader')",
    );
    expect(() => synthRole({ rules: [] })).toThrow(
      "the role allows nothing: give it 'rules' or 'aggregateFrom' (at 'test/Reader')",
    );
    expect(() => synthRole({ namespace: 'shop', aggregateTo: [RbacRole.VIEW] })).toThrow(
      "only cluster roles aggregate: leave out 'namespace', or 'aggregateFrom' and 'aggregateTo' (at 'test/Reader')",
    );
  });
});

test('is bound as it is, and created before the binding', () => {
  const synthesized = synthConnected((stack) => {
    const role = new RbacCustomRole(stack, 'Reader', { name: 'reader', rules: [PODS], namespace: 'shop' });
    new RbacBinding(stack, 'Ops', { role, subjects: [OPS], namespace: 'shop' });

    expect(() => new RbacBinding(stack, 'Everywhere', { role, subjects: [OPS] })).toThrow(
      "role 'reader' is namespaced but 'namespace' is not set",
    );
    stack.node.tryRemoveChild('Everywhere');
  });

  expect(only(synthesized, 'kubernetes_role_binding_v1')).toMatchObject({
    role_ref: { api_group: 'rbac.authorization.k8s.io', kind: 'Role', name: 'reader' },
    depends_on: [expect.stringMatching(/^kubernetes_role_v1\.Reader_\w+$/) as string],
  });
});

describe('warnings', () => {
  const warned = (rule: RbacRule, namespace?: string): string[] =>
    warnings(
      (stack) =>
        new RbacCustomRole(stack, 'Risky', { name: 'risky', rules: [rule], ...(namespace && { namespace }) }),
    );

  test.each<[string, RbacRule]>([
    ['role-wildcard', { verbs: ['*'], resources: ['configmaps'] }],
    ['role-wildcard', { verbs: ['get'], resources: ['*'], apiGroups: ['apps'] }],
    ['role-wildcard', { verbs: ['get'], nonResourceUrls: ['*'] }],
    ['role-escalate', { verbs: ['escalate', 'update'], resources: ['clusterroles'] }],
    ['role-escalate', { verbs: ['bind'], resources: ['roles'] }],
    ['role-impersonate', { verbs: ['impersonate'], resources: ['groups'] }],
    ['role-impersonate', { verbs: ['impersonate'], resources: ['serviceaccounts'] }],
    ['role-secrets', { verbs: ['list'], resources: ['secrets'] }],
    ['role-create-secrets', { verbs: ['create'], resources: ['secrets'] }],
    ['role-create-pods', { verbs: ['create'], resources: ['pods'] }],
    ['role-workloads', { verbs: ['patch'], resources: ['deployments'] }],
    ['role-workloads', { verbs: ['create'], resources: ['jobs'] }],
    ['role-workloads', { verbs: ['update'], resources: ['replicationcontrollers'] }],
    ['role-pods-exec', { verbs: ['create'], resources: ['pods/exec'] }],
    ['role-pods-exec', { verbs: ['get'], resources: ['*/attach'], apiGroups: [''] }],
    ['role-ephemeral-containers', { verbs: ['patch'], resources: ['pods/ephemeralcontainers'] }],
    ['role-change-pods', { verbs: ['update'], resources: ['pods'] }],
    ['role-port-forward', { verbs: ['create'], resources: ['pods/portforward'] }],
    ['role-nodes-proxy', { verbs: ['get'], resources: ['nodes/proxy'] }],
    ['role-nodes', { verbs: ['patch'], resources: ['nodes/status'] }],
    ['role-pod-status', { verbs: ['patch'], resources: ['pods/status'] }],
    ['role-service-status', { verbs: ['patch'], resources: ['services/status'] }],
    ['role-namespaces', { verbs: ['patch'], resources: ['namespaces'] }],
    ['role-service-account-token', { verbs: ['create'], resources: ['serviceaccounts/token'] }],
    ['role-persistent-volumes', { verbs: ['create'], resources: ['persistentvolumes'] }],
    ['role-webhooks', { verbs: ['patch'], resources: ['mutatingwebhookconfigurations'] }],
    ['role-webhooks', { verbs: ['create'], resources: ['validatingwebhookconfigurations'] }],
    ['role-admission', { verbs: ['delete'], resources: ['validatingwebhookconfigurations'] }],
    ['role-admission', { verbs: ['update'], resources: ['validatingadmissionpolicybindings'] }],
    ['role-api-services', { verbs: ['create'], resources: ['apiservices'] }],
    ['role-certificates', { verbs: ['update'], resources: ['certificatesigningrequests/approval'] }],
    ['role-bindings', { verbs: ['create'], resources: ['rolebindings'] }],
  ])('%s of %j', (id, rule) => {
    expect(warned(rule)).toEqual([
      expect.stringMatching(
        new RegExp(`^ClusterRole 'risky' allows to .* \\(at 'test/Risky'\\) \\[${id}\\]$`),
      ),
    ]);
  });

  test('names the right that is missing for the risk to be one', () => {
    expect(warned({ verbs: ['escalate'], resources: ['clusterroles'] })[0]).toContain(
      "that its holder does not have, together with 'update roles' where",
    );
  });

  test('are of every verb behind a wildcard on the resource that is named, too', () => {
    expect(warned({ verbs: ['*'], resources: ['secrets'] }).map((one) => /\[(.*)\]/.exec(one)?.[1])).toEqual([
      'role-wildcard',
      'role-create-secrets',
      'role-secrets',
    ]);
  });

  describe('of a cluster role', () => {
    const SECRETS: RbacRule = { verbs: ['get'], resources: ['secrets'] };
    const PODS_TOO: RbacRule = { verbs: ['create'], resources: ['pods'] };
    const bound = (rule: RbacRule, role: string, ...namespaces: (string | undefined)[]): string[] =>
      warnings((stack) => {
        const aggregateTo = role === 'risky' ? undefined : [RbacRole.clusterRole(role)];
        new RbacCustomRole(stack, 'Risky', { name: 'risky', rules: [rule], aggregateTo });
        namespaces.forEach(
          (namespace, i) =>
            new RbacBinding(stack, `Ops${i}`, {
              role: RbacRole.clusterRole(role === 'view' ? 'edit' : role),
              subjects: [OPS],
              ...(namespace !== undefined && { namespace }),
            }),
        );
      });

    test('are of the whole cluster when it is bound there', () => {
      expect(bound(SECRETS, 'risky', 'shop', undefined)).toEqual([
        "ClusterRole 'risky' allows to read the secrets of every namespace (at 'test/Risky') [role-secrets]",
      ]);
    });

    test('say nothing of every namespace when it is bound in two', () => {
      expect(bound(SECRETS, 'risky', 'shop', 'ops')).toEqual([]);
    });

    test('name the namespaces that it is bound in', () => {
      expect(bound(PODS_TOO, 'risky', 'shop', 'ops')).toEqual([
        "ClusterRole 'risky' allows to run pods, and with them to use every secret and service account of the namespace in namespaces 'ops', 'shop' (at 'test/Risky') [role-create-pods]",
      ]);
    });

    test('name a namespace that the stack creates', () => {
      const [warning] = warnings((stack) => {
        const { namespaceName } = new KubernetesNamespace(stack, 'Shop', { name: 'shop' });
        new RbacCustomRole(stack, 'Risky', { name: 'risky', rules: [PODS_TOO] });
        const role = RbacRole.clusterRole('risky');
        new RbacBinding(stack, 'Ops', { role, subjects: [OPS], namespace: namespaceName });
      });
      expect(warning).toContain("of the namespace in namespaces 'shop' (at");
    });

    test('count those of the role that takes its rules over', () => {
      expect(bound(SECRETS, 'view', undefined)).toEqual([
        "ClusterRole 'risky', which is part of 'view', allows to read the secrets of every namespace (at 'test/Risky') [role-secrets]",
      ]);
      expect(bound(SECRETS, 'view', 'shop')).toEqual([]);
    });
  });

  test.each<[RbacRule, string | undefined]>([
    [{ verbs: ['get'], resources: ['secrets'] }, 'shop'],
    [{ verbs: ['get'], resources: ['secrets'], resourceNames: ['tls'] }, undefined],
    [{ verbs: ['get', 'list', 'watch'], resources: ['pods', 'pods/log', 'deployments'] }, undefined],
  ])('none of %j in namespace %s', (rule, namespace) => {
    expect(warned(rule, namespace)).toEqual([]);
  });
});

test('what only Terraform knows is left to Terraform, and anything can be overridden', () => {
  const synthesized = synthConnected((stack) => {
    const value = new TerraformVariable(stack, 'Value', { type: 'string' }).stringValue;
    const role = new RbacCustomRole(stack, 'Reader', {
      name: value,
      rules: [{ verbs: [value], resources: [value], apiGroups: [value] }],
      labels: { team: value },
    });
    (role.node.defaultChild as ClusterRoleV1).lifecycle = { preventDestroy: true };
  });

  expect(only(synthesized, CLUSTER_ROLE)).toMatchObject({
    metadata: { name: '${var.Value}' },
    rule: [{ verbs: ['${var.Value}'], api_groups: ['${var.Value}'], resources: ['${var.Value}'] }],
    lifecycle: { prevent_destroy: true },
  });
});

describe('parts of a rule that grant nothing', () => {
  const warned = (rule: RbacRule, namespace?: string): string[] =>
    warnings(
      (stack) =>
        new RbacCustomRole(stack, 'Role', { name: 'r', rules: [rule], ...(namespace && { namespace }) }),
    ).filter((one) => one.includes('[rule-matches-nothing]'));

  test.each<[RbacRule, string]>([
    [
      { apiGroups: [''], resources: ['deployments', 'pods'], verbs: ['get'] },
      "'deployments' is not in API group '' but in 'apps'",
    ],
    [{ apiGroups: ['extensions'], resources: ['ingresses'], verbs: ['get'] }, "but in 'networking.k8s.io'"],
    [{ apiGroups: [''], resources: ['pod'], verbs: ['get'] }, "use the plural, 'pods'"],
    [{ apiGroups: ['apps/v1'], resources: ['statefulsets'], verbs: ['get'] }, "use 'apps'"],
    [{ apiGroups: [''], resources: ['pods/*'], verbs: ['get'] }, "'pods/*' matches nothing"],
    [
      { resources: ['secrets'], resourceNames: ['tls'], verbs: ['get', 'create'] },
      "verb 'create' with resourceNames",
    ],
    [{ apiGroups: ['batch'], resources: ['cronjob/status'], verbs: ['get'] }, "use the plural, 'cronjobs'"],
  ])('%j', (rule, message) => {
    expect(warned(rule)).toEqual([expect.stringContaining(message)]);
  });

  test('are cluster-scoped resources in a role of a namespace', () => {
    expect(warned({ resources: ['nodes'], verbs: ['get'] }, 'shop')).toEqual([
      expect.stringContaining("'nodes' is in no namespace"),
    ]);
    // A request for a namespace is one in it.
    expect(warned({ resources: ['namespaces'], verbs: ['get'] }, 'shop')).toEqual([]);
  });

  test.each<RbacRule>([
    { apiGroups: ['', 'apps'], resources: ['deployments', 'pods', 'pods/log'], verbs: ['get'] },
    { apiGroups: ['serving.knative.dev'], resources: ['services', 'revision'], verbs: ['get'] },
    { apiGroups: ['*'], resources: ['anything'], verbs: ['get'] },
    { apiGroups: ['apps'], resources: ['*', '*/scale'], verbs: ['get'] },
    { resources: ['pods/exec'], resourceNames: ['web'], verbs: ['create'] },
    { resources: ['secrets'], resourceNames: ['tls'], verbs: ['get', 'list', 'watch'] },
  ])('none of %j', (rule) => {
    expect(warned(rule)).toEqual([]);
  });
});

test('node.addDependency() makes the role wait', () => {
  const synthesized = synthConnected((stack) => {
    const first = new KubernetesNamespace(stack, 'First', { name: 'first' });
    const role = new RbacCustomRole(stack, 'Role', {
      name: 'r',
      rules: [{ verbs: ['get'], resources: ['pods'] }],
    });
    role.node.addDependency(first);
    const binding = new RbacBinding(stack, 'Ops', { role: RbacRole.VIEW, subjects: [OPS] });
    binding.node.addDependency(role, first);
  });

  expect(only(synthesized, 'kubernetes_cluster_role_v1').depends_on).toEqual([
    expect.stringMatching(/^kubernetes_namespace_v1\.First_/),
  ]);
  expect(only(synthesized, 'kubernetes_cluster_role_binding_v1').depends_on).toEqual([
    expect.stringMatching(/^kubernetes_cluster_role_v1\.Role_/),
    expect.stringMatching(/^kubernetes_namespace_v1\.First_/),
  ]);
});

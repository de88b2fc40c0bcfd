import { ClusterRoleV1 } from '@cdktf/provider-kubernetes/lib/cluster-role-v1';
import { Fn, TerraformStack, TerraformVariable, Testing, Token } from 'cdktf';
import {
  KubernetesNamespace,
  RbacBinding,
  RbacCustomRole,
  RbacCustomRoleProps,
  RbacRole,
  RbacRule,
} from '../../lib';
import { defaultObjects } from '../../access/rbac/default-roles';
import { AGGREGATED_ROLES, RBAC_OBJECTS } from '../../lib/shared/built-in-resources';
import { metadata } from './provider-generations';
import { connect, synthConnected } from './connected';
import { OPS } from './sample-binding';
import { CLUSTER_ROLE, PODS, synthRole } from './sample-custom-role';
import { only, Synthesized } from './synth';

const ROLE = 'kubernetes_role_v1';

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

describe('a name that every cluster has a cluster role of', () => {
  const named = (props: Partial<RbacCustomRoleProps>, isImported = false): Synthesized =>
    synthConnected((stack) => {
      const role = new RbacCustomRole(stack, 'View', { name: 'view', rules: [PODS], ...props });
      if (isImported) {
        role.importFrom();
      }
    });

  test('is refused, unless the role is taken over or in a namespace', () => {
    expect(() => named({})).toThrow(
      "name 'view' is a cluster role of every cluster: use another, bind RbacRole.clusterRole('view'), or call importFrom()",
    );
    expect(() => named({ name: 'system:discovery' })).toThrow('of every cluster');
    expect(() => named({ name: 'system:discovery' }, true)).not.toThrow();
    expect(() => named({ namespace: 'shop' })).not.toThrow();
    const leader = { name: 'system::leader-locking-kube-scheduler', namespace: 'kube-system' };
    expect(() => named(leader)).toThrow(
      "name 'system::leader-locking-kube-scheduler' is a role of namespace 'kube-system' of every cluster: use another, or call importFrom()",
    );
    expect(() => named(leader, true)).not.toThrow();
    expect(() => named({ ...leader, namespace: 'shop' })).not.toThrow();
  });

  test('gets no rules where the role that is taken over is made of others', () => {
    expect(() => named({}, true)).toThrow(
      "name 'view' is a cluster role that is made of others, which the API server gives no rules of its own: " +
        "put them into a role of another name with 'aggregateTo: [RbacRole.clusterRole('view')]'",
    );
    expect(() =>
      named(
        { rules: undefined, aggregateFrom: [{ 'rbac.authorization.k8s.io/aggregate-to-view': 'true' }] },
        true,
      ),
    ).not.toThrow();
  });

  test('is known of all that API servers make in each version', () => {
    for (const version of ['1.33', '1.34', '1.35', '1.36', '1.37']) {
      const { clusterRoles, clusterRoleBindings, roles, roleBindings } = defaultObjects(version);
      for (const [kind, ids] of Object.entries({
        ClusterRole: clusterRoles.map(({ metadata }) => metadata.name),
        ClusterRoleBinding: clusterRoleBindings.map(({ metadata }) => metadata.name),
        Role: roles.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`),
        RoleBinding: roleBindings.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`),
      })) {
        expect(ids).toEqual(expect.arrayContaining(RBAC_OBJECTS[kind]!.split(' ')));
      }
      expect(AGGREGATED_ROLES).toEqual(
        clusterRoles
          .filter((role) => role.aggregationRule)
          .map(({ metadata }) => metadata.name)
          .sort(),
      );
    }
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

test('a binding waits for its role, and its stack for the stack of one', () => {
  const app = Testing.app();
  const [roles, access] = ['roles', 'access'].map((name) => new TerraformStack(app, name)) as [
    TerraformStack,
    TerraformStack,
  ];
  [roles, access].forEach((stack) => connect(stack));
  const role = new RbacCustomRole(roles, 'Role', {
    name: 'r',
    rules: [{ verbs: ['get'], resources: ['pods'] }],
  });
  new RbacBinding(roles, 'Here', { role, subjects: [OPS] });
  new RbacBinding(access, 'There', { role, subjects: [OPS] });

  const waiting = (stack: TerraformStack): unknown =>
    only(JSON.parse(Testing.synth(stack)) as Synthesized, 'kubernetes_cluster_role_binding_v1').depends_on;
  expect(waiting(roles)).toEqual([expect.stringMatching(/^kubernetes_cluster_role_v1\.Role_/)]);
  expect(waiting(access)).toBeUndefined();
  expect(access.dependencies).toEqual([roles]);
  expect(roles.dependencies).toEqual([]);
});

test('resources that are a list known to Terraform alone need their API groups, and may be one with them', () => {
  const allowing = (rule: object): string =>
    synthConnected((stack) => {
      const variable = new TerraformVariable(stack, 'Resources', { type: 'list(string)' });
      new RbacCustomRole(stack, 'Role', {
        name: 'r',
        rules: [{ verbs: ['get'], resources: variable.listValue, ...rule }],
      });
    }).json;

  expect(() => allowing({})).toThrow("rules[0] needs 'apiGroups', because a resource is not known at synth");
  expect(allowing({ apiGroups: ['apps'] })).toContain('"resources": "${var.Resources}"');
});

test('URLs may be a list that only Terraform knows', () => {
  const nonResourceUrls = Token.asList(Fn.split(',', '/metrics,/healthz'));

  expect(rulesOf({ verbs: ['get'], nonResourceUrls })).toEqual([
    { verbs: ['get'], non_resource_urls: '${split(",", "/metrics,/healthz")}' },
  ]);
});

import { KubernetesNamespace, RbacBinding, RbacCustomRole, RbacRole, RbacRule } from '../../lib';
import { warnings } from './connected';
import { OPS } from './sample-binding';

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
    ['role-escalate', { verbs: ['bind'], resources: ['clusterroles'], resourceNames: ['cluster-admin'] }],
    [
      'role-impersonate',
      { verbs: ['impersonate'], resources: ['groups'], resourceNames: ['system:masters'] },
    ],
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

  test('knows that create is enough where an aggregated role is held', () => {
    expect(warned({ verbs: ['create', 'escalate'], resources: ['clusterroles'] })[0]).toMatch(
      /allows to make cluster roles with rights that its holder does not have, which get into every aggregated role/,
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
    [{ verbs: ['bind'], resources: ['clusterroles'], resourceNames: ['view'] }, undefined],
    [{ verbs: ['get', 'update'], resources: ['clusterroles'], resourceNames: ['cluster-admin'] }, undefined],
    [{ verbs: ['get', 'list', 'watch'], resources: ['pods', 'pods/log', 'deployments'] }, undefined],
  ])('none of %j in namespace %s', (rule, namespace) => {
    expect(warned(rule, namespace)).toEqual([]);
  });
});

test.each<[Record<string, string>, number]>([
  [{ 'kubernetes.io/bootstrapping': 'rbac-defaults' }, 1],
  [{ 'kubernetes.io/bootstrapping': 'rbac-defaults', team: 'shop' }, 0],
  [{ team: 'shop' }, 0],
])('rules of cluster-admin, taken over by the labels %j: %i warnings', (labels, count) => {
  const told = warnings(
    (stack) => new RbacCustomRole(stack, 'Role', { name: 'r', aggregateFrom: [labels] }),
  ).filter((one) => one.includes('[role-wildcard]'));

  expect(told).toEqual(
    Array(count).fill(expect.stringContaining('aggregateFrom[0] selects the labels of cluster-admin')),
  );
});

describe('a role that is added to another one', () => {
  const rules = [{ verbs: ['get'], resources: ['services'] }];
  const added = (target: string, aggregateFrom?: { [label: string]: string }): string[] =>
    warnings((stack) => {
      new RbacCustomRole(stack, 'More', { name: 'more', rules, aggregateTo: [RbacRole.clusterRole(target)] });
      new RbacCustomRole(stack, 'Own', {
        name: 'own',
        ...(aggregateFrom ? { aggregateFrom: [aggregateFrom] } : { rules }),
      });
    });

  test.each([
    ['vieww', "did you mean 'view'?"],
    [
      'cluster-admin',
      "only 'view', 'edit', 'admin' do, and roles of your own whose 'aggregateFrom' has the label",
    ],
    ['own', "'rbac.authorization.k8s.io/aggregate-to-own'"],
  ])('counts nowhere in %s', (target, fix) => {
    const [warning, ...others] = added(target);

    expect(others).toEqual([]);
    expect(warning).toContain(
      `ClusterRole 'more' is to be added to '${target}', which takes no rules over: `,
    );
    expect(warning).toContain(fix);
    expect(warning).toContain('[unknown-aggregation]');
  });

  test.each<[string, { [label: string]: string } | undefined]>([
    ['admin', undefined],
    ['role-of-a-chart', undefined],
    ['own', { 'rbac.authorization.k8s.io/aggregate-to-own': 'true' }],
    ['vieww', { 'rbac.authorization.k8s.io/aggregate-to-vieww': 'true' }],
  ])('counts in %s', (target, aggregateFrom) => {
    expect(added(target, aggregateFrom)).toEqual([]);
  });
});

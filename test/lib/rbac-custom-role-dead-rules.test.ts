import { RbacCustomRole, RbacRule } from '../../lib';
import { warnings } from './connected';

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

  test('are all told, each with its rule', () => {
    const rules = [
      { apiGroups: ['core'], resources: ['pods'], verbs: ['get'] },
      { resources: ['pods/logs'], verbs: ['read'] },
    ];
    expect(warnings((stack) => new RbacCustomRole(stack, 'Role', { name: 'r', rules }))).toContain(
      "rules[0] of ClusterRole 'r': apiGroup 'core' matches nothing, as the core group has no name: use ''; " +
        "rules[1] of ClusterRole 'r': resource 'pods/logs' matches nothing, as 'pods' have no 'logs': use 'pods/log'; " +
        "rules[1] of ClusterRole 'r': verb 'read' matches nothing, as it is no verb of Kubernetes: use 'get', 'list', 'watch' " +
        "(at 'test/Role') [rule-matches-nothing]",
    );
  });

  test('are cluster-scoped resources in a role of a namespace', () => {
    expect(warned({ resources: ['nodes'], verbs: ['get'] }, 'shop')).toEqual([
      expect.stringContaining("'nodes' is in no namespace"),
    ]);
    // A request for a namespace is one in it.
    expect(warned({ resources: ['namespaces'], verbs: ['get'] }, 'shop')).toEqual([]);
  });

  test('are other namespaces in a role of one', () => {
    const rule = { resources: ['namespaces'], resourceNames: ['shop', 'ops'], verbs: ['get'] };
    expect(warned(rule, 'shop')).toEqual([
      expect.stringContaining(
        "resourceName 'ops' matches nothing, as a role of namespace 'shop' is about that one alone: use 'shop'",
      ),
    ]);
    expect(warned(rule)).toEqual([]);
    expect(warned({ ...rule, resources: ['namespaces', 'pods'] }, 'shop')).toEqual([]);
  });

  test.each<[string[], number]>([
    [['get'], 1],
    [['escalate', 'update'], 1],
    [['bind'], 0],
    [['get', 'bind'], 0],
    [['*'], 0],
  ])('%j cluster roles is asked for in a namespace, where they are to be bound', (verbs, count) => {
    const own = warned({ resources: ['clusterroles'], resourceNames: ['view'], verbs }, 'shop');
    expect(own.filter((one) => one.includes('in no namespace'))).toHaveLength(count);
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

  test.each<RbacRule>([
    {
      apiGroups: ['certificates.k8s.io'],
      resources: ['signers'],
      resourceNames: ['example.com/x'],
      verbs: ['approve', 'sign', 'attest'],
    },
    {
      apiGroups: ['authentication.k8s.io'],
      resources: ['tokenreviews', 'selfsubjectreviews'],
      verbs: ['create'],
    },
    {
      apiGroups: ['authentication.k8s.io'],
      resources: ['uids', 'userextras/scopes'],
      verbs: ['impersonate'],
    },
    {
      apiGroups: ['authorization.k8s.io'],
      resources: ['subjectaccessreviews', 'selfsubjectaccessreviews', 'selfsubjectrulesreviews'],
      verbs: ['create'],
    },
    { apiGroups: [''], resources: ['users', 'groups', 'serviceaccounts'], verbs: ['impersonate'] },
    { apiGroups: ['scheduling.k8s.io'], resources: ['priorityclasses'], verbs: ['get'] },
    {
      apiGroups: [''],
      resources: ['proxy', 'stats', 'log', 'metrics', 'spec', 'healthz', 'configz'].map(
        (one) => `nodes/${one}`,
      ),
      verbs: ['get'],
    },
    {
      apiGroups: [''],
      resources: ['namespaces/finalize', 'serviceaccounts/token'],
      verbs: ['update', 'create'],
    },
  ])('none of what is no object, and rules name all the same: %j', (rule) => {
    expect(warned(rule).filter((one) => one.includes('matches-nothing'))).toEqual([]);
  });
});

import { told } from './dead-parts';

describe('verbs', () => {
  test.each([
    ['read', "'get', 'list', 'watch'"],
    ['gets', "'get'"],
    ['delte', "'delete'"],
    ['write', "'create', 'update', 'patch', 'delete'"],
    ['exec', "'create' on 'pods/exec'"],
    ['evict', "'create' on 'pods/eviction'"],
    ['connect', "'create' on what is connected to, such as 'pods/exec'"],
    ['getAll', "'get', 'list'"],
    ['listWatch', "'list', 'watch'"],
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
    ['update/patch', 'pods'],
    ['update/patch', 'widgets.example.com'],
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
    ['action/restart', 'widgets.example.com'],
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

  test.each([
    [['create'], 'secrets', true],
    [['create', 'update'], 'secrets', true],
    [['create', 'patch'], 'secrets', false],
    [['create', 'update'], 'rolebindings', false],
    [['create', 'update'], 'leases.coordination.k8s.io', false],
    [['deletecollection', 'patch'], 'secrets', true],
  ])('%j on named %s matches a request only where one has the name in it', (verbs, resource, isDead) => {
    const problem = `verbs[0]: verb '${verbs[0]}' with resourceNames matches nothing`;
    const problems = told({ resources: [resource], resourceNames: ['tls'], verbs });

    expect(problems.map((text) => text.startsWith(problem))).toEqual(isDead ? [true] : []);
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

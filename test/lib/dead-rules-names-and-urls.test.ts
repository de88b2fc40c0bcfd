import { urlMatches } from '../../access/rbac/authorizer';
import { RbacCustomRole } from '../../lib';
import { deadUrl } from '../../lib/private/dead-verbs';
import { synthConnected } from './connected';
import { told } from './dead-parts';

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
  ['users', '*', false],
  ['users', 'dev-*', false],
  ['groups', 'system:*', false],
  ['users', 'alice@contoso.com', true],
  ['groups', 'system:masters', true],
  ['userextras/scopes', '*', true],
])("'%s' of the name '%s' to impersonate", (resource, name, isThere) => {
  const rule = { resources: [resource], verbs: ['impersonate'], resourceNames: [name] };
  expect(told(rule)).toHaveLength(isThere ? 0 : 1);
});

test.each([
  ['kubernetes.io/kubelet-serving', true],
  ['kubernetes.io/*', true],
  ['kubernetes.io/kube-*', false],
  ['kubernetes.io', false],
  ['*', false],
])("signer '%s'", (name, isThere) => {
  const rule = { apiGroups: ['certificates.k8s.io'], resources: ['signers'], resourceNames: [name] };
  expect(told({ ...rule, verbs: ['approve'] })).toHaveLength(isThere ? 0 : 1);
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
  ['/metrics ', "use '/metrics'"],
  ['/metrics /healthz', "use '/metrics'"],
])("'%s' is the path of no request that is held against URLs", (url, fix) => {
  expect(told({ nonResourceUrls: [url] })).toEqual([expect.stringContaining(fix)]);
});

test.each(['/api/*', '/api/v1', '/apis/apps/v1/*', '/api/v1/query', '/apis/example.com/v1/x'])(
  "'%s' may be asked for",
  (url) => {
    expect(told({ nonResourceUrls: [url] })).toEqual([]);
  },
);

test('a long URL takes no long time', () => {
  const url = `/${'*'.repeat(400_000)}`;
  const since = performance.now();

  expect(deadUrl(`${url}x`)).toContain('matches nothing');
  expect(urlMatches(`${url}x*`, '/metrics')).toBe(false);
  expect(performance.now() - since).toBeLessThan(3000);
});

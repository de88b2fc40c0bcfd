import { check, CLUSTER } from './sample-check';

describe('what Kubernetes never asks for', () => {
  const of = (type: string, verbs: string, resources: string, more = '') =>
    check(
      `{ type: ${type}, groups: [shop-readers], verbs: [${verbs}], resources: [${resources}]${more} }`,
    )[0]!;

  test.each([
    ['get', 'pods/logs', "did you mean 'pods/log'?"],
    ['create', 'nodes, pods/exce', "'pods/exce' is nothing that Kubernetes asks for, and no role names it"],
    ['create', 'deployments/exec', "did you mean 'pods/exec'?"],
    ['get', 'secrets/status', "'secrets/status' is nothing that Kubernetes asks for, and no role names it"],
    ['bind', 'secrets', "'bind' is never asked for on 'secrets', and no role has it there"],
    ['create', 'pods/log', "'create' is never asked for on 'pods/log', and no role has it there"],
    ['get', 'users', "'get' is never asked for on 'users', and no role has it there"],
    ['list', 'tokenreviews', "'list' is never asked for on 'tokenreviews', and no role has it there"],
    ['get, escalate', 'nodes', "'escalate' is asked for on none of 'nodes', and no role has it there"],
  ])('%s on %s could never fail', (verbs, resources, message) => {
    const { outcome, because } = of('cannot', verbs, resources);

    expect(outcome).toBe('pointless');
    expect(because).toContain(message);
  });

  test('in a namespace there is nothing of what is in none', () => {
    const rule = ['cannot', 'delete', 'nodes', ', namespaces: [shop]'] as const;
    expect(of(...rule)).toMatchObject({
      outcome: 'pointless',
      because: "'nodes' is in no namespace: leave out 'namespaces'",
    });
    expect(of('cannot', 'delete', 'nodes').outcome).toBe('kept');
    expect(of('cannot', 'delete', 'namespaces', ', namespaces: [shop]').outcome).toBe('kept');
  });

  test('what is about a namespace, or is bound in one, is asked for there', () => {
    const base = CLUSTER.replace(
      'roles:',
      'roles:\n  - { name: binder, namespace: shop, rules: [{ verbs: [bind], resources: [clusterroles], resourceNames: [edit] }] }',
    );
    const more = '  - { role: binder, namespace: shop, users: [erin@contoso.com] }\n';
    const found = (rule: string) => check(rule, { base: base + more })[0]!;
    const bind = '{ type: cannot, users: [erin@contoso.com], verbs: [bind], resources: [clusterroles]';

    expect(found(`${bind} }`).findings[0]?.text).toBe(
      "erin@contoso.com can bind clusterroles in namespace 'shop'",
    );
    expect(found(`${bind}, namespaces: [shop] }`).outcome).toBe('broken');
    expect(found(`${bind}, namespaces: [payments] }`).outcome).toBe('kept');
    expect(of('cannot', 'get', 'namespaces', ', namespaces: [payments]').outcome).toBe('broken');
    expect(of('can', 'get', 'namespaces', ', namespaces: [payments]').outcome).toBe('kept');
    expect(of('can', 'list', 'namespaces', ', namespaces: [payments]').outcome).toBe('broken');
  });

  test('somebody without it is found before', () => {
    expect(of('can', 'get', 'pods/logs').outcome).toBe('broken');
    const base = `${CLUSTER}  - { clusterRole: cluster-admin, groups: [shop-readers] }\n`;
    const rule = '{ type: can, groups: [shop-readers], verbs: [get], resources: [pods/logs] }';
    expect(check(rule, { base })[0]!.outcome).toBe('pointless');
  });

  test.each([
    ['update', 'pods/finalizers'],
    ['get', 'nodes/metrics'],
    ['impersonate', 'users'],
    ['approve', 'signers.certificates.k8s.io'],
    ['get', 'certificates.cert-manager.io/anything'],
    ['update, create', 'nodes/status, pods/binding'],
    ["'impersonate:user-info'", 'users.authentication.k8s.io'],
    ["'impersonate-on:user-info:list'", 'pods'],
  ])('%s on %s is asked for', (verbs, resources) => {
    expect(of('cannot', verbs, resources).outcome).toBe('kept');
  });

  test('what a role names is left alone', () => {
    const base = CLUSTER.replace(
      'resources: [pods] }',
      'resources: [pods] }, { verbs: [bind], resources: [secrets] }',
    );
    const rule = '{ type: cannot, groups: [shop-readers], verbs: [bind], resources: [secrets] }';
    expect(check(rule, { base })[0]!.outcome).not.toBe('pointless');
  });
});

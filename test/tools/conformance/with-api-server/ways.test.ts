import { ApiServer } from '../../../../tools/conformance/api-server';
import { describeWithApiServer } from './describe-with-api-server';

const RBAC = 'rbac.authorization.k8s.io';
const ERIN = 'erin@contoso.com';
const EVERYTHING = { verbs: ['*'], apiGroups: ['*'], resources: ['*'] };

let server: ApiServer;

const role = (name: string, rules: readonly object[], labels = {}): object => ({
  apiVersion: `${RBAC}/v1`,
  kind: 'ClusterRole',
  metadata: { name, labels },
  rules,
});
const binding = (name: string, to: string): object => ({
  apiVersion: `${RBAC}/v1`,
  kind: 'ClusterRoleBinding',
  metadata: { name },
  roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: to },
  subjects: [{ apiGroup: RBAC, kind: 'User', name: ERIN }],
});
const SPEC = { containers: [{ name: 'main', image: 'main' }] };
const pod = (name: string): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'shop' },
  spec: SPEC,
});
const rule = (verbs: string[], resource: string, resourceNames?: string[], apiGroups = [RBAC]): object => ({
  verbs,
  apiGroups,
  resources: [resource],
  ...(resourceNames && { resourceNames }),
});

const APPLY = ['apply', '--server-side', '--force-conflicts', '-f', '-'];

/** Runs kubectl as erin, who has these rules; what is printed or, where it is refused, said. */
function tried(rules: readonly object[], args: readonly string[], input = ''): string {
  [role('erin', rules), binding('erin', 'erin')].forEach((one) => server.kubectl(APPLY, JSON.stringify(one)));
  const end = Date.now() + 5_000;
  for (;;) {
    try {
      return server.kubectl([...args, `--as=${ERIN}`], input);
    } catch (error) {
      // The authorizer learns of changes a moment later.
      if (Date.now() > end || !/cannot (create|delete|get|patch)/.test(String(error))) {
        return String(error);
      }
    }
  }
}

/** What it gives once the authorizer has learned of changes. */
async function eventually(ask: () => string): Promise<string> {
  for (const end = Date.now() + 5_000; ; await new Promise((resolve) => setTimeout(resolve, 100))) {
    try {
      return ask();
    } catch (error) {
      if (Date.now() > end) {
        throw error;
      }
    }
  }
}

const applied = (rules: readonly object[], object: object): string =>
  tried(rules, APPLY, JSON.stringify(object));

describeWithApiServer('what ways to the top are made of, on a real API server', () => {
  beforeAll(async () => {
    server = await ApiServer.start();
    server.kubectl(['create', 'namespace', 'shop']);
  });
  afterAll(() => server?.stop());

  test('server-side apply makes what may be created under one name', () => {
    const named = [rule(['create', 'patch'], 'pods', ['debug'], [''])];

    expect(applied(named, pod('debug'))).toContain('serverside-applied');
    expect(applied([rule(['patch'], 'pods', ['other'], [''])], pod('other'))).toContain('cannot create');
  });

  test('a binding of that kind is enough for whoever may bind', () => {
    const rules = [
      rule(['create', 'patch'], 'clusterrolebindings', ['mine']),
      rule(['bind'], 'clusterroles'),
    ];
    expect(applied(rules, binding('mine', 'cluster-admin'))).toContain('serverside-applied');
    server.kubectl(['delete', 'clusterrolebinding', 'mine']);
  });

  test('a role that may be escalated is emptied, bound and filled again', () => {
    server.kubectl(['create', '-f', '-'], JSON.stringify(role('theirs', [EVERYTHING])));
    const rules = [
      rule(['patch', 'escalate'], 'clusterroles', ['theirs']),
      rule(['create', 'patch'], 'clusterrolebindings'),
    ];

    expect(applied(rules, binding('own', 'theirs'))).toContain('not currently held');
    expect(applied(rules, role('theirs', []))).toContain('serverside-applied');
    expect(applied(rules, binding('own', 'theirs'))).toContain('serverside-applied');
    expect(applied(rules, role('theirs', [EVERYTHING]))).toContain('serverside-applied');
    expect(server.kubectl(['auth', 'can-i', '*', '*', `--as=${ERIN}`])).toContain('yes');
    server.kubectl(['delete', 'clusterrolebinding', 'own']);
  });

  test('a role that may be escalated gets the label of an aggregated one', () => {
    const label = { [`${RBAC}/aggregate-to-view`]: 'true' };

    expect(
      applied([rule(['patch', 'escalate'], 'clusterroles', ['theirs'])], role('theirs', [EVERYTHING], label)),
    ).toContain('serverside-applied');
  });

  test('a role made of others is made and bound before anything is in it', () => {
    const label = { 'contoso.com/add-to-mine': 'true' };
    const made = { ...role('made', []), aggregationRule: { clusterRoleSelectors: [{ matchLabels: label }] } };
    const rules = [rule(['create', 'escalate'], 'clusterroles'), rule(['create'], 'clusterrolebindings')];
    const create = (object: object): string => tried(rules, ['create', '-f', '-'], JSON.stringify(object));

    expect(create(made)).toContain('created');
    expect(create(binding('own', 'made'))).toContain('created');
    expect(create(role('part', [EVERYTHING], label))).toContain('created');
    server.kubectl(['delete', 'clusterrolebinding', 'own']);
  });

  test('a role is deleted and made again with every right, and its bindings count again', () => {
    [role('old', []), binding('old', 'old')].forEach((one) => server.kubectl(APPLY, JSON.stringify(one)));
    const rules = [rule(['create', 'delete', 'escalate'], 'clusterroles')];

    expect(tried(rules, ['delete', 'clusterrole', 'old'])).toContain('deleted');
    expect(tried(rules, ['create', '-f', '-'], JSON.stringify(role('old', [EVERYTHING])))).toContain(
      'created',
    );
    expect(server.kubectl(['auth', 'can-i', '*', '*', `--as=${ERIN}`])).toContain('yes');
    server.kubectl(['delete', 'clusterrolebinding', 'old']);
  });

  test('a binding is deleted and made again for another role', () => {
    server.kubectl(APPLY, JSON.stringify({ ...binding('taken', 'view'), subjects: [] }));
    const rules = [
      rule(['get', 'create', 'patch', 'delete'], 'clusterrolebindings', ['taken']),
      rule(['bind'], 'clusterroles', ['cluster-admin']),
    ];

    expect(applied(rules, binding('taken', 'cluster-admin'))).toContain('cannot change roleRef');
    expect(tried(rules, ['delete', 'clusterrolebinding', 'taken'])).toContain('deleted');
    expect(applied(rules, binding('taken', 'cluster-admin'))).toContain('serverside-applied');
    server.kubectl(['delete', 'clusterrolebinding', 'taken']);
  });

  test('a node has tokens of what runs on it', async () => {
    const token = { projected: { sources: [{ serviceAccountToken: { path: 'token' } }] } };
    const own = { ...pod('own'), spec: { ...SPEC, nodeName: 'node-1', serviceAccountName: 'robot' } };
    server.kubectl(['create', 'serviceaccount', 'robot', '-n', 'shop']);
    server.kubectl(APPLY, JSON.stringify({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'node-1' } }));
    server.kubectl(
      APPLY,
      // As every pod has it unless it says otherwise.
      JSON.stringify({ ...own, spec: { ...own.spec, volumes: [{ name: 'token', ...token }] } }),
    );
    const made = JSON.parse(server.kubectl(['get', 'pod', 'own', '-n', 'shop', '-o', 'json'])) as {
      metadata: { uid: string };
    };
    const create = [
      ...['create', 'token', 'robot', '-n', 'shop', '--bound-object-kind=Pod', '--bound-object-name=own'],
      ...[`--bound-object-uid=${made.metadata.uid}`, '--as-group=system:nodes'],
    ];

    expect(await eventually(() => server.kubectl([...create, '--as=system:node:node-1']))).toMatch(/^ey/);
    expect(() => server.kubectl([...create, '--as=system:node:node-2'])).toThrow('cannot create');
  });

  test('a subresource of a namespace takes its labels', () => {
    const level = 'pod-security.kubernetes.io/enforce';
    server.kubectl(['label', 'namespace', 'shop', `${level}=restricted`]);
    const patch = JSON.stringify({ metadata: { labels: { [level]: null } } });

    expect(
      tried(
        [rule(['get', 'patch'], 'namespaces/status', ['shop'], [''])],
        ['patch', 'namespace', 'shop', '--subresource=status', '--type=merge', '-p', patch],
      ),
    ).toContain('patched');
    expect(server.kubectl(['get', 'namespace', 'shop', '-o', 'json'])).not.toContain(level);
  });
});

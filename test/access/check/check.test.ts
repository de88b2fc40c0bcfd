import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkRules } from '../../../access/check/check';
import { RuleResult } from '../../../access/check/result';
import { synthesizedClusters } from '../../../access/configured/synthesized-app';
import { loadTenant } from '../../../access/directory/load-tenant';

const TENANT = loadTenant();
const TODAY = '2026-11-29';

/** One configuration for all rules that only read; the made-up company's people. */
const CLUSTER = `aad: { adminGroup: { displayName: platform, members: [3a7c0d2f-5e8b-4c90-b6d4-7f1e2a3b4c5d] } }
cluster: { name: shop, resourceGroupName: rg, location: eastus }
namespaces: [{ name: shop }, { name: payments }, { name: prod-eu }]
roles:
  - { name: everything, namespace: shop, rules: [{ verbs: ['*'], resources: [pods] }] }
  - { name: one-secret, namespace: payments, rules: [{ verbs: [get], resources: [secrets], resourceNames: [db] }] }
access:
  - { clusterRole: admin, namespace: shop, groups: [shop-developers] }
  - { clusterRole: edit, namespace: payments, groups: [shop-readers] }
  - { role: one-secret, namespace: payments, users: [erin@contoso.com] }
  - { clusterRole: view, namespace: prod-eu, groups: [on-call], serviceAccounts: [shop/ci] }
  - { clusterRole: view, users: [alice@contoso.com] }
`;

function check(rule: string, { base = CLUSTER, tenant = TENANT } = {}): RuleResult[] {
  const folder = mkdtempSync(join(tmpdir(), 'rules-'));
  try {
    const file = join(folder, 'aks.yaml');
    writeFileSync(file, `${base}rules:\n  r: ${rule}\n`);
    return checkRules(synthesizedClusters(file), { ...(tenant && { tenant }), today: TODAY });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const outcome = (rule: string, options = {}) => check(rule, options).map((result) => result.outcome)[0];
const texts = (rule: string, options = {}) =>
  check(rule, options).flatMap(({ findings }) => findings.map(({ text }) => text));
const chains = (rule: string, options = {}) =>
  check(rule, options).flatMap(({ findings }) => findings.map(({ chain }) => chain));

const request = (verb: string, resource: string, namespace: string) =>
  `verbs: [${verb}], resources: [${resource}], namespaces: [${namespace}]`;

describe('can', () => {
  test('is kept by a binding, by a group, and by a group of groups', () => {
    expect(outcome(`{ type: can, users: [alice@contoso.com], ${request('get', 'pods', '"*"')} }`)).toBe(
      'kept',
    );
    expect(outcome(`{ type: can, groups: [shop-developers], ${request('delete', 'pods', 'shop')} }`)).toBe(
      'kept',
    );
    expect(outcome(`{ type: can, users: [bob@contoso.com], ${request('delete', 'pods', 'payments')} }`)).toBe(
      'kept',
    );
    expect(outcome(`{ type: can, guests: [carol@fabrikam.com], ${request('delete', 'pods', 'shop')} }`)).toBe(
      'kept',
    );
    expect(outcome(`{ type: can, serviceAccounts: [shop/ci], ${request('list', 'pods', 'prod-eu')} }`)).toBe(
      'kept',
    );
  });

  test('is broken by what is missing, and says what there is in its place', () => {
    const rule = `{ type: can, users: [alice@contoso.com], ${request('delete', 'pods', 'shop')} }`;

    expect(texts(rule)).toEqual(["alice@contoso.com cannot delete pods in namespace 'shop'"]);
    expect(chains(rule)[0]!.join()).toContain('holds ClusterRole view by ClusterRoleBinding');
  });

  test('a right on one object is not a right on all', () => {
    expect(
      outcome(`{ type: can, users: [erin@contoso.com], ${request('get', 'secrets', 'payments')} }`),
    ).toBe(
      'kept', // shop-readers edits payments
    );
    const base = CLUSTER.replace(/.*shop-readers.*\n/, '');
    const rule = `users: [erin@contoso.com], ${request('get', 'secrets', 'payments')} }`;
    expect(outcome(`{ type: can, ${rule}`, { base })).toBe('broken');
    expect(outcome(`{ type: cannot, ${rule}`, { base })).toBe('broken');
  });

  test('somebody who is not in the directory is told, with who may be meant', () => {
    const rule = `{ type: can, users: [alcie@contoso.com], ${request('get', 'pods', 'shop')} }`;

    expect(check(rule)[0]).toMatchObject({ outcome: 'broken' });
    expect(chains(rule)[0]).toContain(
      "there is no user 'alcie@contoso.com' in the directory, did you mean 'alice@contoso.com'?",
    );
  });
});

describe('cannot', () => {
  const rule = `{ type: cannot, groups: [shop-developers], ${request('get', 'secrets', 'payments')} }`;

  test('is broken through a group of groups, with the way and the line', () => {
    const [result] = check(rule);

    expect(result).toMatchObject({
      outcome: 'broken',
      findings: [{ text: "bob@contoso.com can get secrets in namespace 'payments'", place: { line: 9 } }],
    });
    expect(result!.findings[0]!.chain[0]).toBe(
      'bob@contoso.com is in group shop-developers, which is in group shop-readers',
    );
    expect(result!.findings[0]!.chain[1]).toContain("in namespace 'payments' grants ClusterRole edit");
  });

  test('is kept elsewhere', () => {
    expect(outcome(rule.replace('payments', 'prod-eu'))).toBe('kept');
  });

  test('what the whole cluster gives, a namespace has', () => {
    expect(
      texts(`{ type: cannot, users: [alice@contoso.com], ${request('list', 'pods', 'payments')} }`),
    ).toEqual(['alice@contoso.com can list pods in the whole cluster']);
  });

  test.each([
    ['users: [alcie@contoso.com]', 'get', 'payments', "no user 'alcie@contoso.com'"],
    ['users: [alice@contoso.com]', 'delete', 'paymens', "did you mean 'payments'?"],
    ['users: [alice@contoso.com]', 'delete', '"test-*"', "no namespace fits 'test-*'"],
    ['users: [alice@contoso.com]', 'delte', 'payments', "did you mean 'delete'?"],
    ['serviceAccounts: [nowhere/ci]', 'get', 'payments', "no service account 'nowhere/ci'"],
  ])('with %s, %s in %s it could never fail', (people, verb, namespace, message) => {
    const [result] = check(
      `{ type: cannot, ${people}, ${request(verb, 'nodes.metrics.k8s.io', namespace)} }`,
    );

    expect(result!.outcome).toBe('pointless');
    expect(result!.because).toContain(message);
  });
});

describe('groups of Kubernetes itself', () => {
  const base = (group: string) => `${CLUSTER}  - { clusterRole: edit, unsafeSystemGroups: [${group}] }\n`;
  const of = (people: string) => `{ type: cannot, ${people}, verbs: [delete], resources: [pods] }`;
  const ACCOUNT = 'serviceAccounts: [elsewhere/ci]';

  test.each(['system:serviceaccounts', 'system:serviceaccounts:elsewhere', 'system:authenticated'])(
    '%s has service accounts of namespaces that nothing else is about',
    (group) => {
      for (const tenant of [TENANT, null]) {
        expect(texts(of(ACCOUNT), { base: base(group), tenant })).toEqual([
          'service account elsewhere/ci can delete pods in the whole cluster',
        ]);
      }
    },
  );

  test.each(['system:serviceaccounts:other', 'system:nodes'])('%s has them not', (group) => {
    for (const tenant of [TENANT, null]) {
      expect(outcome(of(ACCOUNT), { base: base(group), tenant })).toBe('pointless');
    }
  });

  test('everybody signs in, whether the directory is known or not', () => {
    expect(
      texts(of('users: [nina@contoso.com]'), { base: base('system:authenticated'), tenant: null }),
    ).toEqual(['nina@contoso.com can delete pods in the whole cluster']);
  });
});

test('people whose names differ in case are two to Kubernetes', () => {
  const base = `${CLUSTER}directory: { lookUpUsers: false }
`.replace(
    'access:',
    `access:
  - { clusterRole: edit, users: [Zoe@contoso.com] }
  - { clusterRole: view, users: [zoe@contoso.com, Max@contoso.com] }`,
  );
  const deletes = (name: string) =>
    texts(`{ type: cannot, users: [${name}], verbs: [delete], resources: [pods] }`, { base, tenant: null });

  expect(deletes('zoe@contoso.com')).toEqual([]);
  expect(deletes('Zoe@contoso.com')).toHaveLength(1);
  expect(
    texts('{ type: cannot, users: [max@contoso.com], verbs: [get], resources: [pods] }', {
      base,
      tenant: null,
    }),
  ).toHaveLength(1);
});

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

describe('without a directory', () => {
  const told = (rule: string) => outcome(rule, { tenant: null });

  test('what hangs on who is in a group is unknown', () => {
    expect(told(`{ type: can, users: [bob@contoso.com], ${request('delete', 'pods', 'shop')} }`)).toBe(
      'unknown',
    );
    expect(told(`{ type: cannot, users: [erin@contoso.com], ${request('list', 'pods', 'payments')} }`)).toBe(
      'unknown',
    );
    expect(told(`{ type: cannot, groups: [shop-developers], ${request('list', 'pods', 'payments')} }`)).toBe(
      'unknown',
    );
  });

  test('and the rest is not', () => {
    expect(told(`{ type: can, groups: [shop-developers], ${request('delete', 'pods', 'shop')} }`)).toBe(
      'kept',
    );
    expect(told(`{ type: cannot, groups: [shop-developers], ${request('list', 'pods', 'shop')} }`)).toBe(
      'broken',
    );
    expect(told(`{ type: cannot, users: [zed@contoso.com], ${request('get', 'nodes', 'shop')} }`)).toBe(
      'pointless',
    );
  });
});

describe('onlyClusterAdmins', () => {
  const OPS = CLUSTER.replace(
    'access:\n',
    'access:\n  - { clusterRole: edit, namespace: kube-system, users: [erin@contoso.com] }\n',
  );

  test('is kept by the group and whoever is in it', () => {
    expect(outcome('{ type: onlyClusterAdmins, groups: [platform] }')).toBe('kept');
  });

  test('is broken by who is one, and by who can become one', () => {
    expect(texts('{ type: onlyClusterAdmins, users: [bob@contoso.com] }')).toEqual([
      'group platform is cluster administrator',
    ]);
    const [result] = check('{ type: onlyClusterAdmins, groups: [platform] }', { base: OPS });
    expect(result!.findings[0]).toMatchObject({
      text: 'erin@contoso.com can become cluster administrator',
      place: { line: 8 },
    });
    expect(result!.findings[0]!.chain.join()).toContain('→ is cluster administrator');
  });
});

describe('maxClusterAdmins', () => {
  const admins = (...users: string[]) =>
    `${CLUSTER}  - { clusterRole: cluster-admin, users: [${users.join()}] }\n`;

  test('counts people, each once', () => {
    const base = admins('alice@contoso.com', 'bob@contoso.com');

    expect(outcome('{ type: maxClusterAdmins, max: 2 }', { base })).toBe('kept');
    expect(check('{ type: maxClusterAdmins, max: 1 }', { base })[0]).toMatchObject({
      outcome: 'broken',
      because: '2 people, and 1 may be',
    });
  });

  test('somebody who is exempt is not counted, until the day has passed', () => {
    const rule = (until: string) =>
      `{ type: maxClusterAdmins, max: 1, exemptions: [{ users: [bob@contoso.com], reason: move, owner: o, until: ${until} }] }`;
    const base = admins('alice@contoso.com', 'bob@contoso.com');

    expect(outcome(rule(TODAY), { base })).toBe('kept');
    expect(outcome(rule('2026-11-28'), { base })).toBe('broken');
  });

  test('without a directory a group may be any number of people', () => {
    const base = `${CLUSTER}  - { clusterRole: cluster-admin, groups: [on-call] }\n`;

    expect(outcome('{ type: maxClusterAdmins, max: 2 }', { base, tenant: null })).toBe('unknown');
  });
});

test('grantsToGroups: service accounts are let pass, people are not', () => {
  expect(outcome("{ type: grantsToGroups, namespaces: ['prod-*'] }")).toBe('kept');
  expect(texts('{ type: grantsToGroups, namespaces: [payments] }').join()).toContain(
    'is for User erin@contoso.com, not for a group',
  );
});

test('namespaceAdmins: edit is not enough', () => {
  expect(outcome('{ type: namespaceAdmins, namespaces: [shop] }')).toBe('kept');
  expect(texts('{ type: namespaceAdmins }')).toEqual([
    "nobody holds admin in namespace 'payments' by a binding there",
    "nobody holds admin in namespace 'prod-eu' by a binding there",
  ]);
});

test('noWildcardVerbs: with the line of the verb', () => {
  expect(outcome('{ type: noWildcardVerbs, namespaces: [payments] }')).toBe('kept');
  expect(check('{ type: noWildcardVerbs }')[0]!.findings).toMatchObject([
    { text: "Role 'everything' in namespace 'shop' allows every verb", place: { line: 5, column: 60 } },
  ]);
  const base = CLUSTER.replace(
    'roles:',
    `roles:
  - { name: made-of-all, aggregateFrom: [{ kubernetes.io/bootstrapping: rbac-defaults }] }
  - { name: made-of-none, aggregateFrom: [{ own: label }] }`,
  );
  expect(texts('{ type: noWildcardVerbs }', { base })).toEqual([
    "ClusterRole 'made-of-all' allows every verb",
    "Role 'everything' in namespace 'shop' allows every verb",
  ]);
});

describe('exemptions', () => {
  const rule = (exemption: string) =>
    `{ type: cannot, groups: [shop-developers], ${request('get', 'secrets', 'payments')}, exemptions: [{ ${exemption}, reason: move, owner: alice }] }`;

  test('every key has to fit', () => {
    expect(outcome(rule('groups: [shop-developers], namespaces: ["pay*"], until: 2027-01-01'))).toBe('kept');
    expect(outcome(rule('groups: [shop-developers], namespaces: [shop], until: 2027-01-01'))).toBe('broken');
  });

  test('past its day the rule fails and says so; before, it is told who ends it', () => {
    expect(chains(rule('roles: [edit], until: 2026-11-28'))[0]).toContain(
      'its exemption ended on 2026-11-28 (move; ask alice)',
    );
    expect(check(rule('roles: [edit], until: 2026-11-29'))[0]!.exempt).toMatchObject([
      { reason: 'move', owner: 'alice', until: '2026-11-29' },
    ]);
  });

  test('one that nothing needs is noted with its line', () => {
    expect(check(rule('users: [alice@contoso.com], until: 2027-01-01'))[0]!.notes).toEqual([
      expect.stringMatching(/aks\.yaml:14:\d+ rules\.r\.exemptions\[0\]: nothing needs this exemption/),
    ]);
  });
});

describe('of several clusters', () => {
  const FLEET = `aad: { azureRbac: true }
cluster: { resourceGroupName: '{key}', location: eastus }
clusters:
  - { name: weu, namespaces: [{ name: shop }], access: [{ clusterRole: edit, namespace: shop, groups: [on-call] }] }
  - { name: neu }
`;
  const told = (rule: string) =>
    check(rule, { base: FLEET }).map((result) => `${result.cluster} ${result.outcome}`);

  test('each is told by itself, and one need not have what another has', () => {
    expect(told(`{ type: cannot, groups: [on-call], ${request('get', 'pods', 'shop')} }`)).toEqual([
      'weu broken',
    ]);
    expect(told('{ type: grantsToGroups }')).toEqual(['weu kept', 'neu kept']);
    expect(told('{ type: grantsToGroups, clusters: [neu] }')).toEqual(['neu kept']);
  });

  test('a cluster that is not there, and what none of them has, could never fail', () => {
    expect(told('{ type: grantsToGroups, clusters: [nue] }')).toEqual(['nue pointless']);
    expect(told(`{ type: cannot, groups: [on-call], ${request('get', 'pods', 'nix')} }`)).toEqual([
      'weu pointless',
    ]);
  });
});

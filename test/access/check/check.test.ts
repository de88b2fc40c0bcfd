import { chains, check, CLUSTER, outcome, request, TENANT, texts } from './sample-check';

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

  test('is broken by what server-side apply makes under one name', () => {
    const base = (verbs: string): string =>
      CLUSTER.replace(
        'verbs: [get], resources: [secrets]',
        `verbs: [${verbs}], resources: [secrets]`,
      ).replace('users: [erin@contoso.com]', 'serviceAccounts: [payments/robot]');
    const noSecrets = `{ type: cannot, serviceAccounts: [payments/robot], ${request('create', 'secrets', 'payments')} }`;

    expect(outcome(noSecrets, { base: base('create, patch') })).toBe('broken');
    expect(outcome(noSecrets, { base: base('create') })).toBe('kept');
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
  const OBJECT_ID = '00000000-0000-4000-8000-000000000001';

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

  test('whoever is put into a group that nobody is in signs in, too', () => {
    const tenant = {
      ...TENANT,
      groups: [...TENANT.groups, { displayName: 'empty', objectId: OBJECT_ID, members: [], owners: [] }],
    };
    const options = { base: base('system:authenticated'), tenant };
    expect(texts(of('groups: [empty]'), options)).toEqual([
      'group empty can delete pods in the whole cluster',
    ]);
    expect(outcome(of('groups: [empty]').replace('cannot', 'can'), options)).toBe('kept');
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

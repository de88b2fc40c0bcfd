import { check, CLUSTER, outcome, texts, TODAY } from './sample-check';

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

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { usedText } from '../../../cli/access/used';
import { accessOf, LITERAL } from '../configurations';

const CONFIGURATION = `${LITERAL}roles:
  - { name: users, rules: [{ verbs: [impersonate], resources: [users] }] }
  - { name: groups, rules: [{ verbs: [impersonate], resources: [groups], resourceNames: [devs, ops] }] }
  - { name: as-user, rules: [{ verbs: ['impersonate:user-info'], apiGroups: [authentication.k8s.io], resources: [users] }] }
  - { name: extras, rules: [{ verbs: [impersonate], apiGroups: [authentication.k8s.io], resources: [userextras/scopes, uids] }] }
  - { name: as-node, rules: [{ verbs: ['impersonate:associated-node'], apiGroups: [authentication.k8s.io], resources: [nodes], resourceNames: ['*'] }] }
  - { name: on-others, rules: [{ verbs: ['impersonate-on:user-info:list'], apiGroups: [''], resources: [secrets] }] }
  - { name: settings, namespace: shop, rules: [{ verbs: [create, patch, get], resources: [configmaps], resourceNames: [a, b] }] }
access:
  - { name: users, clusterRole: users, users: [bob@contoso.com] }
  - { name: groups, clusterRole: groups, users: [bob@contoso.com] }
  - { name: extras, clusterRole: extras, users: [bob@contoso.com] }
  - { name: as-user, clusterRole: as-user, users: [alice@contoso.com] }
  - { name: as-node, clusterRole: as-node, users: [alice@contoso.com] }
  - { name: on-others, clusterRole: on-others, users: [alice@contoso.com] }
  - { name: settings, namespace: shop, role: settings, users: [alice@contoso.com] }
`;

/** As an API server of version 1.36 writes it. */
const event = (user: string, details: object): string =>
  JSON.stringify({
    kind: 'Event',
    stage: 'ResponseComplete',
    verb: 'list',
    requestURI: '/api/v1/secrets',
    user: { username: user, groups: ['system:authenticated'] },
    objectRef: { resource: 'secrets', apiVersion: 'v1' },
    responseStatus: { code: 200 },
    requestReceivedTimestamp: '2026-11-27T10:00:00Z',
    annotations: {
      'authorization.k8s.io/decision': 'allow',
      'authorization.k8s.io/reason': 'RBAC: allowed by ClusterRoleBinding "cluster-admin"',
    },
    ...details,
  });

async function used(...events: string[]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'used-'));
  const file = join(folder, 'audit.json');
  try {
    writeFileSync(file, events.join('\n'));
    return await usedText(accessOf(CONFIGURATION), [file]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('whoever acts as a member of a group uses what allows the user, and what allows the group', async () => {
  const text = await used(
    event('bob@contoso.com', {
      impersonatedUser: { username: 'root@contoso.com', groups: ['devs', 'system:authenticated'] },
    }),
  );

  expect(text).toContain(
    '| ClusterRoleBinding users | ClusterRole users | bob@contoso.com: 1 | impersonate users |',
  );
  expect(text).toContain(
    '| ClusterRoleBinding groups | ClusterRole groups | bob@contoso.com: 1 | impersonate groups |',
  );
  expect(text).toMatch(/resourceNames:\n +- devs\n(?! +- )/);
});

test('extra fields and the UID are of another API group than the user, whichever way somebody acts as them', async () => {
  const text = await used(
    event('bob@contoso.com', {
      impersonatedUser: { username: 'root@contoso.com', uid: '7', extra: { scopes: ['view'] } },
    }),
  );

  expect(text).toContain(
    '| ClusterRoleBinding extras | ClusterRole extras | bob@contoso.com: 2 | impersonate uids.authentication.k8s.io; impersonate userextras.authentication.k8s.io/scopes |',
  );
});

test('whoever acts as the node that it is on uses the right to act as any such', async () => {
  const text = await used(
    event('alice@contoso.com', {
      impersonatedUser: { username: 'system:node:aks-1', groups: ['system:nodes', 'system:authenticated'] },
      authenticationMetadata: { impersonationConstraint: 'impersonate:associated-node' },
    }),
  );

  expect(text).toContain('| ClusterRoleBinding as-node | ClusterRole as-node | alice@contoso.com: 1 |');
});

test('constrained impersonation uses what allows to act as the other, and what it allows on others', async () => {
  const text = await used(
    event('alice@contoso.com', {
      impersonatedUser: { username: 'root@contoso.com', groups: ['system:authenticated'] },
      authenticationMetadata: { impersonationConstraint: 'impersonate:user-info' },
    }),
  );

  expect(text).toContain(
    '| ClusterRoleBinding as-user | ClusterRole as-user | alice@contoso.com: 1 | impersonate:user-info users.authentication.k8s.io |',
  );
  expect(text).toContain(
    '| ClusterRoleBinding on-others | ClusterRole on-others | alice@contoso.com: 1 | impersonate-on:user-info:list secrets |',
  );
  expect(text).not.toMatch(/- ClusterRoleBinding (as-user|on-others) \(/);
});

test('a smaller role can still make what server-side apply has made', async () => {
  const apply = (code: number): string =>
    event('alice@contoso.com', {
      verb: 'patch',
      objectRef: { resource: 'configmaps', namespace: 'shop', name: 'a', apiVersion: 'v1' },
      responseStatus: { code },
      annotations: {
        'authorization.k8s.io/decision': 'allow',
        'authorization.k8s.io/reason':
          'RBAC: allowed by RoleBinding "settings/shop" of Role "settings" to User "alice@contoso.com"',
      },
    });

  expect(await used(apply(201))).toMatch(
    /name: settings-as-used\n[^]*verbs:\n +- create\n +- patch\n +resources/,
  );
  expect(await used(apply(200))).toMatch(/name: settings-as-used\n[^]*verbs:\n +- patch\n +resources/);
});

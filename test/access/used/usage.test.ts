import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { usedText } from '../../../cli/access/used';
import { accessOf, LITERAL } from '../configurations';

const GROUP = '5f1c0b7a-6a0e-4c0d-9f3b-0c8a2d4e6f10';
const OID = 'a1b2c3d4-52c5-4d6c-9d0e-1f0e8f3a7b01';
const CAROL = 'c3d4e5f6-1a9b-4e37-97dd-3bc76d0f9c03';
const CONFIGURATION = `${LITERAL}access:
  - { name: developers, namespace: shop, clusterRole: edit, groups: [${GROUP}] }
  - { name: guests, clusterRole: view, guests: [${CAROL}] }
  - { name: gone, clusterRole: admin, users: [bob@contoso.com] }
`;

const folder = mkdtempSync(join(tmpdir(), 'used-'));
afterAll(() => rmSync(folder, { recursive: true }));

const event = (details: object = {}): object => ({
  kind: 'Event',
  stage: 'ResponseComplete',
  verb: 'list',
  requestURI: '/api/v1/namespaces/shop/pods',
  user: { username: 'alice@contoso.com', groups: [GROUP, 'system:authenticated'], extra: { oid: [OID] } },
  objectRef: { resource: 'pods', namespace: 'shop', apiVersion: 'v1' },
  responseStatus: { code: 200 },
  requestReceivedTimestamp: '2026-11-27T10:00:00Z',
  annotations: {
    'authorization.k8s.io/decision': 'allow',
    'authorization.k8s.io/reason': `RBAC: allowed by RoleBinding "developers/shop" of ClusterRole "edit" to Group "${GROUP}"`,
  },
  ...details,
});

async function used(content: string | Buffer, name = 'audit.json'): Promise<string> {
  const file = join(folder, name);
  writeFileSync(file, content);
  return (await usedText(accessOf(CONFIGURATION), [file])).replaceAll(folder, '');
}

const lines = (...values: unknown[]): string => values.map((value) => JSON.stringify(value)).join('\n');
const record = (value: object): object => ({
  category: 'kube-audit',
  properties: { log: JSON.stringify(value) },
});

describe('events', () => {
  test.each<[string, string | Buffer]>([
    ['plain', lines(event())],
    ['with gzip', gzipSync(lines(event()))],
    ['of a storage account', lines(record(event()))],
    ['in records', lines({ records: [record(event())] })],
    ['in records, written for people', JSON.stringify({ records: [record(event())] }, null, 2)],
    ['of Log Analytics', lines({ Category: 'kube-audit', log_s: JSON.stringify(event()) })],
    [
      'of the table AKSAudit',
      lines(
        (({ verb, user, objectRef, annotations, stage }: Record<string, unknown>) => ({
          Verb: verb,
          User: JSON.stringify(user),
          ObjectRef: objectRef,
          Annotations: JSON.stringify(annotations),
          Stage: stage,
          TimeGenerated: '2026-11-27T10:00:00Z',
        }))(event() as Record<string, unknown>),
      ),
    ],
    ['with a byte order mark', `\ufeff${lines(record(event()))}`],
    ['of PowerShell, in UTF-16', Buffer.from(`\ufeff${lines(record(event()))}\r\n`, 'utf16le')],
    ['as a list', JSON.stringify({ kind: 'EventList', items: [event()] })],
  ])('%s are told alike', async (_form, content) => {
    const text = await used(content);

    expect(text).toContain(
      ': 1 request from 2026-11-27T10:00:00Z to 2026-11-27T10:00:00Z, 1 allowed and 0 refused.\n',
    );
    expect(text).toContain(
      `| RoleBinding shop/developers | ClusterRole edit | alice@contoso.com (${OID}): 1 | list pods |`,
    );
  });

  test('of other stages count once, and what is no event is told', async () => {
    const text = await used(
      `${lines(event({ stage: 'RequestReceived' }), event({ stage: 'ResponseStarted' }), event(), { category: 'guard' })}\nno json\n`,
    );

    expect(text).toContain(': 1 request ');
    expect(text).toContain(' 2 entries are not events of the API server.');
  });
});

test('many events that are written for people are read in seconds', async () => {
  const records = Array.from({ length: 10_000 }, () => record(event()));
  const since = performance.now();

  expect(await used(JSON.stringify({ records }, null, 2))).toContain(': 10000 requests from ');
  expect(performance.now() - since).toBeLessThan(10_000);
});

test('an event that was cut off takes no other along', async () => {
  const whole = lines(event());

  expect(await used(`${whole.slice(0, 40)}\n${whole}\n${whole}\n`)).toContain(
    ': 2 requests from 2026-11-27T10:00:00Z to 2026-11-27T10:00:00Z, 2 allowed and 0 refused. 1 entry is not an event',
  );
});

test('what was refused uses nothing', async () => {
  const text = await used(
    lines(
      event({ annotations: { 'authorization.k8s.io/decision': 'forbid' }, responseStatus: { code: 403 } }),
    ),
  );

  expect(text).toContain('0 allowed and 1 refused');
  expect(text).toContain('## Never used (3)');
});

test('without a reason, the grants that allow a request were used: by name or by object ID', async () => {
  const text = await used(
    lines(
      event({
        annotations: {},
        user: { username: 'carol@fabrikam.com', groups: ['system:authenticated'], extra: { oid: [CAROL] } },
      }),
    ),
  );

  expect(text).toContain(
    `| ClusterRoleBinding guests | ClusterRole view | carol@fabrikam.com (${CAROL}): 1 | list pods |`,
  );
});

test('a grant beside the one that was the reason was not needed', async () => {
  const bob = { username: 'bob@contoso.com', groups: [GROUP] };

  expect(await used(lines(event({ user: bob })))).toContain(
    '- ClusterRoleBinding gone (ClusterRole admin, User bob@contoso.com): another grant was the reason for the 1 requests that it allows, too',
  );
});

test('what was used and is not declared is told', async () => {
  const reason =
    'RBAC: allowed by ClusterRoleBinding "night" of ClusterRole "cluster-admin" to User "eve@contoso.com"';
  const eve = event({
    user: { username: 'eve@contoso.com' },
    annotations: { 'authorization.k8s.io/decision': 'allow', 'authorization.k8s.io/reason': reason },
  });

  expect(await used(lines(eve, eve))).toContain('| ClusterRoleBinding night | eve@contoso.com: 2 |');
});

test('a binding is not one of every cluster because of whom it is for, or of what role', async () => {
  const because = (reason: string): object =>
    event({
      user: { username: 'eve@contoso.com' },
      annotations: {
        'authorization.k8s.io/decision': 'allow',
        'authorization.k8s.io/reason': `RBAC: allowed by ClusterRoleBinding ${reason}`,
      },
    });
  const text = await used(
    lines(
      because('"everybody" of ClusterRole "cluster-admin" to Group "system:authenticated"'),
      because('"nodes" of ClusterRole "system:node" to User "eve@contoso.com"'),
      because('"cluster-admin" of ClusterRole "cluster-admin" to User "eve@contoso.com"'),
      because('"cluster-admin" of ClusterRole "cluster-admin" to Group "system:masters"'),
      because('"system:discovery" of ClusterRole "system:discovery" to Group "system:authenticated"'),
      because(
        '"system:controller:job-controller" of ClusterRole "system:controller:job-controller" to ServiceAccount "job-controller/kube-system"',
      ),
    ),
  );

  expect(text).toContain('## Used, and not declared (3)');
  for (const name of ['everybody', 'nodes', 'cluster-admin']) {
    expect(text).toContain(`| ClusterRoleBinding ${name} | eve@contoso.com: `);
  }
});

test('an event of an odd shape is none, and takes no other along', async () => {
  const odd = [{ username: 5 }, null, { username: 'eve@contoso.com', groups: 'everybody' }];

  expect(await used(lines(...odd.map((user) => event({ user })), event()))).toContain(
    ': 1 request from 2026-11-27T10:00:00Z to 2026-11-27T10:00:00Z, 1 allowed and 0 refused. 3 entries are not events',
  );
});

test('the smaller role is what was used, and can be pasted', async () => {
  const text = await used(
    lines(
      event(),
      event({
        verb: 'get',
        objectRef: { resource: 'pods', subresource: 'log', namespace: 'shop', name: 'a' },
      }),
      event({
        verb: 'patch',
        objectRef: { resource: 'deployments', apiGroup: 'apps', namespace: 'shop', name: 'w' },
      }),
    ),
  );
  const yaml = /```yaml\n([^]*?)```/.exec(text)![1]!;
  const { objects } = accessOf(
    `${LITERAL}${yaml}access: [{ namespace: shop, role: edit-as-used, users: [a@b.com] }]\n`,
  );

  expect(text).toContain('- RoleBinding shop/developers: role edit-as-used in place of ClusterRole edit');
  expect(objects.roles.map(({ rules }) => rules)).toEqual([
    [
      { verbs: ['list'], apiGroups: [''], resources: ['pods'] },
      { verbs: ['get'], apiGroups: [''], resources: ['pods/log'] },
      { verbs: ['patch'], apiGroups: ['apps'], resources: ['deployments'] },
    ],
  ]);
});

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { HEAD, LITERAL } from '../../access/configurations';
import { CommandRun, runInProcess } from '../in-process';

const TENANT = resolve('rehearsal/tenant.yaml');

/** A repository of its own, with a configuration in it. */
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'access-cli-'));
  write('aks.yaml', `${LITERAL}access: [{ name: readers, clusterRole: view, users: [bob@contoso.com] }]\n`);
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function write(name: string, content: string): void {
  writeFileSync(join(folder, name), content);
}

const run = (...args: string[]): Promise<CommandRun> =>
  runInProcess(args, {
    cwd: folder,
    env: {
      AKS_CONFIG: '',
      AKS_DOCTOR_GRAPH_ENDPOINT: 'http://127.0.0.1:9',
      AKS_DOCTOR_GRAPH_TOKEN: 't',
    },
  });

const access = (...args: string[]) => run('access', ...args);
const manifests = (...args: string[]) => run('manifests', ...args);
const doctor = (...args: string[]) => run('doctor', ...args);

function git(...args: string[]): void {
  const { status, stderr } = spawnSync(
    'git',
    ['-c', 'user.name=Test', '-c', 'user.email=test@contoso.com', '-c', 'commit.gpgsign=false', ...args],
    { cwd: folder, encoding: 'utf8' },
  );
  if (status !== 0) {
    throw new Error(stderr);
  }
}

describe('of several clusters', () => {
  const fleet = (...clusters: string[]): string =>
    `aad: { azureRbac: true }
cluster: { resourceGroupName: "{key}", location: eastus }
access: [{ clusterRole: view, users: [bob@contoso.com] }]
clusters:
${clusters.map((cluster) => `  - ${cluster}\n`).join('')}`;
  const WEU = '{ name: weu, access: [{ clusterRole: edit, users: [alice@contoso.com] }] }';

  beforeEach(() => write('aks.yaml', fleet(WEU, '{ name: neu }')));

  test('each gets a report of its own, and one is printed', async () => {
    expect((await access()).status).toBe(0);
    expect(readdirSync(join(folder, 'access-report')).sort()).toEqual(['neu', 'weu']);

    expect((await access('--cluster', 'weu', '--format', 'markdown')).stdout).toContain('alice@contoso.com');
    expect((await access('--cluster', 'neu', '--format', 'markdown')).stdout).not.toContain(
      'alice@contoso.com',
    );
  });

  test('each is compared with the one of the same key, and with nobody when it is new', async () => {
    write('old.yaml', fleet('{ name: weu }', '{ name: gone }'));
    const { stdout } = await access('--against', 'old.yaml');

    expect(stdout).toMatch(/## Cluster weu\n\nCompared[^#]+alice@contoso\.com gains/);
    expect(stdout).toMatch(/## Cluster neu\n\nCompared[^#]+bob@contoso\.com gains/);
    expect(stdout).toMatch(/## Cluster gone\n\nCompared[^#]+bob@contoso\.com loses/);
  });

  test('one is chosen by its key, its name or its resource ID', async () => {
    const id =
      '/subscriptions/11111111-2222-3333-4444-555555555555/resourcegroups/WEU/providers/Microsoft.ContainerService/managedClusters/weu';
    for (const cluster of ['weu', id]) {
      expect((await access('--cluster', cluster, '--format', 'markdown')).stdout).toContain(
        'alice@contoso.com',
      );
    }
    expect((await access('--cluster', id.replace('/WEU/', '/neu/'))).stderr).toContain(
      'is none of the clusters',
    );
  });

  test('manifests are of one', async () => {
    expect((await manifests('--cluster', 'weu', '--tenant', TENANT)).stdout).toContain('alice@contoso.com');
    expect((await manifests('--cluster', 'neu', '--tenant', TENANT)).stdout).not.toContain(
      'alice@contoso.com',
    );
  });

  test.each([
    [
      'access',
      () => access('--format', 'json'),
      '--format prints one report, and there are 2 clusters: choose with --cluster weu or neu',
    ],
    [
      'access',
      () => access('--cluster', 'w'),
      "--cluster 'w' is none of the clusters of the configuration: use weu or neu",
    ],
    ['manifests', () => manifests(), 'there are 2 clusters: choose with --cluster weu or neu'],
    ['doctor', () => doctor('bob@contoso.com'), 'there are 2 clusters: choose with --cluster weu or neu'],
  ])('%s says which there are when one must be chosen', async (name, command, message) => {
    expect(await command()).toMatchObject({
      status: name === 'doctor' ? 2 : 1,
      stdout: '',
      stderr: `${message}\n`,
    });
  });
});

describe('npm run access', () => {
  test('writes the report in three forms, which agree, and nothing else', async () => {
    expect(await access()).toMatchObject({
      status: 0,
      stderr: expect.stringMatching(
        /^warning: cluster: [^\n]+\[public-api-server\]\n {2}explained in [^\n]+\/docs\/diagnostics\.md#public-api-server\n$/,
      ) as string,
    });

    expect(readdirSync(join(folder, 'access-report')).sort()).toEqual([
      'access.html',
      'access.json',
      'access.md',
    ]);
    expect(readdirSync(folder).sort()).toEqual(['access-report', 'aks.yaml']);
    for (const file of ['access.html', 'access.json', 'access.md']) {
      expect(readFileSync(join(folder, 'access-report', file), 'utf8')).toContain('bob@contoso.com');
    }
  });

  test('prints one form, the same at every run', async () => {
    const { stdout } = await access('--format', 'json', '--tenant', TENANT);
    expect(JSON.parse(stdout)).toMatchObject({ cluster: 'shop', tenant: 'contoso.com' });
    expect((await access('--format', 'json', '--tenant', TENANT)).stdout).toBe(stdout);
  });

  test('--against a file ends with 2 when somebody gets to the top, else with 0', async () => {
    write('old.yaml', `${LITERAL}access: []\n`);
    write('new.yaml', `${LITERAL}access: [{ clusterRole: cluster-admin, users: [bob@contoso.com] }]\n`);

    expect(await access('--against', 'old.yaml')).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('bob@contoso.com gains view in the whole cluster') as string,
    });
    expect(await access('--config', 'new.yaml', '--against', 'old.yaml')).toMatchObject({
      status: 2,
      stdout: expect.stringContaining('WARNING: bob@contoso.com becomes cluster administrator') as string,
    });
    write('way.yaml', `${LITERAL}access: [{ clusterRole: edit, users: [bob@contoso.com] }]\n`);
    expect(await access('--config', 'way.yaml', '--against', 'old.yaml')).toMatchObject({
      status: 2,
      stdout: expect.stringContaining(
        'WARNING: bob@contoso.com can become cluster administrator: can ',
      ) as string,
    });
    expect((await access('--config', 'old.yaml', '--against', 'new.yaml')).status).toBe(0);
  });

  test('--against a revision reads the bases of then too, also one that is gone', async () => {
    write('base.yaml', LITERAL);
    write('aks.yaml', 'extends: base.yaml\naccess: [{ clusterRole: view, users: [bob@contoso.com] }]\n');
    git('init', '--quiet');
    git('add', '.');
    git('commit', '--quiet', '-m', 'first');
    rmSync(join(folder, 'base.yaml'));
    write('aks.yaml', `${LITERAL}access: []\n`);

    const { status, stdout, stderr } = await access('--against', 'HEAD');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('bob@contoso.com');

    git('commit', '--quiet', '-m', 'without the base', '--only', 'base.yaml');
    expect((await access('--against', 'HEAD')).stderr).toBe(
      "HEAD:aks.yaml:1:10 extends: 'base.yaml': there is no such file: create it, or name another one in extends\n",
    );
  });

  test('--against a revision reads the configuration of then', async () => {
    git('init', '--quiet');
    git('add', 'aks.yaml');
    git('commit', '--quiet', '-m', 'first');
    write(
      'aks.yaml',
      `${LITERAL}access: [{ name: readers, clusterRole: edit, namespace: shop, users: [bob@contoso.com] }]\n`,
    );

    const { status, stdout } = await access('--against', 'HEAD');
    expect(status).toBe(0);
    expect(stdout).toContain('Compared with HEAD:');
    expect(stdout).toContain("bob@contoso.com gains edit in namespace 'shop'");
    expect(stdout).toContain('bob@contoso.com loses view in the whole cluster');
  });

  test('a file that the revision did not have granted nothing', async () => {
    git('init', '--quiet');
    git('commit', '--quiet', '--allow-empty', '-m', 'empty');
    expect(await access('--against', 'HEAD')).toMatchObject({
      status: 2,
      stdout: expect.stringContaining(
        "group '894656e1-39f8-4bfe-b16a-510f61af6f41' becomes cluster administrator",
      ) as string,
    });
  });

  test('whoever makes a new cluster is no surprise there, and whoever is named is one', async () => {
    git('init', '--quiet');
    git('commit', '--quiet', '--allow-empty', '-m', 'empty');
    const cluster = 'cluster: { name: shop, resourceGroupName: shop, location: eastus }\n';
    write('aks.yaml', `aad: { adminGroup: { displayName: shop-admins } }\n${cluster}`);
    expect(await access('--against', 'HEAD')).toMatchObject({
      status: 0,
      stdout: expect.stringContaining("'the deploying account' becomes cluster administrator") as string,
    });

    const deployers = 'deployers: { users: [alice@contoso.com], servicePrincipals: [ci] }';
    write('aks.yaml', `aad: { adminGroup: { displayName: shop-admins } }\n${cluster}${deployers}\n`);
    expect(await access('--against', 'HEAD')).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('alice@contoso.com becomes cluster administrator') as string,
    });

    const member = '[a1b2c3d4-52c5-4d6c-9d0e-1f0e8f3a7b01]';
    for (const text of [
      `aad: { adminGroup: { displayName: shop-admins, members: ${member} } }\n${cluster}`,
      `aad: { adminGroup: { displayName: shop-admins } }\n${cluster}access: [{ clusterRole: cluster-admin, users: [bob@contoso.com] }]\n`,
    ]) {
      write('aks.yaml', text);
      expect((await access('--against', 'HEAD')).status).toBe(2);
    }
  });

  test('what is wrong with the configuration of a revision is told with the revision', async () => {
    git('init', '--quiet');
    write('aks.yaml', `${LITERAL}acess: []\n`);
    git('add', 'aks.yaml');
    git('commit', '--quiet', '-m', 'mistyped');
    write('aks.yaml', `${LITERAL}access: []\n`);

    expect((await access('--against', 'HEAD')).stderr).toMatch(
      /^HEAD:aks\.yaml:\d+:\d+ acess: unknown key, did you mean 'access'\?/,
    );
  });
});

describe('npm run manifests', () => {
  test('prints YAML, or writes a file for each object', async () => {
    const { stdout } = await manifests();
    expect(parseAllDocuments(stdout).map((document) => document.get('kind'))).toEqual(['ClusterRoleBinding']);

    expect(await manifests('--output', 'out')).toMatchObject({ status: 0, stdout: 'out: 1 files\n' });
    expect(readFileSync(join(folder, 'out', 'cluster-role-binding-readers.yaml'), 'utf8')).toBe(stdout);
  });

  test('takes who is looked up to exist, aloud; --strict does not, and a tenant file knows', async () => {
    write(
      'aks.yaml',
      `${HEAD}access: [{ clusterRole: view, users: [zoe@mycorp.com], groups: [shop-readers] }]\n`,
    );

    const { status, stdout, stderr } = await manifests();
    expect(status).toBe(0);
    expect(stdout).toContain('name: zoe@mycorp.com\n');
    expect(stdout).toContain(' # made up for group shop-readers: the directory knows the object ID\n');
    expect(stderr).toContain('user zoe@mycorp.com (aks.yaml:3), group shop-readers (aks.yaml:3)');

    expect((await manifests('--strict')).stderr).toContain(
      "Group 'shop-readers' is known to the directory only",
    );
    expect(await manifests('--tenant', TENANT)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining(
        "aks.yaml:3:39 access[0].users[0]: there is no user 'zoe@mycorp.com'",
      ) as string,
    });
    write('aks.yaml', `${HEAD}access: [{ clusterRole: view, groups: [shop-readers] }]\n`);
    const id = 'name: "7d2e1c8b-8b1f-4d1e-8a4c-1d9b3e5f7a21"\n';
    expect((await manifests('--tenant', TENANT)).stdout).toContain(id);

    // Beside the configuration it is found, for the report as well.
    write('tenant.yaml', readFileSync(TENANT, 'utf8'));
    expect((await manifests()).stdout).toContain(id);
    expect((await access('--format', 'json')).stdout).toContain('erin@contoso.com');
    write('tenant.yaml', readFileSync(TENANT, 'utf8').replaceAll('shop-readers', 'shop-watchers'));
    expect((await manifests()).stderr).toMatch(
      /^aks.yaml:3:\d+ access\[0\].groups\[0\]: there is no group 'shop-readers' in tenant.yaml/,
    );
  });
});

describe('npm run doctor', () => {
  test('ends with 2 and says what it could not ask when Microsoft Graph cannot be reached', async () => {
    const { status, stdout } = await doctor('bob@contoso.com');
    expect(status).toBe(2);
    expect(stdout).toContain('?      account: Microsoft Graph cannot be reached: ');
    expect(stdout).toContain("ok     bindings: view in the whole cluster, by ClusterRoleBinding 'readers'");
  });
});

test.each([
  ['access', access, ['--format', 'pdf'], "--format 'pdf' is not one of markdown, html, json"],
  ['access', access, ['--against', 'nowhere'], "--against 'nowhere' is neither a file nor a revision"],
  ['access', access, ['--against=--output=x'], "--against '--output=x' is neither a file nor a revision"],
  [
    'access',
    access,
    ['--against', '--output=x'],
    "--against needs a value, and '--output=x' looks like an option",
  ],
  [
    'access',
    access,
    ['--against', 'aks.yaml', '--format', 'json'],
    '--against and --format exclude each other',
  ],
  ['access', access, ['--output', 'aks.yaml'], '--output aks.yaml: this is a file, which stays as it is'],
  [
    'manifests',
    manifests,
    ['--output', 'aks.yaml'],
    '--output aks.yaml: this is a file, which stays as it is',
  ],
  ['access', access, ['--output', 'aks.yaml/x'], 'ENOTDIR: not a directory'],
  ['access', access, ['--tenant', 'nobody.yaml'], 'nobody.yaml: there is no such tenant file'],
  ['access', access, ['--config', 'none.yaml'], 'none.yaml: there is no such file'],
  ['manifests', manifests, ['--outptu', 'x'], "manifests has no option --outptu, did you mean '--output'?"],
  ['doctor', doctor, ['bob@contoso.com', 'carol'], "doctor takes [<account>], so 'carol' is unexpected"],
  [
    'doctor',
    doctor,
    ['bob@contoso.com', '--cluster', '/subscriptions/shop'],
    "--cluster '/subscriptions/shop' is not the resource ID of a cluster",
  ],
  [
    'doctor',
    doctor,
    ['bob@contoso.com', '--cluster', 'bank'],
    "--cluster 'bank' is not the cluster of the configuration: use shop",
  ],
])('%s %# is refused with what is wrong', async (name, command, args, message) => {
  const { status, stderr } = await command(...args);

  // 1 is an answer of doctor.
  expect(status).toBe(name === 'doctor' ? 2 : 1);
  expect(stderr).toContain(message);
  expect(stderr).not.toMatch(/^ +at /m);
});

test.each([access, manifests, doctor])('--help %# explains the options and does nothing', async (command) => {
  const { status, stdout } = await command('--help');
  expect(status).toBe(0);
  expect(stdout).toContain('--config');
  expect(existsSync(join(folder, 'access-report'))).toBe(false);
});

describe('--live', () => {
  const cluster = (...subjects: string[]): string =>
    JSON.stringify({
      kind: 'List',
      items: [
        { kind: 'Namespace', metadata: { name: 'shop' } },
        ...['RoleBinding', 'ClusterRoleBinding'].map((kind) => ({
          kind,
          metadata: { name: 'readers', ...(kind === 'RoleBinding' && { namespace: 'shop' }) },
          roleRef: { kind: 'ClusterRole', name: 'view' },
          subjects:
            kind === 'RoleBinding'
              ? []
              : ['bob@contoso.com', ...subjects].map((name) => ({ kind: 'User', name })),
        })),
      ],
    });

  test('reads a file, and ends with 0 when nothing differs and with 3 when something does', async () => {
    write('same.json', cluster());
    write('other.json', cluster('eve@contoso.com'));

    expect(await access('--live', 'same.json')).toMatchObject({ status: 0, stderr: '' });
    const { status, stdout } = await access('--live', 'other.json');
    expect(status).toBe(3);
    expect(stdout).toContain(
      '| user eve@contoso.com | ClusterRole view | whole cluster | ClusterRoleBinding readers |',
    );
  });

  test('writes the report over what is there beside the comparison', async () => {
    write('other.json', cluster('eve@contoso.com'));

    expect((await access('--live', 'other.json', '--output', 'now')).status).toBe(3);
    expect(readdirSync(join(folder, 'now')).sort()).toEqual([
      'access.html',
      'access.json',
      'access.md',
      'live.md',
    ]);
    expect(readFileSync(join(folder, 'now', 'access.md'), 'utf8')).toMatch(
      /From other\.json\.[^]*eve@contoso\.com/,
    );
  });

  test('refuses what does not go with it', async () => {
    expect((await access('--names')).stderr).toBe('--names is for --live: give that, too\n');
    expect((await access('--live', '--against', 'HEAD')).stderr).toContain(
      '--live and --against exclude each other',
    );
    write('no.json', '{"id": "x"}');
    expect((await access('--live', 'no.json')).stderr).toContain('this is not a Kubernetes object');
  });
});

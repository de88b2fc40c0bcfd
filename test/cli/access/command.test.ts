import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { LITERAL } from '../../access/configurations';
import { access, doctor, folder, manifests, TENANT, withRepository, write } from './repository';

withRepository();

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

  test('--strict asks the tenant file, and does not go without one', async () => {
    write('aks.yaml', `${LITERAL}access: [{ clusterRole: view, users: [zoe@contoso.com] }]\n`);

    expect(await access('--strict', '--format', 'json')).toMatchObject({
      status: 1,
      stdout: '',
      stderr: expect.stringContaining('--strict needs a tenant file') as string,
    });
    expect(await access('--strict', '--check')).toMatchObject({ status: 2, stdout: '' });
    expect((await access('--strict', '--tenant', TENANT)).stderr).toContain(
      "there is no user 'zoe@contoso.com' in the tenant contoso.com",
    );
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

  test('--against says nothing of members whose list was taken out: Terraform leaves them in the group', async () => {
    const group = (members: string) =>
      LITERAL.replace(/aad: .*/, `aad: { adminGroup: { displayName: admins${members} } }`);
    write('old.yaml', group(', members: [a1b2c3d4-52c5-4d6c-9d0e-1f0e8f3a7b01]'));
    write('new.yaml', group(''));

    expect(await access('--config', 'new.yaml', '--against', 'old.yaml')).toMatchObject({
      status: 0,
      stdout: 'Nobody gains or loses anything, compared with old.yaml.\n',
    });
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
  [
    'access',
    access,
    ['--output', 'aks.yaml/x'],
    '--output aks.yaml/x: the folder cannot be made: not a directory',
  ],
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
])('%s %# is refused with what is wrong', async (_, command, args, message) => {
  const { status, stderr } = await command(...args);

  expect(status).toBe(1);
  expect(stderr).toContain(message);
  expect(stderr).not.toMatch(/^ +at /m);
});

test.each([access, manifests, doctor])('--help %# explains the options and does nothing', async (command) => {
  const { status, stdout } = await command('--help');
  expect(status).toBe(0);
  expect(stdout).toContain('--config');
  expect(existsSync(join(folder, 'access-report'))).toBe(false);
});

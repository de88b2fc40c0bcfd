import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { HEAD, LITERAL } from '../../access/configurations';
import { access, folder, manifests, TENANT, withRepository, write } from '../access/repository';

withRepository();

describe('npm run manifests', () => {
  test('prints YAML, or writes a file for each object', async () => {
    const { stdout } = await manifests();
    expect(parseAllDocuments(stdout).map((document) => document.get('kind'))).toEqual(['ClusterRoleBinding']);

    expect(await manifests('--output', 'out')).toMatchObject({ status: 0, stdout: 'out: 1 file\n' });
    expect(readFileSync(join(folder, 'out', 'cluster-role-binding-readers.yaml'), 'utf8')).toBe(stdout);
  });

  test('tells what is doubtful about the grants, and nothing of the cluster', async () => {
    write(
      'aks.yaml',
      `${LITERAL}roles: [{ name: ops, rules: [{ apiGroups: [core], resources: [pods], verbs: [get] }] }]
access: [{ clusterRole: ops, users: [bob@contoso.com] }]
`,
    );
    const { status, stderr } = await manifests();

    expect(status).toBe(0);
    expect(stderr).toContain('warning: access: aks.yaml:');
    expect(stderr).toContain("apiGroup 'core' matches nothing");
    expect(stderr).toContain('diagnostics.md#rule-matches-nothing');
    expect(stderr).not.toContain('[public-api-server]');
  });

  test('removes what it wrote and no longer belongs; what is not surely its own is named, with exit code 2', async () => {
    const entries = (...names: string[]): string =>
      `${LITERAL}access:\n${names.map((name) => `  - { name: ${name}, clusterRole: view, users: [${name}@contoso.com] }\n`).join('')}`;
    const binding = (name: string): string => `cluster-role-binding-${name}.yaml`;
    write('aks.yaml', entries('bob', 'erin', 'dana'));
    expect((await manifests('--output', 'out')).status).toBe(0);
    write('out/kustomization.yaml', 'resources: []\n');

    write('aks.yaml', entries('dana', 'erin'));
    const { status, stdout, stderr } = await manifests('--output', 'out');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain(`out: ${binding('bob')} is removed`);
    expect(readdirSync(join(folder, 'out')).sort()).toEqual([
      '.manifests-of-shop',
      binding('dana'),
      binding('erin'),
      'kustomization.yaml',
    ]);

    write(`out/${binding('erin')}`, '# changed\n');
    write('out/role-binding-shop-old.yaml', '# nobody knows\n');
    write('aks.yaml', entries('dana'));
    for (const _ of ['named', 'named again']) {
      const left = await manifests('--output', 'out');
      expect(left.status).toBe(2);
      expect(left.stderr).toContain(`out: ${binding('erin')}, role-binding-shop-old.yaml: not of this`);
    }
    expect(existsSync(join(folder, 'out', binding('erin')))).toBe(true);
  });

  test.each(['access', 'manifests'])(
    '%s says which folder cannot be made, and does not hang',
    async (name) => {
      const run = name === 'access' ? access : manifests;
      expect(await run('--output', '/proc/none/x')).toMatchObject({
        status: 1,
        stderr: '--output /proc/none/x: the folder cannot be made: no such file or directory\n',
      });
    },
  );

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

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { HEAD } from '../../access/configurations';
import { access, folder, manifests, TENANT, withRepository, write } from '../access/repository';

withRepository();

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

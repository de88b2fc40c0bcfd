import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { access, folder, withRepository, write } from './repository';

withRepository();

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

  test('a kubeconfig that cannot be read is named, and nothing of it is told', async () => {
    write('broken', 'users:\n- user: { token: very-secret\nclusters: []\n');
    const { status, stderr } = await access('--live', '--kubeconfig', 'broken');
    expect({ status, lines: stderr.trimEnd().split('\n').length }).toEqual({ status: 1, lines: 1 });
    expect(stderr).toMatch(/^the kubeconfig broken cannot be read: /);
    expect(stderr).not.toContain('secret');
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

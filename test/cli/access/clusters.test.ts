import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { access, doctor, folder, manifests, TENANT, withRepository, write } from './repository';

withRepository();

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

  test('each is compared with the one of the same key, and with nobody when it is new; who is gone takes nothing away', async () => {
    write('old.yaml', fleet('{ name: weu }', '{ name: gone }'));
    const { stdout } = await access('--against', 'old.yaml');

    expect(stdout).toMatch(/## Cluster weu\n\nCompared[^#]+alice@contoso\.com gains/);
    expect(stdout).toMatch(/## Cluster neu\n\nCompared[^#]+bob@contoso\.com gains/);
    expect(stdout).toMatch(
      /## Cluster gone\n\nCluster gone is no longer part of the configuration: .*everybody keeps their access, until you destroy it\.\n$/,
    );
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

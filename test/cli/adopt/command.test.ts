import { parse } from 'yaml';
import { spawnSync, SpawnSyncReturns } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommandRun, runInProcess } from '../in-process';

const DOCUMENTS = join(__dirname, 'documents');
const folder = mkdtempSync(join(tmpdir(), 'adopt-'));
afterAll(() => rmSync(folder, { recursive: true }));

const adopt = (...args: string[]): Promise<CommandRun> => runInProcess(['adopt', ...args], { cwd: folder });

function changed(name: string, change: (cluster: Record<string, unknown>) => object): string {
  const cluster = JSON.parse(readFileSync(join(DOCUMENTS, `${name}.json`), 'utf8')) as Record<
    string,
    unknown
  >;
  return JSON.stringify(change(cluster));
}

test('a document becomes a configuration, with what it does not say at the top', async () => {
  const { status, stdout, stderr } = await adopt(join(DOCUMENTS, 'add-ons.json'));

  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(/^# Not carried over of cluster 'addons', and what the next apply does with it:$/m);
  expect(stdout).toMatch(/^# {3}left {2}httpProxyConfig\.enabled true: azurerm 5 has no argument for it$/m);
  expect(stdout).toMatch(/^ {4}keda: true$/m);
  expect(parse(stdout)).toMatchObject({
    azure: { azurerm: '5' },
    cluster: { nodeProvisioning: { mode: 'Auto', defaultNodePools: 'Auto' } },
  });
});

test('what PowerShell writes, in UTF-16, is read', async () => {
  const text = `\ufeff${readFileSync(join(DOCUMENTS, 'plain.json'), 'utf8')}`;
  writeFileSync(join(folder, 'utf16.json'), Buffer.from(text, 'utf16le'));
  const { status, stdout } = await adopt('utf16.json');
  expect({ status, stdout }).toEqual({
    status: 0,
    stdout: (await adopt(join(DOCUMENTS, 'plain.json'))).stdout,
  });
});

test.each([['.'], ['--rbac', '.']])('a folder in place of a file is told in words: %j', async (...args) => {
  expect((await adopt(...args)).stderr).toBe('. cannot be read: illegal operation on a directory\n');
});

test('a file for each cluster is never written over one', async () => {
  const files = ['plain', 'no-aad'].map((name) => join(DOCUMENTS, `${name}.json`));

  expect(await adopt(...files, '--output', 'out')).toMatchObject({ status: 0 });
  expect(readdirSync(join(folder, 'out')).sort()).toEqual(['no-aad.yaml', 'plain.yaml']);
  expect(await adopt(...files, '--output', 'out')).toMatchObject({ status: 1 });
});

/** A document of a cluster that is called otherwise, or is elsewhere. */
function writeCluster(file: string, resourceGroup: string, name: string): void {
  const text = changed('plain', (cluster) => ({
    ...cluster,
    id: `/subscriptions/8ecadfc9-d1a3-4ea4-b844-0d9f87e4d7c8/resourcegroups/${resourceGroup}/providers/Microsoft.ContainerService/managedClusters/${name}`,
    name,
    resourceGroup,
  }));
  writeFileSync(join(folder, file), text);
}

test('clusters of one name in several resource groups get a file each, and a key each', async () => {
  writeCluster('dev.json', 'dev', 'aks');
  writeCluster('prod.json', 'prod', 'AKS');
  writeCluster('third.json', 'prod', 'aks-2');
  const files = ['dev.json', 'prod.json', 'third.json'];

  expect(await adopt(...files, '--output', 'named-alike')).toMatchObject({ status: 0, stderr: '' });
  expect(readdirSync(join(folder, 'named-alike')).sort()).toEqual(['AKS-3.yaml', 'aks-2.yaml', 'aks.yaml']);

  const { clusters } = parse((await adopt(...files)).stdout) as { clusters: { key?: string }[] };
  expect(clusters.map(({ key }) => key)).toEqual([undefined, 'aks-3', undefined]);
});

test('clusters whose names are one key get keys that are read again', async () => {
  const names = [`${'a'.repeat(62)}1`, `${'a'.repeat(62)}2`, 'b__c', 'b-c'];
  const files = names.map((name) => `${name}.json`);
  names.forEach((name) => writeCluster(`${name}.json`, name, name));
  const { clusters } = parse((await adopt(...files)).stdout) as { clusters: { key?: string }[] };

  expect(clusters.map(({ key }) => key)).toEqual([undefined, `${'a'.repeat(38)}-2`, undefined, 'b-c-2']);
});

test('one file that is there already keeps all from being written', async () => {
  mkdirSync(join(folder, 'there-already'));
  writeFileSync(join(folder, 'there-already', 'no-aad.yaml'), 'mine');
  const files = ['plain', 'no-aad'].map((name) => join(DOCUMENTS, `${name}.json`));
  const { status, stderr } = await adopt(...files, '--output', 'there-already');

  expect(status).toBe(1);
  expect(stderr).toMatch(/no-aad\.yaml cannot be written: it is there already/);
  expect(readdirSync(join(folder, 'there-already'))).toEqual(['no-aad.yaml']);
});

test('a cluster that is given twice is refused: two states would have it', async () => {
  writeCluster('one.json', 'dev', 'aks');
  writeCluster('same.json', 'DEV', 'AKS');

  for (const output of [[], ['--output', 'twice']]) {
    const { status, stdout, stderr } = await adopt('one.json', 'same.json', ...output);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^same\.json: cluster '\/subscriptions\/.*\/AKS' is in one\.json, too: leave one/);
  }
});

test('a folder that cannot be made is told in words', async () => {
  writeFileSync(join(folder, 'a-file'), '');
  const { stderr } = await adopt(join(DOCUMENTS, 'plain.json'), '--output', join('a-file', 'below'));

  expect(stderr).toMatch(/^the folder .* cannot be made: not a directory\n$/);
});

test('standard input is read where no file is named', () => {
  const document = readFileSync(join(DOCUMENTS, 'plain.json'));
  const run = (input: Buffer | string): SpawnSyncReturns<string> =>
    spawnSync('node', ['-r', './cli/typescript.cjs', 'cli/bin.ts', 'adopt'], { input, encoding: 'utf8' });

  expect(run(document)).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('kubernetesVersion') as unknown,
  });
  expect(run('')).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/^standard input: this is not JSON/) as unknown,
  });
});

test.each([
  ['', 'clusters.json: this is not JSON'],
  ['{\n  "id" 1\n}', 'clusters.json:2:8: this is not JSON'],
  ['[]', 'clusters.json: the list is empty'],
  ['null', 'clusters.json: this is not a cluster, but null'],
  ['[1]', 'clusters.json[0]: this is not a cluster, but a number'],
  [
    '{"id": "/subscriptions/s/resourceGroups/g"}',
    "the cluster of '/subscriptions/s/resourceGroups/g' is not there: give what 'az aks show",
  ],
  [
    '{"id": "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/n"}',
    "this is not a cluster, but '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/n'",
  ],
  [
    changed('plain', ({ id, name, location, resourceGroup }) => ({ id, name, location, resourceGroup })),
    'this is a part of a cluster, without agentPoolProfiles, networkProfile, dnsPrefix or fqdnSubdomain, identity or servicePrincipalProfile: leave --query out',
  ],
  [
    changed('plain', ({ agentPoolProfiles }) => (agentPoolProfiles as object[])[0]!),
    'this is not a cluster, which has id',
  ],
  [changed('plain', (cluster) => ({ ...cluster, agentPoolProfiles: ['nodepool1'] })), 'holds no node pools'],
  [
    changed('plain', (cluster) => ({ ...cluster, sku: { name: 'Automatic', tier: 'Standard' } })),
    "sku.name is 'Automatic', which azurerm_kubernetes_cluster does not know",
  ],
  [
    changed('plain', (cluster) => ({
      ...cluster,
      agentPoolProfiles: [{ name: 'vms', mode: 'System', type: 'VirtualMachines', count: 1 }],
    })),
    "agentPoolProfiles[0].type is 'VirtualMachines', which azurerm does not know: the pool would be replaced",
  ],
])('document %# is refused, with the place and what to do', async (input, message) => {
  writeFileSync(join(folder, 'clusters.json'), input);
  const { status, stdout, stderr } = await adopt('clusters.json');

  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toContain(message);
  expect(stderr).not.toMatch(/^\s+at /m);
});

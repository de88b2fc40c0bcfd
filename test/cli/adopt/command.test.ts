import { parse } from 'yaml';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const DOCUMENTS = join(__dirname, 'documents');
const folder = mkdtempSync(join(tmpdir(), 'adopt-'));
afterAll(() => rmSync(folder, { recursive: true }));

function adopt(input: string, ...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync('node', ['-r', 'tsx/cjs', 'cli/bin.ts', 'adopt', ...args], { input, encoding: 'utf8' });
}

function changed(name: string, change: (cluster: Record<string, unknown>) => object): string {
  const cluster = JSON.parse(readFileSync(join(DOCUMENTS, `${name}.json`), 'utf8')) as Record<
    string,
    unknown
  >;
  return JSON.stringify(change(cluster));
}

test('a document becomes a configuration, with what it does not say at the top', () => {
  const { status, stdout, stderr } = adopt('', join(DOCUMENTS, 'add-ons.json'));

  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(/^# Not carried over of cluster 'addons', and what the next apply does with it:$/m);
  expect(stdout).toMatch(/^# {3}left {2}httpProxyConfig\.enabled true: azurerm 5 has no argument for it$/m);
  expect(stdout).toMatch(/^ {4}keda: true$/m);
  expect(parse(stdout)).toMatchObject({
    azure: { azurerm: '5' },
    cluster: { nodeProvisioning: { mode: 'Auto', defaultNodePools: 'Auto' } },
  });
});

test('a file for each cluster is never written over one', () => {
  const files = ['plain', 'no-aad'].map((name) => join(DOCUMENTS, `${name}.json`));

  expect(adopt('', ...files, '--output', folder)).toMatchObject({ status: 0 });
  expect(readdirSync(folder).sort()).toEqual(['no-aad.yaml', 'plain.yaml']);
  expect(adopt('', ...files, '--output', folder)).toMatchObject({ status: 1 });
});

test.each([
  ['', 'standard input: this is not JSON'],
  ['{\n  "id" 1\n}', 'standard input:2:8: this is not JSON'],
  ['[]', 'standard input: the list is empty'],
  ['null', 'standard input: this is not a cluster, but null'],
  ['[1]', 'standard input[0]: this is not a cluster, but a number'],
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
])('%s is refused, with the place and what to do', (input, message) => {
  const { status, stdout, stderr } = adopt(input);

  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toContain(message);
  expect(stderr).not.toMatch(/^\s+at /m);
});

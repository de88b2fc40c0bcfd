import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { loadConfig } from '../../stacks/config';

type JsonSchema = Exclude<Parameters<typeof z.fromJSONSchema>[0], boolean>;

const ROOT = join(__dirname, '..', '..');
const WALK_THROUGH = ['aks.yaml', 'examples/article-legacy.yaml'];
const SHIPPED = [...WALK_THROUGH, 'examples/all-opt-ins.yaml', 'examples/azurerm-5.yaml'];
const schema = JSON.parse(readFileSync(join(ROOT, 'aks.schema.json'), 'utf8')) as JsonSchema;

/** Calls back for every schema inside a schema, itself included. */
function visit(node: unknown, callback: (schema: JsonSchema) => void): void {
  if (typeof node === 'object' && node !== null) {
    callback(node as JsonSchema);
    Object.values(node).forEach((child) => visit(child, callback));
  }
}

test.each(WALK_THROUGH)('%s loads', (file) => {
  const config = loadConfig(join(ROOT, file), {});

  expect(config.cluster).toMatchObject({
    name: 'myAKSCluster',
    resourceGroupName: 'myResourceGroup',
    location: 'eastus',
  });
  expect(config.access).toEqual([
    expect.objectContaining({
      name: 'contoso-cluster-admins',
      clusterRole: 'cluster-admin',
      users: ['alice@contoso.com'],
      groups: ['894656e1-39f8-4bfe-b16a-510f61af6f41'],
    }),
  ]);
});

test('the article to the letter has its two applications and the admin account', () => {
  const { aad, cluster, kubernetes } = loadConfig(join(ROOT, 'examples/article-legacy.yaml'), {});

  expect(aad).toMatchObject({
    mode: 'legacy',
    serverApp: { displayName: 'AKSAzureADServer', redirectUris: ['https://aksazureadserver'] },
    clientApp: { displayName: 'AKSAzureADClient', redirectUris: ['https://aksazureadclient'] },
  });
  expect(cluster.security?.localAccounts).toBe(true);
  expect(kubernetes.credentials).toBe('admin');
});

test.each(SHIPPED)('the JSON Schema for editors accepts %s', (file) => {
  const content: unknown = parse(readFileSync(join(ROOT, file), 'utf8'));

  expect(z.fromJSONSchema(schema).safeParse(content)).toMatchObject({ success: true });
});

test('the JSON Schema for editors refuses an unknown key and a wrong form', () => {
  const cluster = { name: 'c', resourceGroupName: 'g', location: 'eastus' };
  const accepts = (content: unknown): boolean => z.fromJSONSchema(schema).safeParse(content).success;

  expect(accepts({ aad: {}, cluster })).toBe(true);
  expect(accepts({ aad: {}, cluster: { ...cluster, nodes: 3 } })).toBe(false);
  expect(accepts({ aad: {}, cluster: { ...cluster, location: '-' } })).toBe(false);
});

test('every pattern of the JSON Schema is valid as editors read it, in Unicode mode', () => {
  const patterns: string[] = [];
  visit(schema, ({ pattern }) => typeof pattern === 'string' && patterns.push(pattern));

  expect(patterns.length).toBeGreaterThan(20);
  for (const pattern of patterns) {
    expect(() => new RegExp(pattern, 'u')).not.toThrow();
  }
});

test('every key has a description', () => {
  const withoutDescription: string[] = [];
  visit(schema, ({ properties }) => {
    for (const [key, value] of Object.entries(properties ?? {})) {
      if (typeof value === 'object' && !value.description) {
        withoutDescription.push(key);
      }
    }
  });

  expect(withoutDescription).toEqual([]);
});

test('aks.schema.json and docs/configuration.md are current', () => {
  const script = join(ROOT, 'stacks', 'write-config-schema.ts');
  const { stderr, status } = spawnSync(process.execPath, ['-r', 'tsx/cjs', script, '--check'], {
    cwd: ROOT,
    encoding: 'utf8',
  });

  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
}, 30_000);

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { loadConfig } from '../../../../app/config';

type JsonSchema = Exclude<Parameters<typeof z.fromJSONSchema>[0], boolean>;

const ROOT = join(__dirname, '..', '..', '..', '..');
const WALK_THROUGH = ['aks.yaml', 'examples/article-legacy.yaml'];
const SHIPPED = [
  ...WALK_THROUGH,
  'examples/all-opt-ins.yaml',
  'examples/azurerm-5.yaml',
  'examples/existing-cluster.yaml',
  'examples/adopted-cluster.yaml',
];
const schema = JSON.parse(readFileSync(join(ROOT, 'aks.schema.json'), 'utf8')) as JsonSchema;
const baseSchema = JSON.parse(readFileSync(join(ROOT, 'aks.base.schema.json'), 'utf8')) as JsonSchema;

/** Whether an editor finds nothing wrong; zod does not read `if` and what stands behind it, so that is done here. */
function accepts(content: unknown): boolean {
  const { then, ...rest } = schema;
  delete rest.if;
  const isAlone = !['extends', 'clusters'].some((key) => key in (content as object));

  return z.fromJSONSchema(rest).safeParse(content).success && (!isAlone || has(content, then));
}

/** Whether a value has what a part of a schema requires. */
function has(value: unknown, part: unknown): boolean {
  const { required = [], properties = {}, anyOf, const: constant } = part as JsonSchema;
  const map = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;

  return (
    required.every((key) => key in map) &&
    Object.entries(properties).every(([key, inner]) => !(key in map) || has(map[key], inner)) &&
    (anyOf === undefined || anyOf.some((choice) => has(value, choice))) &&
    (constant === undefined || constant === value)
  );
}

/** Calls back for every schema inside a schema, itself included. */
function visit(node: unknown, callback: (schema: JsonSchema) => void): void {
  if (typeof node === 'object' && node !== null) {
    callback(node as JsonSchema);
    Object.values(node).forEach((child) => visit(child, callback));
  }
}

test.each(WALK_THROUGH)('%s loads', (file) => {
  const [config] = loadConfig(join(ROOT, file), {}).clusters;

  expect(config?.cluster).toMatchObject({
    name: 'myAKSCluster',
    resourceGroupName: 'myResourceGroup',
    location: 'eastus',
  });
  expect(config?.access).toEqual([
    expect.objectContaining({
      name: 'contoso-cluster-admins',
      clusterRole: 'cluster-admin',
      users: ['alice@contoso.com'],
      groups: ['894656e1-39f8-4bfe-b16a-510f61af6f41'],
    }),
  ]);
});

test('the article to the letter has its two applications and the admin account', () => {
  const { aad, cluster, kubernetes } = loadConfig(join(ROOT, 'examples/article-legacy.yaml'), {})
    .clusters[0]!;

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

  expect(accepts(content)).toBe(true);
});

test('the JSON Schema for editors refuses an unknown key and a wrong form', () => {
  const cluster = { name: 'c', resourceGroupName: 'g', location: 'eastus' };

  expect(accepts({ aad: {}, cluster })).toBe(true);
  expect(accepts({ aad: {}, cluster: { ...cluster, nodes: 3 } })).toBe(false);
  expect(accepts({ aad: {}, cluster: { ...cluster, location: '-' } })).toBe(false);
});

test('the JSON Schema for editors asks for all that is needed where one file is all there is', () => {
  const cluster = { name: 'c', resourceGroupName: 'g', location: 'eastus' };
  const serverApp = { displayName: 'server' };

  expect(accepts({ aad: {} })).toBe(false);
  expect(accepts({ aad: {}, cluster: { name: 'c' } })).toBe(false);
  expect(accepts({ aad: { mode: 'legacy', serverApp }, cluster })).toBe(false);
  expect(accepts({ aad: { mode: 'legacy', serverApp, clientApp: serverApp }, cluster })).toBe(true);

  expect(accepts({ extends: 'base.yaml', cluster: { name: 'c' } })).toBe(true);
  expect(accepts({ aad: {}, clusters: [cluster, { ...cluster, key: 'b', access: [] }] })).toBe(true);
  expect(accepts({ aad: {}, clusters: [{ ...cluster, nodes: 3 }] })).toBe(false);
  expect(accepts({ aad: {}, clusters: [{ ...cluster, access: [{ clusterRol: 'view' }] }] })).toBe(false);
});

test('the JSON Schema for bases takes any part of a configuration, and nothing else', () => {
  const acceptsBase = (content: unknown): boolean => z.fromJSONSchema(baseSchema).safeParse(content).success;

  expect(acceptsBase({ cluster: { network: { outbound: {} } } })).toBe(true);
  expect(acceptsBase({ aad: { serverApp: { displayName: 'server' } } })).toBe(true);
  expect(acceptsBase({ cluster: { nodes: 3 } })).toBe(false);
  expect(acceptsBase({ cluster: { nodePools: [{ maxPods: 30 }] } })).toBe(false);
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
  visit({ ...schema, then: undefined }, ({ properties }) => {
    for (const [key, value] of Object.entries(properties ?? {})) {
      if (typeof value === 'object' && !value.description && !value.$ref) {
        withoutDescription.push(key);
      }
    }
  });

  expect(withoutDescription).toEqual([]);
});

test('aks.schema.json and docs/configuration.md are current', () => {
  const script = join(ROOT, 'tools', 'reference', 'write-schema.ts');
  const { stderr, status } = spawnSync(process.execPath, ['-r', './cli/typescript.cjs', script, '--check'], {
    cwd: ROOT,
    encoding: 'utf8',
  });

  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
});

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { synthesizeShippedApp } from '../../../rehearsal/shipped-synthesis';
import { BlockSchema, ProviderSchema } from '../../../rehearsal/protocol/schema';

const CONFIGURATIONS = ['aks.yaml', 'examples/all-opt-ins.yaml', 'examples/article-legacy.yaml'];

type Block = Record<string, unknown>;
interface StackJson {
  readonly resource?: Record<string, Record<string, Block>>;
  readonly provider?: Record<string, Block[]>;
  readonly output?: Record<string, { sensitive?: boolean; value: string }>;
}

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'aks-app-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

/** Where a warning was given is not part of the result. */
const CDKTF_CONTEXT_JSON = JSON.stringify({ '@cdktf/disable_stack_trace_in_metadata': true });

/** Runs the app command of cdktf.json as cdktf does; `preload` is required before it. */
function runApp(
  config: string,
  outdir = directory,
  preload: string[] = [],
): { status: number | null; stderr: string } {
  const { app } = JSON.parse(readFileSync('cdktf.json', 'utf8')) as { app: string };
  const [, ...args] = app.split(' ');
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('ARM_')));

  return spawnSync(process.execPath, [...preload.flatMap((file) => ['-r', file]), ...args], {
    encoding: 'utf8',
    env: { ...env, AKS_CONFIG: config, CDKTF_OUTDIR: outdir, CDKTF_CONTEXT_JSON },
  });
}

/** Does in this process what the app does in one of its own. */
function synthesize(config: string, outdir = directory, env: Readonly<Record<string, string>> = {}): void {
  const app = { AKS_CONFIG: config, CDKTF_OUTDIR: outdir, CDKTF_CONTEXT_JSON };
  expect(synthesizeShippedApp({ ...app, ...env })).toBe(true);
}

function stackJson(outdir: string, stack: string): StackJson {
  return JSON.parse(readFileSync(join(outdir, 'stacks', stack, 'cdk.tf.json'), 'utf8')) as StackJson;
}

function files(root: string): Record<string, string> {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const paths = entries.map((entry) => join(entry.parentPath, entry.name));

  return Object.fromEntries(paths.map((path) => [relative(root, path), readFileSync(path, 'utf8')]));
}

describe.each(CONFIGURATIONS)('%s', (config) => {
  let root: string;
  let first: string;
  let ran: ReturnType<typeof runApp>;
  let loaded: string[];

  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'aks-app-'));
    first = join(root, 'first');
    const preload = join(root, 'loaded.js');
    const list = join(root, 'loaded.txt');
    writeFileSync(
      preload,
      `process.on('exit', () => require('fs').writeFileSync(${JSON.stringify(list)}, Object.keys(require.cache).join('\\n')))`,
    );

    ran = runApp(config, first, [preload]);
    loaded = readFileSync(list, 'utf8').split('\n');
  });
  afterAll(() => {
    rmSync(root, { recursive: true });
  });

  test('synthesises three stacks, byte for byte the same twice', () => {
    expect(ran).toMatchObject({ status: 0, stderr: '' });
    const second = join(root, 'second');
    synthesize(config, second);

    expect(readdirSync(join(first, 'stacks')).sort()).toEqual(['access', 'cluster', 'identity']);
    expect(files(second)).toEqual(files(first));
  });

  test('holds no secret in clear text', () => {
    const sensitive = ['identity', 'cluster', 'access'].flatMap((stack) =>
      sensitiveArguments(stackJson(first, stack)),
    );

    expect(sensitive.filter((value) => !/^\$\{[^}]+\}$/.test(value))).toEqual([]);
    // The walk finds what it is there to find: the legacy configuration does hand a secret to the cluster.
    expect(sensitive.length > 0).toBe(config.includes('legacy'));
  });

  test('marks every output that crosses stacks as sensitive', () => {
    const outputs = Object.entries(stackJson(first, 'identity').output ?? {});

    expect(outputs.length > 0).toBe(config !== 'examples/all-opt-ins.yaml');
    expect(outputs.filter(([, { sensitive }]) => !sensitive)).toEqual([]);
  });

  test('loads no provider barrel', () => {
    const providers = loaded.filter((file) => file.includes('@cdktf/provider-'));
    const barrels = providers.filter((file) => /@cdktf\/provider-[a-z]+\/lib\/(lazy-)?index\.js$/.test(file));

    expect(providers.length).toBeGreaterThan(0);
    expect(barrels).toEqual([]);
  });
});

/** Values of all arguments of a stack that the real schemas mark as sensitive. */
function sensitiveArguments({ resource = {}, provider = {} }: StackJson): string[] {
  const ofResources = Object.entries(resource).flatMap(([type, instances]) =>
    Object.values(instances).flatMap((args) => sensitiveValues(schemaOf(type).resource(type).block, args)),
  );
  const ofProviders = Object.entries(provider).flatMap(([name, blocks]) =>
    sensitiveValues(schemaOf(name).provider.block, blocks),
  );
  return [...ofResources, ...ofProviders];
}

function schemaOf(type: string): ProviderSchema {
  const provider = type.split('_')[0]!;
  const version = { azuread: '3.7.0', azurerm: '3.117.1', kubernetes: '2.38.0' }[provider]!;

  return ProviderSchema.load(provider, version);
}

/** What is given for attributes that the provider marks as sensitive, and for those whose name says that they are. */
function sensitiveValues(block: BlockSchema, args: unknown): string[] {
  if (Array.isArray(args)) {
    return args.flatMap((item) => sensitiveValues(block, item));
  }

  return Object.entries(args as Block).flatMap(([name, value]) => {
    const nested = block.block_types?.[name];
    if (nested) {
      return sensitiveValues(nested.block, value);
    }
    const isSensitive = block.attributes?.[name]?.sensitive || /secret|password|_key$/.test(name);
    return isSensitive && typeof value === 'string' ? [value] : [];
  });
}

describe('what crosses stacks', () => {
  test('is only what is not known at synth', () => {
    synthesize('examples/article-legacy.yaml');
    const { output } = stackJson(directory, 'identity');

    expect(
      Object.keys(output ?? {}).map((name) => name.replace(/^cross-stack-output-|_[0-9A-F]{8}/g, '')),
    ).toEqual([
      'azuread_applicationClientAppclient_id',
      'azuread_applicationServerAppclient_id',
      'azuread_application_passwordServerApp_Secretvalue',
    ]);
  });
});

describe('bad input', () => {
  test('ends with exit code 1 and with what is wrong, without a stack trace', () => {
    const config = join(directory, 'aks.yaml');
    writeFileSync(
      config,
      'aad:\n  mode: managed\n  azureRbac: true\ncluster:\n  name: my cluster\n  resourceGroupName: g\n  location: eastus\n',
    );

    const { status, stderr } = runApp(config);
    expect(status).toBe(1);
    expect(stderr).toBe(
      `${config}:5:9 cluster.name: 'my cluster' is not valid: use 1 to 63 letters, digits, hyphens and underscores, starting and ending with a letter or digit\n`,
    );
  });

  test('that only the constructs can see ends in the same way', () => {
    const config = join(directory, 'aks.yaml');
    const legacy = readFileSync('examples/article-legacy.yaml', 'utf8');
    writeFileSync(
      config,
      legacy.replace('[https://aksazureadserver]', '[https://contoso.com, https://contoso.com/]'),
    );

    const { status, stderr } = runApp(config);
    expect(status).toBe(1);
    expect(stderr).toBe(
      "redirectUris has 'https://contoso.com/' twice: remove one of them (at 'identity/ServerApp')\n",
    );
  });

  test('leaves what was synthesised before as it was', () => {
    synthesize('aks.yaml');
    const before = files(directory);
    const config = join(directory, '..', `${Date.now()}.yaml`);
    writeFileSync(config, 'cluster: {}\n');

    expect(runApp(config).status).toBe(1);
    expect(files(directory)).toEqual(before);
    rmSync(config);
  });
});

test('entries with the same role and place become one binding, without repeating a subject', () => {
  const config = join(directory, 'aks.yaml');
  const common =
    'aad:\n  azureRbac: true\ncluster:\n  name: aks\n  resourceGroupName: g\n  location: eastus\n';
  writeFileSync(
    config,
    `${common}access:\n` +
      '  - { clusterRole: edit, namespace: shop, users: [bob@contoso.com] }\n' +
      '  - { clusterRole: edit, namespace: shop, users: [alice@contoso.com, bob@contoso.com] }\n' +
      '  - { clusterRole: edit, users: [bob@contoso.com] }\n',
  );
  synthesize(config);

  const { resource } = stackJson(directory, 'access');
  const [shop] = Object.values(resource?.kubernetes_role_binding_v1 ?? {});
  expect((shop!.subject as { name: string }[]).map(({ name }) => name)).toEqual([
    expect.stringContaining('azuread_user.DirectoryLookups_user-alicecontosocom'),
    expect.stringContaining('azuread_user.DirectoryLookups_user-bobcontosocom'),
  ]);
  expect(Object.keys(resource?.kubernetes_role_binding_v1 ?? {})).toHaveLength(1);
  expect(Object.keys(resource?.kubernetes_cluster_role_binding_v1 ?? {})).toHaveLength(1);
});

test('entries whose names run together stay apart', () => {
  const config = join(directory, 'aks.yaml');
  writeFileSync(
    config,
    'aad:\n  azureRbac: true\ncluster:\n  name: aks\n  resourceGroupName: g\n  location: eastus\n' +
      'directory: { lookUpUsers: false }\naccess:\n' +
      '  - { clusterRole: admin, namespace: a--b, users: [alice@contoso.com] }\n' +
      '  - { clusterRole: admin, namespace: a, name: b, users: [bob@contoso.com] }\n' +
      '  - { clusterRole: view--cluster, users: [carol@contoso.com] }\n' +
      '  - { clusterRole: view, name: cluster, users: [dave@contoso.com] }\n',
  );
  synthesize(config);

  const { resource } = stackJson(directory, 'access');
  const bindings = [
    ...Object.values(resource?.kubernetes_role_binding_v1 ?? {}),
    ...Object.values(resource?.kubernetes_cluster_role_binding_v1 ?? {}),
  ].map(({ metadata, role_ref, subject }) => [
    (metadata as Block).namespace,
    (role_ref as Block).name,
    (subject as Block[]).map(({ name }) => name),
  ]);
  expect(bindings).toHaveLength(4);
  expect(bindings).toEqual(
    expect.arrayContaining([
      ['a--b', 'admin', ['alice@contoso.com']],
      ['a', 'admin', ['bob@contoso.com']],
      [undefined, 'view--cluster', ['carol@contoso.com']],
      [undefined, 'view', ['dave@contoso.com']],
    ]),
  );
});

test('the IDs of tenant and subscription come from the environment when the file has none', () => {
  const id = '11111111-2222-3333-4444-555555555555';
  synthesize('aks.yaml', directory, { ARM_TENANT_ID: id, ARM_SUBSCRIPTION_ID: id });

  expect(stackJson(directory, 'cluster').provider?.azurerm).toEqual([
    { features: [{}], tenant_id: id, subscription_id: id },
  ]);
});

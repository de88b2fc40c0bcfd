import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Group } from '@cdktf/provider-azuread/lib/group';
import { AzureadProvider } from '@cdktf/provider-azuread/lib/provider';
import { App, TerraformOutput, TerraformStack, Testing } from 'cdktf';
import { defineStateBackend } from '../../../app/state/backend';
import { describeWithTerraform, TerraformDirectory } from '../../rehearsal/terraform';
import { BACKENDS } from './backend-samples';
import { load, MINIMAL } from '../config/config-file';

type Block = Record<string, unknown>;

interface StackJson {
  readonly terraform: { readonly backend?: Record<string, Block>; readonly cloud?: Block };
  readonly data?: { readonly terraform_remote_state?: Record<string, { backend: string; config: Block }> };
}

const STACKS = ['identity', 'cluster', 'access'] as const;

type Stacks = Record<(typeof STACKS)[number], StackJson>;

let outdir: string;
beforeAll(() => {
  outdir = mkdtempSync(join(tmpdir(), 'backends-'));
});
afterAll(() => rmSync(outdir, { recursive: true }));

/** Three stacks with the state that is asked for; the cluster reads an ID of the identity stack. */
function synthesize(state: string): Stacks {
  const config = load(`${MINIMAL}state: ${state}\n`);
  const app = new App({ outdir: join(outdir, 'cdktf.out') });
  const [identity, cluster] = STACKS.map((name) => {
    const stack = new TerraformStack(app, name);
    defineStateBackend(stack, config);
    return stack;
  }) as [TerraformStack, TerraformStack];

  new AzureadProvider(identity, 'azuread');
  const group = new Group(identity, 'Group', { displayName: 'admins', securityEnabled: true });
  new TerraformOutput(cluster, 'group', { value: group.objectId });
  app.synth();

  const read = (stack: string): StackJson =>
    JSON.parse(readFileSync(join(app.outdir, 'stacks', stack, 'cdk.tf.json'), 'utf8')) as StackJson;
  return { identity: read('identity'), cluster: read('cluster'), access: read('access') };
}

/** The name of a backend and its arguments. */
function backendOf({ terraform: { backend, cloud } }: StackJson): [string, Block] {
  return cloud ? ['cloud', cloud] : Object.entries(backend!)[0]!;
}

/** How the one stack reads the outputs of the other. */
function readingOf({ data }: StackJson): { backend: string; config: Block } {
  const [reading] = Object.values(data?.terraform_remote_state ?? {});
  return reading!;
}

test.each(['a${TfToken[TOKEN.1]}', 'a%{if true}'])('a local state at %s is refused', (directory) => {
  const stack = new TerraformStack(new App({ outdir: join(outdir, 'cdktf.out') }), 'identity');
  const config = load(MINIMAL);

  expect(() => defineStateBackend(stack, { ...config, state: { backend: 'local', directory } })).toThrow(
    "rename the file or folder, or set 'state.directory'",
  );
});

/** `s3 all`: every backend, with the least and with all of its keys. */
const SAMPLES = Object.entries(BACKENDS).flatMap(([name, { least, all }]) => [
  [`${name}, least`, least] as const,
  [`${name}, all keys`, all] as const,
]);

test.each(SAMPLES)('%s: each stack has a state of its own', (_, state) => {
  const blocks = Object.values(synthesize(state)).map(backendOf);

  expect(new Set(blocks.map(([name]) => name)).size).toBe(1);
  expect(new Set(blocks.map((block) => JSON.stringify(block))).size).toBe(STACKS.length);
});

const IN_THE_CLOUD = SAMPLES.filter(([title]) => title.startsWith('hcp'));
const ELSEWHERE = SAMPLES.filter(([title]) => !title.startsWith('hcp'));

test.each(ELSEWHERE)(
  '%s: what crosses stacks is read from the state that the other stack writes',
  (_, state) => {
    const { identity, cluster } = synthesize(state);
    const [backend, written] = backendOf(identity);

    // A lock file is for those who write.
    const config = Object.fromEntries(Object.entries(written).filter(([name]) => name !== 'use_lockfile'));
    expect(readingOf(cluster)).toMatchObject({ backend, config });
  },
);

test.each(IN_THE_CLOUD)('%s: what crosses stacks is read from the workspace by its name', (_, state) => {
  const { identity, cluster } = synthesize(state);
  const [, { hostname }] = backendOf(identity);

  expect(readingOf(cluster)).toEqual({
    backend: 'remote',
    config: {
      organization: 'contoso',
      hostname,
      workspaces: { name: hostname ? 'shop-identity' : 'aks-identity' },
    },
  });
});

test.each<[string, string, Block]>([
  ['s3', BACKENDS.s3!.least, { encrypt: true, use_lockfile: true }],
  ['azurerm', BACKENDS.azurerm!.least, { use_azuread_auth: true }],
  ['consul at an address', '{ backend: consul, address: consul }', { lock: true, scheme: 'https' }],
  ['cos', BACKENDS.cos!.least, { encrypt: true }],
  ['oss', BACKENDS.oss!.least, { encrypt: true, tablestore_table: 'locks' }],
  [
    'http',
    BACKENDS.http!.least,
    {
      lock_address: 'https://state.contoso.com/aks/cluster',
      unlock_address: 'https://state.contoso.com/aks/cluster',
    },
  ],
])('%s is safe by default', (_, state, expected) => {
  expect(backendOf(synthesize(state).cluster)[1]).toMatchObject(expected);
});

test('a service that does not know checksums gets none', () => {
  expect(backendOf(synthesize(BACKENDS.s3!.all).cluster)[1]).toMatchObject({ skip_s3_checksum: true });
  expect(backendOf(synthesize(BACKENDS.s3!.least).cluster)[1]).not.toHaveProperty('skip_s3_checksum');
});

test.each<[string, string, string[]]>([
  ['s3', '{ backend: s3, bucket: state, region: eu-central-1, lock: false }', ['use_lockfile']],
  [
    's3 with a table',
    '{ backend: s3, bucket: state, region: eu-central-1, dynamodbTable: locks }',
    ['use_lockfile'],
  ],
  [
    'http',
    "{ backend: http, address: 'https://state.contoso.com/{stack}', lock: false }",
    ['lock_address', 'unlock_address'],
  ],
  ['oss', '{ backend: oss, bucket: state, region: eu-central-1, lock: false }', ['tablestore_table']],
])('%s: a lock that is turned off is not taken', (_, state, absent) => {
  const [, block] = backendOf(synthesize(state).cluster);
  expect(Object.keys(block).filter((argument) => absent.includes(argument))).toEqual([]);
});

test('workspaces by tags: the tag of a stack lets Terraform find one workspace only', () => {
  const tags = Object.values(synthesize('{ backend: hcp, organization: contoso, tags: [aks] }')).map(
    (stack) => backendOf(stack)[1].workspaces,
  );
  expect(tags).toEqual([
    { tags: ['aks', 'stack:identity'] },
    { tags: ['aks', 'stack:cluster'] },
    { tags: ['aks', 'stack:access'] },
  ]);
});

test('a workspace needs no Terraform at synth, which would ask each stack for its version', () => {
  const path = process.env.PATH;
  process.env.PATH = '';
  try {
    const stack = new TerraformStack(Testing.app(), 'identity');
    defineStateBackend(stack, load(`${MINIMAL}state: ${BACKENDS.hcp!.least}\n`));
    expect(Testing.synth(stack, true)).toContain('aks-identity');
  } finally {
    process.env.PATH = path;
  }
});

test('local state is where it was asked for, wherever the JSON is', () => {
  const [, { path }] = backendOf(synthesize('{ directory: /var/lib/states }').cluster);
  expect(join(outdir, 'cdktf.out', 'stacks', 'cluster', path as string)).toBe(
    '/var/lib/states/terraform.cluster.tfstate',
  );
});

describeWithTerraform('real Terraform knows every argument', () => {
  let directory: TerraformDirectory;
  beforeEach(() => {
    directory = new TerraformDirectory('');
  });
  afterEach(() => {
    directory.remove();
  });

  /** What Terraform says of the arguments of a block; it goes no further, because one argument is made up. */
  async function complaints(folder: string, [name, block]: [string, Block]): Promise<string[]> {
    const withMadeUp = { ...block, made_up: 'x' };
    const terraform = name === 'cloud' ? { cloud: withMadeUp } : { backend: { [name]: withMadeUp } };
    mkdirSync(join(directory.path, folder));
    directory.write(JSON.stringify({ terraform }), join(folder, 'main.tf.json'));

    const { output } = await directory.run(`-chdir=${folder}`, 'init', '-backend=true');
    return output.match(/(No argument or block type|Inappropriate value|is required)[^.]*/g) ?? [];
  }

  test('in the block of each backend', async () => {
    const found = await Promise.all(
      SAMPLES.map(async ([title, state]) => {
        const block = backendOf(synthesize(state).cluster);
        return [title, await complaints(title.replace(/\W+/g, '-'), block)];
      }),
    );
    expect(found).toEqual(
      SAMPLES.map(([title]) => [title, ['No argument or block type is named "made_up"']]),
    );
  });

  test('and accepts their values, as does whoever reads the state', async () => {
    const readings = SAMPLES.flatMap(([title, state]) => {
      const { cluster } = synthesize(state);
      const [backend, config] = backendOf(cluster);
      const id = title.replace(/\W+/g, '_');
      // There is no reading through the block 'cloud'.
      const block = backend === 'cloud' ? [] : [[`${id}_block`, { backend, config }] as const];
      return [...block, [id, readingOf(cluster)] as const];
    });
    directory.write(
      JSON.stringify({ data: { terraform_remote_state: Object.fromEntries(readings) } }),
      'main.tf.json',
    );
    await directory.succeed('init');

    const { diagnostics } = JSON.parse((await directory.run('validate', '-json')).output) as {
      diagnostics: { summary: string; detail: string }[];
    };
    // What Terraform 1.10 has deprecated serves those before it.
    expect(diagnostics.filter(({ detail }) => !detail.includes('"dynamodb_table" is deprecated'))).toEqual(
      [],
    );
    expect(readings).toHaveLength(2 * SAMPLES.length - 4);
  });
});

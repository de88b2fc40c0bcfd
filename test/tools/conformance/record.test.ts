import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { loadTenant } from '../../../access/directory/load-tenant';
import { kubernetes } from '../../../rehearsal/kubernetes/kubernetes';
import { RunningProviders, startProviders } from '../../../rehearsal/protocol/provider-server';
import { FileWorld } from '../../../rehearsal/world/world';
import { record } from '../../../tools/conformance/record';
import { Json, RecordedCase, StepRecording } from '../../../tools/conformance/recording';
import { RECORDINGS, replay } from '../../../tools/conformance/replay';

const HOST = 'https://recorded.hcp.eastus.azmk8s.io:443';
const CERTIFICATE = 'certificate';
const VERSION = '2.38.0';

const given = JSON.parse(
  readFileSync(join(RECORDINGS, `kubernetes-${VERSION}.json`), 'utf8'),
) as StepRecording;
const first = given.cases.find(({ name }) => name === 'rb-remove-user-before-sa')!;
const oneStep: RecordedCase = { ...first, steps: [first.steps[0]!] };

/** Only what somebody writes who adds a case. */
const bare = { name: first.name, steps: oneStep.steps.map(({ config }) => ({ config })) };

describe('recording anew', () => {
  const folder = mkdtempSync(join(tmpdir(), 'record-'));
  const file = join(folder, 'recording.json');
  let providers: RunningProviders;

  beforeAll(async () => {
    providers = await startProviders({
      providers: [{ behaviour: kubernetes, version: VERSION }],
      tenant: { ...loadTenant(), namespaces: ['shop'] },
      world: clusterWorld(),
    });
  });

  afterAll(async () => {
    await providers.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  // Terraform installs and starts the provider itself here, as it does with the real one; only what answers is a stand-in.
  test('runs what Terraform installs, and writes what a replay finds the same', async () => {
    writeFileSync(file, JSON.stringify({ provider: `hashicorp/kubernetes ${VERSION}`, cases: [bare] }));

    const because = await record(file, {
      env: { ...process.env, ...mirrorOf(providers, folder) },
      surroundings: () => () =>
        Promise.resolve({
          server: 'a stand-in',
          provider: { host: HOST, client_certificate: CERTIFICATE, insecure: true },
          stop: () => Promise.resolve(),
        }),
    });

    expect(because).toBeUndefined();
    const recorded = JSON.parse(readFileSync(file, 'utf8')) as StepRecording;
    expect(recorded.server).toBe('a stand-in');
    expect(recorded.recorded).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(recorded.cases).toEqual([oneStep]);
    const [{ comparisons }] = (await replay([file])) as [Awaited<ReturnType<typeof replay>>[0]];
    expect(comparisons[0]!.differences).toEqual([]);
  });

  test('a replay tells a state that differs', async () => {
    const one = JSON.parse(JSON.stringify({ ...given, cases: [oneStep] })) as {
      cases: { steps: { apply: { state: Record<string, { [key: string]: Json }> } }[] }[];
    };
    one.cases[0]!.steps[0]!.apply.state['kubernetes_role_binding_v1.x']!.id = 'shop/another';
    writeFileSync(file, JSON.stringify(one));

    const [{ comparisons }] = (await replay([file])) as [Awaited<ReturnType<typeof replay>>[0]];

    expect(comparisons[0]!.differences).toEqual([
      {
        what: 'step 1: kubernetes_role_binding_v1.x in the state.id',
        real: '"shop/another"',
        standIn: '"shop/b1"',
        isOfValues: true,
      },
    ]);
  });

  test.each(['azuread-3.7.0.json', 'azurerm-4.55.0-changes.json'])(
    '%s is left as it is, with the reason',
    async (name) => {
      const text = readFileSync(join(RECORDINGS, name), 'utf8');
      writeFileSync(file, text);

      expect(await record(file)).toMatch(/needs a directory of its own|has to exist in Azure/);
      expect(readFileSync(file, 'utf8')).toBe(text);
    },
  );
});

function clusterWorld(): FileWorld {
  const world = new FileWorld();
  const id =
    '/subscriptions/s/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/recorded';
  world.put('azurerm_kubernetes_cluster', id, {
    id,
    name: 'recorded',
    local_account_disabled: false,
    kube_config: [{ host: HOST, client_certificate: Buffer.from(CERTIFICATE).toString('base64') }],
  });
  world.put('kubernetes_namespace_v1', 'shop', { cluster: 'recorded', metadata: [{ name: 'shop' }] });
  return world;
}

/** A mirror with a program that leads Terraform to the stand-in, and the environment that makes Terraform use it. */
function mirrorOf({ reattach }: RunningProviders, folder: string): NodeJS.ProcessEnv {
  const source = 'registry.terraform.io/hashicorp/kubernetes';
  const { Addr } = (JSON.parse(reattach) as Record<string, { Addr: { String: string } }>)[source]!;
  const program = join(
    folder,
    'mirror',
    source,
    VERSION,
    platform(),
    `terraform-provider-kubernetes_v${VERSION}`,
  );
  mkdirSync(dirname(program), { recursive: true });
  writeFileSync(program, forwardTo(Addr.String));
  chmodSync(program, 0o755);

  const config = join(folder, 'terraform.rc');
  writeFileSync(
    config,
    `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(join(folder, 'mirror'))}\n  }\n}\n`,
  );
  return { TF_CLI_CONFIG_FILE: config, TF_DISABLE_PLUGIN_TLS: '1', CHECKPOINT_DISABLE: '1' };
}

/** Ends with the connection: Terraform waits two seconds for a provider that does not. */
function forwardTo(address: string): string {
  const [host, port] = address.split(':');
  return `#!${process.execPath}
const { connect, createServer } = require('node:net');
const server = createServer((client) => {
  client.pipe(connect(${port}, '${host}')).pipe(client);
  client.on('close', () => process.exit());
});
server.listen(0, '127.0.0.1', () => console.log('1|5|tcp|127.0.0.1:' + server.address().port + '|grpc'));
`;
}

function platform(): string {
  return `${process.platform}_${process.arch === 'x64' ? 'amd64' : process.arch}`;
}

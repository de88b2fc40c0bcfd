import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { CommandRun, runInProcess } from '../in-process';

const TENANT = resolve('rehearsal/tenant.yaml');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'card-'));
  writeFileSync(
    join(folder, 'aks.yaml'),
    `aad: { adminGroupObjectIds: [894656e1-39f8-4bfe-b16a-510f61af6f41] }
azure: { environment: usgovernment }
cluster: { location: usgovvirginia }
clusters: [{ name: one, resourceGroupName: rg }, { name: two, resourceGroupName: rg-two }]
`,
  );
});
afterEach(() => rmSync(folder, { recursive: true }));

const card = (...args: string[]): Promise<CommandRun> =>
  runInProcess(['access', '--tenant', TENANT, '--for', 'alice@contoso.com', ...args], { cwd: folder });

/** What Terraform writes of a cluster that it has made, or found. */
function deployed(...names: string[]): void {
  mkdirSync(join(folder, 'state', 'aks'), { recursive: true });
  for (const name of names) {
    const attributes = {
      name,
      resource_group_name: name === 'one' ? 'RG' : 'rg-two',
      kube_config: [
        { host: `https://${name}.hcp.example:443`, cluster_ca_certificate: 'Q0E=', password: 'secret' },
      ],
    };
    const resources = [{ mode: 'data', type: 'azurerm_kubernetes_cluster', instances: [{ attributes }] }];
    writeFileSync(
      join(folder, 'state', 'aks', `terraform.access-${name}.tfstate`),
      JSON.stringify({ resources }),
    );
  }
}

test('prints text, Markdown or a page, or writes the two; for each cluster of the fleet', async () => {
  expect(await card()).toMatchObject({
    status: 0,
    stderr: '',
    stdout: expect.stringMatching(/Cluster one\n-+\n[^]*Cluster two\n-+\n/) as string,
  });
  expect((await card('--format', 'markdown')).stdout).toMatch(
    /^# Access of alice@contoso\.com\n[^]*## Cluster two\n/,
  );
  expect((await card('--format', 'html', '--cluster', 'one')).stdout).toMatch(
    /^<!doctype html>[^]*<h2>Cluster one<\/h2>/,
  );
  expect((await card('--output', 'cards')).stdout).toBe(
    'cards/alice@contoso.com.md\ncards/alice@contoso.com.html\n',
  );
  expect(readFileSync(join(folder, 'cards', 'alice@contoso.com.md'), 'utf8')).toContain(
    'az cloud set --name AzureUSGovernment',
  );
});

test('writes a kubeconfig of what a local state knows, for nobody else to read, and says the command for the rest', async () => {
  deployed('one');
  const { status, stderr } = await card('--kubeconfig', 'alice.kubeconfig');
  const file = join(folder, 'alice.kubeconfig');
  const text = readFileSync(file, 'utf8');

  expect(status).toBe(0);
  expect(stderr).toContain('alice.kubeconfig: one\n');
  expect(stderr).toContain(
    "Where cluster 'two' answers is not known here, as no local state says it: az aks get-credentials --resource-group rg-two --name two --file alice.kubeconfig && kubelogin convert-kubeconfig --login azurecli --kubeconfig alice.kubeconfig",
  );
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(text).not.toContain('secret:');
  expect(text).not.toContain('password');
  expect(parse(text)).toMatchObject({
    'current-context': 'one',
    clusters: [{ cluster: { server: 'https://one.hcp.example:443', 'certificate-authority-data': 'Q0E=' } }],
    users: [
      {
        user: {
          exec: {
            command: 'kubelogin',
            args: [
              'get-token',
              '--login',
              'azurecli',
              '--server-id',
              '6dae42f8-4368-4678-94ff-3960e28e3630',
              '--environment',
              'AzureUSGovernmentCloud',
            ],
          },
        },
      },
    ],
    contexts: [{ name: 'one', context: { cluster: 'one', user: 'one' } }],
  });
});

test('writes its own kubeconfig anew, with the mode that it must have, and nobody else’s', async () => {
  deployed('one', 'two');
  writeFileSync(join(folder, 'mine'), 'apiVersion: v1\n');
  expect(await card('--kubeconfig', 'mine')).toMatchObject({
    status: 1,
    stdout: '',
    stderr:
      "--kubeconfig mine: this was not written by 'access --for' and stays as it is; name a file that is not there yet\n",
  });
  expect(readFileSync(join(folder, 'mine'), 'utf8')).toBe('apiVersion: v1\n');

  await card('--kubeconfig', 'own', '--cluster', 'one');
  writeFileSync(join(folder, 'own'), readFileSync(join(folder, 'own')), { mode: 0o644 });
  expect((await card('--kubeconfig', 'own')).stderr).toBe('own: one, two\n');
  expect(statSync(join(folder, 'own')).mode & 0o777).toBe(0o600);
});

test('writes none for whoever has nothing, or where a state is no state', async () => {
  const nobody = await card('--kubeconfig', 'own', '--for=zed@contoso.com').catch(() => undefined);
  expect(nobody?.status).toBe(1);
  const stranger = await runInProcess(
    ['access', '--tenant', TENANT, '--for', 'zed@contoso.com', '--kubeconfig', 'own'],
    { cwd: folder },
  );
  expect(stranger.stderr).toContain('own is not written: there is no cluster to sign in to.');

  deployed('one');
  writeFileSync(join(folder, 'state', 'aks', 'terraform.access-one.tfstate'), '{ torn');
  expect((await card('--kubeconfig', 'own')).stderr).toContain(
    "Where cluster 'one' answers is not known here",
  );
  expect(existsSync(join(folder, 'own'))).toBe(false);
});

test.each([
  [['--revoke', 'x'], '--revoke prints one report of its own: leave out --for'],
  [['--format', 'json'], '--format json is not a format with --for: use text, markdown or html'],
  [['--context', 'x'], '--context is for --live: give that, too'],
])('does not go with %j', async (args, message) => {
  expect(await card(...args)).toMatchObject({
    status: 1,
    stdout: '',
    stderr: expect.stringContaining(message) as string,
  });
});

test.each(['--for', '--revoke'])(
  '%s ends with 2 when nobody is called so, and says who may be meant',
  async (option) => {
    const run = (name: string): Promise<CommandRun> =>
      runInProcess(['access', '--tenant', TENANT, option, name], { cwd: folder });

    const astray = await run('alicce@contoso.com');
    expect(astray.status).toBe(2);
    expect(astray.stdout).toMatch(/[Dd]id you mean '?alice@contoso\.com/);
    expect((await run('alice@contoso.com')).status).toBe(0);
    // Known to the directory, with nothing here.
    expect((await run('bob@contoso.com')).status).toBe(0);
  },
);

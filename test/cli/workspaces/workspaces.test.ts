import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HcpApi } from '../../../rehearsal/backends/hcp/api';
import { HcpTerraform } from '../../../rehearsal/backends/hcp/hcp-terraform';
import { HcpWorkspace } from '../../../rehearsal/backends/hcp/workspace';
import { CommandResult, runCommand } from '../../../rehearsal/command';
import { describeWithTerraform } from '../../rehearsal/terraform';
import { CommandRun, runInProcess } from '../in-process';

const ID = '22222222-2222-3333-4444-555555555555';
const CLIENT_ID = '33333333-2222-3333-4444-555555555555';

let hcp: HcpTerraform;
let folder: string;
beforeEach(async () => {
  hcp = await HcpTerraform.start('contoso');
  folder = mkdtempSync(join(tmpdir(), 'workspaces-test-'));
  configure({ organization: 'contoso', project: 'AKS platform' });
});
afterEach(async () => {
  await hcp.stop();
  rmSync(folder, { recursive: true });
});

function configure(state: object): void {
  const backend = JSON.stringify({ backend: 'hcp', hostname: hcp.host, ...state });
  const original = readFileSync('aks.yaml', 'utf8').replace(
    /^state:\n {2}backend: local$/m,
    `state: ${backend}`,
  );
  writeFileSync(join(folder, 'aks.yaml'), original);
}

async function workspaces(args: string[], env: NodeJS.ProcessEnv = hcp.environment): Promise<CommandRun> {
  const config = { AKS_CONFIG: join(folder, 'aks.yaml'), ARM_TENANT_ID: ID, ARM_SUBSCRIPTION_ID: ID };
  return runInProcess(['workspaces', ...args], { cwd: process.cwd(), env: { ...config, ...env } });
}

function workspace(name: string): HcpWorkspace {
  return hcp.organization.workspaceNamed(name)!;
}

/** Environment variables of runs, as they are set. */
function variablesOf(name: string): Record<string, unknown> {
  const entries = workspace(name).variables.map(({ attributes }) => [
    String(attributes.key),
    attributes.value,
  ]);
  return Object.fromEntries(entries) as Record<string, unknown>;
}

const RUNS = ['--execution', 'remote', '--agent-pool', 'aks', '--client-id', CLIENT_ID];
const VCS = ['--vcs', 'contoso/aks', '--vcs-oauth-token', 'ot-1'];

test('a dry run tells what it would do and does none of it; then it is done, and then nothing is left to do', async () => {
  const dry = await workspaces(['--dry-run']);
  expect(dry.stdout).toContain('aks-identity: share the state with aks-cluster');
  expect(dry.stdout).toContain('nothing was changed');
  expect(hcp.organization.workspaces).toEqual([]);

  expect(await workspaces([])).toMatchObject({ status: 0, stderr: '' });
  expect(workspace('aks-cluster').settings).toMatchObject({ 'execution-mode': 'local', 'auto-apply': false });
  expect(hcp.organization.projects.map(({ name }) => name)).toContain('AKS platform');
  expect([...workspace('aks-identity').consumers]).toEqual([workspace('aks-cluster').id]);
  expect([...workspace('aks-cluster').consumers]).toEqual([]);

  expect((await workspaces([])).stdout).toBe('No changes: the 3 workspaces are as they should be.\n');
});

test('runs of commits: an agent for kubelogin alone, sign-in without secrets, one stack after the other', async () => {
  hcp.organization.addAgentPool('aks');
  hcp.organization.vcsConnections.add('ot-1');
  expect(await workspaces([...RUNS, ...VCS])).toMatchObject({ status: 0, stderr: '' });

  expect(workspace('aks-identity').settings).toMatchObject({
    'execution-mode': 'remote',
    'working-directory': 'cdktf.out/stacks/identity',
    'trigger-patterns': ['cdktf.out/stacks/identity/**'],
  });
  expect(workspace('aks-access').settings['execution-mode']).toBe('agent');
  expect(variablesOf('aks-identity')).toEqual({
    TFC_AZURE_PROVIDER_AUTH: 'true',
    TFC_AZURE_RUN_CLIENT_ID: CLIENT_ID,
    ARM_TENANT_ID: ID,
  });
  expect(variablesOf('aks-access')).toMatchObject({
    AAD_LOGIN_METHOD: 'workloadidentity',
    AZURE_CLIENT_ID: CLIENT_ID,
    TFC_WORKLOAD_IDENTITY_AUDIENCE: 'api://AzureADTokenExchange',
  });
  const sources = ['aks-identity', 'aks-cluster', 'aks-access'].map((name) =>
    workspace(name).triggers.map(({ source }) => source.name),
  );
  expect(sources).toEqual([[], ['aks-identity'], ['aks-cluster']]);

  // Neither the same command nor one that does not name the execution changes it.
  expect((await workspaces([...RUNS, ...VCS])).stdout).toContain('No changes');
  expect((await workspaces([])).stdout).toContain('No changes');
});

test('kubelogin of a run asks the authority of the cloud that the cluster is in', async () => {
  configure({ organization: 'contoso' });
  const file = join(folder, 'aks.yaml');
  writeFileSync(file, `${readFileSync(file, 'utf8')}\nazure: { environment: usgovernment }\n`);
  hcp.organization.addAgentPool('aks');
  expect(await workspaces(RUNS)).toMatchObject({ status: 0, stderr: '' });

  expect(variablesOf('aks-access').AZURE_AUTHORITY_HOST).toBe('https://login.microsoftonline.us/');
});

test('tags of the configuration are put on, by which Terraform finds a workspace', async () => {
  configure({ organization: 'contoso', tags: ['aks'] });
  expect(await workspaces([])).toMatchObject({ status: 0, stderr: '' });

  expect(workspace('aks-cluster').tags).toEqual(['aks', 'stack:cluster']);
});

test.each([
  ['an unknown organization', { organization: 'contozo' }, [], /no organization 'contozo' at localhost/],
  ['kubelogin without an agent', {}, ['--execution', 'remote', '--client-id', CLIENT_ID], /add --agent-pool/],
  ['an agent pool that is not there', {}, RUNS, /no agent pool 'aks' in organization 'contoso'/],
  ['runs that cannot sign in', {}, RUNS.slice(0, 4), /without --client-id identity=<UUID>/],
  [
    'somebody who is named for a stack that is not there',
    {},
    [...RUNS, '--client-id', `idenity=${ID}`],
    /no stack 'idenity', did you mean 'identity'\?/,
  ],
  ['two for the same stacks', {}, [...RUNS, '--client-id', ID], /--client-id is given twice for all stacks/],
  ['options that do not go together', {}, ['--agent-pool', 'aks', '--vcs', 'x'], /--vcs 'x' is not <owner>/],
])('%s is refused with what to do', async (_, state, args, message) => {
  configure({ organization: 'contoso', ...state });
  const { status, stderr } = await workspaces(args);

  expect(status).toBe(1);
  expect(stderr).toMatch(message);
  expect(stderr).not.toMatch(/^ +at /m);
  expect(hcp.organization.workspaces).toEqual([]);
});

test('a token that is not taken, or that sees too little, is told by its place and never shown', async () => {
  const wrong = await workspaces([], hcp.environmentOf('wrong.atlasv1.token'));
  expect(wrong.stderr).toMatch(/does not take the token of .*\.tfrc: run 'terraform login localhost:/);

  expect(await workspaces([])).toMatchObject({ status: 0 });
  const run = hcp.organization.issueToken({ kind: 'run', workspace: 'ws-other' });
  const blind = await workspaces([], hcp.environmentOf(run));
  expect(blind.status).toBe(1);
  expect(blind.stderr).toContain('may not create workspaces');
  expect(wrong.stderr + blind.stderr).not.toMatch(/atlasv1/);
});

test.each([
  [
    'a page to sign in on',
    200,
    '<html>',
    /with something else than the API of HCP Terraform gives: does a proxy/,
  ],
  ['nothing', 200, {}, /with something else than the API/],
  ['objects without attributes', 200, { data: [{ id: 'ws-1' }] }, /with something else than the API/],
  ['errors in another form', 422, { errors: { name: ['taken'] } }, /was answered with 422$/m],
  [
    'errors that say nothing',
    403,
    { errors: [null, { title: 'forbidden' }] },
    /was answered with 403: forbidden$/m,
  ],
])('%s instead of an answer is told, and is no bug of the command', async (_, status, body, message) => {
  const others: Record<string, unknown> = {
    '/.well-known/terraform.json': { 'tfe.v2': '/api/v2/' },
    '/api/v2/organizations/contoso': { data: { id: 'contoso', attributes: {} } },
  };
  const content = typeof body === 'string' ? Buffer.from(body) : body;
  const spy = jest
    .spyOn(HcpApi.prototype, 'answer')
    .mockImplementation(({ path }) =>
      path in others ? { status: 200, body: others[path] } : { status, body: content },
    );
  const { stderr, ...run } = await workspaces([]);
  spy.mockRestore();

  expect(run.status).toBe(1);
  expect(stderr).toMatch(message);
  expect(stderr).not.toMatch(/This is a bug|atlasv1/);
});

test('a page to sign in on is not taken for a change that was made, and the next run makes it', async () => {
  const api = new HcpApi(hcp.organization, () => `https://${hcp.host}`);
  const others = api.answer.bind(api);
  const spy = jest
    .spyOn(HcpApi.prototype, 'answer')
    .mockImplementation((request) =>
      request.path.endsWith('/relationships/remote-state-consumers') && request.method === 'POST'
        ? { status: 200, body: Buffer.from('<html>') }
        : others(request),
    );
  const { stdout, stderr } = await workspaces([]);
  spy.mockRestore();

  expect(stdout).toMatch(/^project 'AKS platform': create\n.*\n.*\naks-access: create, local execution\n$/);
  expect(stderr).toMatch(/with something else than the API/);
  expect(stderr).toContain(
    "\n4 of 5 changes are made. The next, 'aks-identity: share the state with aks-cluster', is not confirmed",
  );

  expect((await workspaces([])).stdout).toContain(
    'aks-identity: share the state with aks-cluster\n\n1 changes made',
  );
});

test('a service that does not say where its API is, is not taken for another one', async () => {
  const spy = jest.spyOn(HcpApi.prototype, 'answer').mockReturnValue({ status: 403 });
  const { stderr } = await workspaces([]);
  spy.mockRestore();

  expect(stderr).toMatch(/localhost:\d+ does not say where its API is: it answers \S+ with 403$/m);
});

describeWithTerraform('the state of another workspace', () => {
  test('is read by a run of a workspace that it is shared with, and of no other', async () => {
    expect(await workspaces([])).toMatchObject({ status: 0, stderr: '' });
    const settings = (name: string) => hcp.redirect({ workspaces: { name } });
    const terraform = async (configuration: object, env: Record<string, string>): Promise<CommandResult> => {
      const cwd = mkdtempSync(join(folder, 'stack-'));
      writeFileSync(join(cwd, 'main.tf.json'), JSON.stringify(configuration));
      const options = {
        cwd,
        env: { ...process.env, ...env, CHECKPOINT_DISABLE: '1', TF_CLI_ARGS: '-no-color' },
      };
      await runCommand('terraform', ['init'], options);
      return runCommand('terraform', ['apply', '-auto-approve'], options);
    };
    const runOf = (name: string) =>
      hcp.environmentOf(hcp.organization.issueToken({ kind: 'run', workspace: workspace(name).id }));
    const reading = (name: string) => ({
      terraform: { cloud: settings(name) },
      data: { terraform_remote_state: { identity: { backend: 'remote', config: settings('aks-identity') } } },
      output: { group: { value: '${data.terraform_remote_state.identity.outputs.group}' } },
    });

    const identity = { terraform: { cloud: settings('aks-identity') }, output: { group: { value: 'g-1' } } };
    expect(await terraform(identity, runOf('aks-identity'))).toMatchObject({ code: 0 });
    expect((await terraform(reading('aks-cluster'), runOf('aks-cluster'))).output).toContain('group = "g-1"');

    const refused = await terraform(reading('aks-access'), runOf('aks-access'));
    expect(refused.code).toBe(1);
    expect(refused.errors).toMatch(/Unable to find remote state|not found/i);
  });
});

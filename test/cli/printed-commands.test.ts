import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { groupObjectId } from '../../app/config/schema/fields';
import { AzureApi } from '../../cli/azure/azure-api';
import { accountFindings } from '../../cli/doctor/patient-checks';
import { azureRoleFinding } from '../../cli/doctor/azure-role-check';
import { findCredentials } from '../../cli/workspaces/credentials';
import { RbacSubject } from '../../lib';
import { visible } from '../../lib/shared/visible';
import { PlanGuard } from '../../rehearsal/plan-guard';
import { rescueUnsavedStates } from '../../rehearsal/unsaved-states';
import { REQUIRED, synthCluster } from '../lib/sample-cluster';
import { NASTY_NAMES } from '../nasty-names';

const NAMES = Object.values(NASTY_NAMES);
const PROGRAMS = ['az', 'terraform', 'rehearse', 'rm'];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'printed-commands-'));
  mkdirSync(join(folder, 'bin'));
  mkdirSync(join(folder, 'here'));
  for (const program of PROGRAMS) {
    writeFileSync(
      join(folder, 'bin', program),
      `#!/bin/sh\nprintf '%s\\0' ${program} "$@"\nprintf '\\n\\0'\n`,
    );
    chmodSync(join(folder, 'bin', program), 0o755);
  }
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** The words of each command in lines that somebody has copied into a shell; whatever else they do leaves a file. */
function wordsOf(lines: readonly string[]): string[][] {
  const script = lines.join('\n');
  const env = { PATH: `${join(folder, 'bin')}:${process.env.PATH}` };
  const cwd = join(folder, 'here');
  const syntax = spawnSync('bash', ['-n'], { input: script, encoding: 'utf8' });
  const { stdout, stderr, status } = spawnSync('bash', ['-e'], { input: script, cwd, encoding: 'utf8', env });
  const left = readdirSync(cwd);
  expect({ syntax: syntax.stderr, stderr, status, left }).toEqual({
    syntax: '',
    stderr: '',
    status: 0,
    left: [],
  });

  return stdout
    .split('\n\0')
    .slice(0, -1)
    .map((words) => words.split('\0').slice(0, -1));
}

/** The command in a text, which stands between what is around it. */
function commandIn(text: string, around: RegExp): string {
  return around.exec(text)![1]!;
}

/** The message of what a function throws. */
function refusal(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('nothing was refused');
}

/** An option and its value, whether they are one word or two. */
function option(name: string, value: string): string[] {
  return value.startsWith('-') ? [`${name}=${visible(value)}`] : [name, visible(value)];
}

test('how the object ID of a group is found', () => {
  const lines = NAMES.map((name) => {
    const [issue] = groupObjectId().safeParse(name).error!.issues;
    return commandIn(issue!.message, /\((az ad group show .*)\)$/s);
  });
  expect(wordsOf(lines.map(visible))).toEqual(
    NAMES.map((name) => [
      'az',
      'ad',
      'group',
      'show',
      ...option('--group', name),
      '--query',
      'id',
      '--output',
      'tsv',
    ]),
  );
});

test('how the object ID of a guest is found', () => {
  const guests = NAMES.map((name) => `${name}#EXT#@contoso.com`);
  const lines = guests.map((guest) =>
    commandIn(
      refusal(() => RbacSubject.user(guest)),
      /output of: (.*)$/,
    ),
  );
  expect(wordsOf(lines)).toEqual(
    guests.map((guest) => ['az', 'ad', 'user', 'show', ...option('--id', guest), '--query', 'id']),
  );
});

test('how credentials of a cluster are fetched', () => {
  let command = '';
  synthCluster({ resourceGroupName: 'rg-(prod).eu_1' }, (cluster) => (command = cluster.credentialsCommand));
  expect(wordsOf([command])).toEqual([
    ['az', 'aks', 'get-credentials', '--resource-group', 'rg-(prod).eu_1', '--name', REQUIRED.clusterName],
  ]);
});

test('how the doctor lets an account sign in', () => {
  const lines = NAMES.map((name) => {
    const user = { objectId: name, userPrincipalName: name, displayName: name, userType: 'Member' as const };
    const [account] = accountFindings({ account: user, isEnabled: false });
    return commandIn(account!.fix!, /, or (az ad user update .*)$/s);
  });
  expect(wordsOf(lines)).toEqual(
    NAMES.map((name) => ['az', 'ad', 'user', 'update', ...option('--id', name), '--account-enabled', 'true']),
  );
});

test('how the doctor lets an account fetch the kubeconfig', async () => {
  const arm = { list: () => Promise.resolve([]) } as unknown as AzureApi;
  const scope = (name: string): string => `/subscriptions/${name}`;
  const found = await Promise.all(NAMES.map((name) => azureRoleFinding(arm, scope(name), name)));
  const role = 'Azure Kubernetes Service Cluster User Role';

  expect(wordsOf(found.map(({ fix }) => fix!))).toEqual(
    NAMES.map((name) => [
      ...['az', 'role', 'assignment', 'create', '--role', role],
      ...[...option('--assignee', name), '--scope', visible(scope(name))],
    ]),
  );
});

test('how somebody signs in to HCP Terraform', () => {
  const env = { HOME: '/nowhere' };
  const lines = NAMES.map((name) =>
    commandIn(
      refusal(() => findCredentials(name, env)),
      /: run '(terraform login .*)'(?:, or set TF_TOKEN|$)/s,
    ),
  );
  expect(wordsOf(lines)).toEqual(NAMES.map((name) => ['terraform', 'login', visible(name)]));
});

test('how a cluster is given up', () => {
  const lines = NAMES.map((name) => {
    const guard = new PlanGuard({ allowed: [], mayHoldCluster: () => true });
    const change = { actions: ['delete'], before: { name }, after: null };
    const type = 'azurerm_kubernetes_cluster';
    guard.mayApply('cluster', { resource_changes: [{ address: `${type}.aks`, type, name: 'aks', change }] });
    return commandIn(
      guard.refusals[0]!,
      /run it again with (--allow-replace.*), or --allow-replace cluster for/s,
    );
  });
  expect(wordsOf(lines.map((line) => `rehearse ${line}`))).toEqual(
    NAMES.map((name) => ['rehearse', ...option('--allow-replace', name)]),
  );
});

test('how a state is rescued', () => {
  const directory = mkdtempSync(join(tmpdir(), "it's $(touch hacked) "));
  try {
    writeFileSync(join(directory, 'errored.tfstate'), '{}');
    const lines = NAMES.map((name) => {
      const cloud = { organization: name, workspaces: { name } };
      const text = rescueUnsavedStates([{ name: 'access', directory, json: { terraform: { cloud } } }]);
      return text.trimEnd().split('\n').at(-1)!;
    });
    const place = relative('.', directory);

    expect(wordsOf(lines)).toEqual(
      NAMES.flatMap((name) => [
        ['terraform', `-chdir=${place}`, 'force-unlock', '-force', visible(`${name}/${name}`)],
        ['terraform', `-chdir=${place}`, 'state', 'push', 'errored.tfstate'],
        ['rm', join(place, 'errored.tfstate')],
      ]),
    );
  } finally {
    rmSync(directory, { recursive: true });
  }
});

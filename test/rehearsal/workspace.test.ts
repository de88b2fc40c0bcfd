import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { Group } from '@cdktf/provider-azuread/lib/group';
import { AzureadProvider } from '@cdktf/provider-azuread/lib/provider';
import {
  App,
  AzurermBackend,
  CloudBackend,
  NamedCloudWorkspace,
  TerraformOutput,
  TerraformStack,
} from 'cdktf';
import { PlanGuard } from '../../rehearsal/plan-guard';
import { RehearsalFailed } from '../../rehearsal/rehearsal-failed';
import { standInsFor } from '../../rehearsal/stand-ins';
import { summarize } from '../../rehearsal/summary';
import { requireConfigFile, StackJson, SynthesizedStack, Workspace } from '../../rehearsal/workspace';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'workspace-'));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

/** Two stacks, the second of which reads an output of the first, with a backend each. */
function synthesize(workspace: Workspace, backend: (stack: TerraformStack) => void): void {
  workspace.prepare();
  const app = new App({ outdir: workspace.outdir });
  // Named so that the order of the alphabet is not that of the dependencies.
  const [last, first] = ['access', 'identity'].map((name) => {
    const stack = new TerraformStack(app, name);
    new AzureadProvider(stack, 'azuread');
    backend(stack);
    return stack;
  }) as [TerraformStack, TerraformStack];

  const group = new Group(first, 'Group', { displayName: 'admins', securityEnabled: true });
  new TerraformOutput(last, 'group', { value: group.objectId });
  app.synth();
}

function stackJson(workspace: Workspace, stack: string): StackJson {
  return JSON.parse(
    readFileSync(join(workspace.outdir, 'stacks', stack, 'cdk.tf.json'), 'utf8'),
  ) as StackJson;
}

test('stacks come in the order in which they can be deployed', () => {
  const workspace = new Workspace('aks.yaml', root);
  synthesize(workspace, () => undefined);
  expect(workspace.stacks().map(({ name }) => name)).toEqual(['identity', 'access']);
});

test.each<[string, (stack: TerraformStack) => void]>([
  [
    'azurerm',
    (stack) =>
      void new AzurermBackend(stack, {
        storageAccountName: 'prod',
        containerName: 'state',
        key: stack.node.id,
      }),
  ],
  [
    'cloud',
    (stack) =>
      void new CloudBackend(stack, {
        organization: 'contoso',
        workspaces: new NamedCloudWorkspace(stack.node.id),
      }),
  ],
])(
  'a backend %s is left alone: state stays in the workspace, and so does what is read across stacks',
  (_, backend) => {
    const workspace = new Workspace('aks.yaml', root);
    synthesize(workspace, backend);
    workspace.useLocalState();

    for (const { json } of workspace.stacks()) {
      expect(Object.keys(json.terraform.backend ?? {})).toEqual(['local']);
      expect(json.terraform).not.toHaveProperty('cloud');
      expect(JSON.stringify(json)).not.toMatch(/contoso|prod/);
    }
    expect(stackJson(workspace, 'access').data?.terraform_remote_state).toMatchObject({
      'cross-stack-reference-input-identity': {
        backend: 'local',
        config: { path: workspace.stateFile('identity') },
      },
    });
  },
);

test('a state from outside of the app is refused by name', () => {
  const workspace = new Workspace('aks.yaml', root);
  workspace.prepare();
  const app = new App({ outdir: workspace.outdir });
  const stack = new TerraformStack(app, 'access');
  stack.addOverride('data.terraform_remote_state.network', { backend: 'azurerm', config: {} });
  app.synth();

  expect(() => workspace.useLocalState()).toThrow(
    "data.terraform_remote_state.network of stack 'access' reads a state from outside of this app, which a rehearsal does not touch",
  );
});

describe('each configuration has a workspace of its own', () => {
  const folder = (file: string): string => relative(root, new Workspace(file, root).directory);

  test.each([
    ['aks.yaml', 'aks'],
    ['./aks.yaml', 'aks'],
    [resolve('aks.yaml'), 'aks'],
    ['examples/aks.yaml', 'examples-aks'],
    ['./examples/article-legacy.yaml', 'examples-article-legacy'],
  ])('%s: %s', (file, name) => {
    expect(folder(file)).toBe(name);
  });

  test('also files whose names differ in folders, extensions and punctuation only', () => {
    const files = ['aks.yaml', 'aks.yml', 'aks', '../aks.yaml', '/aks.yaml', 'a b.yaml'];
    const nested = ['t/a/b.yaml', 't/a-b.yaml', 't-a/b.yaml', 't-a-b.yaml', 'a-b.yaml', 'a/b.yaml', 'ä.yaml'];
    const folders = [...files, ...nested].map(folder);

    expect(new Set(folders).size).toBe(folders.length);
    expect(folders.filter((name) => !/^[\w-]*(\.[0-9a-f]{8})?$/.test(name))).toEqual([]);
  });

  test.each(['.', '', '..', '/', 'aks.yaml/..'])('which is a folder in the root even for %j', (file) => {
    expect(dirname(new Workspace(file, root).directory)).toBe(root);
  });

  test('whose removal leaves those of the others alone', () => {
    const [one, other] = ['aks.yaml', 'aks-2.yaml'].map((file) => new Workspace(file, root)) as [
      Workspace,
      Workspace,
    ];
    [one, other].forEach((workspace) => workspace.prepare());
    one.remove();

    expect(readdirSync(root)).toEqual([relative(root, other.directory)]);
  });
});

describe('a configuration that is no file is refused before anything is done', () => {
  test.each([
    ['nowhere.yaml', 'nowhere.yaml: there is no such configuration file; name another one with --config'],
    ['', "'': there is no such configuration file; name another one with --config"],
    ['.', '.: this is not a file; name another one with --config'],
    ['examples', 'examples: this is not a file; name another one with --config'],
  ])('%j', (file, message) => {
    expect(() => requireConfigFile(file)).toThrow(message);
  });
});

describe('what has been deployed', () => {
  const PLACE = { tenantId: 't', subscriptionId: 's' };

  test.each([
    [{ ...PLACE, subscriptionId: 'other' }, /were in subscription s, this one is in other, .* --fresh/],
    [{ ...PLACE, tenantId: 'other' }, /were in tenant t, this one is in other/],
  ])('is not looked for in %j', (place, message) => {
    const workspace = new Workspace('aks.yaml', root);
    workspace.prepare();
    workspace.requirePlace(PLACE);
    // Nothing has been deployed yet, so any place will do.
    workspace.requirePlace(place);
    workspace.requirePlace(PLACE);
    writeFileSync(workspace.worldFile, '{}');

    workspace.requirePlace(PLACE);
    expect(() => workspace.requirePlace(place)).toThrow(message);
    expect(() => new Workspace('aks.yaml', root).requirePlace(PLACE)).not.toThrow();
  });
});

test('of what was deployed only that counts which the state still has', () => {
  const workspace = new Workspace('aks.yaml', root);
  synthesize(workspace, () => undefined);
  const stack = workspace.stacks().find(({ name }) => name === 'identity')!;
  const deployed = (...instances: object[]): unknown => {
    const resources = [{ mode: 'managed', type: 'azuread_group', name: 'Group', instances }];
    writeFileSync(workspace.stateFile('identity'), JSON.stringify({ version: 4, resources }));
    return workspace.deployedJson('identity')?.resource;
  };
  mkdirSync(dirname(workspace.stateFile('identity')));

  expect(deployed({})).toBeUndefined();
  workspace.noteDeployed(stack);
  expect(deployed({})).toEqual(stack.json.resource);
  expect(deployed({ index_key: 0 })).toEqual(stack.json.resource);
  // As after a destruction that has kept the folder.
  expect(deployed()).toEqual({ azuread_group: {} });
});

test('what was deployed is noted as a whole', () => {
  const workspace = new Workspace('aks.yaml', root);
  synthesize(workspace, () => undefined);
  const [stack] = workspace.stacks() as [SynthesizedStack];
  workspace.noteDeployed(stack);
  const file = join(workspace.directory, 'deployed', `${stack.name}.json`);
  const { ino } = statSync(file);
  workspace.noteDeployed(stack);

  // Not written over, where it would be torn by whatever ends the process.
  expect(statSync(file).ino).not.toBe(ino);
  expect(readdirSync(dirname(file))).toEqual([`${stack.name}.json`]);
});

describe('an override that writes another shape than cdktf', () => {
  const stacksWith = (path: string, value: unknown): ReturnType<Workspace['stacks']> => {
    const workspace = new Workspace('aks.yaml', root);
    synthesize(workspace, (stack) => stack.addOverride(path, value));
    return workspace.stacks();
  };

  test('of an import is guarded and summarised like any other', () => {
    const stacks = stacksWith('import', { to: 'azuread_group.Group', id: '/groups/1' });
    const guard = new PlanGuard({ allowed: [], mayHoldCluster: () => false });

    expect(guard.guarded(stacks)).toEqual(['identity', 'access']);
    expect(summarize(stacks)).toMatch(/azuread_group +admins, imported/);
  });

  test('of its resources leaves out no stack', () => {
    const stacks = stacksWith('resource', [{ azuread_group: { Other: { display_name: 'other' } } }]);

    expect(standInsFor(stacks).leftOut.size).toBe(0);
    expect(summarize(stacks)).toMatch(/azuread_group +other/);
  });

  test('and that Terraform would refuse is refused', () => {
    expect(() => stacksWith('resource', 'x')).toThrow(
      new RehearsalFailed(
        `stack 'access' is no Terraform JSON: 'resource' is neither a block nor a list of blocks: "x"`,
      ),
    );
  });
});

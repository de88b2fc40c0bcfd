import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
import { StackJson, Workspace } from '../../rehearsal/workspace';

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

test('two configurations have two workspaces', () => {
  const directories = ['aks.yaml', 'examples/aks.yaml', './examples/article-legacy.yaml'].map(
    (file) => new Workspace(file, root).directory,
  );
  expect(directories).toEqual(
    ['aks', 'examples-aks', 'examples-article-legacy'].map((name) => join(root, name)),
  );
});

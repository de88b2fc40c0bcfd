import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadTenant } from '../../access/directory/load-tenant';
import { Tenant } from '../../access/directory/tenant';
import { uuidOf } from '../../access/directory/uuid';
import { Call, RunningProviders, startProviders } from '../../rehearsal/protocol/provider-server';
import { standInsFor } from '../../rehearsal/stand-ins';
import { terraformEnvironment } from '../../rehearsal/terraform-binary';
import { SynthesizedStack, Workspace } from '../../rehearsal/workspace';
import { FileWorld } from '../../rehearsal/world/world';
import { APP, FOLDER } from './build';
import { runCommand, runNode, Sample } from './sample';

/** The stacks of a configuration, for real Terraform attached to the stand-ins of the rehearsal. */
export class RehearsedStacks {
  /** Synthesises a configuration and deploys all of its stacks but the access stack. */
  static async start(configuration: string, tenant: Tenant): Promise<RehearsedStacks> {
    const root = join(FOLDER, 'rehearsed');
    const workspace = new Workspace(configuration, root);
    workspace.prepare();
    await runNode(
      { script: APP, env: { AKS_CONFIG: configuration, CDKTF_OUTDIR: workspace.outdir } },
      'default',
    );

    const stacks = workspace.stacks();
    const calls: Call[] = [];
    const providers = await startProviders({
      providers: standInsFor(stacks).providers,
      tenant,
      world: new FileWorld(),
      onCall: (call) => void calls.push(call),
    });

    const rehearsed = new RehearsedStacks(workspace, stacks, providers, calls);
    for (const { name } of stacks.filter((stack) => stack.name !== 'access')) {
      await rehearsed.prepare(name);
      await rehearsed.terraform(name, 'apply', '-auto-approve');
    }
    await rehearsed.prepare('access');
    return rehearsed;
  }

  private constructor(
    private readonly workspace: Workspace,
    private readonly stacks: readonly SynthesizedStack[],
    private readonly providers: RunningProviders,
    private readonly calls: Call[],
  ) {}

  /** Runs Terraform in a stack. */
  async terraform(stack: string, ...args: string[]): Promise<Sample> {
    const [command, ...options] = args;

    return runCommand('terraform', [command!, '-no-color', ...options], {
      cwd: this.directory(stack),
      env: terraformEnvironment(this.providers.reattach),
    });
  }

  /** The calls that providers have had since they were last asked for. */
  takeCalls(): Call[] {
    return this.calls.splice(0);
  }

  async stop(): Promise<void> {
    await this.providers.stop();
    this.workspace.remove();
  }

  /** Writes the stack into a directory of its own with its state beside it, and initialises that. */
  private async prepare(name: string): Promise<void> {
    const { json } = this.stacks.find((stack) => stack.name === name)!;
    const directory = this.directory(name);
    rmSync(directory, { recursive: true, force: true });
    mkdirSync(directory, { recursive: true });
    writeFileSync(
      join(directory, 'main.tf.json'),
      JSON.stringify({ ...json, terraform: { ...json.terraform, backend: undefined } }),
    );
    await this.terraform(name, 'init');
  }

  private directory(stack: string): string {
    return join(this.workspace.directory, 'terraform', stack);
  }
}

/** The directory of the rehearsal with more people, groups and namespaces in it. */
export function tenantWith(people: readonly string[], groups: readonly string[]): Tenant {
  const shipped = loadTenant();

  return {
    ...shipped,
    users: [
      ...shipped.users,
      ...people.map((userPrincipalName) => ({
        objectId: uuidOf('person', userPrincipalName),
        userPrincipalName,
        displayName: userPrincipalName,
        userType: 'Member' as const,
      })),
    ],
    groups: [
      ...shipped.groups,
      ...groups.map((displayName) => ({
        objectId: uuidOf('group', displayName),
        displayName,
        members: [],
        owners: [],
      })),
    ],
    namespaces: [
      ...(shipped.namespaces ?? []),
      ...Array.from({ length: 100 }, (_, index) => `team-${index.toString().padStart(3, '0')}`),
    ],
  };
}

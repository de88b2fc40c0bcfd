import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { App, LocalBackend, TerraformStack } from 'cdktf';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AadAksCluster, AadIntegration, AzurermVersion } from '../../lib';
import { azurerm } from '../../rehearsal/azurerm/azurerm';
import { CYCLING_ARGUMENTS } from '../../rehearsal/azurerm/node-pool-rules';
import { unsentChanges } from '../../rehearsal/azurerm/unsent-changes';
import { runCommand } from '../../rehearsal/command';
import { CLUSTER_TYPES } from '../../lib/shared/cluster-types';
import { startProviders } from '../../rehearsal/protocol/provider-server';
import { State } from '../../rehearsal/protocol/values';
import { terraformEnvironment } from '../../rehearsal/terraform-binary';
import { loadTenant } from '../../access/directory/load-tenant';
import { FileWorld } from '../../rehearsal/world/world';
import { clusterProps } from '../../app/stacks/cluster-props';
import { grantIdentityRole } from '../../app/stacks/identity-roles';
import { nodePoolProps } from '../../app/stacks/node-pools';
import { cluster as clusterSchema } from '../../app/config/schema/cluster';
import { Change, configured } from './change';
import { EXISTING_RESOURCES, SUBSCRIPTION } from './changes';

/** Versions of azurerm; each is rehearsed by itself, as a stack has one. */
const VERSIONS = { 4: '4.55.0', 5: '5.2.0' } as const;

/** Clusters in one state: Terraform writes the whole of it after each. */
const AT_ONCE = 20;

type Major = keyof typeof VERSIONS;
const ADMINS = '894656e1-39f8-4bfe-b16a-510f61af6f41';

/** What becomes of a cluster, in words. */
export type Outcome = string;

type Attributes = Record<string, unknown>;

export interface PlannedChange {
  readonly type: string;
  readonly address: string;
  readonly change: {
    readonly actions: string[];
    readonly before: Attributes | null;
    readonly after: Attributes | null;
    readonly after_unknown?: Attributes;
    readonly replace_paths?: readonly (readonly (string | number)[])[];
  };
}

/** What was planned for the cluster of one change and for what belongs to it. */
export interface RehearsedChange {
  readonly planned: readonly PlannedChange[];

  /** Whether the apply failed. */
  readonly isRefused: boolean;
}

/** Tells in words what becomes of a cluster for every change. */
export async function rehearseChanges(changes: readonly Change[]): Promise<Outcome[]> {
  const rehearsed = await rehearsedChanges(changes);

  return rehearsed.map(({ planned, isRefused }) => (isRefused ? 'refused' : outcomeOf(planned)));
}

/** Deploys one cluster for every change, and makes all changes at once. */
export async function rehearsedChanges(changes: readonly Change[]): Promise<RehearsedChange[]> {
  const majorOf = (change: Change): Major => (change.azurerm === '5' ? 5 : 4);
  const result = new Map<Change, RehearsedChange>();
  for (const major of [4, 5] as const) {
    const own = changes.filter((change) => majorOf(change) === major);
    for (let start = 0; start < own.length; start += AT_ONCE) {
      const some = own.slice(start, start + AT_ONCE);
      const rehearsed = await rehearsedIn(major, some);
      rehearsed.forEach((one, i) => result.set(some[i]!, one));
    }
  }
  return changes.map((change) => result.get(change)!);
}

async function rehearsedIn(major: Major, changes: readonly Change[]): Promise<RehearsedChange[]> {
  const directory = mkdtempSync(join(tmpdir(), 'changes-'));
  const providers = await startProviders({
    providers: [{ behaviour: azurerm, version: VERSIONS[major] }],
    tenant: { ...loadTenant(), resources: EXISTING_RESOURCES },
    world: new FileWorld(),
  });
  const terraform = new Terraform(join(directory, 'stacks', 'changes'), providers.reattach);

  try {
    synthesize(major, changes, 'from', directory);
    await terraform.run('init');
    await terraform.run('apply', '-auto-approve');

    synthesize(major, changes, 'to', directory);
    await terraform.run('plan', '-out=plan.bin', '-refresh=false');
    const plan = JSON.parse(await terraform.run('show', '-json', 'plan.bin')) as {
      resource_changes: PlannedChange[];
    };
    const refused = await terraform.refusals();

    return changes.map((_, i) => {
      const planned = plan.resource_changes.filter(({ address }) => address.includes(`.${idOf(i)}_`));
      return { planned, isRefused: refused.has(idOf(i)) };
    });
  } finally {
    await providers.stop();
    rmSync(directory, { recursive: true });
  }
}

/** Construct ID of the cluster of a change; no ID begins with another one. */
function idOf(index: number): string {
  return `Change${String(index).padStart(3, '0')}`;
}

function synthesize(major: Major, changes: readonly Change[], side: 'from' | 'to', outdir: string): void {
  const app = new App({ outdir });
  const stack = new TerraformStack(app, 'changes');
  // By default CDKTF keeps state in the current folder, which checks that run side by side share.
  new LocalBackend(stack, { path: 'terraform.tfstate' });
  new AzurermProvider(stack, 'azurerm', { features: [{}], subscriptionId: SUBSCRIPTION });

  changes.forEach((change, i) => {
    defineCluster(stack, major, i, configured(baseOf(i), change, side));
  });
  app.synth();
}

function baseOf(index: number): Attributes {
  return {
    name: idOf(index),
    resourceGroupName: 'changes',
    createResourceGroup: false,
    location: 'eastus',
  };
}

function defineCluster(stack: TerraformStack, major: Major, index: number, config: Attributes): void {
  const { tenantId } = loadTenant();
  const parsed = clusterSchema.parse(config);
  const cluster = new AadAksCluster(stack, idOf(index), {
    ...clusterProps(parsed),
    azurerm: major === 5 ? AzurermVersion.V5 : undefined,
    aad: AadIntegration.managed({ adminGroupObjectIds: [ADMINS], tenantId, azureRbac: true }),
  });

  parsed.nodePools.forEach((pool) => cluster.addNodePool('Pool', nodePoolProps(pool)));
  parsed.identityRoles.forEach((entry) => grantIdentityRole(cluster, entry));
  parsed.workloadIdentities.forEach(({ namespace, serviceAccount, identityName }) =>
    cluster.addWorkloadIdentity('WorkloadIdentity', {
      namespace,
      serviceAccount,
      // All clusters share a resource group, in which a name is there once.
      identityName: `${idOf(index)}-${identityName ?? serviceAccount}`,
    }),
  );
}

function outcomeOf(changes: readonly PlannedChange[]): Outcome {
  if (changes.every(({ change }) => change.actions.join() === 'no-op')) {
    return 'stays';
  }
  const replaced = changes.filter(({ change }) => change.actions.length > 1).map(({ type }) => type);
  if (replaced.includes('azurerm_kubernetes_cluster')) {
    return 'replaces the cluster';
  }
  if (replaced.includes('azurerm_kubernetes_cluster_node_pool')) {
    return 'replaces the pool';
  }

  if (changes.some(isNeverSent)) {
    return 'never sent';
  }

  const place = changes.some(exchangesNodes) ? 'in place, with new nodes' : 'in place';
  const others = [...new Set(replaced)].sort().map((type) => `\`${type}\``);
  return others.length > 0 ? `${place}; replaces ${others.join(', ')}` : place;
}

function isNeverSent({ type, change: { before, after } }: PlannedChange): boolean {
  return CLUSTER_TYPES.includes(type) && before && after
    ? unsentChanges(before as State, after as State).length > 0
    : false;
}

/** Whether azurerm answers a change of the machines with a temporary pool. */
function exchangesNodes({ type, change: { actions, before, after } }: PlannedChange): boolean {
  if (actions.join() !== 'update' || !before || !after) {
    return false;
  }
  const poolOf = (object: Attributes): Attributes =>
    type === 'azurerm_kubernetes_cluster' ? (object.default_node_pool as Attributes[])[0]! : object;
  const isPool = type === 'azurerm_kubernetes_cluster' || type === 'azurerm_kubernetes_cluster_node_pool';

  return (
    isPool &&
    CYCLING_ARGUMENTS.some(
      (name) => JSON.stringify(poolOf(before)[name]) !== JSON.stringify(poolOf(after)[name]),
    )
  );
}

/** Terraform in one directory, attached to stand-ins. */
class Terraform {
  constructor(
    private readonly cwd: string,
    private readonly reattach: string,
  ) {}

  /** Runs a command that must succeed. */
  async run(...args: string[]): Promise<string> {
    const { code, output, errors } = await this.execute(args);
    if (code !== 0) {
      throw new Error(`terraform ${args.join(' ')} ended with ${code}:\n${errors}`);
    }
    return output;
  }

  /** Applies the plan; the construct IDs of the clusters whose change fails. */
  async refusals(): Promise<Set<string>> {
    const { output } = await this.execute(['apply', '-json', 'plan.bin']);
    const messages = output
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as { type: string; hook?: { resource: { addr: string } } });

    const failed = messages.filter(({ type }) => type === 'apply_errored');
    return new Set(failed.map(({ hook }) => /Change\d{3}/.exec(hook?.resource.addr ?? '')?.[0] ?? ''));
  }

  private execute(args: string[]): ReturnType<typeof runCommand> {
    const env = { ...terraformEnvironment(this.reattach), TF_CLI_ARGS: '-no-color' };
    return runCommand('terraform', args, { cwd: this.cwd, env });
  }
}

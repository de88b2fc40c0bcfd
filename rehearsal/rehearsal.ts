import { ChildProcess, spawn } from 'node:child_process';
import { startBackend } from './backends/start-backend';
import { StateBackend } from './backends/state-backend';
import { readCdktfApp, synthesize } from './cdktf-app';
import { CreationJournal } from './creation-journal';
import { Deployment } from './deployment';
import { ExistingObjects } from './existing-objects';
import { PlanGuard } from './plan-guard';
import { keptArguments } from './kept-arguments';
import { leftBehind, objectsBeside } from './left-behind';
import { GONE, PlanJson } from './planned-changes';
import { CLUSTER_TYPES } from '../lib/shared/cluster-types';
import { Fault, Faults } from './protocol/faults';
import { Call, RunningProviders, schemaOf, startProviders } from './protocol/provider-server';
import { PulledStates } from './pulled-states';
import { withPrivateFiles } from './private-files';
import { RehearsalFailed, RehearsalStopped } from './rehearsal-failed';
import { StateInstance } from './state-files';
import {
  describeType,
  StandIns,
  standInsFor,
  subscriptionOf,
  tenantOf,
  typesBySchema,
  withOthers,
} from './stand-ins';
import { summarize } from './summary';
import { missingFrom, withAssumed } from '../access/configured/assumed';
import { LookupPlaces } from '../access/configured/lookup-places';
import { adminGroupIdsOf, Lookup, lookupsOf } from '../access/configured/lookups';
import { displayName, findAccount } from '../access/directory/sign-in';
import { Tenant } from '../access/directory/tenant';
import { directoryOf } from './kubernetes/cluster-rbac';
import { requireTerraform, terraformBinary, terraformEnvironment } from './terraform-binary';
import { HAS_CHANGES, parallelismOf } from './stack-run';
import { isForbidden, shutOut } from './shut-out';
import { deployedBy, withAdministrator } from './played-deployer';
import { StackJson, SynthesizedStack, Workspace } from './workspace';
import { visible } from '../lib/shared/visible';
import { FileWorld } from './world/world';

export interface RehearsalOptions {
  readonly workspace: Workspace;
  readonly tenant: Tenant;

  /** Where the tenant comes from, for messages. */
  readonly tenantFile?: string;

  /**
   * Whether whoever is looked up and is not in the tenant is taken to exist, and told, rather than refused.
   *
   * @default false
   */
  readonly assumes?: boolean;

  /**
   * Who runs Terraform at first, by a name of the tenant or of somebody who is taken to exist.
   *
   * @default - the deployer of the tenant
   */
  readonly deployer?: string;

  readonly faults: readonly Fault[];
  readonly print: (text: string) => void;

  /**
   * Synthesises into the workspace.
   *
   * @default - runs the app of cdktf.json
   */
  readonly synth?: (workspace: Workspace) => void | Promise<void>;

  /** Told of the process groups of Terraform that are running, whenever one starts or ends. */
  readonly onRunning?: (pids: readonly number[]) => void;

  /**
   * Whether states are kept in a backend as the configuration says, which runs on this machine until `stop()`, rather than
   * in files of the workspace.
   *
   * @default false
   */
  readonly inBackend?: boolean;

  /**
   * Names of the clusters that a deployment may destroy or replace; `cluster` stands for all of them.
   *
   * @default - none
   */
  readonly allowReplace?: readonly string[];

  /** Told of each step when it begins and, where it takes one stack after another, of how many it has done. */
  readonly onStep?: (name: string, stacks?: { readonly done: number; readonly of: number }) => void;

  /** Told of every request to the stand-ins before it is answered; the answer waits for the promise. */
  readonly onCall?: (call: Call) => void | Promise<void>;
}

/** One configuration between synth and the second plan, on stand-in providers that run until `stop()`. */
export class Rehearsal {
  readonly world: FileWorld;
  private readonly steps: [name: string, milliseconds: number][] = [];
  private readonly journal: CreationJournal;
  private readonly plans = new Set<ChildProcess>();
  private currentStep = '';
  private stacksDone = 0;
  private stacks: SynthesizedStack[] = [];
  private leftOut: string[] = [];
  private providers?: RunningProviders;
  private running?: Deployment;
  private faults?: Faults;
  private stoppedBy?: NodeJS.Signals;
  private runningBackend?: StateBackend;
  private hasChanged = true;
  private servedFor?: string;
  private served: StandIns['providers'] = [];
  private deployer?: string;

  constructor(private readonly options: RehearsalOptions) {
    const { workspace } = options;
    workspace.requireFolder();
    this.world = new FileWorld(workspace.worldFile);
    this.journal = new CreationJournal(workspace.journalFile);
    this.deployer = options.deployer;
  }

  /** The tenant with the IDs that the synthesised configuration gives, and whoever runs Terraform. */
  get tenant(): Tenant {
    const stacks = this.stacks.length > 0 ? this.stacks : this.options.workspace.stacks();

    const tenant = tenantOf(stacks, this.options.tenant);
    if (!this.options.assumes) {
      return deployedBy(this.deployer, tenant, this.options.tenantFile);
    }
    const all = withAssumed(tenant, this.lookups(stacks));
    const adminGroups = adminGroupIdsOf(stacks.map(({ json }) => json));
    return withAdministrator(deployedBy(this.deployer, all.tenant, this.options.tenantFile), {
      assumed: all.assumed,
      adminGroups,
    });
  }

  /** Whether the configuration says which subscription it is for. */
  get hasSubscription(): boolean {
    return subscriptionOf(this.stacks) !== undefined;
  }

  /** Synthesises the app, says what it will create, and starts the stand-ins for it. */
  async start(): Promise<void> {
    const { workspace, print, synth = (to) => synthesize(readCdktfApp(), to) } = this.options;
    const terraform = requireTerraform();
    await this.recover();

    await this.step('synth', async () => synth(workspace));
    const standIns = this.standIns();
    this.stacks = [...standIns.stacks];
    const versions = standIns.providers
      .map(({ behaviour, version }) => `${behaviour.name} ${version}`)
      .join(', ');

    print(`Rehearsal of ${workspace.configFile}: ${terraform} is real, ${versions} are stand-ins.`);
    print('Nothing leaves this machine, and nothing is created in Azure.\n');
    tellOfSchemas(standIns, print);
    print(`${summarize(this.stacks, typesBySchema(standIns))}\n`);
    this.tellLeftOut(standIns);
    this.refuseStrangers();
    this.tellAssumed();
    if (this.deployer !== undefined) {
      const { tenant } = this;
      print(`Deployed by ${visible(displayName(findAccount(tenant.deployer, tenant)!))}.\n`);
    }

    if (this.options.inBackend) {
      this.runningBackend = await startBackend(this.stacks);
      workspace.useBackend(this.runningBackend);
    } else {
      workspace.useLocalState();
    }
    await this.serve(standIns.providers);
    this.servedFor = this.needs(standIns);
  }

  /** Synthesises once more, with states in files: what has been deployed stays, and so do the stand-ins as far as they can. */
  async synthesizeAnew(): Promise<void> {
    const { workspace, synth = (to) => synthesize(readCdktfApp(), to) } = this.options;
    await this.step('synth', async () => synth(workspace));
    const standIns = this.standIns();
    this.stacks = [...standIns.stacks];
    this.tellLeftOut(standIns);
    this.refuseStrangers();
    workspace.useLocalState();

    const needs = this.needs(standIns);
    if (needs !== this.servedFor) {
      this.servedFor = undefined;
      await this.providers?.stop();
      await this.serve(standIns.providers);
      this.servedFor = needs;
    }
  }

  /** What the stand-ins are asked about beside what has been deployed: the same answers as long as this is the same. */
  get surroundings(): string {
    return this.servedFor ?? '';
  }

  /** Starts the stand-ins for what was synthesised earlier, runs something attached to them, and sees to the states. */
  async attached<T>(run: () => Promise<T>): Promise<T> {
    const { workspace } = this.options;
    await this.recover();
    const standIns = this.standIns();
    this.stacks = [...standIns.stacks];
    this.tellLeftOut(standIns);
    await this.serve(standIns.providers);

    workspace.states.backUp();
    const result = await run();
    workspace.states.recover();
    // What this has made may be in a state of its own, so nothing can be called left over.
    this.journal.clear();
    return result;
  }

  /** Environment in which Terraform finds the stand-ins, and the backend. */
  get environment(): NodeJS.ProcessEnv {
    return { ...terraformEnvironment(this.providers!.reattach), ...this.runningBackend?.environment };
  }

  /** The stacks, each behind those that it depends on. */
  get synthesized(): readonly SynthesizedStack[] {
    return this.stacks;
  }

  /** The backend with the states, when they are in one. */
  get backend(): StateBackend | undefined {
    return this.runningBackend;
  }

  /** The states in the backend. */
  get pulledStates(): PulledStates {
    return new PulledStates(this.stacks, this.environment);
  }

  /** A stack as it was when it was last deployed; undefined when it never was. */
  deployedAs(stack: string): StackJson | undefined {
    return this.options.workspace.deployedJson(stack);
  }

  /** What a plan leaves as it is although the stack is written otherwise than when it was deployed, a line each. */
  keptBy(stack: SynthesizedStack, plan: PlanJson, deployed = this.deployedAs(stack.name)): string[] {
    return keptArguments(stack.json, deployed?.resource, { plan, providers: this.served });
  }

  /** Deploys all stacks. Those that are gone are told in any case: what they have made may be what is in the way. */
  async deploy(): Promise<void> {
    const before = this.instances;
    const beside = objectsBeside(before, this.world);
    try {
      this.hasChanged = await this.step('deploy', () => this.run('deploy'));
      const forgotten = new Set(
        this.stacks.flatMap(({ json }) => json.removed ?? []).map(({ from }) => from),
      );
      const looked = before.filter(({ address }) => !forgotten.has(address));
      leftBehind(beside, objectsBeside(this.instances, this.world, looked)).forEach((line, i) =>
        this.options.print(visible(`${(i === 0 ? 'left behind' : '').padEnd(12)} ${line}`)),
      );
    } finally {
      this.goneStacks.forEach((stack) => this.options.print(visible(`${stack.padEnd(12)} ${GONE}`)));
    }
  }

  /** What the states hold; nothing where they are in a backend, which begins without any. */
  private get instances(): StateInstance[] {
    return this.runningBackend ? [] : this.options.workspace.states.readAll();
  }

  /** What was deployed earlier and is not of the app any more. */
  private get goneStacks(): string[] {
    const { workspace } = this.options;
    return this.runningBackend ? [] : workspace.states.beside(workspace.stacks().map(({ name }) => name));
  }

  /** Destroys all stacks. */
  async destroy(): Promise<void> {
    await this.step('destroy', () => this.run('destroy'));
    const left = new ExistingObjects(this.tenant, this.world).deployed;
    if (left.length > 0) {
      const { goneStacks, options } = this;
      const stacks = goneStacks.map((stack) => `'${stack}'`).join(', ');
      const [first] = left;
      throw new RehearsalFailed(
        `destroy left ${left.length} ${left.length === 1 ? 'object' : 'objects'}, see ${options.workspace.worldFile}: ` +
          (goneStacks.length > 0
            ? `${stacks} ${goneStacks.length > 1 ? 'are' : 'is'} no longer part of the configuration; destroy such a stack, for real with ` +
              "'cdktf destroy', before its entry is removed, and start afresh here with --fresh"
            : `no state knows them, as after a 'removed' block; the first is ${first}. Start afresh with --fresh`),
      );
    }
  }

  /** Plans all stacks once more; fails unless there is nothing to change. */
  async planAgain(): Promise<void> {
    // Where nothing has happened since the plans of the deployment, which were empty, these would be the same.
    await this.step('second plan', () => (this.hasChanged ? this.planAll('second plan') : Promise.resolve()));
    this.options.print(`${'second plan'.padEnd(12)} No changes.`);
    const leftOut =
      this.leftOut.length > 0 ? `${'left out'.padEnd(12)} ${this.leftOut.join(', ')}, as said above\n` : '';
    this.options.print(leftOut);
  }

  /** Plans all stacks as somebody else who deploys; fails unless there is nothing to change and nobody is shut out. */
  async planAs(deployer: string): Promise<void> {
    this.deployer = deployer;
    await this.step(`as ${deployer}`, async () => {
      this.servedFor = undefined;
      await this.providers?.stop();
      await this.serve(this.standIns().providers);
      await this.planAll(`plan as ${deployer}`);
      const [problem] = this.shutOut();
      if (problem !== undefined) {
        throw new RehearsalFailed(problem);
      }
    });
    this.options.print(`${'deployer'.padEnd(12)} ${visible(deployer)}: No changes.`);
  }

  private async planAll(what: string): Promise<void> {
    const plans = await Promise.all(this.stacks.map((stack) => this.plan(stack)));
    const told = plans
      .filter(({ code }) => code !== 0)
      .map(({ stack, code, output }) => {
        const outcome = code === HAS_CHANGES ? 'is not empty' : 'failed';
        return `The ${what} of stack '${stack}' ${outcome}:\n\n${output.trim()}`;
      });
    if (told.length > 0) {
      throw this.explained(new RehearsalFailed(told.join('\n\n')));
    }
  }

  /** With the fix, where the API server refuses whoever deploys. */
  private explained(error: unknown): unknown {
    const hints =
      error instanceof RehearsalFailed &&
      isForbidden(error.message, { world: this.world, tenant: this.tenant })
        ? this.shutOut()
        : [];
    return hints.length === 0
      ? error
      : new RehearsalFailed([(error as Error).message.trimEnd(), ...hints].join('\n\n'), { cause: error });
  }

  private shutOut(): string[] {
    const { isConfigured, configFile } = this.options.workspace;

    return shutOut(
      this.stacks,
      { world: this.world, tenant: this.tenant },
      isConfigured ? configFile : undefined,
    );
  }

  /** How long each step took, on one line. */
  get timing(): string {
    return this.steps.map(([name, milliseconds]) => `${name} ${seconds(milliseconds)}`).join(' · ');
  }

  /** Ends what is running so that Terraform's states are whole; the step that is on, or the next one, throws. */
  async interrupt(signal: NodeJS.Signals): Promise<void> {
    this.stoppedBy ??= signal;
    this.plans.forEach((plan) => plan.kill(signal));
    await this.running?.interrupt();
  }

  async stop(): Promise<void> {
    this.kill();
    await this.providers?.stop();
    await this.runningBackend?.stop();
  }

  /** Kills the deployment that is running, if one is. */
  kill(): void {
    this.running?.kill();
  }

  private tellLeftOut({ leftOut }: StandIns): void {
    this.leftOut = [...leftOut.keys()];
    [...leftOut.values()].forEach((reason) => this.options.print(`Left out: ${reason}.\n`));
  }

  /** Refuses everybody who is named and does not exist. */
  private refuseStrangers(): void {
    const { tenant, assumes, tenantFile } = this.options;
    if (assumes) {
      return;
    }
    const people = directoryOf({ tenant, world: this.world });
    const missing = missingFrom(
      people,
      this.lookups(this.stacks).filter(({ isRequired }) => isRequired),
    );
    if (missing.length > 0) {
      this.places().refuse(missing, people, tenantFile ?? `the tenant ${tenant.domain}`);
    }
  }

  /** Says who is taken to exist. */
  private tellAssumed(): void {
    const { tenant, assumes, print } = this.options;
    const { assumed } = assumes ? withAssumed(tenant, this.lookups(this.stacks)) : { assumed: [] };
    if (assumed.length > 0) {
      print(`${this.places().assumption(assumed)}\n`);
    }
  }

  /** Where somebody is named, for which the configuration is read once more. */
  private places(): LookupPlaces {
    const { workspace } = this.options;
    return new LookupPlaces(workspace.isConfigured ? workspace.configFile : undefined);
  }

  private standIns(): StandIns {
    const { workspace, inBackend } = this.options;
    // A backend begins without a state.
    return standInsFor(workspace.stacks(), inBackend ? undefined : (stack) => workspace.states.types(stack));
  }

  private lookups(stacks: readonly SynthesizedStack[]): Lookup[] {
    return lookupsOf(stacks.map(({ json }) => json));
  }

  private needs({ providers, bySchema }: StandIns): string {
    const versions = providers.map(({ address, behaviour, version }) => [address, behaviour.name, version]);
    return JSON.stringify([versions, [...bySchema], this.tenant]);
  }

  private async serve(providers: StandIns['providers']): Promise<void> {
    refuseUnknownTypes(this.options.faults, providers);
    this.served = providers;
    const { tenantId, subscriptionId } = this.tenant;
    this.options.workspace.requirePlace({ tenantId, subscriptionId });
    // Whoever deploys may be in a group of a stack that has nothing of the directory.
    await new ExistingObjects(this.tenant, this.world).make(withOthers(providers));
    this.faults = new Faults(this.options.faults, () => this.kill());
    this.providers = await startProviders({
      providers,
      tenant: this.tenant,
      world: this.world,
      faults: this.faults,
      onCall: this.options.onCall,
      onCreation: (creation) => this.journal.note(creation),
    });
  }

  /** Makes the best of what a Terraform or a rehearsal that was killed has left. */
  private async recover(): Promise<void> {
    const { workspace, print } = this.options;
    if (this.runningBackend) {
      this.journal.settle(this.world, await this.pulledStates.readAll(), this.faults?.orphans);
      return;
    }
    for (const stack of workspace.states.recover()) {
      print(
        `The state of stack '${stack}' was torn when Terraform was killed; it has been restored to what it was before.\n`,
      );
    }
    this.journal.settle(this.world, workspace.states.readAll(), this.faults?.orphans);
  }

  /** Whether anything has been changed. */
  private async run(command: 'deploy' | 'destroy'): Promise<boolean> {
    const { workspace, print, onRunning } = this.options;
    workspace.states.backUp();
    this.refuseIfStopped();

    this.running = new Deployment({
      command,
      workspace,
      stacks: this.stacks,
      environment: this.environment,
      guard: new PlanGuard({
        allowed: this.options.allowReplace ?? [],
        deployedAs: (stack) => this.deployedAs(stack),
        // States in a backend are read by Terraform only.
        mayHoldCluster: (stack) =>
          this.runningBackend !== undefined ||
          workspace.states.read(stack).some(({ type }) => CLUSTER_TYPES.includes(type)),
      }),
      faults: this.faults!,
      isAsDeployed: (stack) => workspace.isAsDeployed(stack),
      onDeployed: (stack, plan) => {
        const kept = this.keptBy(stack, plan);
        workspace.noteDeployed(stack);
        return kept;
      },
      print,
      onRunning: (pids) => onRunning?.(pids),
      onStackDone: () => this.countStack(),
    });

    let hasChanged: boolean;
    try {
      hasChanged = await this.running.finish();
    } catch (error) {
      // The failure is what matters, even when the states cannot be read after it.
      await this.recover().catch(() => undefined);
      throw this.explained(error);
    } finally {
      this.running = undefined;
    }
    await this.recover();
    return hasChanged;
  }

  private async plan(stack: SynthesizedStack): Promise<{ stack: string; code: number; output: string }> {
    const options = ['-detailed-exitcode', '-no-color', '-lock=false', '-compact-warnings'];
    const args = ['plan', ...options, ...parallelismOf(stack)];
    const child = withPrivateFiles(() =>
      spawn(terraformBinary(), args, { cwd: stack.directory, env: this.environment }),
    );
    this.plans.add(child);

    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const code = await new Promise<number>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (exitCode) => resolve(exitCode ?? 1));
    });
    this.plans.delete(child);
    this.countStack();
    return { stack: stack.name, code, output };
  }

  private async step<T>(name: string, run: () => Promise<T>): Promise<T> {
    const since = performance.now();
    try {
      this.refuseIfStopped();
      this.currentStep = name;
      this.stacksDone = 0;
      this.options.onStep?.(name);
      return await run();
    } catch (error) {
      this.refuseIfStopped();
      throw error;
    } finally {
      this.steps.push([name, performance.now() - since]);
    }
  }

  private countStack(): void {
    this.stacksDone++;
    this.options.onStep?.(this.currentStep, { done: this.stacksDone, of: this.stacks.length });
  }

  private refuseIfStopped(): void {
    if (this.stoppedBy) {
      throw new RehearsalStopped(this.stoppedBy);
    }
  }
}

/** Says what is known by its schema only. */
function tellOfSchemas({ bySchema }: StandIns, print: (text: string) => void): void {
  const providers = [...bySchema].map(
    ([provider, types]) => `  ${provider}: ${types.map(describeType).join(', ') || 'its configuration'}`,
  );
  if (providers.length > 0) {
    print(
      'By the schema in the installed bindings only, so that values are made up and nothing is refused or replaced:',
    );
    print(`${providers.join('\n')}\n`);
  }
}

/** A fault at a type that no stand-in has could never strike. */
function refuseUnknownTypes(faults: readonly Fault[], providers: StandIns['providers']): void {
  const schemas = providers.map(schemaOf);
  for (const { kind, type } of faults) {
    if (!schemas.some((schema) => schema.resourceTypes.includes(type))) {
      throw new RehearsalFailed(
        `fault '${kind}:${type}' cannot strike: no stand-in has a resource type '${type}'`,
      );
    }
  }
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

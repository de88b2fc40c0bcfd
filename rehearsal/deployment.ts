import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { describeOrphans } from './orphans';
import { PlanGuard } from './plan-guard';
import { PlanJson, PlannedChanges } from './planned-changes';
import { Faults } from './protocol/faults';
import { RehearsalFailed } from './rehearsal-failed';
import { StackRun, TerraformFailed } from './stack-run';
import { diagnosticsIn, TerraformLog } from './terraform-output';
import { rescueUnsavedStates } from './unsaved-states';
import { SynthesizedStack, Workspace } from './workspace';
import { visible } from '../lib/shared/visible';

export interface DeploymentOptions {
  readonly command: 'deploy' | 'destroy';
  readonly workspace: Workspace;
  readonly stacks: readonly SynthesizedStack[];
  readonly environment: NodeJS.ProcessEnv;

  /** Stops what would take away more than was asked for. */
  readonly guard: PlanGuard;
  readonly faults: Faults;

  /** Whether a stack is written as it was when it was deployed, so that there is nothing for its state to learn. */
  readonly isAsDeployed: (stack: SynthesizedStack) => boolean;

  /** Told of each stack that has been deployed, with its plan; returns what else there is to say of that, a line each. */
  readonly onDeployed: (stack: SynthesizedStack, plan: PlanJson) => readonly string[];
  readonly print: (text: string) => void;

  /** Told of the process groups of Terraform that are running, whenever one starts or ends. */
  readonly onRunning: (pids: readonly number[]) => void;

  /** Told of each stack that is done with. */
  readonly onStackDone: () => void;
}

/** How a stack has ended: done, with or without a change, or not. */
type Outcome = 'changed' | 'unchanged' | 'failed';

/**
 * Deploys or destroys all stacks as cdktf does: init, plan and apply of each behind those that it depends on, side by side
 * where they do not; with a line about each stack as soon as it is done.
 *
 * Clusters have nothing to do with each other, so where a stack fails, those go on that do not wait for it.
 */
export class Deployment {
  private readonly log: TerraformLog;
  private readonly guarded: ReadonlySet<string>;
  private readonly runs = new Map<string, StackRun>();
  private readonly outcomes = new Map<string, Promise<Outcome>>();
  private readonly failures = new Map<string, TerraformFailed>();
  private readonly done = new Set<string>();
  private readonly waiting: (() => void)[] = [];
  private free = 2 * availableParallelism();
  private isStopped = false;

  constructor(private readonly options: DeploymentOptions) {
    const { command, workspace, guard, stacks } = options;
    this.log = new TerraformLog(join(workspace.directory, `${command}.log`));
    this.guarded = new Set(command === 'deploy' ? guard.guarded(stacks) : []);
  }

  /** Ends it so that the states are whole. */
  async interrupt(): Promise<void> {
    this.isStopped = true;
    await Promise.all([...this.runs.values()].map((run) => run.interrupt()));
  }

  /** Ends it at once. */
  kill(): void {
    this.isStopped = true;
    this.runs.forEach((run) => run.kill());
  }

  /**
   * Throws unless all stacks are deployed, or destroyed.
   *
   * @returns whether anything has been changed
   */
  async finish(): Promise<boolean> {
    const { faults, print } = this.options;
    const ends = await Promise.allSettled(this.names.map((name) => this.outcome(name)));
    await this.log.close();
    const unexpected = ends.find(({ status }) => status === 'rejected') as PromiseRejectedResult | undefined;
    if (unexpected) {
      throw unexpected.reason as Error;
    }

    const said = this.names.map((name) => this.runs.get(name)?.said ?? '');
    const diagnostics = [...new Set(said.flatMap(diagnosticsIn))];
    this.requireSuccess(diagnostics);

    diagnostics.forEach((diagnostic) => print(`\n${diagnostic}\n`));
    for (const { kind, type } of faults.unused) {
      print(`fault '${kind}:${type}' did not strike: no ${type} was created`);
    }
    return ends.some((end) => end.status === 'fulfilled' && end.value === 'changed');
  }

  /** Runs a stack once, behind those that it waits for. */
  private outcome(name: string): Promise<Outcome> {
    const known = this.outcomes.get(name);
    if (known) {
      return known;
    }
    const outcome = Promise.all(this.before(name).map((one) => this.outcome(one))).then((before) =>
      before.includes('failed') || this.isStopped ? 'failed' : this.inTurn(() => this.runStack(name)),
    );
    this.outcomes.set(name, outcome);
    return outcome;
  }

  /** The stacks that come first: what it depends on, or when all is destroyed what depends on it. */
  private before(name: string): string[] {
    const { command, stacks } = this.options;
    return command === 'deploy'
      ? [...stacks.find((stack) => stack.name === name)!.dependencies]
      : stacks.filter(({ dependencies }) => dependencies.includes(name)).map((stack) => stack.name);
  }

  /** Two stacks at once for each processor, as Terraform waits for the stand-ins half of the time. */
  private async inTurn<T>(run: () => Promise<T>): Promise<T> {
    if (this.free === 0) {
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    } else {
      this.free--;
    }
    try {
      return await run();
    } finally {
      const next = this.waiting.shift();
      if (next) {
        next();
      } else {
        this.free++;
      }
    }
  }

  private async runStack(name: string): Promise<Outcome> {
    const { environment, stacks, onRunning } = this.options;
    const run = new StackRun({
      stack: stacks.find((stack) => stack.name === name)!,
      environment,
      log: this.log,
      onRunning: () => onRunning([...this.runs.values()].flatMap(({ pids }) => pids)),
    });
    this.runs.set(name, run);

    try {
      const plan = await this.applied(run, name);
      if (plan === 'refused') {
        return 'failed';
      }
      this.done.add(name);
      this.options.onStackDone();
      this.report(name, plan ?? {});
      return plan ? 'changed' : 'unchanged';
    } catch (error) {
      if (!(error instanceof TerraformFailed)) {
        throw error;
      }
      this.failures.set(name, error);
      return 'failed';
    } finally {
      run.forgetPlan();
    }
  }

  /** The plan that has been applied; undefined when there is nothing to change. */
  private async applied(run: StackRun, name: string): Promise<PlanJson | undefined | 'refused'> {
    const { command, guard, isAsDeployed, stacks } = this.options;
    const stack = stacks.find((one) => one.name === name)!;
    const goOn = (): void => {
      if (this.isStopped) {
        throw new TerraformFailed('apply', null);
      }
    };
    if (command === 'deploy' && !guard.mayPlan(stack)) {
      return 'refused';
    }
    await run.init();
    goOn();
    if (!(await run.plan({ destroys: command === 'destroy' }))) {
      if (command === 'deploy' && !isAsDeployed(stack)) {
        // As cdktf does: the state learns aliases of providers and what waits for what.
        goOn();
        await run.apply();
      }
      return undefined;
    }
    goOn();
    if (this.guarded.has(name)) {
      const plan = await run.show();
      if (!guard.mayApply(name, plan)) {
        return 'refused';
      }
      goOn();
      await run.apply();
      return plan;
    }
    const [plan, applied] = await Promise.allSettled([run.show(), run.apply()]);
    const failed = [applied, plan].find(({ status }) => status === 'rejected') as
      | PromiseRejectedResult
      | undefined;
    if (failed) {
      throw failed.reason as Error;
    }
    return (plan as PromiseFulfilledResult<PlanJson>).value;
  }

  /** The stack that has failed and that this one waits for, maybe through others. */
  private obstacle(name: string): string | undefined {
    for (const one of this.before(name)) {
      const found = this.done.has(one) ? undefined : (this.obstacle(one) ?? one);
      if (found !== undefined) {
        return found;
      }
    }
    return undefined;
  }

  /** As wide as the longest name, and as the steps of a rehearsal at least. */
  private get width(): number {
    return Math.max(12, ...this.names.map(({ length }) => length));
  }

  private get names(): string[] {
    return this.options.stacks.map(({ name }) => name);
  }

  private report(stack: string, plan: PlanJson): void {
    const { command, onDeployed, print, stacks } = this.options;
    const changes = new PlannedChanges(plan);
    const more =
      command === 'deploy'
        ? onDeployed(
            stacks.find(({ name }) => name === stack)!,
            plan,
          )
        : [];

    print(visible(`${stack.padEnd(this.width)} ${changes.describe()}`));
    [...changes.changedImports, ...more].forEach((line) =>
      print(visible(`${' '.repeat(this.width)}   ${line}`)),
    );
  }

  private requireSuccess(diagnostics: readonly string[]): void {
    const unfinished = this.names.filter((name) => !this.done.has(name));
    if (unfinished.length === 0) {
      return;
    }
    if (this.done.size > 0) {
      // Between what has been deployed and the first error.
      this.options.print('');
    }
    if (this.options.guard.refusals.length > 0) {
      throw new RehearsalFailed(this.options.guard.refusals.join('\n\n'));
    }
    const { command, faults } = this.options;
    const [failure] = this.failures.values();
    const end = `failed${failure ? `: ${failure.message}` : ''}`;
    const reason = faults.hasKilled ? ' as --fault asked; run it again' : '';
    const missing = `; not finished: ${unfinished.map((name) => this.unfinished(name)).join(', ')}`;
    const orphans = describeOrphans(faults.orphans, this.options.stacks);
    const rescue = rescueUnsavedStates(this.options.stacks);

    const context = `${command} ${end}${reason}${missing}. All output: ${this.log.file}`;

    throw new RehearsalFailed(`${[...diagnostics, context].join('\n\n')}${orphans}${rescue}`);
  }

  private unfinished(name: string): string {
    const obstacle = this.obstacle(name);
    return obstacle === undefined ? name : `${name} (waits for ${obstacle})`;
  }
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PlanGuard } from './plan-guard';
import { NO_CHANGES, PlannedChanges, PlannedResource } from './planned-changes';
import { Rehearsal } from './rehearsal';
import { StackRun, TerraformFailed } from './stack-run';
import { diagnosticsIn } from './terraform-output';
import { SynthesizedStack } from './workspace';

/** What a deployment would do to one stack. */
export interface PlannedStack {
  readonly name: string;

  /** `2 added, 0 changed, 0 destroyed`, or why it cannot be planned. */
  readonly summary: string;

  readonly resources: readonly PlannedResource[];

  /** What stays as it is although it is written otherwise, a line each. */
  readonly kept: readonly string[];

  /** Why a deployment would stop here. */
  readonly refusals: readonly string[];

  /** Whether there is no plan. */
  readonly isUnknown?: true;
}

/** Plans the stacks of a rehearsal against what it has deployed, and deploys nothing. */
export class Preview {
  private readonly known = new Map<string, { readonly of: string; readonly plan: PlannedStack }>();
  private readonly runs = new Set<StackRun>();
  private isStopped = false;

  constructor(private readonly rehearsal: Rehearsal) {}

  /** The plans of all stacks; undefined when they were stopped. A stack is only planned when it is another one than before. */
  async plans(): Promise<PlannedStack[] | undefined> {
    this.isStopped = false;
    const plans = await Promise.all(this.rehearsal.synthesized.map((stack) => this.planOf(stack)));
    return this.isStopped ? undefined : plans.map((plan) => this.withReason(plan, plans));
  }

  /** Ends what is running at once. */
  stop(): void {
    this.isStopped = true;
    this.runs.forEach((run) => run.kill());
  }

  private async planOf(stack: SynthesizedStack): Promise<PlannedStack> {
    const of = `${this.rehearsal.surroundings}\n${readFileSync(join(stack.directory, 'cdk.tf.json'), 'utf8')}`;
    const known = this.known.get(stack.name);
    if (known?.of === of) {
      return known.plan;
    }
    const plan = await this.planned(stack);
    if (!this.isStopped) {
      this.known.set(stack.name, { of, plan });
    }
    return plan;
  }

  private async planned(stack: SynthesizedStack): Promise<PlannedStack> {
    const { name } = stack;
    const deployed = this.rehearsal.deployedAs(name);
    const guard = new PlanGuard({
      allowed: [],
      mayHoldCluster: () => true,
      deployedAs: () => deployed,
      isPreview: true,
    });
    if (!guard.mayPlan(stack)) {
      return {
        name,
        summary: 'cannot be planned:',
        resources: [],
        kept: [],
        refusals: guard.refusals,
        isUnknown: true,
      };
    }
    const run = new StackRun({
      stack,
      environment: this.rehearsal.environment,
      log: { write: () => undefined },
      onRunning: () => undefined,
    });
    this.runs.add(run);
    try {
      await run.init();
      if (this.isStopped || !(await run.plan({ destroys: false, refreshes: false })) || this.isStopped) {
        const kept = this.isStopped ? [] : this.rehearsal.keptBy(stack, {}, deployed);
        return { name, summary: NO_CHANGES, resources: [], kept, refusals: [] };
      }
      const plan = await run.show();
      const changes = new PlannedChanges(plan);
      guard.mayApply(name, plan);
      return {
        name,
        summary: changes.describe(),
        resources: changes.resources,
        kept: this.rehearsal.keptBy(stack, plan, deployed),
        refusals: guard.refusals,
      };
    } catch (error) {
      if (!(error instanceof TerraformFailed)) {
        throw error;
      }
      const summary = [`cannot be planned: ${error.message}`, ...diagnosticsIn(run.said)].join('\n');
      return { name, summary, resources: [], kept: [], refusals: [], isUnknown: true };
    } finally {
      run.forgetPlan();
      this.runs.delete(run);
    }
  }

  /** What waits for something of a stack that is to be deployed first may only be known after that. */
  private withReason(plan: PlannedStack, all: readonly PlannedStack[]): PlannedStack {
    const { dependencies = [] } = this.rehearsal.synthesized.find(({ name }) => name === plan.name) ?? {};
    const changed = dependencies.filter((name) =>
      all.some((one) => one.name === name && (one.isUnknown || one.summary !== NO_CHANGES)),
    );
    return plan.isUnknown && changed.length > 0
      ? {
          ...plan,
          summary: `can only be planned when ${changed.join(' and ')} has been deployed\n${plan.summary}`,
        }
      : plan;
  }
}

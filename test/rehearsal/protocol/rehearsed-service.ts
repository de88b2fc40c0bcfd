import { ResourceApplier } from '../../../rehearsal/protocol/applying';
import { Context, Problem, ProviderBehaviour, Refusal, Rule } from '../../../rehearsal/world/behaviour';
import { completeObject } from '../../../rehearsal/protocol/completing';
import { Faults } from '../../../rehearsal/protocol/faults';
import { planChange, PlanOptions } from '../../../rehearsal/protocol/planning';
import { RecordedProvider } from '../../../rehearsal/protocol/recorded-provider';
import { BlockSchema, impliedType, ProviderSchema } from '../../../rehearsal/protocol/schema';
import { loadTenant } from '../../../access/directory/load-tenant';
import { Tenant } from '../../../access/directory/tenant';
import { uuidOf } from '../../../access/directory/uuid';
import { conform, State } from '../../../rehearsal/protocol/values';
import { FileWorld, World } from '../../../rehearsal/world/world';

/** A call that a rule refuses, and the same call as it should be. */
export interface RefusalCase {
  /** Resource type, or `data.<type>`. */
  readonly on: string;
  readonly bad: State;
  readonly good: State;

  /** What is said about the bad one. */
  readonly says: string;

  /**
   * ID of an existing object that is changed.
   *
   * @default - a new object is created
   */
  readonly changes?: string;
}

/** One stand-in provider on one world, called as Terraform would call it. */
export class RehearsedService {
  private readonly schema: ProviderSchema;

  constructor(
    private readonly behaviour: ProviderBehaviour,
    version: string,
    readonly world: World = new FileWorld(),
    readonly tenant: Tenant = loadTenant(),
    private readonly provider: State = {},
  ) {
    this.schema = ProviderSchema.load(behaviour.name, version);
  }

  get context(): Context {
    return { tenant: this.tenant, world: this.world, provider: this.provider, uuid: uuidOf };
  }

  /** The rules that refuse a case's bad call; with `call` given, that one. */
  refusals({ on, bad, changes }: RefusalCase, call: State = bad): { rule: Rule; problem: Problem }[] {
    const planned = this.plan(on, call, changes === undefined ? null : this.existing(on, changes));
    return this.behaviour.rules
      .filter((rule) => rule.on === on)
      .flatMap((rule) => {
        const problem =
          rule.at === 'validate' ? rule.check(this.configured(on, call)) : rule.check(planned, this.context);
        return problem ? [{ rule, problem }] : [];
      });
  }

  /** Whether the provider refuses a case's bad call when it plans it. */
  isRefusedInPlan({ on, bad, changes }: RefusalCase): boolean {
    const prior = changes === undefined ? null : this.existing(on, changes);
    try {
      this.behaviour.resources[on]?.customizeDiff?.(
        { prior, planned: this.plan(on, bad, prior) },
        this.context,
      );
      return false;
    } catch (error) {
      if (error instanceof Refusal) {
        return true;
      }
      throw error;
    }
  }

  async create(type: string, configuration: State): Promise<State> {
    return this.write(type, configuration, null);
  }

  async update(type: string, prior: State, configuration: State): Promise<State> {
    return this.write(type, configuration, prior);
  }

  async remove(type: string, prior: State): Promise<void> {
    const { errors } = await this.applier(type).change(prior, null);
    refuse(errors);
  }

  /** What a refresh reports; undefined when the object is gone. */
  read(type: string, state: State): State | undefined {
    const stored = this.world.get(type, state.id as string);
    const behaviour = this.behaviour.resources[type];
    return stored && behaviour?.read ? behaviour.read(stored, this.context) : stored;
  }

  lookUp(type: string, configuration: State): State {
    const { block } = this.schema.dataSource(type);
    const query = this.configured(`data.${type}`, configuration);
    const answer = this.behaviour.dataSources[type]!(query, this.context);
    return completeObject(type, block, query, answer);
  }

  /** Attributes whose change would replace the object. */
  replacements(type: string, prior: State, configuration: State): string[] {
    const { requiresReplace } = planChange(
      this.schema.resource(type).block,
      prior,
      this.proposed(type, configuration, prior),
      this.planOptions(type),
    );
    return requiresReplace.map((path) => path.join('.'));
  }

  private plan(on: string, configuration: State, prior: State | null): State {
    return on.startsWith('data.')
      ? this.configured(on, configuration)
      : planChange(this.blockOf(on), prior, this.proposed(on, configuration, prior), this.planOptions(on))
          .planned;
  }

  private planOptions(type: string): PlanOptions {
    const recorded = RecordedProvider.of(this.behaviour.name)?.resource(type)?.attributes;
    return { recorded, replacedBy: this.behaviour.resources[type]?.replacedBy };
  }

  private proposed(on: string, configuration: State, prior: State | null): State {
    const configured = this.configured(on, configuration);
    return prior ? keepingComputed(this.blockOf(on), configured, prior) : configured;
  }

  private configured(on: string, configuration: State): State {
    return conform(impliedType(this.blockOf(on)), configuration) as State;
  }

  private blockOf(on: string): BlockSchema {
    return on.startsWith('data.')
      ? this.schema.dataSource(on.slice('data.'.length)).block
      : this.schema.resource(on).block;
  }

  private existing(type: string, id: string): State {
    const object = this.world.get(type, id);
    if (!object) {
      throw new Error(`nothing to change: ${type} '${id}'`);
    }
    return object;
  }

  private async write(type: string, configuration: State, prior: State | null): Promise<State> {
    const configured = this.configured(type, configuration);
    refuse(
      this.behaviour.rules
        .filter((rule) => rule.on === type && rule.at === 'validate')
        .flatMap((rule) => rule.check(configured) ?? []),
    );
    const { state, errors } = await this.applier(type).change(prior, this.plan(type, configuration, prior));
    refuse(errors);
    return state!;
  }

  private applier(type: string): ResourceApplier {
    const { block } = this.schema.resource(type);
    const rules = this.behaviour.rules.filter((rule) => rule.on === type && rule.at === 'apply');
    const resource = { type, block, behaviour: this.behaviour.resources[type]!, rules };
    return new ResourceApplier(resource, this.context, new Faults());
  }
}

function refuse(problems: readonly Problem[]): void {
  if (problems.length > 0) {
    throw new Error(problems.map(({ summary, detail }) => [summary, detail].join('\n')).join('\n'));
  }
}

/** Terraform's merge: where the configuration is silent, a computed attribute stays as it was. */
function keepingComputed(block: BlockSchema, configured: State, prior: State): State {
  const merged = { ...configured };
  for (const [name, attribute] of Object.entries(block.attributes ?? {})) {
    if (attribute.computed && configured[name] === null) {
      merged[name] = prior[name] ?? null;
    }
  }
  for (const [name, nested] of Object.entries(block.block_types ?? {})) {
    const [elements, before] = [configured[name], prior[name]];
    if (nested.nesting_mode === 'list' && Array.isArray(elements) && Array.isArray(before)) {
      merged[name] = elements.map((element, i) =>
        keepingComputed(nested.block, element as State, (before[i] ?? {}) as State),
      );
    }
  }
  return merged;
}

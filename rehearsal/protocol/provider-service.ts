import { Creation, ResourceApplier, Resource, worldId } from './applying';
import { Context, ProviderBehaviour, Refusal } from '../world/behaviour';
import { completeObject } from './completing';
import { diagnostic, pathMessage, problemOf } from './diagnostics';
import { Faults } from './faults';
import { planFrameworkChange } from './framework-planning';
import { planChange } from './planning';
import { RecordedProvider } from './recorded-provider';
import { asApplied, asReported, defaultsOf } from './reporting';
import { BlockSchema, impliedType, ProviderSchema } from './schema';
import { Tenant } from '../../access/directory/tenant';
import { uuidOf } from '../../access/directory/uuid';
import { decodeStateJson, decodeValue, encodeValue } from './value-encoding';
import { conform, CtyType, State, Unknown } from './values';
import { afterImport, afterRead } from './unread';
import { schemaProblems } from './validating';
import { World } from '../world/world';

/** A cty value in MessagePack. */
interface DynamicValue {
  readonly msgpack: Uint8Array;
}

/** The union of the requests' fields; each method has those that the protocol gives it. */
export interface Request {
  readonly type_name: string;
  readonly config: DynamicValue;
  readonly current_state: DynamicValue;
  readonly prior_state: DynamicValue;
  readonly proposed_new_state: DynamicValue;
  readonly planned_state: DynamicValue;
  readonly raw_state: { readonly json: Uint8Array };
  readonly id: string;
}

/** Where a request came from: the same for all requests of one provider instance of one Terraform process. */
export type Peer = string;

export interface ProviderServiceOptions {
  readonly behaviour: ProviderBehaviour;
  readonly schema: ProviderSchema;
  readonly tenant: Tenant;
  readonly world: World;
  readonly faults: Faults;

  /** Told of every object right before it comes into being. */
  readonly onCreation?: (creation: Creation) => void;
}

/**
 * Terraform's plugin protocol, method by method, on top of one provider's schema and behaviour.
 *
 * Nothing here waits between reading the world and changing it, so requests that arrive together, from one Terraform
 * process or from several, are answered as if they had come one after the other.
 */
export class ProviderService {
  /** What each provider instance was configured with. */
  private readonly configured = new Map<Peer, State>();
  private readonly behaviour: ProviderBehaviour;
  private readonly schema: ProviderSchema;

  /** How the real provider behaves, as far as it was recorded. */
  private readonly recorded: RecordedProvider | undefined;

  constructor(private readonly options: ProviderServiceOptions) {
    this.behaviour = options.behaviour;
    this.schema = options.schema;
    this.recorded = RecordedProvider.of(options.behaviour.name);
  }

  /** The schema itself is sent by the server, which keeps it encoded. */
  GetSchema(): object {
    return {};
  }

  PrepareProviderConfig({ config }: Request): object {
    return { prepared_config: config };
  }

  Configure({ config }: Request, peer: Peer): object {
    const type = impliedType(this.schema.provider.block);
    const provider = decodeValue(type, config.msgpack) as State;
    this.configured.set(peer, provider);

    return reporting(type, () => {
      this.behaviour.configure?.(provider, this.context(peer));
      return {};
    });
  }

  ValidateResourceTypeConfig({ type_name: name, config }: Request): object {
    return this.validate(name, this.schema.resource(name).block, config);
  }

  ValidateDataSourceConfig({ type_name: name, config }: Request): object {
    return this.validate(`data.${name}`, this.schema.dataSource(name).block, config);
  }

  UpgradeResourceState({ type_name: name, raw_state: raw }: Request): object {
    const { block } = this.schema.resource(name);
    const type = impliedType(block);
    const state = decodeStateJson(type, Buffer.from(raw.json).toString()) as State;

    return {
      upgraded_state: dynamic(type, completeObject(name, block, {}, state)),
    };
  }

  ReadResource({ type_name: name, current_state: current }: Request, peer: Peer): object {
    const resource = this.resource(name);
    const type = impliedType(resource.block);

    return reporting(type, () => {
      const state = decodeValue(type, current.msgpack) as State;
      const { unread, isKeptElsewhere } = resource.behaviour;
      const found =
        this.options.world.get(name, worldId(resource, state)) ?? (isKeptElsewhere ? state : undefined);
      const read = found && this.asRead(resource, found, peer, state);
      return { new_state: dynamic(type, read ? afterRead(read, state, unread) : null) };
    });
  }

  PlanResourceChange(request: Request, peer: Peer): object {
    const { block, behaviour } = this.resource(request.type_name);
    const type = impliedType(block);
    const prior = decodeValue(type, request.prior_state.msgpack) as State | null;
    const proposed = decodeValue(type, request.proposed_new_state.msgpack) as State | null;
    if (!proposed) {
      return { planned_state: request.proposed_new_state, legacy_type_system: true };
    }
    const recorded = this.recorded?.resource(request.type_name)?.attributes;
    return reporting(type, () => {
      const plan = behaviour.isOfFramework
        ? { planned: planFrameworkChange(block, prior, proposed), requiresReplace: [] }
        : planChange(block, prior, proposed, { recorded, replacedBy: behaviour.replacedBy });
      const { requiresReplace } = plan;
      const planned =
        behaviour.customizeDiff?.({ prior, planned: plan.planned }, this.context(peer)) ?? plan.planned;

      return {
        planned_state: dynamic(type, planned),
        requires_replace: requiresReplace.map((path) => pathMessage(type, path)),
        legacy_type_system: true,
      };
    });
  }

  async ApplyResourceChange(request: Request, peer: Peer): Promise<object> {
    const resource = this.resource(request.type_name);
    const type = impliedType(resource.block);
    const prior = decodeValue(type, request.prior_state.msgpack) as State | null;
    const planned = decodeValue(type, request.planned_state.msgpack) as State | null;

    const { faults, onCreation } = this.options;
    const applier = new ResourceApplier(resource, this.context(peer), faults, onCreation);
    const { state, errors, warnings } = await applier.change(prior, planned);
    return {
      new_state: dynamic(type, state && planned ? this.asApplied(resource, state, planned) : state),
      diagnostics: [
        ...errors.map((problem) => diagnostic('ERROR', type, problem)),
        ...warnings.map((problem) => diagnostic('WARNING', type, problem)),
      ],
      // The SDK says so only of objects that are there, so that one which got lost is an error of Terraform's.
      legacy_type_system: state !== null,
    };
  }

  ImportResourceState({ type_name: name, id }: Request, peer: Peer): object {
    const resource = this.resource(name);
    const type = impliedType(resource.block);

    return reporting(type, () => {
      const { behaviour } = resource;
      const found = behaviour.import
        ? behaviour.import(id, this.context(peer))
        : this.options.world.get(name, id);
      if (!found) {
        throw new Refusal({
          summary: `${name} '${id}' was not found`,
          detail: 'There is nothing to import.',
        });
      }
      const read = this.asRead(resource, found, peer);
      const state = read && afterImport(read, behaviour.unread);
      return { imported_resources: [{ type_name: name, state: dynamic(type, state) }] };
    });
  }

  ReadDataSource({ type_name: name, config }: Request, peer: Peer): object {
    const { block } = this.schema.dataSource(name);
    const type = impliedType(block);

    return reporting(type, () => {
      const behaviour = this.behaviour.dataSources[name];
      if (!behaviour) {
        throw new Refusal({
          summary: `data source '${name}' is not served by the rehearsal`,
          detail: `Its schema is known (${this.schema.name} ${this.schema.version}), but not what it would find.`,
        });
      }
      const query = decodeValue(type, config.msgpack) as State;
      const context = this.context(peer);
      const problems = this.rules(`data.${name}`, 'apply').flatMap(
        (rule) => rule.check(query, context) ?? [],
      );
      if (problems.length > 0) {
        return { diagnostics: problems.map((problem) => diagnostic('ERROR', type, problem)) };
      }
      const id = uuidOf(name, JSON.stringify(query));
      const answer = { id, ...behaviour(query, context) };
      return { state: dynamic(type, completeObject(`data.${name}`, block, toBeFound(block, query), answer)) };
    });
  }

  /** A change that has begun is finished and answered, so that Terraform can store what became of it. */
  Stop(): object {
    return {};
  }

  /** A type that has a schema but no behaviour is kept as it is configured, with computed attributes empty. */
  private resource(type: string): Resource {
    const { block } = this.schema.resource(type);
    const behaviour = this.behaviour.resources[type] ?? { apply: () => ({}) };

    return { type, block, behaviour, rules: this.rules(type, 'apply') };
  }

  private rules(on: string, at: 'validate' | 'apply'): ProviderBehaviour['rules'] {
    return this.behaviour.rules.filter((rule) => rule.on === on && rule.at === at);
  }

  private validate(on: string, block: BlockSchema, config: DynamicValue): object {
    const type = impliedType(block);
    const object = decodeValue(type, config.msgpack) as State;
    const ofRules = this.rules(on, 'validate').flatMap((rule) => rule.check(object) ?? []);
    const ofData = this.recorded ? schemaProblems(block, on, this.recorded, object) : [];
    // What a rule says of an attribute, it says in more words.
    const told = new Set(ofRules.map(({ path }) => path?.join('.')));
    const problems = [...ofRules, ...ofData.filter(({ path }) => !told.has(path?.join('.')))];

    return { diagnostics: problems.map((problem) => diagnostic('ERROR', type, problem)) };
  }

  /** An object of the world as this version of the provider reports it. */
  private asRead(resource: Resource, object: State, peer: Peer, known: State = object): State | null {
    const { block, behaviour } = resource;
    const read = behaviour.read ? behaviour.read(object, this.context(peer), known) : object;
    if (!read) {
      return null;
    }
    const state = conform(impliedType(block), read) as State;

    // What another version of the provider did not store, the service has all the same: its default.
    const recorded = this.recorded?.resource(resource.type)?.attributes;
    const missing = Object.entries(defaultsOf(recorded)).filter(([name]) => name in state && !(name in read));
    const whole = completeObject(resource.type, block, {}, { ...state, ...Object.fromEntries(missing) });
    return behaviour.isOfFramework ? whole : asReported(block, recorded, whole);
  }

  /** What an apply answers: the object as it would be read, in the shape that was planned. */
  private asApplied({ type, block, behaviour }: Resource, state: State, planned: State): State {
    if (behaviour.isOfFramework) {
      return state;
    }
    const reported = asReported(block, this.recorded?.resource(type)?.attributes, state);
    return afterRead(asApplied(block, reported, planned), state, behaviour.unread);
  }

  private context(peer: Peer): Context {
    const { tenant, world } = this.options;

    return { tenant, world, provider: this.configured.get(peer) ?? {}, uuid: uuidOf };
  }
}

function dynamic(type: CtyType, state: State | null): DynamicValue {
  return { msgpack: encodeValue(type, state) };
}

/** What a data source is to fill in is unknown until it does. */
function toBeFound(block: BlockSchema, query: State): State {
  const computed = Object.entries(block.attributes ?? {}).filter(
    ([name, attribute]) => attribute.computed && (query[name] ?? null) === null,
  );

  return { ...query, ...Object.fromEntries(computed.map(([name]) => [name, Unknown.VALUE])) };
}

/** Turns what is thrown into the diagnostics of the answer. */
function reporting(type: CtyType, answer: () => object): object {
  try {
    return answer();
  } catch (error) {
    return { diagnostics: [diagnostic('ERROR', type, problemOf(error))] };
  }
}

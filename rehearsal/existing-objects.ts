import { closest } from 'fastest-levenshtein';
import { Resource, ResourceApplier, worldId } from './protocol/applying';
import { Faults } from './protocol/faults';
import { planChange } from './protocol/planning';
import { RecordedProvider } from './protocol/recorded-provider';
import { schemaOf, ServedProvider } from './protocol/provider-server';
import { BlockSchema, impliedType, NestedBlockSchema } from './protocol/schema';
import { conform, isList, isObject, State, Value } from './protocol/values';
import { RehearsalFailed } from './rehearsal-failed';
import { Tenant } from '../access/directory/tenant';
import { uuidOf } from '../access/directory/uuid';
import { block, text } from './world/attributes';
import { FileWorld } from './world/world';

/** Type under which the world keeps what was there before anything was deployed; no provider has one of this name. */
const EXISTING = 'rehearsal_existing';

/** Key of an object of Kubernetes that says which cluster it is in. */
const CLUSTER = 'cluster';

/** An object as the tenant file writes it: arguments in the words of the provider. */
interface Written {
  readonly type: string;
  readonly given: State;

  /** Where it stands, for messages. */
  readonly at: string;
}

/**
 * What the directory, the subscription and the clusters hold before the first rehearsal, whoever made it.
 *
 * Each object comes into being once, as if somebody had made it by hand: with what the services fill in, and in no state.
 */
export class ExistingObjects {
  constructor(
    private readonly tenant: Tenant,
    private readonly world: FileWorld,
  ) {}

  /** Makes what has not been made yet; throws when a service would have refused it, or is none of those that are given. */
  async make(providers: readonly ServedProvider[]): Promise<void> {
    for (const written of this.written()) {
      const key = uuidOf('existing', written.type, JSON.stringify(written.given));
      const served = providers.find((one) => schemaOf(one).resourceTypes.includes(written.type));
      if (served === undefined) {
        throw unknownType(written, providers);
      }
      if (!this.world.get(EXISTING, key)) {
        const before = new Set(this.world.keys);
        await this.makeOne(written, served);
        const made = this.world.keys.filter((one) => !before.has(one));
        this.world.put(EXISTING, key, { objects: made });
      }
    }
  }

  /** Type and ID of the objects that deployments have made: those that were there before do not count. */
  get deployed(): string[] {
    const existing = new Set(this.world.all(EXISTING).flatMap(({ objects }) => objects as string[]));
    return this.world.keys.filter((key) => !key.startsWith(`${EXISTING} `) && !existing.has(key));
  }

  private written(): Written[] {
    return Object.entries(this.tenant.objects ?? {}).flatMap(([type, objects]) =>
      objects.map((given, i) => ({ type, given: given as State, at: `objects.${type}[${i}]` })),
    );
  }

  private async makeOne(written: Written, served: ServedProvider): Promise<void> {
    const { type, at } = written;
    const { behaviour } = served;
    const schema = schemaOf(served).resource(type).block;
    const isInCluster = behaviour.name === 'kubernetes';
    const { [CLUSTER]: cluster, ...given } = written.given;
    const proposed = isInCluster
      ? withNamespacesGiven(complete(schema, given, at))
      : complete(schema, written.given, at);

    const resource: Resource = {
      type,
      block: schema,
      behaviour: behaviour.resources[type] ?? { apply: () => ({}) },
      rules: behaviour.rules.filter((rule) => rule.on === type && rule.at === 'apply'),
    };
    const recorded = RecordedProvider.of(behaviour.name)?.resource(type)?.attributes;
    const { planned } = planChange(schema, null, proposed, { recorded });
    const provider: State = isInCluster ? { host: this.hostOf(cluster, at), insecure: true } : {};
    const context = { tenant: this.tenant, world: this.world, provider, uuid: uuidOf, isSetUp: true };
    const { state, errors } = await new ResourceApplier(resource, context, new Faults([], () => {})).change(
      null,
      withOff(schema, planned),
    );
    if (state === null) {
      const problems = errors.map(({ summary, detail }) => [summary, detail].filter(Boolean).join(' '));
      // What an earlier version of the tenant file had is still there.
      const hint =
        this.world.all(EXISTING).length > 0 ? '; after a change of the file, start afresh with --fresh' : '';
      throw new RehearsalFailed(`the tenant file cannot have ${at}: ${problems.join('; ')}${hint}`);
    }
    // A kubeconfig, a read of another provider: what stands in for the service sees it under its ID.
    this.world.put(type, worldId(resource, state), state);
  }

  private hostOf(cluster: Value | undefined, at: string): string {
    const clusters = this.world.all('azurerm_kubernetes_cluster');
    const found = clusters.find(({ name }) => name === cluster);
    if (!found) {
      const names = clusters.map((one) => `'${text(one, 'name')}'`).join(', ') || 'none';
      throw new RehearsalFailed(
        `the tenant file cannot have ${at}: give it the 'cluster' that it is in, one of those above it (${names})`,
      );
    }
    return text(block(found, 'kube_config'), 'host') ?? '';
  }
}

/** What Terraform would propose for the arguments. */
function complete(block: BlockSchema, given: State, at: string): State {
  const { attributes = {}, block_types: blocks = {} } = block;
  const known = [...Object.keys(attributes), ...Object.keys(blocks)];
  for (const name of Object.keys(given)) {
    if (!known.includes(name)) {
      throw new RehearsalFailed(
        `the tenant file cannot have ${at}: there is no argument '${name}', did you mean '${closest(name, known)}'?`,
      );
    }
  }
  const missing = Object.keys(attributes).find((name) => attributes[name]!.required && isAbsent(given[name]));
  if (missing !== undefined) {
    throw new RehearsalFailed(`the tenant file cannot have ${at}: '${missing}' is missing`);
  }

  const nested = Object.entries(blocks).map(([name, one]) => [
    name,
    completeNested(one, given[name], `${at}.${name}`),
  ]);
  return conform(impliedType(block), { ...given, ...Object.fromEntries(nested) } as State) as State;
}

/** A block that may occur once may be written without the list around it. */
function completeNested({ block }: NestedBlockSchema, given: Value | undefined, at: string): Value {
  const elements: Value[] = isAbsent(given) ? [] : isList(given) ? given : [given!];
  return elements.map((element, i) => {
    if (!isObject(element)) {
      throw new RehearsalFailed(`the tenant file cannot have ${at}[${i}]: a block is a map`);
    }
    return complete(block, element, `${at}[${i}]`);
  });
}

/** Only the provider puts subjects into the namespace `default`: of what kubectl makes, those without one have none. */
function withNamespacesGiven(object: State): State {
  const { subject } = object;
  return isList(subject)
    ? {
        ...object,
        subject: subject.map((one) => (isObject(one) ? { ...one, namespace: one.namespace ?? '' } : one)),
      }
    : object;
}

/** What is off is read as false, and not as nothing. */
function withOff(block: BlockSchema, planned: State): State {
  const { attributes = {}, block_types: blocks = {} } = block;
  const off = Object.entries(attributes)
    .filter(([name, { type }]) => type === 'bool' && isAbsent(planned[name]))
    .map(([name]) => [name, false]);
  const nested = Object.entries(blocks).map(([name, one]) => {
    const elements = planned[name];
    return [
      name,
      isList(elements)
        ? elements.map((element) => (isObject(element) ? withOff(one.block, element) : element))
        : elements,
    ];
  });

  return { ...planned, ...Object.fromEntries([...off, ...nested]) } as State;
}

function isAbsent(value: Value | undefined): boolean {
  return value === undefined || value === null;
}

function unknownType({ type, at }: Written, providers: readonly ServedProvider[]): RehearsalFailed {
  const named = providers.filter(({ behaviour }) => behaviour.name === type.split('_')[0]);
  const types = (named.length > 0 ? named : providers).flatMap((one) => schemaOf(one).resourceTypes);
  const guess = types.length > 0 ? `, did you mean '${closest(type, types)}'?` : '';
  return new RehearsalFailed(`the tenant file cannot have ${at}: no stand-in has that type${guess}`);
}

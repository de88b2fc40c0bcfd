import { StackJson } from '../../access/configured/synthesized-app';
import { clusterReplacement } from '../../rehearsal/azurerm/cluster-replacement';
import { nodePool } from '../../rehearsal/azurerm/node-pools';
import { Path, planChange } from '../../rehearsal/protocol/planning';
import { RecordedProvider } from '../../rehearsal/protocol/recorded-provider';
import { BlockSchema, impliedType, ProviderSchema } from '../../rehearsal/protocol/schema';
import {
  conform,
  equalValues,
  isList,
  isObject,
  State,
  Unknown,
  Value,
} from '../../rehearsal/protocol/values';
import { AzurermGeneration } from '../../lib/shared/azurerm-bindings';
import { CLUSTER, NODE_POOL } from '../../lib/shared/overrides';
import { ClusterStates } from './friendly-keys';
import { isEmpty } from './state-values';

/** Something that the next apply would change. */
export interface Difference {
  /** Index of the further pool; undefined is the cluster itself. */
  readonly pool: number | undefined;
  readonly path: Path;
  readonly before: Value;
  readonly after: Value;

  /** Whether it replaces the cluster or the pool. */
  readonly replaces: boolean;
}

/** A resource as it is in Azure, and what the configuration makes of it. */
export interface Compared {
  readonly pool: number | undefined;
  readonly schema: BlockSchema;
  readonly prior: State;

  /** The same with what this version of the provider has no argument for. */
  readonly reading: State;

  /** Arguments in Terraform JSON. */
  readonly given: State;
}

/** Versions whose schemas stand for the providers that the stack may ask for. */
const SCHEMAS: Readonly<Record<AzurermGeneration, string>> = { 3: '3.117.1', 4: '4.55.0', 5: '5.2.0' };

/** The resources of a stack beside what they are in Azure. */
export function comparedResources(
  stack: StackJson,
  states: ClusterStates,
  generation: AzurermGeneration = 4,
): Compared[] {
  const provider = ProviderSchema.load('azurerm', SCHEMAS[generation]);
  const [cluster] = Object.values(stack.resource?.[CLUSTER] ?? {});
  const pools = Object.values(stack.resource?.[NODE_POOL] ?? {}) as unknown as State[];
  const [clusterSchema, poolSchema] = [provider.resource(CLUSTER).block, provider.resource(NODE_POOL).block];

  return [
    {
      pool: undefined,
      schema: clusterSchema,
      prior: conform(impliedType(clusterSchema), states.cluster) as State,
      reading: states.cluster,
      given: cluster as unknown as State,
    },
    ...states.pools.map((state, pool) => ({
      pool,
      schema: poolSchema,
      prior: conform(impliedType(poolSchema), state) as State,
      reading: state,
      given: pools.find(({ name }) => name === state.name) ?? {},
    })),
  ];
}

/** What the next apply would change of a cluster or a pool. */
export function differencesOf({ pool, ...resource }: Compared): Difference[] {
  const type = pool === undefined ? CLUSTER : NODE_POOL;
  const recorded = RecordedProvider.of('azurerm')?.resource(type)?.attributes;
  const replacedBy = pool === undefined ? clusterReplacement : nodePool.replacedBy;
  return plannedChanges(resource, { recorded, replacedBy }).map((change) => ({ ...change, pool }));
}

/** What the next apply would change of a resource, by the recorded behaviour of its provider. */
export function plannedChanges(
  { schema, prior, given }: Pick<Compared, 'schema' | 'prior' | 'given'>,
  behaviour: Parameters<typeof planChange>[3],
): Omit<Difference, 'pool'>[] {
  const proposed = proposedState(schema, given, prior);
  for (const path of ignoredPaths(given)) {
    keepAt(proposed, prior, path);
  }

  const { planned, requiresReplace } = planChange(schema, prior, proposed, behaviour);
  const isReplacing = (path: Path): boolean =>
    requiresReplace.some((one) => {
      const length = Math.min(one.length, path.length);
      return one.slice(0, length).join('.') === path.slice(0, length).join('.');
    });
  return changes(schema, prior, planned, []).map((change) => ({
    ...change,
    replaces: isReplacing(change.path),
  }));
}

/** Terraform's merge of what is configured and what is there. */
function proposedState(schema: BlockSchema, given: State, prior: State): State {
  const attributes = Object.entries(schema.attributes ?? {}).map(([name, { type, computed }]) => {
    const value = given[name] ?? null;
    const before = prior[name] ?? null;
    const isReference = typeof value === 'string' && value.includes('${');
    const configured = isReference ? before : conform(type, value);
    return [name, configured === null && computed ? before : configured] as const;
  });
  const blocks = Object.entries(schema.block_types ?? {}).map(([name, { block, nesting_mode: nesting }]) => {
    const elements = elementsOf(given[name]);
    const before = elementsOf(prior[name]);
    return [
      name,
      elements.map((element, i) => {
        const matching = nesting === 'set' ? undefined : before[i];
        return isObject(element)
          ? proposedState(block, element, isObject(matching) ? matching : {})
          : element;
      }),
    ] as const;
  });
  return Object.fromEntries<Value>([...attributes, ...blocks]);
}

function ignoredPaths(given: State): Path[] {
  const lifecycle = given.lifecycle;
  const paths = isObject(lifecycle) && isList(lifecycle.ignore_changes) ? lifecycle.ignore_changes : [];
  return paths.filter((path) => typeof path === 'string').map(parsedPath);
}

/** `default_node_pool[0].node_count` as names and indexes. */
export function parsedPath(path: string): Path {
  return path
    .split(/[.[\]]/)
    .filter(Boolean)
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}

function keepAt(target: Value, source: Value, [step, ...rest]: Path): void {
  const container = target as Record<string | number, Value>;
  const original = (source ?? {}) as Record<string | number, Value>;
  if (step === undefined || (!isObject(target) && !isList(target))) {
    return;
  }
  if (rest.length === 0) {
    container[step] = structuredClone(original[step] ?? null);
  } else {
    keepAt(container[step] ?? null, original[step] ?? null, rest);
  }
}

type Change = Pick<Difference, 'path' | 'before' | 'after'>;

function changes(schema: BlockSchema, prior: State, planned: State, at: Path): Change[] {
  const attributes = Object.entries(schema.attributes ?? {}).flatMap(([name, { type }]): Change[] => {
    const [before, after] = [prior[name] ?? null, planned[name] ?? null];
    const isSame =
      after instanceof Unknown || equalValues(type, before, after) || (isEmpty(before) && isEmpty(after));
    return isSame ? [] : [{ path: [...at, name], before, after }];
  });
  const blocks = Object.entries(schema.block_types ?? {}).flatMap(([name, nested]): Change[] => {
    const [before, after] = [prior[name] ?? [], planned[name] ?? []];
    const path = [...at, name];
    if (after instanceof Unknown || equalValues(['list', impliedType(nested.block)], before, after)) {
      return [];
    }
    const [was, willBe] = [elementsOf(before), elementsOf(after)];
    if (nested.nesting_mode === 'set' || was.length !== willBe.length) {
      return [{ path, before, after }];
    }
    return was.flatMap((element, i) =>
      changes(nested.block, element as State, willBe[i] as State, [...path, i]),
    );
  });
  return [...attributes, ...blocks];
}

function elementsOf(value: Value | undefined): Value[] {
  return isList(value) ? value : isObject(value) ? [value] : [];
}

import { isMap } from '../lib/shared/maps';
import { RecordedBlock, RecordedProvider } from './protocol/recorded-provider';
import { schemaOf, ServedProvider } from './protocol/provider-server';
import { BlockSchema } from './protocol/schema';
import { PlanJson, withoutHash } from './planned-changes';
import { StackJson } from './workspace';

type Resources = NonNullable<StackJson['resource']>;
type Json = Readonly<Record<string, unknown>>;

/**
 * What is no longer written of resources that stay, or is written otherwise, and stays as it is: Terraform plans nothing for it. A
 * line for each resource and reason; values are not shown, as they may be secrets.
 *
 * @param deployed the resources of the stack as they were written when it was deployed; default: it never was
 * @param plan what Terraform has planned; empty where that is nothing
 */
export function keptArguments(
  stack: StackJson,
  deployed: Resources | undefined,
  { plan, providers }: { readonly plan: PlanJson; readonly providers: readonly ServedProvider[] },
): string[] {
  const movedFrom = new Map((stack.moved ?? []).map(({ from, to }) => [to, from]));
  return Object.entries(stack.resource ?? {}).flatMap(([type, resources]) =>
    Object.entries(resources).flatMap(([id, now]) => {
      const address = `${type}.${id}`;
      const before = deployed?.[type]?.[id] ?? resourceAt(deployed, movedFrom.get(address));
      const provider = providers.find((one) => schemaOf(one).resourceTypes.includes(type));
      if (!before || !provider) {
        return [];
      }
      const stays = (path: string): boolean => isUnchanged(plan, address, path);
      const { block: schema } = schemaOf(provider).resource(type);
      const recorded = RecordedProvider.of(provider.behaviour.name)?.resource(type)?.attributes;
      const left = leftToProvider(schema, recorded, before, now).filter(stays);
      const ignored = ignoredIn(now, schema)
        .filter((path) => textAt(before, path) !== textAt(now, path) && !left.includes(path))
        .filter(stays);

      return [
        ...(left.length > 0
          ? [
              `${withoutHash(address)} keeps ${left.join(', ')}: no longer written, and then left as it is; write what is to take its place`,
            ]
          : []),
        ...(ignored.length > 0
          ? [
              `${withoutHash(address)} keeps ${ignored.join(', ')}: written otherwise, and left as it is by ignore_changes`,
            ]
          : []),
      ];
    }),
  );
}

/** What the autoscaler decides: who has it has nothing to write. */
const OF_THE_AUTOSCALER = 'node_count';

/** Paths of what was written and is not any more, where a provider keeps what is there: arguments that are optional and computed. */
function leftToProvider(
  schema: BlockSchema,
  recorded: RecordedBlock | undefined,
  before: Json,
  now: Json,
): string[] {
  const isGone = (name: string): boolean => !isEmpty(before[name]) && isAbsent(now[name]);
  const attributes = Object.entries(schema.attributes ?? {})
    .filter(
      ([name, { optional, computed }]) => optional && computed && name !== OF_THE_AUTOSCALER && isGone(name),
    )
    .map(([name]) => name);

  const inBlocks = Object.entries(schema.block_types ?? {}).flatMap(([name, { block }]) => {
    if (isGone(name)) {
      return recorded?.[name]?.computed ? [name] : [];
    }
    const [one, other] = [onlyBlock(before[name]), onlyBlock(now[name])];
    const inner = one && other ? leftToProvider(block, recorded?.[name]?.block, one, other) : [];
    return inner.map((path) => `${name}.${path}`);
  });
  return [...attributes, ...inBlocks];
}

/** The resource at an address of a whole one: what is moved from or to an index is one of several. */
function resourceAt(resources: Resources | undefined, address: string | undefined): Json | undefined {
  const [type = '', id = ''] = address?.split('.') ?? [];
  return resources?.[type]?.[id];
}

/** What `ignore_changes` of a resource names, as `default_node_pool.node_count`. */
function ignoredIn(
  { lifecycle }: Json,
  { attributes = {}, block_types: blocks = {} }: BlockSchema,
): string[] {
  const ignored = onlyBlock(lifecycle)?.ignore_changes;
  if (ignored === 'all') {
    return [...Object.keys(attributes), ...Object.keys(blocks)];
  }
  return Array.isArray(ignored)
    ? ignored.filter((path) => typeof path === 'string').map((path: string) => path.replace(/\[0\]/g, ''))
    : [];
}

/** Whether a plan leaves a part of a resource as it is; of one with `count` or `for_each`, in any of its objects. */
function isUnchanged({ resource_changes: all = [] }: PlanJson, address: string, path: string): boolean {
  const changes = all.filter((one) => one.address === address || one.address.startsWith(`${address}[`));
  return (
    changes.length === 0 ||
    changes.some(
      ({ change: { actions, before, after } }) =>
        !actions.some((action) => ['create', 'delete', 'forget'].includes(action)) &&
        textAt(before, path) === textAt(after, path),
    )
  );
}

function textAt(object: unknown, path: string): string {
  const value = stepsOf(path).reduce<unknown>(
    (inner, step) => (Array.isArray(inner) ? onlyBlock(inner) : (inner as Json | null))?.[step],
    object,
  );
  return JSON.stringify(value ?? null);
}

/** `tags["app.io/team"]` is two steps. */
function stepsOf(path: string): string[] {
  return [...path.matchAll(/\["([^"]*)"\]|[^.[\]]+/g)].map(([whole, key]) => key ?? whole);
}

/** The block where there is one, as an object or in a list. */
function onlyBlock(value: unknown): Json | undefined {
  const blocks = [value].flat();
  return blocks.length === 1 && isMap(blocks[0]) ? blocks[0] : undefined;
}

/** `{}` and `[]` are values that one writes to have nothing there. */
function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}

function isEmpty(value: unknown): boolean {
  return isAbsent(value) || value === '' || (typeof value === 'object' && Object.keys(value!).length === 0);
}

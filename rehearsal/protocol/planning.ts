import { Replacement, ResourceBehaviour } from '../world/behaviour';
import { AttributeSchema, BlockSchema, impliedType, NestedBlockSchema, nestedBlockType } from './schema';
import {
  canonical,
  CtyType,
  emptyValue,
  equalValues,
  isList,
  isObject,
  State,
  Unknown,
  Value,
} from './values';

/** Names and indexes that lead to an attribute, outermost first. */
export type Path = readonly (string | number)[];

/** What Terraform is told about a change. */
export interface Plan {
  readonly planned: State;

  /** Attributes whose change cannot be made in place. */
  readonly requiresReplace: readonly Path[];
}

/**
 * Plans one change as the providers' SDK does.
 *
 * `proposed` is Terraform's own merge of configuration and prior state: it has the prior value wherever an attribute is
 * computed and the configuration does not set it.
 */
export function planChange(
  block: BlockSchema,
  prior: State | null,
  proposed: State,
  behaviour: Pick<ResourceBehaviour, 'defaults' | 'replacedBy' | 'computedBlocks'> = {},
): Plan {
  const computedBlocks = new Set(behaviour.computedBlocks);
  const merged = planBlock(block, prior, proposed, computedBlocks);
  const defaults = behaviour.defaults?.(merged) ?? {};
  const planned = withDefaults(block, merged, { prior, proposed, defaults });

  return {
    planned,
    requiresReplace: prior ? changedPaths(block, prior, planned, behaviour.replacedBy ?? []) : [],
  };
}

/** `prior` is null where the object or the nested block is new. */
function planBlock(
  block: BlockSchema,
  prior: State | null,
  proposed: State,
  computedBlocks: ReadonlySet<string> = new Set(),
): State {
  const planned: State = {};
  for (const [name, attribute] of Object.entries(block.attributes ?? {})) {
    planned[name] = planAttribute(
      attribute,
      prior ? (prior[name] ?? null) : undefined,
      proposed[name] ?? null,
    );
  }
  for (const [name, nested] of Object.entries(block.block_types ?? {})) {
    const isLeftToService = computedBlocks.has(name) && isAbsent(proposed[name]);
    planned[name] = isLeftToService
      ? (prior?.[name] ?? (prior ? emptyValue(nestedBlockType(nested)) : Unknown.VALUE))
      : planNestedBlocks(nested, prior?.[name], proposed[name] ?? null);
  }

  return planned;
}

/** `prior` is undefined where the object or block is new. */
function planAttribute(attribute: AttributeSchema, prior: Value | undefined, proposed: Value): Value {
  if (attribute.write_only) {
    return null;
  }
  if (proposed === null && prior === undefined) {
    return attribute.computed ? Unknown.VALUE : null;
  }
  if (prior === undefined || prior === null) {
    return proposed;
  }

  // The SDK cannot tell an absent value from an empty one, so taking out `tags = {}` is no change.
  const isSame =
    proposed === null
      ? equalValues(attribute.type, prior, emptyValue(attribute.type))
      : equalValues(attribute.type, prior, proposed);
  return isSame ? prior : proposed;
}

function planNestedBlocks(nested: NestedBlockSchema, prior: Value | undefined, proposed: Value): Value {
  if (proposed === null || proposed instanceof Unknown) {
    return proposed;
  }
  const planOne = (element: Value, before: Value | undefined) =>
    isObject(element) ? planBlock(nested.block, isObject(before) ? before : null, element) : element;

  switch (nested.nesting_mode) {
    case 'single':
    case 'group':
      return planOne(proposed, prior);
    case 'map':
      return Object.fromEntries(
        Object.entries(proposed as State).map(([key, element]) => [
          key,
          planOne(element, isObject(prior) ? prior[key] : null),
        ]),
      );
    case 'list':
      return elementsOf(proposed).map((element, i) => planOne(element, elementsOf(prior)[i]));
    case 'set':
      return planSet(nested.block, elementsOf(prior), elementsOf(proposed));
  }
}

/** Elements have no identity but their value: one that was there before is complete, any other is new. */
function planSet(block: BlockSchema, prior: Value[], proposed: Value[]): Value[] {
  const type = impliedType(block);
  const existing = new Set(prior.map((element) => canonical(type, element)));
  const planned = proposed.map((element) =>
    existing.has(canonical(type, element)) || !isObject(element) ? element : planBlock(block, null, element),
  );

  return equalValues(['set', type], prior, planned) ? prior : planned;
}

interface DefaultsInput {
  readonly prior: State | null;
  readonly proposed: State;
  readonly defaults: State;
}

/** Puts defaults where neither the configuration nor the prior state says anything. */
function withDefaults(
  block: BlockSchema,
  planned: State,
  { prior, proposed, defaults }: DefaultsInput,
): State {
  const completed = { ...planned };
  for (const [name, value] of Object.entries(defaults)) {
    const attribute = block.attributes?.[name];
    const nested = block.block_types?.[name];
    if (attribute && mayDefault(attribute, prior, proposed[name] ?? null)) {
      completed[name] = sameAsPrior(attribute.type, prior?.[name], value);
    } else if (nested) {
      completed[name] = nestedDefaults(nested, planned[name] ?? null, {
        prior: prior?.[name],
        proposed: proposed[name] ?? null,
        defaults: value,
      });
    }
  }

  return completed;
}

/** What a service has chosen for a computed attribute stays as it is; a default is for what nobody has chosen. */
function mayDefault(attribute: AttributeSchema, prior: State | null, proposed: Value): boolean {
  return proposed === null && (prior === null || !attribute.computed);
}

function nestedDefaults(
  nested: NestedBlockSchema,
  planned: Value,
  { prior, proposed, defaults }: { prior: Value | undefined; proposed: Value; defaults: Value },
): Value {
  if (isAbsent(proposed)) {
    if (isAbsent(defaults)) {
      return planned;
    }
    return prior === undefined || isAbsent(prior) ? planNestedBlocks(nested, undefined, defaults) : prior;
  }

  const completeOne = (element: Value, before?: Value, wanted?: Value, filler?: Value): Value =>
    isObject(element) && isObject(wanted) && isObject(filler)
      ? withDefaults(nested.block, element, {
          prior: isObject(before) ? before : null,
          proposed: wanted,
          defaults: filler,
        })
      : element;

  if (nested.nesting_mode === 'single' || nested.nesting_mode === 'group') {
    return completeOne(planned, prior, proposed, defaults);
  }
  if (nested.nesting_mode !== 'list') {
    // Elements of sets and maps are not paired with defaults: which default belongs to which would be a guess.
    return planned;
  }
  return isList(planned)
    ? planned.map((element, i) =>
        completeOne(element, elementsOf(prior)[i], elementsOf(proposed)[i], elementsOf(defaults)[i]),
      )
    : planned;
}

function sameAsPrior(type: CtyType, prior: Value | undefined, value: Value): Value {
  return prior !== undefined && equalValues(type, prior, value) ? prior : value;
}

/** Which of the attributes that may force a replacement differ between two states, and in a way that does. */
function changedPaths(
  block: BlockSchema,
  prior: State,
  planned: State,
  replacements: readonly Replacement[],
): Path[] {
  const type = impliedType(block);

  return replacements.flatMap((replacement) => {
    const { path, when } =
      typeof replacement === 'string' ? { path: replacement, when: undefined } : replacement;
    const changed = changesAt(type, prior, planned, path.split('.'));
    return when ? changed.filter((at) => when(valueAt(prior, at), valueAt(planned, at))) : changed;
  });
}

function valueAt(state: State, path: Path): Value {
  return path.reduce<Value>((value, step) => memberOf(value, step), state);
}

function changesAt(
  type: CtyType,
  prior: Value,
  planned: Value,
  steps: readonly string[],
  at: Path = [],
): Path[] {
  const isWhole = typeof type === 'string' || type[0] === 'set' || steps.length === 0;
  if (isWhole || planned instanceof Unknown) {
    // Terraform has no way to name an element of a set, so a path into one ends at the set.
    return isChanged(type, prior, planned) ? [at] : [];
  }

  const [step, ...rest] = steps as [string, ...string[]];
  if (type[0] === 'object') {
    const member = type[1][step];
    if (!member) {
      throw new Error(`replacedBy names '${[...at, step].join('.')}', which the schema does not have`);
    }
    return changesAt(member, memberOf(prior, step), memberOf(planned, step), rest, [...at, step]);
  }

  const element = type[0] === 'tuple' ? 'dynamic' : type[1];
  const keys = step === '*' ? keysOf(prior, planned) : [isList(planned) ? Number(step) : step];
  return keys.flatMap((key) =>
    changesAt(element, memberOf(prior, key), memberOf(planned, key), rest, [...at, key]),
  );
}

/** An absent and an empty value are the same to the SDK. */
function isChanged(type: CtyType, prior: Value, planned: Value): boolean {
  const isEmpty = (value: Value): boolean => value === null || equalValues(type, value, emptyValue(type));

  return !equalValues(type, prior, planned) && !(isEmpty(prior) && isEmpty(planned));
}

function keysOf(...values: Value[]): (string | number)[] {
  const longest = Math.max(...values.map((value) => elementsOf(value).length));
  const names = values.flatMap((value) => (isObject(value) ? Object.keys(value) : []));

  return [...Array.from({ length: longest }, (_, i) => i), ...new Set(names)];
}

function memberOf(value: Value, key: string | number): Value {
  if (isList(value)) {
    return value[key as number] ?? null;
  }
  return isObject(value) ? (value[key] ?? null) : null;
}

function elementsOf(value: Value | undefined): Value[] {
  return isList(value) ? value : [];
}

/** True for a nested block that is not in the configuration. */
function isAbsent(blocks: Value | undefined): boolean {
  return blocks === null || blocks === undefined || (isList(blocks) && blocks.length === 0);
}

import { Replacement } from '../world/behaviour';
import { isSuppressed, kept } from './equivalent-values';
import { RecordedAttribute, RecordedBlock } from './recorded-provider';
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

export interface PlanOptions {
  /** What the provider's schema says beyond what it tells Terraform. */
  readonly recorded?: RecordedBlock;

  /** What replaces the object by code of the provider, and not by its schema. */
  readonly replacedBy?: readonly Replacement[];
}

/**
 * Plans one change as Terraform's SDK for providers (version 2) does.
 *
 * `proposed` is Terraform's own merge of configuration and prior state: it has the prior value wherever an attribute is
 * computed and the configuration does not set it.
 *
 * Source: terraform-plugin-sdk v2, helper/schema/schema.go (diffString, diffList, diffSet, diffMap, finalizeDiff) and
 * grpc_provider.go (PlanResourceChange, normalizeNullValues, SetUnknowns); the recordings of tools/conformance agree.
 */
export function planChange(
  block: BlockSchema,
  prior: State | null,
  proposed: State,
  { recorded, replacedBy = [] }: PlanOptions = {},
): Plan {
  const planner = new Planner(prior === null);
  const planned = planner.block(block, recorded, prior ?? {}, proposed, []);
  const conditional = prior ? changedPaths(block, prior, planned, replacedBy) : [];

  return {
    planned: prior === null ? withUnknowns(block, planned) : planned,
    requiresReplace: [...planner.requiresReplace, ...conditional],
  };
}

class Planner {
  readonly requiresReplace: Path[] = [];

  constructor(private readonly isNew: boolean) {}

  block(
    block: BlockSchema,
    recorded: RecordedBlock | undefined,
    prior: State,
    proposed: State,
    at: Path,
    isInNewElementOfSet = false,
  ): State {
    const planned: State = {};
    for (const [name, attribute] of Object.entries(block.attributes ?? {})) {
      planned[name] = this.attribute(attribute, recorded?.[name], {
        prior: prior[name] ?? null,
        proposed: proposed[name] ?? null,
        at: [...at, name],
        isInNewElementOfSet,
      });
    }
    for (const [name, nested] of Object.entries(block.block_types ?? {})) {
      planned[name] = this.nested(nested, recorded?.[name], prior[name] ?? null, proposed[name] ?? null, [
        ...at,
        name,
      ]);
    }
    return planned;
  }

  private attribute(
    schema: AttributeSchema,
    recorded: RecordedAttribute | undefined,
    change: { prior: Value; proposed: Value; at: Path; isInNewElementOfSet: boolean },
  ): Value {
    const { prior, at, isInNewElementOfSet } = change;
    if (schema.write_only) {
      return null;
    }
    const wanted = kept(at, recorded, change.proposed ?? null);
    const configured = wanted === null && recorded?.default !== undefined ? recorded.default : wanted;

    const planned = this.changed(schema, recorded, { prior, configured, at, isInNewElementOfSet });
    if (recorded?.forceNew && !this.isNew && isChanged(schema.type, prior, planned)) {
      this.requiresReplace.push(at);
    }
    return planned;
  }

  /** The value after the change; the prior one, in its own spelling, where the SDK sees none. */
  private changed(
    { type, computed = false }: AttributeSchema,
    recorded: RecordedAttribute | undefined,
    change: { prior: Value; configured: Value; at: Path; isInNewElementOfSet: boolean },
  ): Value {
    const { prior, configured, at, isInNewElementOfSet } = change;
    if (configured instanceof Unknown) {
      return configured;
    }
    const isNothing = configured === null;
    const keepsPrior = (): Value => emptyIfWritten(type, prior, configured);

    if (typeof type === 'string') {
      if (!isNothing && isSuppressed(at, recorded, prior, configured)) {
        return prior;
      }
      if (isNothing && (prior === null || equalValues(type, prior, emptyValue(type)))) {
        return computed && isInNewElementOfSet ? Unknown.VALUE : keepsPrior();
      }
      // An empty text is no value to the SDK: where the provider may choose one, it keeps what it chose.
      if (computed && configured === '') {
        const isFree = (this.isNew || isInNewElementOfSet) && (prior === null || prior === '');
        return isFree ? Unknown.VALUE : keepsPrior();
      }
      return equalValues(type, prior, configured) ? prior : configured;
    }

    if (isNothing) {
      const isEmpty = prior === null || equalValues(type, prior, emptyValue(type));
      return isEmpty || computed ? prior : emptyValue(type);
    }
    const isSame =
      equalValues(type, prior, configured) ||
      (prior === null && !this.isNew && equalValues(type, configured, emptyValue(type)));
    return isSame ? keepsPrior() : emptyIfWritten(type, configured, configured);
  }

  private nested(
    nested: NestedBlockSchema,
    recorded: RecordedAttribute | undefined,
    prior: Value,
    proposed: Value,
    at: Path,
  ): Value {
    if (proposed instanceof Unknown) {
      return proposed;
    }
    if (isAbsent(proposed) && recorded?.computed) {
      // The service fills such a block in when the configuration has none.
      return this.isNew ? Unknown.VALUE : isAbsent(prior) ? emptyValue(nestedBlockType(nested)) : prior;
    }
    if (isAbsent(proposed) && recorded?.diffSuppress && isUnchosen(nested, recorded, prior)) {
      // The provider takes such a block, in which nothing is chosen, for none.
      return prior;
    }
    if (proposed === null) {
      return null;
    }

    const planOne = (
      element: Value,
      before: Value | undefined,
      path: Path,
      isInNewElementOfSet = false,
    ): Value =>
      isObject(element)
        ? this.block(
            nested.block,
            recorded?.block,
            isObject(before) ? before : {},
            element,
            path,
            isInNewElementOfSet,
          )
        : element;

    switch (nested.nesting_mode) {
      case 'single':
      case 'group':
        return planOne(proposed, prior, at);
      case 'map':
        return Object.fromEntries(
          Object.entries(proposed as State).map(([key, element]) => [
            key,
            planOne(element, isObject(prior) ? prior[key] : undefined, [...at, key]),
          ]),
        );
      case 'list': {
        const before = elementsOf(prior);
        const after = elementsOf(proposed).map((element, i) => planOne(element, before[i], [...at, i]));
        before.slice(after.length).forEach((element, i) => {
          this.taken(nested.block, recorded?.block, element, [...at, after.length + i]);
        });
        if (recorded?.forceNew && !this.isNew && before.length !== after.length) {
          this.requiresReplace.push(at);
        }
        return after;
      }
      case 'set': {
        const planned = this.set(nested.block, recorded, elementsOf(prior), elementsOf(proposed), at);
        const type: CtyType = ['set', impliedType(nested.block)];
        const isForced =
          recorded?.forceNew || Object.values(recorded?.block ?? {}).some((one) => one.forceNew);
        if (isForced && !this.isNew && !equalValues(type, prior, planned)) {
          this.requiresReplace.push(at);
        }
        return planned;
      }
    }
  }

  /**
   * A block of a list that goes away: the SDK compares what was in it with nothing, argument by argument.
   *
   * Source: schemaMap.diffList, which goes on to the longer of both lists.
   */
  private taken(block: BlockSchema, recorded: RecordedBlock | undefined, prior: Value, at: Path): void {
    if (this.isNew || !isObject(prior)) {
      return;
    }
    for (const [name, { type, computed = false }] of Object.entries(block.attributes ?? {})) {
      const { forceNew, diffSuppress } = recorded?.[name] ?? {};
      if (forceNew && !diffSuppress && !computed && isChanged(type, prior[name] ?? null, null)) {
        this.requiresReplace.push([...at, name]);
      }
    }
    for (const [name, nested] of Object.entries(block.block_types ?? {})) {
      if (nested.nesting_mode === 'list' && !recorded?.[name]?.computed) {
        elementsOf(prior[name] ?? null).forEach((element, i) => {
          this.taken(nested.block, recorded?.[name]?.block, element, [...at, name, i]);
        });
      }
    }
  }

  /** Elements have no identity but their value: one that was there before is complete, any other is new. */
  private set(
    block: BlockSchema,
    recorded: RecordedAttribute | undefined,
    prior: Value[],
    proposed: Value[],
    at: Path,
  ): Value[] {
    const type = impliedType(block);
    const textOf = (element: Value): string => canonical(type, withoutNothing(type, element));
    const existing = new Map(prior.map((element) => [textOf(element), element]));
    const inner = new Planner(this.isNew);
    const planned = proposed.map((element) => {
      const complete = isObject(element)
        ? inner.block(block, recorded?.block, {}, element, at, true)
        : element;
      return existing.get(textOf(element)) ?? existing.get(textOf(complete)) ?? complete;
    });

    return equalValues(['set', type], prior, planned) ? prior : planned;
  }
}

/** An element of a set as the SDK compares it: nothing and empty are the same. */
function withoutNothing(type: CtyType, value: Value): Value {
  if (typeof type === 'string') {
    return value === null ? emptyValue(type) : value;
  }
  if (value === null) {
    return emptyValue(type);
  }
  if (type[0] === 'object' && isObject(value)) {
    return Object.fromEntries(
      Object.entries(type[1]).map(([name, member]) => [name, withoutNothing(member, value[name] ?? null)]),
    );
  }
  if ((type[0] === 'list' || type[0] === 'set') && isList(value)) {
    const member = type[1];
    return value.map((element) => withoutNothing(member, element));
  }
  return value;
}

/**
 * An empty value that was written stays, where the SDK has lost it on the way: texts, lists and maps, but not sets.
 *
 * Source: normalizeNullValues.
 */
function emptyIfWritten(type: CtyType, value: Value, written: Value): Value {
  const isSet = typeof type !== 'string' && type[0] === 'set';
  const isEmpty = written !== null && equalValues(type, written, emptyValue(type));
  const mayStay = type === 'string' || (typeof type !== 'string' && !isSet);

  if (isSet && isEmpty && (value === null || value === written)) {
    return null;
  }
  return value === null && isEmpty && mayStay ? written : value;
}

/** On creation every computed attribute that nobody has set is unknown. */
function withUnknowns(block: BlockSchema, planned: State): State {
  const completed: State = { ...planned };
  for (const [name, { computed, write_only: isWriteOnly }] of Object.entries(block.attributes ?? {})) {
    if (computed && !isWriteOnly && completed[name] === null) {
      completed[name] = Unknown.VALUE;
    }
  }
  for (const [name, nested] of Object.entries(block.block_types ?? {})) {
    const value = completed[name]!;
    const complete = (element: Value): Value =>
      isObject(element) ? withUnknowns(nested.block, element) : element;
    if (isList(value)) {
      completed[name] = value.map(complete);
    } else if (isObject(value)) {
      const isOne = nested.nesting_mode === 'single' || nested.nesting_mode === 'group';
      completed[name] = isOne
        ? complete(value)
        : Object.fromEntries(Object.entries(value).map(([key, element]) => [key, complete(element)]));
    }
  }
  return completed;
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
    return when ? changed.filter((at) => when(valueAt(prior, at), valueAt(planned, at), planned)) : changed;
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

/** Whether there is a block in which everything is empty or as it is by default. */
function isUnchosen(nested: NestedBlockSchema, recorded: RecordedAttribute, prior: Value): boolean {
  const isLeft = (block: BlockSchema, members: RecordedBlock | undefined, element: Value): boolean =>
    isObject(element) &&
    Object.entries(block.attributes ?? {}).every(([name, { type }]) => {
      const value = element[name] ?? null;
      const isDefault = equalValues(type, value, members?.[name]?.default ?? null);
      return value === null || isDefault || equalValues(type, value, emptyValue(type));
    }) &&
    Object.entries(block.block_types ?? {}).every(([name, inner]) =>
      elementsOf(element[name]).every((one) => isLeft(inner.block, members?.[name]?.block, one)),
    );

  return (
    elementsOf(prior).length > 0 &&
    elementsOf(prior).every((one) => isLeft(nested.block, recorded.block, one))
  );
}

/** True for a nested block that is not in the configuration. */
function isAbsent(blocks: Value | undefined): boolean {
  return blocks === null || blocks === undefined || (isList(blocks) && blocks.length === 0);
}

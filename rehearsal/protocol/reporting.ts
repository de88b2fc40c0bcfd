import { RecordedAttribute, RecordedBlock } from './recorded-provider';
import { BlockSchema, NestedBlockSchema } from './schema';
import { emptyValue, isList, isObject, State, Value } from './values';

/**
 * An object as a provider puts what it has read into the state: what is not there is empty, and not absent.
 *
 * Numbers stay absent, as providers leave out those that a service does not answer with.
 */
export function asReported(block: BlockSchema, recorded: RecordedBlock | undefined, object: State): State {
  const reported: State = { ...object };
  for (const [name, { type, write_only: isWriteOnly }] of Object.entries(block.attributes ?? {})) {
    if ((reported[name] ?? null) === null && !isWriteOnly && type !== 'number') {
      reported[name] = emptyValue(type);
    }
  }
  for (const [name, nested] of Object.entries(block.block_types ?? {})) {
    if (name !== 'timeouts') {
      reported[name] = nestedAsReported(nested, recorded?.[name], reported[name] ?? null);
    }
  }
  return reported;
}

/** A block that the provider compares in a way of its own is reported even if nobody has written it. */
function nestedAsReported(
  nested: NestedBlockSchema,
  recorded: RecordedAttribute | undefined,
  value: Value,
): Value {
  const reportOne = (element: Value): Value =>
    isObject(element) ? asReported(nested.block, recorded?.block, element) : element;

  if (nested.nesting_mode === 'map') {
    return value;
  }
  if (!isList(value)) {
    return reportOne(value);
  }
  return value.length === 0 && recorded?.diffSuppress
    ? [asReported(nested.block, recorded.block, defaultsOf(recorded.block))]
    : value.map(reportOne);
}

/** Values that the provider fills in where the configuration says nothing. */
export function defaultsOf(recorded: RecordedBlock = {}): State {
  return Object.fromEntries(
    Object.entries(recorded)
      .filter(([, attribute]) => attribute.default !== undefined)
      .map(([name, attribute]) => [name, attribute.default!]),
  );
}

/**
 * What an apply answers: collections that were planned as absent stay so, as Terraform demands that they do.
 *
 * Source: terraform-plugin-sdk v2, normalizeNullValues with `apply`.
 */
export function asApplied(block: BlockSchema, reported: State, planned: State): State {
  const applied: State = { ...reported };
  for (const [name, { type }] of Object.entries(block.attributes ?? {})) {
    const isCollection = typeof type !== 'string';
    const value = applied[name] ?? null;
    if (isCollection && (planned[name] ?? null) === null && isEmptyCollection(value)) {
      applied[name] = null;
    }
  }
  for (const [name, nested] of Object.entries(block.block_types ?? {})) {
    const value = applied[name];
    const before = planned[name];
    if (isList(value) && isList(before) && nested.nesting_mode === 'list') {
      applied[name] = value.map((element, i) => {
        const one = before[i];
        return isObject(element) && isObject(one) ? asApplied(nested.block, element, one) : element;
      });
    } else if (
      isList(value) &&
      isList(before) &&
      nested.nesting_mode === 'set' &&
      value.length === before.length
    ) {
      // Elements of sets are as planned, so that they are the same elements.
      applied[name] = value.map((element, i) => {
        const one = before[i];
        return isObject(element) && isObject(one) ? withPlannedNothing(element, one) : element;
      });
    }
  }
  return applied;
}

function withPlannedNothing(element: State, planned: State): State {
  return Object.fromEntries(
    Object.entries(element).map(([name, value]) => [name, planned[name] === null ? null : value]),
  );
}

function isEmptyCollection(value: Value): boolean {
  return (
    value !== null &&
    ((isList(value) && value.length === 0) || (isObject(value) && Object.keys(value).length === 0))
  );
}

import { BlockSchema, impliedType, NestedBlockSchema, nestedBlockType } from './schema';
import { conform, CtyType, emptyValue, isList, isObject, memberType, State, Unknown, Value } from './values';

/**
 * The object that exists after an apply or a data source's read, with every attribute known.
 *
 * What `result` leaves out is as in `planned`. A computed attribute that is still unknown becomes empty, which is what
 * services answer for features that are off; so a behaviour need only name what matters. An unknown anywhere else is a
 * mistake in the behaviour, and an error.
 */
export function completeObject(type: string, block: BlockSchema, planned: State, result: State): State {
  return conform(impliedType(block), completeBlock(type, block, planned, result)) as State;
}

function completeBlock(at: string, block: BlockSchema, planned: State, result: State): State {
  const completed: State = {};
  for (const [name, attribute] of Object.entries(block.attributes ?? {})) {
    const value = result[name] ?? (name in result ? null : (planned[name] ?? null));
    completed[name] = attribute.computed
      ? withoutUnknown(attribute.type, value)
      : known(`${at}.${name}`, attribute.write_only ? null : value);
  }
  for (const [name, nested] of Object.entries(block.block_types ?? {})) {
    completed[name] = completeNested(`${at}.${name}`, nested, planned[name] ?? null, result[name] ?? null);
  }

  return completed;
}

function completeNested(at: string, nested: NestedBlockSchema, planned: Value, result: Value): Value {
  const value = result ?? planned;
  const isCollection = nested.nesting_mode !== 'single' && nested.nesting_mode !== 'group';
  if (value === null || value instanceof Unknown) {
    return isCollection ? emptyValue(nestedBlockType(nested)) : null;
  }
  const completeOne = (element: Value, before: Value | undefined): Value =>
    isObject(element) ? completeBlock(at, nested.block, isObject(before) ? before : {}, element) : element;

  if (isList(value)) {
    const isOrdered = nested.nesting_mode === 'list';
    return value.map((element, i) =>
      completeOne(element, isOrdered && isList(planned) ? planned[i] : undefined),
    );
  }
  if (isCollection && isObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, element]) => [key, completeOne(element, undefined)]),
    );
  }
  return completeOne(value, planned);
}

/** A computed value, with what is unknown in it made empty. */
function withoutUnknown(type: CtyType, value: Value): Value {
  if (value instanceof Unknown) {
    return emptyValue(type);
  }
  if (isList(value)) {
    return value.map((element, i) => withoutUnknown(memberType(type, i), element));
  }
  if (isObject(value)) {
    const members = Object.entries(value);
    return Object.fromEntries(
      members.map(([name, member]) => [name, withoutUnknown(memberType(type, name), member)]),
    );
  }
  return value;
}

function known(at: string, value: Value): Value {
  if (value instanceof Unknown) {
    throw new Error(`'${at}' is still unknown after apply; its behaviour in rehearsal/ must give it a value`);
  }
  if (isList(value)) {
    value.forEach((element, i) => known(`${at}.${i}`, element));
  } else if (isObject(value)) {
    Object.entries(value).forEach(([name, member]) => known(`${at}.${name}`, member));
  }
  return value;
}

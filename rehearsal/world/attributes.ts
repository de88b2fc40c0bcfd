import { isList, isObject, State, Unknown, Value } from '../protocol/values';

/** A string that is set and known; undefined for null, unknown and the empty string, which providers treat alike. */
export function text(object: State | undefined, name: string): string | undefined {
  const value = object?.[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A number that is set and known. */
export function amount(object: State | undefined, name: string): number | undefined {
  const value = object?.[name];
  return typeof value === 'number' ? value : undefined;
}

/** Whether a bool is known to be true. */
export function isTrue(object: State | undefined, name: string): boolean {
  return object?.[name] === true;
}

/** The known strings of a list or set. */
export function texts(object: State | undefined, name: string): string[] {
  return elementsOf(object, name).filter((element) => typeof element === 'string');
}

/** The known blocks of one kind. */
export function blocks(object: State | undefined, name: string): State[] {
  return elementsOf(object, name).filter(isObject);
}

/** The block of a kind that occurs at most once. */
export function block(object: State | undefined, name: string): State | undefined {
  return blocks(object, name)[0];
}

/** Whether anything is configured here: an unknown value counts, an empty string or list does not. */
export function isPresent(object: State | undefined, name: string): boolean {
  const value = object?.[name];
  if (isList(value)) {
    return value.length > 0;
  }
  return value !== undefined && value !== null && value !== '';
}

/** Whether the schema in use has this attribute at all; providers rename them between major versions. */
export function has(object: State | undefined, name: string): boolean {
  return object !== undefined && name in object;
}

export function isUnknown(value: Value | undefined): boolean {
  return value instanceof Unknown;
}

/** Gives values to attributes that are the service's to choose and that it has not chosen yet. */
export function completed(object: State, values: State): State {
  const missing = Object.entries(values).filter(([name]) => isUnknown(object[name]));
  return { ...object, ...Object.fromEntries(missing) };
}

/** Changes the block of a kind that occurs at most once; an absent block stays absent. */
export function withBlock(object: State, name: string, change: (block: State) => State): State {
  const present = block(object, name);
  return present ? { ...object, [name]: [change(present)] } : object;
}

function elementsOf(object: State | undefined, name: string): Value[] {
  const value = object?.[name];
  return isList(value) ? value : [];
}

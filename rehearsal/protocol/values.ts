/** A value that Terraform does not know yet; on the wire a MessagePack extension. */
export class Unknown {
  static readonly VALUE = new Unknown();

  private constructor() {}
}

/**
 * A cty value as the stand-ins see it.
 *
 * Lists, sets and tuples are arrays; maps, objects and nested blocks are plain objects; an absent value is null.
 * A number that JavaScript cannot hold exactly is a decimal string.
 */
export type Value = null | boolean | number | string | Unknown | Value[] | { [name: string]: Value };

/** One object of a resource, data source or provider configuration: attribute or block name to value. */
export type State = { [name: string]: Value };

/** A type of Terraform's type system, in the notation of `terraform providers schema -json`. */
export type CtyType =
  | 'string'
  | 'number'
  | 'bool'
  | 'dynamic'
  | readonly ['list' | 'set' | 'map', CtyType]
  | readonly ['tuple', readonly CtyType[]]
  | readonly ['object', Readonly<Record<string, CtyType>>];

/** True for lists, sets and tuples. */
export function isList(value: Value | undefined): value is Value[] {
  return Array.isArray(value);
}

/** True for maps, objects and nested blocks. */
export function isObject(value: Value | undefined): value is State {
  return typeof value === 'object' && value !== null && !isList(value) && !(value instanceof Unknown);
}

/** The type of what is found in a value of this type under a name or index. */
export function memberType(type: CtyType, step: string | number): CtyType {
  if (typeof type === 'string') {
    return 'dynamic';
  }
  switch (type[0]) {
    case 'object':
      return type[1][step] ?? 'dynamic';
    case 'tuple':
      return type[1][Number(step)] ?? 'dynamic';
    default:
      return type[1];
  }
}

/** Brings a value into the shape of a type, keeping of it what fits. */
export function conform(type: CtyType, value: Value | undefined): Value {
  if (value === null || value === undefined || value instanceof Unknown || type === 'dynamic') {
    return value === undefined ? null : value;
  }
  if (typeof type === 'string') {
    return conformPrimitive(type, value);
  }

  const [kind, argument] = type;
  switch (kind) {
    case 'list':
    case 'set':
      // A block that became a list of blocks, or the other way round, between two versions of a provider.
      return (isList(value) ? value : [value]).map((element) => conform(argument, element));
    case 'tuple':
      return isList(value) ? argument.map((element, i) => conform(element, value[i])) : null;
    case 'map':
      return isObject(value) ? mapValues(value, (element) => conform(argument, element)) : null;
    case 'object': {
      const object = isList(value) ? value[0] : value;
      return isObject(object)
        ? mapValues(argument, (attribute, name) => conform(attribute, object[name]))
        : null;
    }
  }
}

/** Equality as Terraform sees it: the elements of a set have no order. */
export function equalValues(type: CtyType, a: Value, b: Value): boolean {
  return a === b || canonical(type, a) === canonical(type, b);
}

/** A text that is the same for equal values. */
export function canonical(type: CtyType, value: Value | undefined): string {
  if (value === null || value === undefined) {
    return 'null';
  }
  if (value instanceof Unknown) {
    return 'unknown';
  }
  if (type === 'dynamic') {
    const actual = impliedType(value);
    return actual === 'dynamic' ? 'null' : canonical(actual, value);
  }
  if (typeof type === 'string') {
    return JSON.stringify(type === 'number' ? exactNumber(value as number | string) : value);
  }

  const [kind, argument] = type;
  switch (kind) {
    case 'list':
      return `[${(value as Value[]).map((element) => canonical(argument, element)).join()}]`;
    case 'set':
      return `{${[...new Set((value as Value[]).map((element) => canonical(argument, element)))].sort().join()}}`;
    case 'tuple':
      return `[${argument.map((element, i) => canonical(element, (value as Value[])[i])).join()}]`;
    case 'map':
      return canonicalObject(value as State, () => argument);
    case 'object':
      return canonicalObject(
        mapValues(argument, (_, name) => (value as State)[name] ?? null),
        (name) => argument[name]!,
      );
  }
}

/** The value that stands for "nothing" in a type: empty text, zero, false, an empty collection. */
export function emptyValue(type: CtyType): Value {
  switch (typeof type === 'string' ? type : type[0]) {
    case 'string':
      return '';
    case 'number':
      return 0;
    case 'bool':
      return false;
    case 'dynamic':
      return null;
    case 'map':
      return {};
    case 'object':
      return mapValues(type[1] as Readonly<Record<string, CtyType>>, emptyValue);
    case 'tuple':
      return (type[1] as readonly CtyType[]).map(emptyValue);
    default:
      return [];
  }
}

/** The type of a value where the schema leaves it open: what the same text in a configuration would have. */
export function impliedType(value: Value): CtyType {
  if (isList(value)) {
    return ['tuple', value.map(impliedType)];
  }
  if (isObject(value)) {
    return ['object', mapValues(value, impliedType)];
  }
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'number':
      return 'number';
    case 'boolean':
      return 'bool';
    default:
      return 'dynamic';
  }
}

function conformPrimitive(type: 'string' | 'number' | 'bool', value: Value): Value {
  if (typeof value === 'object') {
    return null;
  }
  switch (type) {
    case 'string':
      return String(value);
    case 'number':
      return typeof value === 'boolean' || Number.isNaN(Number(value)) ? null : exactNumber(value);
    case 'bool':
      return typeof value === 'boolean' ? value : value === 'true' ? true : value === 'false' ? false : null;
  }
}

/** A JavaScript number where it holds the value exactly, else the decimal text. */
export function exactNumber(number: number | bigint | string): number | string {
  const converted = Number(number);
  if (typeof number === 'number' || String(converted) === String(number)) {
    return Number.isInteger(converted) && !Number.isSafeInteger(converted) ? String(number) : converted;
  }

  // Any decimal of up to 15 digits survives a float64, however it is written: 1.0, 1e3.
  const digits = String(number)
    .replace(/[eE].*$/, '')
    .replace(/\D/g, '');
  return digits.length <= 15 && Number.isFinite(converted) ? converted : String(number);
}

function canonicalObject(object: State, typeOf: (name: string) => CtyType): string {
  const members = Object.keys(object)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${canonical(typeOf(name), object[name])}`);

  return `{${members.join()}}`;
}

export function mapValues<From, To>(
  object: Readonly<Record<string, From>>,
  convert: (value: From, name: string) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, convert(value, name)]));
}

import { decode, encode, ExtData } from '@msgpack/msgpack';
import { conform, CtyType, exactNumber, impliedType, mapValues, State, Unknown, Value } from './values';

/** Reads a value that Terraform sent. */
export function decodeValue(type: CtyType, bytes: Uint8Array): Value {
  return fromWire(type, decode(bytes, { extensionCodec: UNKNOWN_CODEC, useBigInt64: true }));
}

/** Writes a value for Terraform; attributes that are missing from an object are null. */
export function encodeValue(type: CtyType, value: Value): Uint8Array {
  return encode(toWire(type, value), { extensionCodec: UNKNOWN_CODEC, useBigInt64: true });
}

/**
 * Reads a resource's stored state in JSON, written perhaps by another version of the provider: what the type does not
 * have is dropped, what it has and the state has not is null.
 */
export function decodeStateJson(type: CtyType, json: string): Value {
  return conform(type, parseExactly(json));
}

/**
 * Every extension that Terraform sends is an unknown: type 0 a plain one, type 12 one with refinements, which may be
 * ignored; others are reserved for the same purpose.
 */
const UNKNOWN_CODEC = {
  decode: () => Unknown.VALUE,
  tryToEncode: (value: unknown) => (value instanceof Unknown ? new ExtData(0, Uint8Array.of(0)) : null),
};

function fromWire(type: CtyType, wire: unknown): Value {
  if (wire === null || wire instanceof Unknown) {
    return wire;
  }
  if (type === 'number') {
    return exactNumber(wire as number | bigint | string);
  }
  if (type === 'dynamic') {
    const [typeJson, value] = wire as [Uint8Array, unknown];
    return fromWire(JSON.parse(Buffer.from(typeJson).toString()) as CtyType, value);
  }
  if (typeof type === 'string') {
    return wire as string | boolean;
  }

  const [kind, argument] = type;
  switch (kind) {
    case 'list':
    case 'set':
      return (wire as unknown[]).map((element) => fromWire(argument, element));
    case 'tuple':
      return (wire as unknown[]).map((element, i) => fromWire(argument[i] ?? 'dynamic', element));
    case 'map':
      return mapValues(wire as Record<string, unknown>, (element) => fromWire(argument, element));
    case 'object': {
      const object = wire as Record<string, unknown>;
      return mapValues(argument, (attribute, name) => fromWire(attribute, object[name] ?? null));
    }
  }
}

function toWire(type: CtyType, value: Value | undefined): unknown {
  if (value === null || value === undefined || value instanceof Unknown) {
    return value ?? null;
  }
  if (type === 'number') {
    // Terraform reads 0.1 exactly, a float64 is only close to it, and the two are a difference in a plan.
    const number = value as number | string;
    return Number.isSafeInteger(number) ? number : String(number);
  }
  if (type === 'dynamic') {
    const actual = impliedType(value);
    return [Buffer.from(JSON.stringify(actual)), toWire(actual, value)];
  }
  if (typeof type === 'string') {
    return value;
  }

  const [kind, argument] = type;
  switch (kind) {
    case 'list':
    case 'set':
      return (value as Value[]).map((element) => toWire(argument, element));
    case 'tuple':
      return argument.map((element, i) => toWire(element, (value as Value[])[i]));
    case 'map':
      return mapValues(value as State, (element) => toWire(argument, element));
    case 'object':
      return mapValues(argument, (attribute, name) => toWire(attribute, (value as State)[name]));
  }
}

/** Matches strings, to pass over them, and numbers. */
const JSON_STRING_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** `JSON.parse` that keeps numbers which JavaScript would round, as text. */
function parseExactly(json: string): Value {
  const quoted = json.replace(JSON_STRING_OR_NUMBER, (token) =>
    !token.startsWith('"') && typeof exactNumber(token) === 'string' ? JSON.stringify(token) : token,
  );

  return JSON.parse(quoted) as Value;
}

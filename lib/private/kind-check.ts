import { Token, Tokenization } from 'cdktf';
import { IConstruct } from 'constructs';
import { ValidationError } from '../shared/errors';
import { isMisspelt } from '../shared/close-to';
import {
  A_MARKER,
  isMadeCollection,
  isMadeNumber,
  isNumberMarker,
  strangeReferenceIn,
} from '../shared/references';
import { requirePlace, requireStack } from './addresses';
import { ENUMS, OBJECTS, STRUCTS } from './kinds';
import { withReferences } from './raw-expressions';

/** Refuses a value, which is not undefined, that is of another kind; gives a copy of what is data. */
type Check = (place: string, value: unknown, scope: IConstruct | undefined) => unknown;

type Struct = keyof typeof STRUCTS;

/** What limits a grant, or who reaches the API server: left out, everything is meant. */
const LIMITS = ['namespace', 'condition', 'resourceNames', 'notDataActions', 'authorizedIpRanges'];

/** Whether something is so is decided at synth, where every token would count as true. */
const KNOWN_AT_SYNTH = 'known at synth';

const checks = new Map<string, Check>();

/**
 * Refuses props that are not what their declaration says, which no compiler has kept out: those of plain JavaScript, and
 * values that a compiler takes for `any`. Texts, numbers, maps and lists of texts may be tokens; whether something is so,
 * and with what object, must be known.
 *
 * @param struct name of the declaration
 * @param place what takes the props, such as `AksNetwork.kubenet()`, where there is no construct
 * @returns a copy, for what the caller changes afterwards has not been checked, and getters of a class are lost when an
 * object is spread
 */
export function requireProps<T>(struct: Struct, props: T, scope?: IConstruct, place = 'props'): T {
  requirePlace(scope);
  return checkOf(struct)(place, required(place, props, struct, scope), scope) as T;
}

/**
 * Refuses an argument that is of another kind.
 *
 * @param kind as in `kinds.ts`, such as `RbacSubject[]`
 * @returns a copy of what is data
 */
export function requireKind<T>(kind: string, name: string, value: T, scope?: IConstruct): T {
  requireStack(scope);
  return checkOf(kind)(name, required(name, value, kind, scope), scope) as T;
}

function checkOf(kind: string): Check {
  const known = checks.get(kind);
  if (known) {
    return known;
  }
  const check = makeCheck(kind);
  checks.set(kind, check);
  return check;
}

function makeCheck(kind: string): Check {
  if (kind.endsWith('[]')) {
    return listCheck(kind.slice(0, -2));
  }
  if (kind.endsWith('{}')) {
    return mapCheck(kind.slice(0, -2));
  }
  switch (kind) {
    case 'unknown':
      return checkAnything;
    case 'string':
      return (place, value, scope) => {
        if (typeof value !== 'string' && !isToken(value)) {
          const isText = (part: unknown, name: string): boolean =>
            typeof part === 'string' && isCalledLike(place, name);
          refuse(place, value, 'a string', scope, isText);
        }
        return refuseReference(place, value, scope);
      };
    case 'number':
      return (place, value, scope) => {
        if (!(typeof value === 'number' && Number.isFinite(value)) && !isToken(value)) {
          refuse(place, value, 'a number', scope);
        }
        return refuseReference(place, value, scope);
      };
    case 'boolean':
      return (place, value, scope) =>
        typeof value === 'boolean' ? value : refuse(place, value, `true or false, ${KNOWN_AT_SYNTH}`, scope);
  }
  return kind in STRUCTS
    ? structCheck(kind as Struct)
    : kind in ENUMS
      ? enumCheck(kind as keyof typeof ENUMS)
      : objectCheck(kind as keyof typeof OBJECTS);
}

function listCheck(itemKind: string): Check {
  const check = checkOf(itemKind);
  const wanted = `a list of ${pluralOf(itemKind)}`;

  return (place, value, scope) => {
    if (itemKind === 'string' && isToken(value)) {
      return refuseReference(place, value, scope);
    }
    if (!Array.isArray(value)) {
      return refuse(place, value, wanted, scope);
    }
    if (itemKind === 'string' && value.length === 1 && isMadeCollection(value)) {
      return withReferences(value);
    }
    // Holes are undefined to it, which map() would leave out.
    return Array.from<unknown, unknown>(value, (item, index) => {
      const path = `${place}[${index}]`;
      return check(path, required(path, item, itemKind, scope), scope);
    });
  };
}

function mapCheck(valueKind: string): Check {
  const check = checkOf(valueKind);
  const wanted = valueKind === 'unknown' ? 'a map' : `a map of ${pluralOf(valueKind)}`;

  return (place, value, scope) => {
    if (isToken(value)) {
      return refuseReference(place, value, scope);
    }
    if (!isData(value) || !isOfNothing(value)) {
      return refuse(place, value, wanted, scope);
    }
    if (isMadeCollection(value)) {
      return withReferences(value);
    }
    return mapped(value, (key, item) => {
      requireKey(place, key, scope);
      const path = `${place}.${key}`;
      return check(path, valueKind === 'unknown' ? item : required(path, item, valueKind, scope), scope);
    });
  };
}

function requireKey(place: string, key: string, scope: IConstruct | undefined): void {
  if (key === '__proto__') {
    // cdktf would take it for what the map inherits from, and leave it out.
    throw new ValidationError(
      `${place} has the key '__proto__', which would get lost: choose another`,
      scope,
    );
  }
  refuseReference(`a key of ${place}`, key, scope);
}

const ANYTHING = 'a text, a number, true, false, or a list or map of these';

/** cdktf takes arguments that are laid over others apart, tokens that are objects among them. */
function checkAnything(
  place: string,
  value: unknown,
  scope: IConstruct | undefined,
  around: readonly object[] = [],
): unknown {
  const isPrimitive = ['string', 'boolean', 'undefined'].includes(typeof value) || value === null;
  if (isPrimitive || (typeof value === 'number' && Number.isFinite(value))) {
    return refuseReference(place, value, scope);
  }
  if (typeof value !== 'object' || value === null) {
    return refuse(place, value, ANYTHING, scope);
  }
  if (isToken(value)) {
    return refuse(
      place,
      value,
      'a value, or a token of the form that Token.asString() and its like give',
      scope,
    );
  }
  if (isMadeCollection(value)) {
    return withReferences(value);
  }
  if (around.includes(value)) {
    throw new ValidationError(`${place} holds itself: write out what is meant`, scope);
  }
  if (!Array.isArray(value) && !(isData(value) && isOfNothing(value))) {
    return refuse(place, value, ANYTHING, scope);
  }
  const copy = mapped(value, (key, item) => {
    requireKey(place, key, scope);
    return checkAnything(`${place}.${key}`, item, scope, [...around, value]);
  });
  return Array.isArray(value) ? Object.values(copy) : copy;
}

function mapped(map: object, change: (key: string, item: unknown) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(map).map(([key, item]) => [key, change(key, item)]));
}

/**
 * Refuses what cdktf or Terraform would put something else in the place of, unless the program has made the token.
 *
 * @returns the value, in a form that functions of Terraform take as well
 */
function refuseReference(place: string, value: unknown, scope: IConstruct | undefined): unknown {
  const isNumber = typeof value === 'number' && isNumberMarker(value) && !isMadeNumber(value);
  const reference = typeof value === 'string' ? strangeReferenceIn(value) : undefined;
  if (isNumber || reference === A_MARKER) {
    throw new ValidationError(
      `${place} has ${A_MARKER} that stands for no token of this program: pass the token itself`,
      scope,
    );
  }
  if (reference !== undefined) {
    throw new ValidationError(
      `${place} has ${reference}, which Terraform would evaluate: leave it out or, if an expression is meant, pass a token, ` +
        "such as the stringValue of a TerraformVariable or Token.asString(Token.asAny('…'))",
      scope,
    );
  }
  return withReferences(value);
}

function structCheck(struct: Struct): Check {
  const props = Object.entries<string>(STRUCTS[struct]).map(([key, kind]) => {
    const isOptional = kind.endsWith('?');
    return { key, kind: isOptional ? kind.slice(0, -1) : kind, isOptional };
  });
  const known = new Set(props.map(({ key }) => key));

  return (place, value, scope) => {
    if (!isData(value) || isToken(value)) {
      return refuse(place, value, `an object with ${props.map(({ key }) => key).join(', ')}`, scope);
    }
    refuseMisspelt(Object.keys(value), known, place, scope);
    const copy: Record<string, unknown> = { ...value };
    for (const { key, kind, isOptional } of props) {
      const item = (value as Record<string, unknown>)[key];
      const path = at(place, key);
      if (item !== undefined || !isOptional) {
        copy[key] = checkOf(kind)(path, required(path, item, kind, scope, isOptional), scope);
      } else if (key in value) {
        // Is refused where leaving the key out means more.
        copy[key] = undefined;
      }
    }
    return copy;
  };
}

/**
 * Refuses a key that differs from one that could have been given by a mistake in typing, since what is left out often means
 * more, and one that is called after a limit that is not given. Other keys may be there, as an object may be used for several things.
 */
function refuseMisspelt(
  given: readonly string[],
  known: ReadonlySet<string>,
  place: string,
  scope: IConstruct | undefined,
): void {
  for (const key of given) {
    const meant = known.has(key)
      ? undefined
      : [...known].find(
          (one) =>
            !given.includes(one) &&
            (isMisspelt(key, one) || (LIMITS.includes(one) && isNamedAfter(key, one))),
        );
    if (meant !== undefined) {
      throw new ValidationError(`${at(place, key)} is not known: write '${meant}'`, scope);
    }
  }
}

/** Whether a name is another one with more words, as `namespaceName` is `namespace`. */
function isNamedAfter(name: string, other: string): boolean {
  const wordsOf = (text: string): string =>
    `_${text.replace(/(?<=[a-z\d])(?=[A-Z])|\W/g, '_').toLowerCase()}_`;
  return wordsOf(name).includes(wordsOf(other));
}

function enumCheck(name: keyof typeof ENUMS): Check {
  const values: readonly unknown[] = ENUMS[name];
  const wanted = `one of ${values.map((value) => `'${String(value)}'`).join(', ')} (${name})`;

  return (place, value, scope) => (values.includes(value) ? value : refuse(place, value, wanted, scope));
}

function objectCheck(name: keyof typeof OBJECTS): Check {
  const { members, ways } = OBJECTS[name];

  return (place, value, scope) => {
    const isObject = typeof value === 'object' && value !== null;
    return isObject && members.every((member) => member in value)
      ? value
      : refuse(place, value, `${withArticle(name)}, as ${ways.join(' or ')}`, scope, (part) =>
          members.every((member) => typeof part === 'object' && part !== null && member in part),
        );
  };
}

function required(
  place: string,
  value: unknown,
  kind: string,
  scope: IConstruct | undefined,
  isOptional = false,
): unknown {
  if (value === undefined) {
    const ways = kind in OBJECTS ? ` ${OBJECTS[kind as keyof typeof OBJECTS].ways.join(' or ')}` : '';
    throw new ValidationError(`${place} is missing: ${ways === '' ? 'set it' : `use${ways}`}`, scope);
  }
  if (value === null) {
    throw new ValidationError(
      `${place} is null: give it a value${isOptional ? ', or leave it out' : ''}`,
      scope,
    );
  }
  return value;
}

/** @param isMeant whether a part of the value, of some name, is what was wanted */
function refuse(
  place: string,
  value: unknown,
  wanted: string,
  scope: IConstruct | undefined,
  isMeant: (part: unknown, name: string) => boolean = () => false,
): never {
  const meant = PARTS.find((name) => isMeant(partOf(value, name), name));
  const fix = meant === undefined ? '' : `: pass its '${meant}'`;
  throw new ValidationError(`${place} must be ${wanted}, received ${received(value, wanted)}${fix}`, scope);
}

/** Parts of constructs that are often meant where the construct is given. */
const PARTS = ['subject', 'role', 'namespaceName', 'objectId'];

function partOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && !isToken(value)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

/** `namespace` is a `namespaceName`, and so is one of `adminGroupObjectIds` an `objectId`. */
function isCalledLike(place: string, part: string): boolean {
  const own = /(\w+?)s?(?:\[\d+\])?$/.exec(place)?.[1]?.toLowerCase() ?? '';
  return own !== '' && (part.toLowerCase().startsWith(own) || own.endsWith(part.toLowerCase()));
}

/** What was received, in words. A text is shown only where no secret can have been meant. */
function received(value: unknown, wanted: string): string {
  const isHarmless =
    wanted.startsWith('true') || wanted.startsWith('one of') || ['a number', ANYTHING].includes(wanted);
  if (isToken(value)) {
    return 'something that is not known before Terraform runs';
  }

  switch (typeof value) {
    case 'string':
      return isHarmless ? `the text ${JSON.stringify(value)}` : 'a text';
    case 'number':
      return isHarmless ? String(value) : 'a number';
    case 'boolean':
      return String(value);
    case 'object':
      return Array.isArray(value) ? 'a list' : 'an object';
    default:
      return `a ${typeof value}`;
  }
}

/** Whether a value is what functions of cdktf return for `any`: an object that cdktf resolves, or a text with its marker. */
function isToken(value: unknown): boolean {
  return (
    (typeof value === 'string' && Token.isUnresolved(value)) ||
    (typeof value === 'object' && value !== null && Tokenization.isResolvable(value))
  );
}

/** Whether a value is an object with props: none of the other things that are objects to JavaScript. */
function isData(value: unknown): value is object {
  return Object.prototype.toString.call(value) === '[object Object]';
}

function at(place: string, key: string): string {
  const separator = place.endsWith(')') ? ': ' : '.';
  return place === 'props' ? key : `${place}${separator}${key}`;
}

/** Whether an object inherits nothing but what every object does. */
function isOfNothing(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function pluralOf(kind: string): string {
  return kind === 'string' ? 'strings' : `${kind.replace(/\W+$/, '')} values`;
}

function withArticle(name: string): string {
  return `${/^[AEIOU]/.test(name) ? 'an' : 'a'} ${name}`;
}

import { Fn, Lazy, Testing, Token } from 'cdktf';
import { Call, World } from './calls';

/** What JavaScript and careless callers may put in the place of anything; tokens among it, which are legitimate in places. */
export const VALUES: ReadonlyMap<string, (world: World) => unknown> = new Map<
  string,
  (world: World) => unknown
>([
  ['undefined', () => undefined],
  ['null', () => null],
  ["''", () => ''],
  ["' '", () => ' '],
  ["'x'", () => 'x'],
  ["'false'", () => 'false'],
  ['a long text', () => 'x'.repeat(300)],
  ['0', () => 0],
  ['-1', () => -1],
  ['1.5', () => 1.5],
  ['NaN', () => NaN],
  ['Infinity', () => Infinity],
  ['1n', () => BigInt(1)],
  ['true', () => true],
  ['false', () => false],
  ['[]', () => []],
  ['{}', () => ({})],
  ['[null]', () => [null]],
  ['[undefined]', () => [undefined]],
  ['[{}]', () => [{}]],
  ["['x']", () => ['x']],
  ['[[]]', () => [[]]],
  ['a hole', () => new Array<unknown>(1)],
  ["{ x: 'x' }", () => ({ x: 'x' })],
  ['{ x: null }', () => ({ x: null })],
  ['{ node: {} }', () => ({ node: {} })],
  ['without prototype', () => Object.create(null) as unknown],
  ['a function', () => () => 'x'],
  ['a class', () => World],
  ['a symbol', () => Symbol('x')],
  ['a date', () => new Date(0)],
  ['a map', () => new Map([['x', 'x']])],
  ['a regular expression', () => /x/],
  ['a promise', () => Promise.resolve('x')],
  ['a boxed text', () => Object('x') as unknown],
  ['a token of a text', (world) => world.variable('text').stringValue],
  ['a token of a number', (world) => world.variable('number').numberValue],
  ['a token of a list', (world) => world.variable('list').listValue],
  ['a token of a map', () => Token.asStringMap(Fn.merge([{ x: 'x' }, { y: 'y' }]))],
  ['a token of anything', (world) => world.variable('any').booleanValue],
  ['a lazy value', () => Lazy.anyValue({ produce: () => 'x' })],
  ['an expression', () => '${var.x}'],
]);

/** Where something stands in arguments: indexes of lists, and keys. */
export type Place = readonly (string | number)[];

/** Every place in arguments that is data, which somebody wrote: not inside of objects of the library. */
export function placesIn(value: unknown, place: Place = []): Place[] {
  const entries = Array.isArray(value)
    ? value.map((item, index): [number, unknown] => [index, item])
    : isPlain(value)
      ? Object.entries(value)
      : [];
  const below = entries.flatMap(([key, item]) => placesIn(item, [...place, key]));

  return place.length === 0 ? below : [place, ...below];
}

/** A copy of arguments with something else in one place. */
export function withValue<T>(value: T, [key, ...rest]: Place, substitute: unknown): T {
  if (key === undefined) {
    return substitute as T;
  }
  const copy = Array.isArray(value) ? [...(value as unknown[])] : { ...value };
  const children = copy as Record<string | number, unknown>;
  children[key] = withValue(children[key], rest, substitute);

  return copy as T;
}

/** What comes of a call: the JSON of the stack, or what was thrown. */
export type Outcome = { readonly json: string } | { readonly error: unknown };

/** Calls with the arguments that `change` makes of the valid ones, and synthesises. */
export function outcomeOf(call: Call, change: (args: unknown[], world: World) => unknown[]): Outcome {
  try {
    const world = new World();
    call.run(world, ...change(call.args(world), world));
    return { json: Testing.synth(world.stack, true) };
  } catch (error) {
    return { error };
  }
}

export function isPlain(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.getPrototypeOf(value) === Object.prototype &&
    !Token.isUnresolved(value)
  );
}

import { TerraformVariable, Token } from 'cdktf';
import {
  isLiteral,
  literalItems,
  requireDnsLabel,
  requireFilled,
  requireInteger,
  requireKnown,
  requirePathSegment,
  requirePattern,
  requireSecretReference,
  requireText,
} from '../../../lib/private/guards';
import { refusal, scope, stack, untyped } from './refusal';

const TEXT = Token.asString({ Ref: 'text' });
const NUMBER = Token.asNumber({ Ref: 'number' });
const LIST = Token.asList({ Ref: 'list' });

test.each([
  ['text', 'shop', true],
  ['an empty text', '', true],
  ['null', null, true],
  ['a list of texts', ['shop'], true],
  ['nothing', undefined, false],
  ['an expression', 'a ${var.shop}', false],
  ['a token', TEXT, false],
  ['a token that is a number', NUMBER, false],
  ['a token that is a list', LIST, false],
  ['a dollar and a brace apart', '$ {shop}', true],
])('%s is a literal, or is not', (_, value, expected) => {
  expect(isLiteral(value)).toBe(expected);
});

describe('requireKnown', () => {
  test.each([
    ['text', 'shop'],
    ['nothing', undefined],
    ['a list', ['shop', 'web']],
    ['an empty list', []],
  ])('takes %s', (_, value) => {
    expect(refusal(() => requireKnown('name', value, scope))).toBeUndefined();
  });

  test.each([
    ['a token', TEXT],
    ['a token that is a list', LIST],
    ['a token among others', ['shop', TEXT]],
  ])('refuses %s', (_, value) => {
    expect(refusal(() => requireKnown('name', value, scope))).toBe(
      "name must be known at synth: write it out (at 'test/Here')",
    );
  });
});

describe('literalItems', () => {
  test.each([
    ['nothing', undefined, []],
    ['a token', LIST, []],
    ['an empty list', [], []],
    ['what is known', ['a', TEXT, 'b'], ['a', 'b']],
  ])('gives what is known of %s', (_, list, expected) => {
    expect(literalItems('ids', list, scope)).toEqual(expected);
  });

  test.each<[string, unknown, string]>([
    ['a text', 'a', "ids must be a list, received a value of type string (at 'test/Here')"],
    ['a map', { a: 1 }, "ids must be a list, received a value of type object (at 'test/Here')"],
    ['a hole', ['a', undefined], "ids[1] is missing: set it (at 'test/Here')"],
    ['null', ['a', null], "ids[1] is null: give it a value (at 'test/Here')"],
    ['a number', [7], "ids[0] must be a string, received a number (at 'test/Here')"],
  ])('refuses %s', (_, list, message) => {
    expect(refusal(() => literalItems('ids', untyped(list), scope))).toBe(message);
  });
});

describe('requireFilled', () => {
  const KEYS = { namespace: 'the whole cluster', names: 'all of them' };

  test.each<[string, object | undefined]>([
    ['no props', undefined],
    ['null', untyped(null)],
    ['what is no object', untyped('namespace')],
    ['props without the keys', { other: undefined }],
    ['values', { namespace: 'shop', names: ['a'] }],
    ['a number and false', { namespace: 0, names: false }],
    ['an empty map', { namespace: {} }],
  ])('takes %s', (_, props) => {
    expect(refusal(() => requireFilled(props, KEYS, scope))).toBeUndefined();
  });

  test.each<[string, object, string]>([
    ['undefined', { namespace: undefined }, 'namespace is there and is undefined'],
    [
      'what a class has',
      Object.create({ namespace: undefined }) as object,
      'namespace is there and is undefined',
    ],
    ['null', { namespace: null }, 'namespace is there and is null'],
    ['an empty text', { namespace: '' }, 'namespace is there and is ""'],
    ['blanks', { namespace: ' \t' }, 'namespace is there and is " \\t"'],
    ['an empty list', { namespace: [] }, 'namespace is there and is []'],
  ])('refuses %s', (_, props, begin) => {
    expect(refusal(() => requireFilled(props, KEYS, scope))).toBe(
      `${begin}: give it a value, or leave the key out for the whole cluster (at 'test/Here')`,
    );
  });

  test('names the place, and looks at each key', () => {
    const props = { namespace: 'shop', names: [] };

    expect(refusal(() => requireFilled(props, KEYS, undefined, 'subjects[0].'))).toBe(
      'subjects[0].names is there and is []: give it a value, or leave the key out for all of them',
    );
  });
});

test.each<[string, unknown, string | undefined]>([
  ['takes text', 'shop', undefined],
  ['takes a token', TEXT, undefined],
  ['refuses nothing', undefined, "name is missing: set it (at 'test/Here')"],
  ['refuses null', null, "name is null: give it a value (at 'test/Here')"],
  ['refuses a list', ['shop'], "name must be a string, received a list (at 'test/Here')"],
])('requireText %s', (_, value, message) => {
  expect(refusal(() => requireText('name', value, scope))).toBe(message);
});

describe('requirePattern', () => {
  const check = (value: unknown) => () =>
    requirePattern('name', untyped(value), /^[a-z]+$/, 'use a to z', scope);

  test.each([
    ['what matches', 'shop'],
    ['nothing', undefined],
    ['a token', TEXT],
    ['an expression', '${var.name}'],
  ])('takes %s', (_, value) => {
    expect(refusal(check(value))).toBeUndefined();
  });

  test.each<[string, unknown, string]>([
    ['what does not match', 'Shop', "name 'Shop' is not valid: use a to z"],
    ['an empty text', '', "name '' is not valid: use a to z"],
    ['null', null, 'name must be a string, received null'],
    ['a list', ['shop'], 'name must be a string, received a list'],
    ['a number', 7, 'name must be a string, received a value of type number'],
  ])('refuses %s', (_, value, message) => {
    expect(refusal(check(value))).toBe(`${message} (at 'test/Here')`);
  });
});

describe('requireInteger', () => {
  const check = (value: unknown) => () => requireInteger('count', untyped(value), 2, 5, scope);

  test.each([
    ['the least', 2],
    ['the most', 5],
    ['nothing', undefined],
    ['a token', NUMBER],
  ])('takes %s', (_, value) => {
    expect(refusal(check(value))).toBeUndefined();
  });

  test.each<[string, unknown]>([
    ['less', 1],
    ['more', 6],
    ['a fraction', 2.5],
    ['no number', NaN],
    ['text', '3'],
    ['null', null],
  ])('refuses %s', (_, value) => {
    expect(refusal(check(value))).toBe(
      `count ${String(value)} is not valid: use a whole number from 2 to 5 (at 'test/Here')`,
    );
  });
});

describe('requireSecretReference', () => {
  const secret = new TerraformVariable(stack, 'secret', { sensitive: true }).stringValue;

  test.each([
    ['nothing', undefined],
    ['a reference', secret],
    ['references side by side', `${secret}${TEXT}`],
  ])('takes %s', (_, value) => {
    expect(refusal(() => requireSecretReference('secret', value, scope))).toBeUndefined();
  });

  test.each([
    ['a literal', 'hunter2'],
    ['an empty text', ''],
    ['text before a reference', `hunter2${secret}`],
    ['text behind a reference', `${secret}hunter2`],
    ['text between references', `${secret}hunter2${TEXT}`],
    ['an expression that was written', '${var.secret}'],
  ])('refuses %s, and does not repeat it', (_, value) => {
    expect(refusal(() => requireSecretReference('secret', value, scope))).toBe(
      'secret is a literal and would be readable in the synthesised JSON: pass a reference, such as the value of a ' +
        "TerraformVariable with 'sensitive: true' (at 'test/Here')",
    );
  });
});

describe('requireDnsLabel', () => {
  test.each(['a', '0', 'a-b', 'a'.repeat(63), undefined, TEXT])('takes %s', (value) => {
    expect(refusal(() => requireDnsLabel('namespace', value, scope))).toBeUndefined();
  });

  test.each(['', '-a', 'a-', 'A', 'aB', 'Ab', 'a.b', 'a_b', 'a'.repeat(64), 'a\n', ' a'])(
    'refuses %j',
    (value) => {
      const message = refusal(() => requireDnsLabel('namespace', value, scope));

      expect(message).toMatch(
        /^namespace '.*' is not valid: use 1 to 63 lowercase letters, digits and hyphens, starting/,
      );
      expect(message).toMatch(/ and ending with a letter or digit \(at 'test\/Here'\)$/);
    },
  );
});

describe('requirePathSegment', () => {
  test.each(['a', 'a.b', '...', '.a', 'a.', 'system:node', undefined, TEXT])('takes %s', (value) => {
    expect(refusal(() => requirePathSegment('name', value, scope))).toBeUndefined();
  });

  test.each(['', '.', '..', 'a/b', 'a%b', '/', '%'])('refuses %j', (value) => {
    expect(refusal(() => requirePathSegment('name', value, scope))).toBe(
      `name '${value}' is not valid: use at least one character, neither '/' nor '%', and neither '.' nor '..' alone ` +
        "(at 'test/Here')",
    );
  });
});

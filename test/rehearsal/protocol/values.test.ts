import { decode, encode, ExtData, ExtensionCodec } from '@msgpack/msgpack';
import { decodeStateJson, decodeValue, encodeValue } from '../../../rehearsal/protocol/value-encoding';
import {
  conform,
  CtyType,
  emptyValue,
  equalValues,
  Unknown,
  Value,
} from '../../../rehearsal/protocol/values';

function throughWire(type: CtyType, value: Value): Value {
  return decodeValue(type, encodeValue(type, value));
}

describe('values on the wire', () => {
  test.each<[string, CtyType, Value]>([
    ['text', 'string', 'Zürich'],
    ['null', 'string', null],
    ['an integer', 'number', -42],
    ['a fraction', 'number', 0.1],
    ['a number that JavaScript would round', 'number', '12345678901234567890.5'],
    ['a large integer', 'number', '9007199254740993'],
    ['a bool', 'bool', false],
    ['an unknown', 'number', Unknown.VALUE],
    ['a list', ['list', 'string'], ['b', 'a', Unknown.VALUE, null]],
    ['a set of objects', ['set', ['object', { n: 'number' }]], [{ n: 1 }, { n: null }]],
    ['a map', ['map', 'bool'], { yes: true, no: false }],
    ['a tuple', ['tuple', ['string', 'number']], ['a', 1]],
    ['an object', ['object', { a: 'string', b: ['list', 'number'] }], { a: 'x', b: [1, 2] }],
    ['an open value', 'dynamic', { kind: 'ConfigMap', data: { a: 'x' }, ports: [1, 'two', true, null] }],
    ['an open value with unknowns', 'dynamic', { kind: Unknown.VALUE, list: [Unknown.VALUE] }],
    ['an open value that is null', 'dynamic', null],
    ['an open value that is unknown', 'dynamic', Unknown.VALUE],
  ])('%s arrives as it was sent', (_, type, value) => {
    expect(throughWire(type, value)).toEqual(value);
  });

  test('a refined unknown is an unknown', () => {
    const refined = encode({ 1: false });
    const extensionCodec = new ExtensionCodec();
    extensionCodec.register({
      type: 12,
      encode: (value) => (value === 'refined' ? refined : null),
      decode: () => null,
    });
    const bytes = encode([new ExtData(12, refined)], { extensionCodec });

    expect(decodeValue(['list', 'string'], bytes)).toEqual([Unknown.VALUE]);
  });

  test('an unknown is sent as extension 0', () => {
    const [extension] = decode(encodeValue(['list', 'string'], [Unknown.VALUE])) as [ExtData];

    expect(extension.type).toBe(0);
  });

  test('fractions are sent as decimal text, because Terraform reads configurations exactly', () => {
    expect(decode(encodeValue('number', 0.1))).toBe('0.1');
    expect(decode(encodeValue('number', 10))).toBe(10);
  });

  test('an attribute that an object lacks is sent as null', () => {
    expect(decode(encodeValue(['object', { a: 'string', b: 'string' }], { a: 'x' }))).toEqual({
      a: 'x',
      b: null,
    });
  });

  test('an open value carries its type', () => {
    const [type, value] = decode(encodeValue('dynamic', { a: ['x', 1] })) as [Uint8Array, unknown];

    expect(JSON.parse(Buffer.from(type).toString())).toEqual([
      'object',
      { a: ['tuple', ['string', 'number']] },
    ]);
    expect(value).toEqual({ a: ['x', 1] });
  });
});

describe('stored state', () => {
  const TYPE: CtyType = [
    'object',
    { name: 'string', size: 'number', new: 'string', rules: ['list', ['object', { a: 'bool' }]] },
  ];

  test('what the type does not have is dropped, and what it has new is null', () => {
    expect(
      decodeStateJson(TYPE, '{"name":"x","size":1,"rules":[{"a":true,"gone":1}],"gone":{"deep":1}}'),
    ).toEqual({
      name: 'x',
      size: 1,
      new: null,
      rules: [{ a: true }],
    });
  });

  test('numbers keep all their digits', () => {
    expect(decodeStateJson(TYPE, '{"name":"9007199254740993","size":9007199254740993}')).toMatchObject({
      name: '9007199254740993',
      size: '9007199254740993',
    });
    expect(decodeStateJson(TYPE, '{"size":1.0e1}')).toMatchObject({ size: 10 });
  });

  test.each<[string, CtyType, Value, Value]>([
    ['a number that became text', 'string', 5, '5'],
    ['text that became a number', 'number', '5', 5],
    ['text that became a bool', 'bool', 'true', true],
    ['a block that became a list of blocks', ['list', ['object', { a: 'string' }]], { a: 'x' }, [{ a: 'x' }]],
    ['a list of blocks that became one block', ['object', { a: 'string' }], [{ a: 'x' }], { a: 'x' }],
    ['what cannot be converted', 'number', 'many', null],
  ])('%s is converted', (_, type, before, after) => {
    expect(conform(type, before)).toEqual(after);
  });
});

describe('equality', () => {
  const SET: CtyType = ['set', ['object', { tags: ['set', 'string'], n: 'number' }]];

  test('the elements of sets have no order, those of lists have', () => {
    const one: Value = [
      { tags: ['a', 'b'], n: 1 },
      { tags: [], n: 2 },
    ];
    const other: Value = [
      { n: 2, tags: [] },
      { n: 1, tags: ['b', 'a'] },
    ];

    expect(equalValues(SET, one, other)).toBe(true);
    expect(equalValues(['list', SET[1]], one, other)).toBe(false);
  });

  test('an absent attribute is null, and neither is empty', () => {
    expect(equalValues(['object', { a: 'string' }], {}, { a: null })).toBe(true);
    expect(equalValues(['object', { a: 'string' }], { a: '' }, { a: null })).toBe(false);
  });

  test('open values are equal by what they hold', () => {
    expect(equalValues('dynamic', { a: [1], b: null }, { b: null, a: [1] })).toBe(true);
    expect(equalValues('dynamic', { a: ['1'] }, { a: [1] })).toBe(false);
  });
});

test('the empty value of a type is what a service answers for nothing', () => {
  const type: CtyType = [
    'object',
    { a: 'string', b: 'number', c: 'bool', d: ['list', 'string'], e: ['map', 'string'] },
  ];

  expect(emptyValue(type)).toEqual({ a: '', b: 0, c: false, d: [], e: {} });
});

import { Plan, planChange, PlanOptions } from '../../../rehearsal/protocol/planning';
import { RecordedBlock } from '../../../rehearsal/protocol/recorded-provider';
import { BlockSchema, NestingMode } from '../../../rehearsal/protocol/schema';
import { State, Unknown, Value } from '../../../rehearsal/protocol/values';

const OPTIONAL = { type: 'string', optional: true } as const;
const COMPUTED = { type: 'string', computed: true } as const;
const EITHER = { type: 'string', optional: true, computed: true } as const;

const POOL: BlockSchema = { attributes: { name: OPTIONAL, size: EITHER } };

const BLOCK: BlockSchema = {
  attributes: {
    name: { type: 'string', required: true },
    tier: OPTIONAL,
    region: EITHER,
    id: COMPUTED,
    zones: { type: ['set', 'string'], optional: true },
    secret: { type: 'string', optional: true, write_only: true },
  },
  block_types: { pool: { nesting_mode: 'list', block: POOL }, rule: { nesting_mode: 'set', block: POOL } },
};

const CONFIGURED: State = {
  name: 'n',
  tier: null,
  region: null,
  id: null,
  zones: null,
  secret: null,
  pool: [],
  rule: [],
};
const EXISTING: State = { ...CONFIGURED, id: 'id', region: 'chosen' };

function plan(prior: State | null, proposed: State, options: PlanOptions = {}): Plan {
  return planChange(BLOCK, prior, proposed, options);
}

/** What the provider's schema says of `tier` and of the blocks called `pool`. */
const DEFAULTS: RecordedBlock = {
  tier: { type: 'String', optional: true, default: 'Free' },
  pool: { type: 'List', optional: true, block: { size: { type: 'String', optional: true, default: 'S' } } },
};
const FILLED_IN: RecordedBlock = { pool: { type: 'List', optional: true, computed: true, block: {} } };

describe('a new object', () => {
  test('is unknown where it is computed and not configured', () => {
    expect(plan(null, { ...CONFIGURED, zones: ['1'] }).planned).toEqual({
      ...CONFIGURED,
      region: Unknown.VALUE,
      id: Unknown.VALUE,
      zones: ['1'],
    });
  });

  test('is unknown where the blocks in it are computed', () => {
    const { planned } = plan(null, {
      ...CONFIGURED,
      pool: [{ name: 'a', size: null }],
      rule: [{ name: 'b', size: 'L' }],
    });

    expect(planned.pool).toEqual([{ name: 'a', size: Unknown.VALUE }]);
    expect(planned.rule).toEqual([{ name: 'b', size: 'L' }]);
  });

  test('has the defaults where the configuration is silent', () => {
    const { planned } = plan(null, { ...CONFIGURED, region: 'mine' }, { recorded: DEFAULTS });

    expect(planned).toMatchObject({ name: 'n', tier: 'Free', region: 'mine' });
  });

  test('has defaults in blocks, and no blocks by default', () => {
    const configured = { ...CONFIGURED, pool: [{ name: 'a', size: null }] };

    expect(plan(null, configured, { recorded: DEFAULTS }).planned.pool).toEqual([{ name: 'a', size: 'S' }]);
    expect(plan(null, CONFIGURED, { recorded: DEFAULTS }).planned.pool).toEqual([]);
  });

  test('keeps the unknowns of its configuration whatever the defaults say', () => {
    const configured = { ...CONFIGURED, tier: Unknown.VALUE };

    expect(plan(null, configured, { recorded: DEFAULTS }).planned.tier).toBe(Unknown.VALUE);
  });

  test('never has a write-only value', () => {
    expect(plan(null, { ...CONFIGURED, secret: 's3cret' }).planned.secret).toBeNull();
  });

  test('has unknown blocks where the service fills them in', () => {
    expect(plan(null, CONFIGURED, { recorded: FILLED_IN }).planned.pool).toBe(Unknown.VALUE);
  });
});

describe('an existing object', () => {
  test('is as it was when nothing new is asked for', () => {
    const prior = {
      ...EXISTING,
      zones: ['1', '2'],
      rule: [
        { name: 'a', size: 'S' },
        { name: 'b', size: 'L' },
      ],
    };
    const proposed = { ...prior, zones: ['2', '1'], rule: [...prior.rule].reverse() };

    expect(plan(prior, proposed).planned).toEqual(prior);
  });

  test('takes an absent value for the empty one that it has', () => {
    expect(plan({ ...EXISTING, tier: '', zones: [] }, EXISTING).planned).toMatchObject({
      tier: '',
      zones: [],
    });
  });

  test('keeps a computed attribute that the service left null', () => {
    expect(plan({ ...EXISTING, region: null }, { ...EXISTING, region: null }).planned.region).toBeNull();
  });

  test('returns to the default when an attribute is taken out of the configuration', () => {
    const { planned } = plan({ ...EXISTING, tier: 'Paid' }, EXISTING, { recorded: DEFAULTS });

    expect(planned).toMatchObject({ tier: 'Free', region: 'chosen' });
  });

  test('is unknown in a new element of a set, and absent in one of a list', () => {
    const prior = { ...EXISTING, pool: [{ name: 'a', size: 'S' }], rule: [{ name: 'a', size: 'S' }] };
    const added = { name: 'b', size: null };
    const { planned } = plan(prior, { ...prior, pool: [...prior.pool, added], rule: [added, ...prior.rule] });

    expect(planned.pool).toEqual([
      { name: 'a', size: 'S' },
      { name: 'b', size: null },
    ]);
    expect(planned.rule).toEqual([
      { name: 'b', size: Unknown.VALUE },
      { name: 'a', size: 'S' },
    ]);
  });

  test('loses a block that is taken out of the configuration, unless the service fills it in', () => {
    const prior = { ...EXISTING, pool: [{ name: 'a', size: 'S' }] };
    expect(plan(prior, EXISTING).planned.pool).toEqual([]);
    expect(plan(prior, EXISTING, { recorded: DEFAULTS }).planned.pool).toEqual([]);
    expect(plan(prior, EXISTING, { recorded: FILLED_IN }).planned.pool).toEqual(prior.pool);
  });
});

describe('an empty text', () => {
  test('replaces the object where what was in a block that is taken out does', () => {
    const recorded: RecordedBlock = {
      pool: { type: 'List', block: { name: { type: 'String', forceNew: true }, size: { type: 'String' } } },
    };
    const prior = { ...EXISTING, pool: [{ name: 'a', size: 'S' }] };

    expect(plan(prior, EXISTING, { recorded }).requiresReplace).toEqual([['pool', 0, 'name']]);
    expect(
      plan({ ...prior, pool: [{ name: '', size: 'S' }] }, EXISTING, { recorded }).requiresReplace,
    ).toEqual([]);
    expect(plan(prior, prior, { recorded }).requiresReplace).toEqual([]);
  });

  test('is no value for a computed attribute: unknown in a new object, and the old value in one that exists', () => {
    expect(plan(null, { ...CONFIGURED, region: '' }).planned.region).toBe(Unknown.VALUE);
    expect(plan(EXISTING, { ...EXISTING, region: '' }).planned.region).toBe('chosen');
    expect(plan({ ...EXISTING, region: null }, { ...EXISTING, region: '' }).planned.region).toBe('');
  });

  test('of an element that moves up in a list is the value of the element that was there', () => {
    const prior = {
      ...EXISTING,
      pool: [
        { name: 'a', size: 'S' },
        { name: 'b', size: '' },
      ],
    };

    expect(plan(prior, { ...prior, pool: [{ name: 'b', size: '' }] }).planned.pool).toEqual([
      { name: 'b', size: 'S' },
    ]);
  });
});

describe('replacement', () => {
  const PRIOR = {
    ...EXISTING,
    pool: [
      { name: 'a', size: 'S' },
      { name: 'b', size: 'S' },
    ],
  };

  function replacing(changes: State, ...replacedBy: string[]): unknown {
    return plan(PRIOR, { ...PRIOR, ...changes }, { replacedBy }).requiresReplace;
  }

  test('is asked for by the attributes that changed', () => {
    expect(replacing({ name: 'other' }, 'name', 'tier')).toEqual([['name']]);
    expect(replacing({}, 'name', 'tier')).toEqual([]);
    expect(replacing({ name: Unknown.VALUE }, 'name')).toEqual([['name']]);
  });

  test('is asked for by an attribute in any block of a list', () => {
    const pool = [
      { name: 'a', size: 'S' },
      { name: 'x', size: 'L' },
    ];

    expect(replacing({ pool }, 'pool.*.name')).toEqual([['pool', 1, 'name']]);
    expect(replacing({ pool }, 'pool.0.name')).toEqual([]);
    expect(replacing({ pool: [...PRIOR.pool, { name: 'c', size: null }] }, 'pool.*.name')).toEqual([
      ['pool', 2, 'name'],
    ]);
  });

  test('is asked for by a set as a whole, because its elements have no names', () => {
    expect(replacing({ rule: [{ name: 'a', size: 'S' }] }, 'rule.*.name')).toEqual([['rule']]);
  });

  test('is not asked for by an absent value in place of an empty one', () => {
    const prior = { ...EXISTING, tier: '' };

    expect(plan(prior, EXISTING, { replacedBy: ['tier'] }).requiresReplace).toEqual([]);
  });

  test('is asked for only from and to the values of its condition', () => {
    const toEmpty = { path: 'pool.*.size', when: (_before: Value, after: Value) => after === null };
    const sizes = (...names: (string | null)[]): State => ({
      pool: names.map((size, i) => ({ name: 'ab'[i]!, size })),
    });

    expect(plan(PRIOR, { ...PRIOR, ...sizes('S', 'L') }, { replacedBy: [toEmpty] }).requiresReplace).toEqual(
      [],
    );
    expect(
      plan({ ...PRIOR }, { ...PRIOR, pool: [PRIOR.pool[0]!] }, { replacedBy: [toEmpty] }).requiresReplace,
    ).toEqual([['pool', 1, 'size']]);
  });

  test('fails clearly when it names what the schema does not have', () => {
    expect(() => replacing({}, 'pool.*.nmae')).toThrow(
      "replacedBy names 'pool.0.nmae', which the schema does not have",
    );
  });
});

test.each<[NestingMode, Value, Value]>([
  ['single', { name: 'a', size: null }, { name: 'a', size: Unknown.VALUE }],
  ['single', null, null],
  ['group', { name: null, size: null }, { name: null, size: Unknown.VALUE }],
  ['list', [{ name: 'a', size: null }], [{ name: 'a', size: Unknown.VALUE }]],
  ['set', [{ name: 'a', size: null }], [{ name: 'a', size: Unknown.VALUE }]],
  ['map', { key: { name: 'a', size: null } }, { key: { name: 'a', size: Unknown.VALUE } }],
  ['list', Unknown.VALUE, Unknown.VALUE],
])('computed attributes are unknown in new blocks of mode %s', (mode, proposed, planned) => {
  const block: BlockSchema = { block_types: { nested: { nesting_mode: mode, block: POOL } } };

  expect(planChange(block, null, { nested: proposed }).planned).toEqual({ nested: planned });
});

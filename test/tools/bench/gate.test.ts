import { Gate, verdictOf } from '../../../tools/bench/gate';

const GATE: Gate = { what: 'time', value: 1, bar: 1.05, limit: 1.1, sense: 'at most' };

test.each([
  ['met at its bar', { value: 1.05 }, 'met'],
  ['missed between bar and limit', { value: 1.07 }, 'missed'],
  ['failed beyond its limit', { value: 1.11 }, 'failed'],
  ['failed beyond its bar when there is no limit', { value: 1.06, limit: undefined }, 'failed'],
  ['met above a bar that is a least', { value: 9, bar: 8, limit: undefined, sense: 'at least' }, 'met'],
  [
    'failed below a bar that is a least',
    { value: 7.9, bar: 8, limit: undefined, sense: 'at least' },
    'failed',
  ],
  ['failed when it is no number', { value: NaN }, 'failed'],
] as const)('a figure is %s', (_, gate, verdict) => {
  expect(verdictOf({ ...GATE, ...gate })).toBe(verdict);
});

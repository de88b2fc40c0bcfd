import { interleaved, spreadOf } from '../../../tools/bench/measurement';

test('variants run in turn, each round beginning with the next, and a variant with fewer runs ends earlier', async () => {
  const order: string[] = [];
  const variant = (name: string, runs?: number) => ({
    name,
    runs,
    run: () => {
      order.push(name);
      return Promise.resolve({ wall: order.length });
    },
  });

  const measurements = await interleaved([variant('a'), variant('b'), variant('c', 1)], {
    runs: 3,
    mode: 'default',
  });

  expect(order).toEqual(['a', 'b', 'c', 'b', 'a', 'a', 'b']);
  expect(measurements.map(({ name, runs, wall }) => ({ name, runs, wall }))).toEqual([
    { name: 'a', runs: 3, wall: { minimum: 1, median: 5 } },
    { name: 'b', runs: 3, wall: { minimum: 2, median: 4 } },
    { name: 'c', runs: 1, wall: { minimum: 3, median: 3 } },
  ]);
});

test('the middle of an even number of runs is between the two middle ones', () => {
  expect(spreadOf([4, 1, 10, 2])).toEqual({ minimum: 1, median: 3 });
});

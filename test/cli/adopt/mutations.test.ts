import { batches, documentOf, run } from './mutation-run';
import { CLUSTER_MUTATIONS, POOL_MUTATIONS } from './mutations';

/** ADOPTED_DOCUMENTS names others, parted by commas: all of them take minutes. */
const NAMES = (process.env.ADOPTED_DOCUMENTS ?? 'gpu').split(',');

describe.each(NAMES)('%s', (name) => {
  const document = documentOf(name);

  test.each(batches().map((batch, i) => [i, batch] as const))('batch %i is sent or named', (_, batch) => {
    const together = run(document, batch);
    // Settings that azurerm cannot have together are told apart.
    const runs = together.refused === undefined ? [together] : batch.map((one) => run(document, [one]));

    expect(runs.flatMap(({ findings }) => findings)).toEqual([]);
    expect(runs.filter(({ refused }) => refused !== undefined).length).toBeLessThan(batch.length);
  });
});

test('there is a mutation of most of what azurerm has', () => {
  expect(CLUSTER_MUTATIONS.length + POOL_MUTATIONS.length).toBeGreaterThan(150);
});

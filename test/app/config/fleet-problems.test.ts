import { loadApp, problemsOf } from './config-file';

const SHARED = `aad: { azureRbac: true }
cluster:
  location: eastus
  resourceGroupName: shop-{key}
  defaultNodePool: { nodeCount: 3 }
`;
const WITHOUT_LOCATION = SHARED.replace('  location: eastus\n', '');

const fleet = (entries: readonly string[], shared = SHARED): string =>
  `${shared}clusters:\n${entries.map((entry) => `  - { ${entry} }\n`).join('')}`;

/** What is wrong, without the place. */
const problems = (entries: readonly string[], shared = SHARED): string[] =>
  problemsOf(fleet(entries, shared)).map((problem) => problem.replace(/^aks\.yaml:\d+:\d+ /, ''));

describe('what several clusters lack', () => {
  const EVERYWHERE =
    "clusters[0].location: is missing in every cluster: set it in each, or once under 'cluster'";

  test('is told once beside what else is wrong', () => {
    expect(problems(['name: a', 'name: b, nodes: 3'], WITHOUT_LOCATION)).toEqual([
      EVERYWHERE,
      expect.stringContaining('clusters[1].nodes: unknown key'),
    ]);
    expect(
      problems(['name: a', 'name: b'], WITHOUT_LOCATION.replace('  resourceGroupName: shop-{key}\n', '')),
    ).toEqual([EVERYWHERE.replace('location', 'resourceGroupName'), EVERYWHERE]);
  });

  test('is told for each where one has it', () => {
    expect(problems(['name: a', 'name: b', 'name: c, location: eastus'], WITHOUT_LOCATION)).toEqual([
      'clusters[0].location: is missing, and it is required',
      'clusters[1].location: is missing, and it is required',
    ]);
  });

  test('is told as of one where there is no other', () => {
    expect(problems(['name: a'], WITHOUT_LOCATION)).toEqual([
      'clusters[0].location: is missing, and it is required',
    ]);
  });
});

describe('what is common and wrong for some', () => {
  const RANGE = 'defaultNodePool: { minCount: 1, maxCount: 3 }';
  const of = (names: string): string =>
    `cluster.defaultNodePool.nodeCount: cannot be combined with 'minCount' and 'maxCount': keep the number or the range (in cluster ${names})`;

  test('names up to three of them', () => {
    expect(problems([`name: a, ${RANGE}`, `name: b, ${RANGE}`, `name: c, ${RANGE}`, 'name: d'])).toEqual([
      of("'a', 'b', 'c'"),
    ]);
  });

  test('names the first three of more, and says how many more', () => {
    expect(
      problems([...['a', 'b', 'c', 'd', 'e'].map((name) => `name: ${name}, ${RANGE}`), 'name: f']),
    ).toEqual([of("'a', 'b', 'c' and 2 more")]);
  });

  test('calls those without a name by their number', () => {
    const [ofOne, ...others] = problems(['name: a', RANGE]);

    expect(ofOne).toBe(of("'cluster-1'"));
    expect(others).toEqual(['clusters[1].name: is missing, and it is required']);
  });
});

describe('a word for the IDs of stacks', () => {
  const keys = (...names: string[]): (string | undefined)[] =>
    loadApp(fleet(names.map((name, i) => `name: ${name}, nodeResourceGroup: nodes-${i}`))).clusters.map(
      ({ key }) => key,
    );

  test('is made from the name', () => {
    expect(keys('Shop__WEU', 'shop-2')).toEqual(['shop-weu', 'shop-2']);
  });

  test('has forty letters at most, and no hyphen at the end', () => {
    expect(keys(`${'a'.repeat(39)}-b`, 'b'.repeat(41))).toEqual(['a'.repeat(39), 'b'.repeat(40)]);
  });

  test('is a text', () => {
    expect(problems(['name: a, key: 7'])).toEqual([
      'clusters[0].key: is not a text: use 1 to 40 lowercase letters, digits and hyphens, such as weu',
    ]);
  });
});

test.each(['name: 7', 'name: [a]', 'name: { a: b }'])('what is no name is told once: %s', (name) => {
  expect(problems([name, 'name: b'])).toEqual([expect.stringMatching(/^clusters\[0\]\.name: /)]);
});

test('a common section that is no map is told where it is written', () => {
  expect(problems(['name: a', 'name: b'], 'aad: { azureRbac: true }\ncluster: shop\n')).toContain(
    "cluster: 'shop' is not valid: use a map of keys",
  );
});

test('a common list that is none is told, and not lost behind those of clusters', () => {
  expect(
    problems(['name: a', 'name: b, namespaces: [{ name: shop }]'], `${SHARED}namespaces: { name: shop }\n`),
  ).toEqual(['namespaces: a map is not valid: use a list']);
});

test('a list may be of one cluster alone', () => {
  const { clusters } = loadApp(fleet(['name: a', 'name: b, namespaces: [{ name: shop }]']));

  expect(clusters.map(({ namespaces }) => namespaces.map(({ name }) => name))).toEqual([[], ['shop']]);
});

test('a subscription of its own leaves the rest of azure as it is', () => {
  const tenantId = '72f988bf-0000-4000-8000-2d7cd011db47';
  const { clusters, azure } = loadApp(
    fleet(
      ['name: a, subscriptionId: 11111111-2222-4333-8444-555555555555', 'name: b'],
      `azure: { tenantId: ${tenantId} }\n${SHARED}`,
    ),
  );

  expect(clusters.map((cluster) => cluster.azure)).toEqual([
    { tenantId, subscriptionId: '11111111-2222-4333-8444-555555555555' },
    { tenantId, subscriptionId: undefined },
  ]);
  expect(azure).toEqual({ tenantId, subscriptionId: undefined });
});

test('{key} is refused in the name of a key, common or of one cluster', () => {
  const inKey = "'{key}' is in a key: placeholders work in values only";

  expect(problems(['name: a'], `${SHARED}  tags: { "of-{key}": shop }\n`)).toEqual([
    `cluster.tags.of-{key}: ${inKey}`,
  ]);
});

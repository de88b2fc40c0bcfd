import { begunLike, MINIMAL, problemsOf } from '../config-file';

/** What is wrong with one line of the section `cluster`, which is the eighth of the file. */
function problems(line: string): string[] {
  return problemsOf(`${MINIMAL}  ${line}\n`).map((problem) => problem.replace(/^aks\.yaml:8:/, ''));
}

test.each([
  ['tags: [team]', '9 cluster.tags: a list of 1 is not valid: use a map of keys'],
  ['nodePools: { name: apps }', '14 cluster.nodePools: a map is not valid: use a list'],
  [
    'nodePools: apps',
    "14 cluster.nodePools: 'apps' is not valid: use a list, [ … ] or one line each with a dash",
  ],
  ['nodePools: 7', '14 cluster.nodePools: 7 is not valid: use a list'],
  [
    'defaultNodePool: { maxPods: true }',
    '31 cluster.defaultNodePool.maxPods: true is not valid: use a whole number from 10 to 250',
  ],
  [
    'defaultNodePool: { maxPods: 1e3 }',
    '31 cluster.defaultNodePool.maxPods: 1e3 is not valid: use a whole number from 10 to 250',
  ],
  ['skuTier: 7', '12 cluster.skuTier: 7 is read as a number: put it in quotes, "7"'],
  ['importResourceGroup: 7', '24 cluster.importResourceGroup: 7 is not valid: use true'],
  ['network: 7', '12 cluster.network: 7 is not valid: use '],
  ['network: ~', '12 cluster.network: is empty: give it a value or remove the key'],
  ['network: overlay', "12 cluster.network: 'overlay' is not valid: use "],
  ['tags: { ok: a, "a<b": x }', '18 cluster.tags.a<b: the name is not valid: use at most 512 characters'],
])('a value that is not valid is shown as it is written: %s', (line, problem) => {
  expect(begunLike([problem], problems(line))).toEqual([problem]);
});

test('a map with an empty key has its own place, and so has what the key holds', () => {
  expect(problems('tags: { Team: a, team: b, "": c }')).toEqual([
    "9 cluster.tags: 'Team' and 'team' differ in case only, which Azure does not see: keep one",
    expect.stringMatching(/^29 cluster\.tags\.: the name is not valid/),
  ]);
});

describe('a text that is not valid', () => {
  const shown = (name: string): string | undefined =>
    problems(`apiServer: { dnsPrefix: ${name} }`)[0]?.replace(/^.*dnsPrefix: (.*) is not valid.*$/, '$1');

  test('is shown whole up to eighty characters', () => {
    expect(shown(`-${'x'.repeat(79)}`)).toBe(`'-${'x'.repeat(79)}'`);
    expect(shown(`-${'x'.repeat(80)}`)).toBe(`'-${'x'.repeat(76)}...'`);
  });

  test.each(['"-a\\nb"', '"-a\\r\\nb"'])('is shown on one line: %s', (name) => {
    expect(shown(name)).toBe("'-a\\nb'");
  });
});

describe('braces without quotes', () => {
  test.each(['environment', 'key'])('are told as a placeholder that is read as a map: {%s}', (word) => {
    expect(problems(`nodeResourceGroup: {${word}}`)).toEqual([
      `22 cluster.nodeResourceGroup: {${word}} is read as a map: put the text in quotes, "{${word}}"`,
    ]);
  });

  test.each(['{ environment: , key: }', '{ environment: production }', '{ other: }', '{}'])(
    'that hold something else are a map: %s',
    (value) => {
      expect(problems(`nodeResourceGroup: ${value}`)).toEqual([
        '22 cluster.nodeResourceGroup: a map is not valid: use a text',
      ]);
    },
  );
});

describe('credentials', () => {
  test('are a matter of states, where a key of their name is refused as such', () => {
    const azurerm = 'state: { backend: azurerm, storageAccountName: contosostate, containerName: tfstate';

    expect(problemsOf(`${MINIMAL}azure: { clientSecret: x }\n${azurerm} }\n`)).toEqual([
      'aks.yaml:8:10 azure.clientSecret: unknown key; allowed here: tenantId, subscriptionId, environment, azurerm',
    ]);
    expect(problemsOf(`${MINIMAL}${azurerm}, clientSecret: x }\n`)).toEqual([
      expect.stringContaining('ARM_CLIENT_SECRET'),
    ]);
  });

  test('in a value of another section are refused without the variables of the state', () => {
    const state = 'state: { backend: pg, prefix: shop }\n';
    const [problem, ...others] = problemsOf(
      `${state}${MINIMAL.replace('name: myAKSCluster', "name: 'postgres://ci:hunter2@db/aks'")}`,
    );

    expect(others).toEqual([]);
    expect(problem).toMatch(
      /^aks\.yaml:6:9 cluster\.name: holds credentials, which do not belong in the file/,
    );
    expect(problem).not.toMatch(/hunter2|PG_CONN_STR/);
  });

  test('in a value of a state are refused with what to use instead', () => {
    expect(
      problemsOf(`${MINIMAL}state: { backend: pg, prefix: 'postgres://ci:hunter2@db/state' }\n`),
    ).toEqual([
      'aks.yaml:8:31 state.prefix: holds credentials, which do not belong in the file: remove them and use the environment variable PG_CONN_STR, or PGHOST, PGUSER, PGPASSWORD and their like',
    ]);
  });
});

test('an entry of another list is told its own keys', () => {
  expect(problemsOf(`${MINIMAL}access: [{ clusterRole: view, groups: [a], for: x }]\n`)).toEqual([
    expect.not.stringContaining('subscriptionId'),
  ]);
});

test('an entry of clusters is told what belongs to it, and a map in it is not', () => {
  const fleet = (entry: string): string[] =>
    problemsOf(
      `aad: { azureRbac: true }\ncluster: { location: eastus, resourceGroupName: shop }\nclusters:\n  - ${entry}\n`,
    );

  expect(fleet('{ name: a, nodes: 3 }')).toEqual([
    expect.stringMatching(
      /clusters\[0\]\.nodes: unknown key; allowed here: .*, key, subscriptionId, namespaces/,
    ),
  ]);
  expect(fleet('{ name: a, nodePools: [{ name: b, nodes: 3 }] }')).toEqual([
    expect.not.stringContaining('subscriptionId'),
  ]);
  expect(fleet('{ name: a, apiServer: { nodes: 3 } }')).toEqual([
    expect.not.stringContaining('subscriptionId'),
  ]);
});

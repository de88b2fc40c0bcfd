import { MINIMAL, problemsOf } from '../config-file';

function problem(content: string): string {
  const problems = problemsOf(content);
  expect(problems).toHaveLength(1);
  return problems[0]!;
}

test.each([
  ['nodePools: []\n', "nodePools: unknown key; 'nodePools' belongs under 'cluster'; allowed here: extends,"],
  [
    'terraform: { location: eastus }\n',
    "terraform.location: unknown key; 'location' belongs under 'cluster';",
  ],
  ['azure: { roles: [] }\n', "azure.roles: unknown key; 'roles' belongs at the top level;"],
  ['key: a\n', "'key' belongs in an entry of 'clusters';"],
  [
    'minCount: 3\n',
    "'minCount' belongs under 'cluster.defaultNodePool' or in an entry of 'cluster.nodePools';",
  ],
  [
    '  silence: []\n',
    "cluster.silence: unknown key; 'silence' belongs at the top level; allowed here: name,",
  ],
  [
    '  network: { type: azureCni, podCidr: 10.0.0.0/16 }\n',
    "'podCidr' belongs beside 'type: azureCniOverlay' or 'type: kubenet';",
  ],
])('a key in another map is told the one that it belongs in: %s', (line, message) => {
  expect(problem(`${MINIMAL}${line}`)).toContain(message);
});

test.each(['nonsense: 1\n', 'name: shop\n'])('one that belongs nowhere or everywhere is not: %s', (line) => {
  expect(problem(`${MINIMAL}${line}`)).toMatch(/unknown key; allowed here/);
});

test('a slip is told what was meant here as well', () => {
  expect(problemsOf(`${MINIMAL}access: [{ roles: view, groups: [a] }]\n`)).toContainEqual(
    expect.stringContaining(
      "unknown key, did you mean 'role'? 'roles' belongs at the top level; allowed here",
    ),
  );
});

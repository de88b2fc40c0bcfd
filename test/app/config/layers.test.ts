import { loadFiles, problemsOfFiles } from './config-files';

const BASE = `aad:
  azureRbac: true
cluster:
  name: shop-{environment}
  resourceGroupName: shop-{environment}
  location: eastus
  tags: { team: shop, cost: "1" }
  defaultNodePool: { nodeCount: 3, maxPods: 50 }
access:
  - { clusterRole: view, groups: [readers] }
`;

/** What a file that extends BASE says. */
function extended(content: string): string[] {
  return problemsOfFiles({
    'prod.yaml': `extends: base.yaml\nenvironment: production\n${content}`,
    'base.yaml': BASE,
  });
}

describe('extends', () => {
  test('another mode of Azure AD leaves behind what the base says of its own', () => {
    const [config] = loadFiles({
      'prod.yaml': `extends: base.yaml
environment: production
aad: { mode: legacy, serverApp: { displayName: server }, clientApp: { displayName: client } }
cluster: { defaultNodePool: { vmSize: Standard_D4ds_v5 } }
`,
      'base.yaml': BASE.replace('  azureRbac: true\n', '  mode: managed\n  azureRbac: true\n'),
    }).clusters;

    expect(config?.aad).toMatchObject({ mode: 'legacy', serverApp: { displayName: 'server' } });
    expect(config?.aad).not.toHaveProperty('azureRbac');
  });

  test('maps are merged deeply, lists and values replace', () => {
    const [config] = loadFiles({
      'prod.yaml': `extends: base.yaml
environment: production
cluster:
  location: westeurope
  tags: { cost: "2" }
access:
  - { clusterRole: edit, groups: [writers] }
`,
      'base.yaml': BASE,
    }).clusters;

    expect(config?.cluster).toMatchObject({
      name: 'shop-production',
      location: 'westeurope',
      tags: { team: 'shop', cost: '2' },
      defaultNodePool: { nodeCount: 3, maxPods: 50 },
    });
    expect(config?.access).toMatchObject([{ clusterRole: 'edit', groups: ['writers'] }]);
  });

  test('a null that is written removes what a base has, an empty value is an oversight', () => {
    const autoscaled = 'cluster: { defaultNodePool: { nodeCount: null, minCount: 1, maxCount: 3 } }\n';
    const files = {
      'prod.yaml': `extends: base.yaml\nenvironment: production\n${autoscaled}`,
      'base.yaml': BASE,
    };

    expect(loadFiles(files).clusters[0]?.cluster.defaultNodePool).toEqual({
      minCount: 1,
      maxCount: 3,
      maxPods: 50,
    });
    expect(extended('access:\n')).toEqual([
      'prod.yaml:3:1 access: is empty: give it a value or remove the key',
    ]);
  });

  test.each([
    ['the same', 'mode: managed, ', '  mode: managed\n'],
    ['only the file has', 'mode: managed, ', ''],
    ['only the base has', '', '  mode: managed\n'],
  ])('a map is merged where its mode is %s', (_, own, ofBase) => {
    const group = '894656e1-39f8-4bfe-b16a-510f61af6f41';
    const { clusters } = loadFiles({
      'prod.yaml': `extends: base.yaml\nenvironment: prod\naad: { ${own}adminGroupObjectIds: [${group}] }\n`,
      'base.yaml': BASE.replace('aad:\n', `aad:\n${ofBase}`),
    });

    expect(clusters[0]?.aad).toEqual({ mode: 'managed', azureRbac: true, adminGroupObjectIds: [group] });
  });

  test('a mode that is none is told', () => {
    expect(extended('aad: { mode: [managed] }\n')).toEqual([
      expect.stringMatching(/^prod\.yaml:3:14 aad\.mode: /),
    ]);
  });

  test('a map of another backend, mode or type replaces instead', () => {
    const { clusters } = loadFiles({
      'prod.yaml': 'extends: base.yaml\nenvironment: prod\ncluster: { network: { type: kubenet } }\n',
      'base.yaml': BASE.replace('cluster:', 'cluster:\n  network: { type: azureCni, podSubnetId: x }'),
    });

    expect(clusters[0]?.cluster.network).toEqual({ type: 'kubenet' });
  });

  test('bases may extend others, each relative to itself', () => {
    const [config] = loadFiles({
      'teams/shop/prod.yaml': 'extends: ../team.yaml\nenvironment: production\n',
      'teams/team.yaml': 'extends: ../base.yaml\ncluster: { location: westeurope, tags: { cost: null } }\n',
      'base.yaml': BASE,
    }).clusters;

    expect(config?.cluster.location).toBe('westeurope');
    expect(config?.cluster.tags).toEqual({ team: 'shop' });
  });

  test('a problem is told where the value comes from, and what the file itself lacks in the file', () => {
    expect(
      problemsOfFiles({
        'prod.yaml': 'extends: base.yaml\ncluster:\n  name: shop shop\n  defaultNodePool: { maxPods: 9 }\n',
        'base.yaml': 'aad: { azureRbac: 1 }\ncluster:\n  location: "-"\n  resorceGroupName: shop\n',
      }),
    ).toEqual([
      'prod.yaml:2:1 cluster.resourceGroupName: is missing, and it is required',
      expect.stringMatching(/^prod\.yaml:3:9 cluster\.name: 'shop shop' is not valid/),
      'prod.yaml:4:31 cluster.defaultNodePool.maxPods: 9 is not valid: use a whole number from 10 to 250',
      'base.yaml:1:19 aad.azureRbac: 1 is not valid: use true or false, without quotes',
      expect.stringMatching(/^base\.yaml:3:13 cluster\.location: '-' is not valid/),
      expect.stringMatching(/^base\.yaml:4:3 cluster\.resorceGroupName: unknown key, did you mean/),
    ]);
  });

  test('a rule that two files break together is told where the one that decides stands', () => {
    expect(extended('cluster: { defaultNodePool: { minCount: 1, maxCount: 3 } }\n')).toEqual([
      "base.yaml:8:33 cluster.defaultNodePool.nodeCount: cannot be combined with 'minCount' and 'maxCount': keep the number or the range",
    ]);
  });

  test.each([
    [
      'a file that does not exist',
      'extends: none.yaml\n',
      "'none.yaml': there is no such file: create it, or name another one in extends",
    ],
    ['a directory', 'extends: .\n', 'this is a directory: name a file in extends'],
    ['a device', 'extends: /dev/zero\n', 'this is a device: name a file in extends'],
    [
      'an empty file',
      'extends: empty.yaml\n',
      "'empty.yaml': the file is empty: give it a key, or remove this one",
    ],
    ['nothing', 'extends: ""\n', 'is not the name of a file: use one, relative to this file'],
    ['a space', 'extends: " "\n', 'is not the name of a file: use one, relative to this file'],
    ['a list', 'extends: [a.yaml]\n', 'is not the name of a file: use one, relative to this file'],
    ['itself', 'extends: aks.yaml\n', "aks.yaml extends aks.yaml, which has no end: remove one 'extends'"],
  ])('%s is refused', (_, content, message) => {
    const problems = problemsOfFiles({ 'aks.yaml': content, 'empty.yaml': '# nothing\n' });

    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^aks\.yaml:1:10 extends: /);
    expect(problems[0]).toContain(message);
  });

  test('a circle of files is refused where it closes', () => {
    expect(problemsOfFiles({ 'a.yaml': 'extends: b.yaml\n', 'b.yaml': 'extends: ./a.yaml\n' })).toEqual([
      "b.yaml:1:10 extends: a.yaml extends b.yaml extends a.yaml, which has no end: remove one 'extends'",
    ]);
  });

  test('a base with a syntax error or a Terraform expression is refused by its own lines', () => {
    expect(problemsOfFiles({ 'a.yaml': 'extends: b.yaml\n', 'b.yaml': 'aad: {}\naad: {}\n' })).toEqual([
      'b.yaml:2:1: this key stands twice in one map: remove one of the two',
    ]);
    expect(problemsOfFiles({ 'a.yaml': 'extends: b.yaml\n', 'b.yaml': 'aad: "${file(1)}"\n' })).toEqual([
      "b.yaml:1:6: '${' begins a Terraform expression, which does not work here: remove it",
    ]);
  });
});

describe('environment', () => {
  test('{environment} stands for it in every text, also of lists and of bases', () => {
    const { clusters, environment } = loadFiles({
      'prod.yaml': `extends: base.yaml
environment: production
access:
  - { clusterRole: edit, groups: ["{environment}-writers", "all-{environment}-{environment}"] }
`,
      'base.yaml': BASE,
    });

    expect(environment).toBe('production');
    expect(clusters[0]?.cluster.resourceGroupName).toBe('shop-production');
    expect(clusters[0]?.access[0]?.groups).toEqual(['production-writers', 'all-production-production']);
  });

  test('{environment} without an environment is refused wherever it stands', () => {
    expect(problemsOfFiles({ 'aks.yaml': BASE })).toEqual([
      "aks.yaml:4:9 cluster.name: '{environment}' stands for the environment, and there is none: add 'environment', such as environment: production",
      "aks.yaml:5:22 cluster.resourceGroupName: '{environment}' stands for the environment, and there is none: add 'environment', such as environment: production",
    ]);
  });

  test.each(['Production', 'a_b', '-a', 'a'.repeat(33)])('%s is no environment', (environment) => {
    expect(
      problemsOfFiles({
        'aks.yaml': `environment: ${environment}\n${BASE.replaceAll('-{environment}', '')}`,
      }),
    ).toEqual([
      `aks.yaml:1:14 environment: '${environment}' is not valid: use 1 to 32 lowercase letters, digits and hyphens, such as production`,
    ]);
  });

  test.each(['~', '', '[production]', '{ name: production }'])(
    'what is no environment stands for none: %s',
    (environment) => {
      const problems = problemsOfFiles({ 'aks.yaml': `environment: ${environment}\n${BASE}` });

      expect(problems[0]).toMatch(/^aks\.yaml:1:\d+ environment: /);
      expect(problems).toContain(
        "aks.yaml:5:9 cluster.name: '{environment}' stands for the environment, and there is none: add 'environment', such as environment: production",
      );
    },
  );

  test('what YAML reads as something else is filled in as it is read, and told', () => {
    expect(
      problemsOfFiles({ 'aks.yaml': `environment: 7\n${BASE.replace('{environment}', '{environment}-_')}` }),
    ).toEqual([
      expect.stringContaining('environment: 7 is read as a number: put it in quotes'),
      expect.stringContaining("cluster.name: 'shop-7-_' is not valid"),
    ]);
  });

  test('without quotes, {environment} is a map, which is told', () => {
    expect(extended('cluster: { location: {environment} }\n')).toEqual([
      'prod.yaml:3:22 cluster.location: {environment} is read as a map: put the text in quotes, "{environment}"',
    ]);
  });

  test('in the name of a key nothing is filled in', () => {
    expect(extended('cluster: { tags: { "of-{environment}": a } }\n')).toEqual([
      "prod.yaml:3:20 cluster.tags.of-{environment}: '{environment}' is in a key: placeholders work in values only",
    ]);
  });
});

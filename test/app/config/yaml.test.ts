import { load, MINIMAL, problemsOf } from './config-file';

describe('YAML', () => {
  test('a key that stands twice is reported where it stands again', () => {
    expect(problemsOf(`${MINIMAL}  location: westeurope\n`)).toEqual([
      'aks.yaml:8:3: this key stands twice in one map: remove one of the two',
    ]);
  });

  test('a second document is refused', () => {
    expect(problemsOf(`${MINIMAL}---\naad: {}\n`)).toEqual([
      "aks.yaml:8:1: a second document starts here: keep one, with no '---' after it",
    ]);
  });

  test('a tab as indentation is refused', () => {
    expect(problemsOf('aad:\n\tmode: managed\n')).toContain(
      'aks.yaml:2:1: a tab indents this line: YAML takes spaces only',
    );
  });

  test('an unknown tag is refused', () => {
    expect(problemsOf(`${MINIMAL}  kubernetesVersion: !env VERSION\n`)).toEqual([
      'aks.yaml:8:22: not valid YAML: Unresolved tag',
    ]);
  });

  test.each([
    ['before the map', '// mine\n{ "aad": {} }\n', '1:1', '//'],
    ['on several lines', '/*\n * mine\n */\n{ "aad": {} }\n', '1:1', '/*'],
    ['before a key', '{\n  // on\n  "aad": {}\n}\n', '2:3', '//'],
    ['with a colon', '{ "aad": {},\n  // todo: on\n  "cluster": {} }\n', '2:3', '//'],
    ['behind a value', '{ "aad": { "mode": "managed" // on\n} }\n', '1:30', '//'],
    ['in a list', '{ "roles": ["a", // on\n"b"] }\n', '1:18', '//'],
    ['and nothing else', '// mine\n', '1:1', '//'],
  ])('a comment of JSON for editors is told to be none, %s', (_, content, place, mark) => {
    expect(problemsOf(content)).toEqual([
      `aks.yaml:${place}: '${mark}' begins no comment here: write '#', or remove it`,
    ]);
  });

  test('what only looks like such a comment is none', () => {
    const content = `${MINIMAL}roles:
  - name: urls
    rules: [{ nonResourceURLs: [/*, "//"], verbs: [get] }]
`;

    expect(problemsOf(content).join()).not.toContain('comment');
  });

  test('a syntax error does not quote the file, which may hold a secret', () => {
    const problems = problemsOf(`${MINIMAL}password: [hunter2\n}hunter2: "\n`);

    expect(problems).not.toHaveLength(0);
    expect(problems.join()).not.toContain('hunter2');
  });

  test('a problem in a map that is merged in stands where the map was written', () => {
    const content = `${MINIMAL.replace('cluster:', 'cluster: &base')}  nodePools:
    - &small { name: apps, maxPods: 5 }
    - <<: *small
      name: batch
`;

    expect(problemsOf(content)).toEqual([
      'aks.yaml:9:37 cluster.nodePools[0].maxPods: 5 is not valid: use a whole number from 10 to 250',
      'aks.yaml:9:37 cluster.nodePools[1].maxPods: 5 is not valid: use a whole number from 10 to 250',
    ]);
  });

  test('anchors, aliases and merged maps load as if they were written out', () => {
    const content = `${MINIMAL}  nodePools:
    - &small { name: apps, maxPods: 30 }
    - <<: *small
      name: batch
`;

    expect(load(content).cluster.nodePools).toEqual([
      { name: 'apps', maxPods: 30 },
      { name: 'batch', maxPods: 30 },
    ]);
  });

  test('aliases that multiply without end are refused', () => {
    const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]'];
    for (const [name, previous] of ['ba', 'cb', 'dc', 'ed'].map((pair) => pair.split(''))) {
      bomb.push(`${name}: &${name} [${Array(9).fill(`*${previous}`).join(', ')}]`);
    }

    expect(problemsOf(bomb.join('\n'))).toEqual([
      'aks.yaml: the aliases cannot be resolved: Excessive alias count indicates a resource exhaustion attack',
    ]);
  });

  test('a syntax error says what the parser says, and not where the text goes on', () => {
    expect(problemsOf(`${MINIMAL}password: "hunter2\n`)).toEqual([
      expect.stringMatching(/^aks\.yaml:\d+:\d+: not valid YAML: Missing closing "quote$/),
    ]);
  });

  test.each([
    ['a list', 'tags: &a [*a]', '8:13'],
    ['a map', 'tags: &a { team: *a }', '8:20'],
    ['a map of a list', 'tags: &a [{ team: *a }]', '8:21'],
    ['what a map is merged from', 'tags: { <<: &a { team: *a } }', '8:26'],
  ])('an alias for what it is a part of is refused: %s', (_, line, place) => {
    expect(problemsOf(`${MINIMAL}  ${line}\n`)).toEqual([
      `aks.yaml:${place}: the alias *a stands for what it is a part of: write the value out`,
    ]);
  });

  test('one alias may stand in many places', () => {
    const content = `${MINIMAL}  tags: &tags { team: &team web }\n  nodePools: [{ name: a, tags: *tags, labels: { team: *team } }, { name: b, tags: *tags }]\n`;

    expect(load(content).cluster.nodePools).toEqual([
      { name: 'a', tags: { team: 'web' }, labels: { team: 'web' } },
      { name: 'b', tags: { team: 'web' } },
    ]);
  });

  test('what a map says itself goes before what is merged in, and the first of several before the others', () => {
    const content = `${MINIMAL}  nodePools:
    - &one { name: one, maxPods: 30, nodeCount: 1 }
    - &two { name: two, maxPods: 60, mode: System, nodeCount: 2 }
    - { name: three, <<: [*one, *two], nodeCount: 3 }
`;

    expect(load(content).cluster.nodePools[2]).toEqual({
      name: 'three',
      maxPods: 30,
      mode: 'System',
      nodeCount: 3,
    });
  });

  test.each(['7', '[7]', ''])('what is merged in is a map: %s', (source) => {
    expect(problemsOf(`${MINIMAL}  tags: { <<: ${source} }\n`)).toEqual([
      "aks.yaml:8:11: '<<' merges a map in: give it one, or an alias of one",
    ]);
  });

  test('a key is the text that is written', () => {
    expect(load(`${MINIMAL}  tags: { 1.30: a, yes: b, 0x10: c }\n`).cluster.tags).toEqual({
      '1.30': 'a',
      yes: 'b',
      '0x10': 'c',
    });
  });

  test('an empty text has a place of its own, an empty value that of its key', () => {
    expect(problemsOf(MINIMAL.replace('name: myAKSCluster', 'name: ""'))).toEqual([
      expect.stringMatching(/^aks\.yaml:5:9 cluster\.name: '' is not valid/),
    ]);
    expect(problemsOf(MINIMAL.replace('name: myAKSCluster', 'name:'))).toEqual([
      'aks.yaml:5:3 cluster.name: is empty: give it a value or remove the key',
    ]);
    expect(problemsOf(MINIMAL.replace('name: myAKSCluster', 'name: ~'))).toEqual([
      'aks.yaml:5:9 cluster.name: is empty: give it a value or remove the key',
    ]);
  });
});

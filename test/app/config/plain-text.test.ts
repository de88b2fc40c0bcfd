import { readFileSync } from 'node:fs';
import { isScalar, LineCounter, parseDocument, Scalar, visit } from 'yaml';
import { ConfigError, ConfigProblem, loadConfig } from '../../../app/config/load-config';
import { REFERENCES } from '../../../tools/fuzz/strange-texts';
import { load, MINIMAL, problemsOf } from './config-file';

const FILES = [
  'aks.yaml',
  'all-opt-ins.yaml',
  'article-legacy.yaml',
  'adopted-cluster.yaml',
  'custom-roles.yaml',
  'fleet.yaml',
  'two-teams.yaml',
].map((name) => (name === 'aks.yaml' ? name : `examples/${name}`));

interface Written {
  readonly node: Scalar;
  readonly line: number;
}

/** Every key and every text of a file. */
function writtenIn(content: string): Written[] {
  const lines = new LineCounter();
  const found: Written[] = [];
  visit(parseDocument(content, { lineCounter: lines }), {
    Scalar: (key, node) => {
      if (isScalar(node) && (typeof node.value === 'string' || key === 'key')) {
        found.push({ node, line: lines.linePos(node.range![0]).line });
      }
    },
  });
  return found;
}

/** What loading a file ends with when something else stands in the place of a text. */
function problemsWith(
  file: string,
  content: string,
  { node }: Written,
  text: string,
): readonly ConfigProblem[] {
  const [start, end] = node.range!;
  const changed = content.slice(0, start) + JSON.stringify(text) + content.slice(end);
  try {
    loadConfig(file, {}, (name) => (name === file ? Buffer.from(changed) : readFileSync(name)));
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) {
      throw error;
    }
    return error.problems;
  }
}

test.each(FILES)(
  'no text in %s becomes a reference: each is refused where it stands',
  (file) => {
    const content = readFileSync(file, 'utf8');
    const places = writtenIn(content);
    const taken = places.flatMap((written, index) =>
      // Each in many places, and some of them in every one.
      REFERENCES.filter((_, number) => number % 4 === index % 4)
        .filter(
          (text) => !problemsWith(file, content, written, text).some(({ line }) => line === written.line),
        )
        .map((text) => `${file}:${written.line}: ${text}`),
    );

    expect(places.length).toBeGreaterThan(10);
    expect(taken).toEqual([]);
  },
  60_000,
);

test('a marker that a placeholder makes is refused, too', () => {
  const note = "namespaces: [{ name: a, annotations: { note: 'x-8.371160993642712{environment}' } }]\n";

  expect(problemsOf(`${MINIMAL}environment: e298\n${note}`)).toEqual([
    'aks.yaml:9:46 namespaces[0].annotations.note: holds a marker of cdktf, which would be resolved to something else: write plain text',
  ]);
  expect(problemsOf(`${MINIMAL}environment: e29\n${note}`)).toEqual([]);
});

test('a number that stands for something else is refused', () => {
  expect(problemsOf(`${MINIMAL}silence: [-1.8881545897087626e+289]\n`)).toContain(
    'aks.yaml:8:11 silence[0]: holds a marker of cdktf, which would be resolved to something else: write plain text',
  );
});

test('text that only looks like a reference is left alone', () => {
  const { namespaces } = load(
    `${MINIMAL}namespaces: [{ name: a, annotations: { note: 'TfToken, 1e+5, -8e9, 50% and #{x}' } }]\n`,
  );
  expect(namespaces[0]!.annotations).toEqual({ note: 'TfToken, 1e+5, -8e9, 50% and #{x}' });
});

test.each([
  '  tags: { team: a, __proto__: x }\n',
  '  defaultNodePool: { labels: { __proto__: x } }\n',
  'namespaces: [{ name: a, labels: { __proto__: x } }]\n',
  'namespaces: [{ name: a, annotations: { "__proto__": { b: c } } }]\n',
  '__proto__: { roles: [] }\n',
])('a key that would get lost is refused: %s', (content) => {
  const [line, column] = [8, content.search(/"?__proto__/) + 1];

  expect(problemsOf(MINIMAL + content)).toContainEqual(
    expect.stringMatching(
      `^aks.yaml:${line}:${column} .*__proto__: is a key that would get lost: choose another$`,
    ),
  );
});

test('a key that is no text, and one that stands twice in whatever spelling, are refused', () => {
  expect(problemsOf(`${MINIMAL}  tags: { a: x, "\\x61": y }\n`)).toEqual([
    'aks.yaml:8:17: this key stands twice in one map: remove one of the two',
  ]);
  expect(problemsOf(`${MINIMAL}  tags: { &key a: x, *key : y }\n`)).toEqual([
    'aks.yaml:8:22: a key must be a text: write it out, without an alias, a list or a map',
  ]);
});

import { readFileSync } from 'node:fs';
import { isScalar, LineCounter, parseDocument, Scalar, visit } from 'yaml';
import { ConfigError, ConfigProblem, loadConfig } from '../../../app/config/load-config';
import { REFERENCES } from '../../../tools/fuzz/strange-texts';

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
    const taken = places.flatMap((written) =>
      REFERENCES.filter(
        (text) => !problemsWith(file, content, written, text).some(({ line }) => line === written.line),
      ).map((text) => `${file}:${written.line}: ${text}`),
    );

    expect(places.length).toBeGreaterThan(10);
    expect(taken).toEqual([]);
  },
  60_000,
);

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { App, Testing } from 'cdktf';
import { parse, stringify } from 'yaml';
import { ConfigError, defineStacks, loadConfig } from '../../app';
import { isBadInput } from '../../app/or-explain';
import { isMap } from '../../lib/shared/maps';
import { ConfigProblem } from '../../app/config';
import { isComparable, StackJson, synthesizedGrants, writtenGrants } from './grants';
import { Random } from './random';
import { KEYS_OF_JAVASCRIPT, REFERENCES } from './strange-texts';
import { Finding, kindOf, Target } from './target';
import { at, mutated, Path, pathsIn, put, smallerTrees, Tree } from './trees';

const ROOT = resolve(__dirname, '..', '..');
const FILE = 'aks.yaml';

/** Stands where secrets do, and must never be seen again. */
const SECRET = 'hunter2hunter2';
const SECRET_KEYS = [
  'password',
  'accessKey',
  'clientSecret',
  'sasToken',
  'connectionString',
  'secret',
  'token',
];
const URL_WITH_SECRET = `https://user:${SECRET}@example.com/state?code=${SECRET}`;

const VALUES: readonly Tree[] = [
  ...REFERENCES,
  ...KEYS_OF_JAVASCRIPT,
  URL_WITH_SECRET,
  '',
  ' ',
  '*',
  'x',
  'a-b',
  'a--b',
  'shop',
  'cluster-admin',
  'system:masters',
  'false',
  '{key}',
  '{environment}',
  '../../etc',
  '\u202ex',
  '\u001b[31mx',
  'x'.repeat(300),
  '1.30',
  0,
  -1,
  1.5,
  1e300,
  true,
  false,
  null,
  [],
  {},
  [null],
  [[]],
  ['x', 'x'],
  { x: 'x' },
  { key: null },
];

const NAMES: readonly string[] = [
  ...REFERENCES.slice(0, 4),
  ...KEYS_OF_JAVASCRIPT,
  ...SECRET_KEYS,
  'x',
  '<<',
  'name',
  'namespace',
  'namespaces',
  'Namespace',
  'users',
  'subjects',
  'import',
  'key',
  'mode',
  'environment',
  'clusters',
];

const BASES: readonly string[] = [
  join(ROOT, 'aks.yaml'),
  ...readdirSync(join(ROOT, 'examples'))
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => join(ROOT, 'examples', name)),
];

/** Shipped and example configurations with a few things changed, as text. */
export const configurations: Target<string> = {
  name: 'configuration',

  generate: (random) => {
    let tree = parse(readFileSync(random.of(BASES), 'utf8')) as Tree;
    for (let count = 1 + random.below(4); count > 0; count--) {
      tree = random.below(12) === 0 ? withSecret(tree, random) : mutated(tree, random, VALUES, NAMES);
    }
    const text = stringify(tree, { aliasDuplicateObjects: false });
    return random.below(6) === 0 ? withNoise(text, random) : text;
  },

  judge,

  *smaller(text) {
    const lines = text.split('\n');
    for (let size = Math.floor(lines.length / 2); size >= 1; size = Math.floor(size / 2)) {
      for (let start = 0; start < lines.length; start += size) {
        yield [...lines.slice(0, start), ...lines.slice(start + size)].join('\n');
      }
    }
    for (const tree of smallerTrees(readable(text))) {
      yield stringify(tree, { aliasDuplicateObjects: false });
    }
  },

  show: (text) => text,
};

function withSecret(tree: Tree, random: Random): Tree {
  const maps = pathsIn(tree).filter((path) => isMap(at(tree, path)));
  return maps.length > 0 ? put(tree, [...random.of(maps), random.of(SECRET_KEYS)], SECRET) : tree;
}

/** What a slip of the finger makes of a text. */
function withNoise(text: string, random: Random): string {
  const place = random.below(text.length);
  const lines = text.split('\n');
  const line = random.below(lines.length);
  switch (random.below(4)) {
    case 0:
      return text.slice(0, place) + text.slice(place + 1 + random.below(5));
    case 1:
      return (
        text.slice(0, place) +
        random.of([
          '\t',
          ':',
          '- ',
          '&a ',
          '*a',
          '"',
          "'",
          '{',
          ']',
          '#',
          '\0',
          '%',
          '---\n',
          '? ',
          '!!binary ',
        ]) +
        text.slice(place)
      );
    case 2:
      return [...lines.slice(0, line), lines[line], ...lines.slice(line)].join('\n');
    default:
      return text.slice(0, place);
  }
}

function readable(text: string): Tree {
  try {
    return parse(text, { logLevel: 'error' }) as Tree;
  } catch {
    return undefined;
  }
}

function judge(text: string): Finding | undefined {
  const outdir = mkdtempSync(join(tmpdir(), 'fuzz-'));
  try {
    return judgedIn(outdir, text);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

function judgedIn(outdir: string, text: string): Finding | undefined {
  try {
    const config = loadConfig(FILE, {}, (name) => (name === FILE ? Buffer.from(text) : readFileSync(name)));
    const app = Testing.stubVersion(new App({ outdir, stackTraces: false }));
    defineStacks(app, config);
    app.synth();
  } catch (error) {
    return readdirSync(outdir, { recursive: true }).some((name) => String(name).endsWith('.json'))
      ? { kind: 'half-written output', detail: String(error) }
      : judgedError(error, readable(text));
  }
  return judgedOutput(readStacks(outdir), readable(text));
}

function judgedError(error: unknown, tree: Tree): Finding | undefined {
  if (!isBadInput(error)) {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { kind: kindOf(error), detail };
  }
  const { message } = error;
  const isPlaced =
    error instanceof ConfigError
      ? error.problems.every((problem) => isLocated(problem))
      : /\(at '.+'\)|^\s+\[.+\]/m.test(message);
  if (!isPlaced) {
    return { kind: 'error without a place', detail: message };
  }
  if (message.includes(SECRET) && isSecretWhereItStands(tree)) {
    return { kind: 'secret printed', detail: message };
  }
  return undefined;
}

/** What is wrong with the file as a whole, and with variables, has no line. */
function isLocated({ file, line, message }: ConfigProblem): boolean {
  return line !== undefined || file !== FILE || /^the (file|aliases) /.test(message);
}

/** Whether the secret stands only where it can be known to be one. */
function isSecretWhereItStands(tree: Tree): boolean {
  return placesOfSecret(tree).every(
    (path) =>
      at(tree, path) === URL_WITH_SECRET ||
      (path[0] === 'state' && SECRET_KEYS.includes(String(path.at(-1)))),
  );
}

function placesOfSecret(tree: Tree): Path[] {
  return pathsIn(tree).filter((path) => {
    const value = at(tree, path);
    return typeof value === 'string' && value.includes(SECRET);
  });
}

interface WrittenStack {
  readonly json: string;
  readonly parsed: StackJson;
}

function readStacks(outdir: string): WrittenStack[] {
  return readdirSync(join(outdir, 'stacks')).map((stack) => {
    const json = readFileSync(join(outdir, 'stacks', stack, 'cdk.tf.json'), 'utf8');
    return { json, parsed: JSON.parse(json) as StackJson };
  });
}

function judgedOutput(stacks: readonly WrittenStack[], tree: Tree): Finding | undefined {
  const texts = pathsIn(tree).flatMap((path) =>
    [at(tree, path), path.at(-1)].filter((one) => typeof one === 'string'),
  );
  const reference = texts.find((text) => /[$%]\{|TfToken\[/.test(text));
  const marker = stacks.find(({ json }) => json.includes('TfToken'));
  if (reference !== undefined || marker) {
    return { kind: 'a text that became a reference', detail: reference ?? marker!.json };
  }
  // Elsewhere, what looks like an address may be a name.
  const isOfState = placesOfSecret(tree).every(([section]) => section === 'state');
  if (stacks.some(({ json }) => json.includes(SECRET)) && isOfState) {
    return { kind: 'secret in the output', detail: stacks.map(({ json }) => json).join('\n') };
  }

  const config = tree as Record<string, unknown>;
  if (!isComparable(config)) {
    return undefined;
  }
  const [written, synthesized] = [
    writtenGrants(config),
    synthesizedGrants(stacks.map(({ parsed }) => parsed)),
  ];
  const wrong = [
    ...[...synthesized].filter((one) => !written.has(one)).map((one) => `not written: ${one}`),
    ...[...written].filter((one) => !synthesized.has(one)).map((one) => `lost: ${one}`),
  ];
  return wrong.length > 0 ? { kind: 'another grant than written', detail: wrong.join('\n') } : undefined;
}

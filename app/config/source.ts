import { readFileSync, statSync } from 'node:fs';
import {
  Document,
  LineCounter,
  Node,
  Pair,
  Scalar,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  parseDocument,
  visit,
} from 'yaml';
import { systemWords } from '../system-error';
import { ConfigNode, KeyPath, Position } from './node';
import { ConfigError, ConfigProblem } from './problems/config-error';

/** Gives the bytes of a file; throws as the file system does. */
export type ReadFile = (file: string) => Buffer;

export interface ReadOptions {
  /** @default - from the file system */
  readonly readFile?: ReadFile;

  /** What names the file, for messages: AKS_CONFIG, or the key of another file. */
  readonly namedBy?: 'AKS_CONFIG' | 'extends' | 'rulesFile';
}

/** What begins a comment in JSON for editors, and none in YAML. */
const OTHER_COMMENT = /^\/[/*]/;

/** A wildcard for URLs, which begins like a comment. */
const ANY_URL = '/*';

/** A YAML file whose values can be traced back to lines and columns. */
export class ConfigSource {
  /** Reads a file; throws a ConfigError when it is not one YAML document that holds a map. */
  static read(
    file: string,
    { readFile = readFileSync, namedBy = 'AKS_CONFIG' }: ReadOptions = {},
  ): ConfigSource {
    return new ConfigSource(file, readText(file, readFile, namedBy), namedBy);
  }

  /** The map that the file holds. */
  readonly root: ConfigNode;

  private readonly document: Document.Parsed;
  private readonly lines = new LineCounter();

  private constructor(
    readonly file: string,
    text: string,
    private readonly namedBy: NonNullable<ReadOptions['namedBy']>,
  ) {
    this.document = parseDocument(text, {
      lineCounter: this.lines,
      merge: true,
      // Pretty errors quote the source, which may hold a secret.
      prettyErrors: false,
      stringKeys: true,
    });
    this.refuseOtherComments(text);
    this.refuseSyntaxErrors();
    this.refuseOtherThanMap();
    this.refuseTemplates();
    this.refuseOtherMerges();
    this.refuseEndlessAliases();
    this.root = this.toNode(this.document.contents, [], []);
  }

  /** The content as plain JavaScript. */
  get content(): unknown {
    return this.root.plain;
  }

  private positionAt(offset: number): Position {
    const { line, col } = this.lines.linePos(offset);
    return { line, column: col };
  }

  /** What is a comment in JSON for editors is text in YAML, which gives errors elsewhere, or a key. */
  private refuseOtherComments(text: string): void {
    const problems = otherComments(this.document, text).map(({ offset, mark }) => ({
      file: this.file,
      ...this.positionAt(offset),
      message: `'${mark}' begins no comment here: write '#', or remove it`,
    }));
    if (problems.length > 0) {
      throw new ConfigError(problems);
    }
  }

  private refuseSyntaxErrors(): void {
    const problems = [...this.document.errors, ...this.document.warnings].map((error) => ({
      file: this.file,
      ...this.positionAt(error.pos[0]),
      message: syntaxMessage(error.code, error.message),
    }));
    if (problems.length > 0) {
      throw new ConfigError(problems);
    }
  }

  private refuseOtherThanMap(): void {
    const { contents } = this.document;
    if (contents === null || (isScalar(contents) && contents.value === null)) {
      throw ConfigError.of({
        file: this.file,
        message:
          this.namedBy !== 'AKS_CONFIG'
            ? 'the file is empty: give it a key, or remove this one'
            : 'the file is empty: it needs at least aad and cluster',
      });
    }
    if (!isMap(contents)) {
      const kind = isSeq(contents) ? 'a list' : 'a single value';
      throw ConfigError.of({
        file: this.file,
        ...this.positionAt(contents.range?.[0] ?? 0),
        message: `the file holds ${kind}: it must be a map of keys such as aad and cluster`,
      });
    }
  }

  /** Terraform would evaluate them: a configuration from somebody else could read files of the machine that deploys. */
  private refuseTemplates(): void {
    const problems: ConfigProblem[] = [];

    visit(this.document, {
      Scalar: (_, { value, range }) => {
        const template = typeof value === 'string' && /[$%]\{/.exec(value);
        if (template) {
          problems.push({
            file: this.file,
            ...this.positionAt(range?.[0] ?? 0),
            message: `'${template[0]}' begins a Terraform expression, which does not work here: remove it`,
          });
        }
      },
    });
    if (problems.length > 0) {
      throw new ConfigError(problems);
    }
  }

  /** What `<<` merges in is a map, an alias of one, or a list of these. */
  private refuseOtherMerges(): void {
    const isMergeable = (node: unknown): boolean => isMap(node) || isAlias(node);
    const problems: ConfigProblem[] = [];

    visit(this.document, {
      Pair: (_, { key, value }) => {
        const isMerge = isScalar(key) && key.value === '<<' && key.type === Scalar.PLAIN;
        if (isMerge && !isMergeable(value) && !(isSeq(value) && value.items.every(isMergeable))) {
          problems.push({
            file: this.file,
            ...this.positionAt(key.range?.[0] ?? 0),
            message: "'<<' merges a map in: give it one, or an alias of one",
          });
        }
      },
    });
    if (problems.length > 0) {
      throw new ConfigError(problems);
    }
  }

  private refuseEndlessAliases(): void {
    try {
      this.document.toJS();
    } catch (error) {
      // Aliases that stand for one another without end.
      const message = `the aliases cannot be resolved: ${(error as Error).message}`;
      throw ConfigError.of({ file: this.file, message });
    }
  }

  /** `around` holds the maps and lists that the node is in. */
  private toNode(written: Node | null, path: KeyPath, around: readonly Node[], key?: Node): ConfigNode {
    const node = this.resolve(written, around);
    const start = startingNode(written ?? undefined) ?? key ?? written;
    const at = (offset = 0): Position => this.positionAt(offset);
    const origin = {
      file: this.file,
      path,
      key: at((key ?? written)?.range?.[0]),
      value: at(start?.range?.[0]),
    };

    if (isMap(node)) {
      return new ConfigNode(origin, { entries: this.entriesOf(node.items, path, [...around, node]) });
    }
    if (isSeq(node)) {
      const items = node.items.map((item, index) =>
        this.toNode(item as Node, [...path, index], [...around, node]),
      );
      return new ConfigNode(origin, { items });
    }
    const { value = null, source } = isScalar(node) ? node : {};
    return new ConfigNode(origin, { scalar: { value, written: source } });
  }

  /** What stands in the map itself goes before what `<<` merges in. */
  private entriesOf(pairs: Pair[], path: KeyPath, around: readonly Node[]): Map<string, ConfigNode> {
    const entries = new Map<string, ConfigNode>();

    for (const pair of pairs) {
      const name = keyOf(pair);
      if (name === '<<') {
        for (const [key, node] of this.mergedIn(pair.value as Node, path, around)) {
          if (!entries.has(key)) {
            entries.set(key, node);
          }
        }
      } else {
        entries.set(name, this.toNode(pair.value as Node | null, [...path, name], around, pair.key as Node));
      }
    }
    return entries;
  }

  private mergedIn(written: Node, path: KeyPath, around: readonly Node[]): (readonly [string, ConfigNode])[] {
    const merged = this.resolve(written, around);
    const sources = isSeq(merged) ? (merged.items as Node[]) : [merged];

    return sources.flatMap((source) => {
      const node = this.resolve(source ?? null, around);
      return isMap(node) ? [...this.entriesOf(node.items, path, [...around, node])] : [];
    });
  }

  private resolve(node: Node | null, around: readonly Node[]): Node | undefined {
    const resolved = isAlias(node) ? node.resolve(this.document) : (node ?? undefined);
    if (isAlias(node) && resolved && around.includes(resolved)) {
      throw ConfigError.of({
        file: this.file,
        ...this.positionAt(node.range?.[0] ?? 0),
        message: `the alias *${node.source} stands for what it is a part of: write the value out`,
      });
    }
    return resolved;
  }
}

function keyOf({ key }: Pair): string {
  return String(isScalar(key) ? (key.source ?? key.value) : key);
}

/** The node to point at; none for an empty value and for maps and lists below their key, where the key is clearer. */
function startingNode(node: Node | undefined): Node | undefined {
  const isEmpty = isScalar(node) && node.value === null && !node.source;
  const isBlock = (isMap(node) || isSeq(node)) && !node.flow;
  return isEmpty || isBlock ? undefined : node;
}

/** Where comments of another language stand: before keys, items and the file's only value, and where the parser gave up. */
function otherComments(document: Document.Parsed, text: string): { offset: number; mark: string }[] {
  const starts = document.errors.flatMap(({ pos: [offset] }) => [offset, lineStart(text, offset)]);
  visit(document, {
    Scalar: (place, { type, value, range }) => {
      if (range && type === Scalar.PLAIN && place !== 'value' && value !== ANY_URL) {
        starts.push(range[0]);
      }
    },
  });

  return [...new Set(starts)]
    .map((offset) => ({ offset, mark: text.slice(offset, offset + 2) }))
    .filter(({ mark }) => OTHER_COMMENT.test(mark))
    .sort((a, b) => a.offset - b.offset);
}

/** Where the line begins, behind what indents it. */
function lineStart(text: string, offset: number): number {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return start + text.slice(start).search(/[^ \t]|$/);
}

function syntaxMessage(code: string, message: string): string {
  switch (code) {
    case 'DUPLICATE_KEY':
      return 'this key stands twice in one map: remove one of the two';
    case 'MULTIPLE_DOCS':
      return "a second document starts here: keep one, with no '---' after it";
    case 'TAB_AS_INDENT':
      return 'a tab indents this line: YAML takes spaces only';
    case 'NON_STRING_KEY':
      return 'a key must be a text: write it out, without an alias, a list or a map';
    default:
      // Behind a colon, the parser may quote the source.
      return `not valid YAML: ${message.split(': ')[0]}`;
  }
}

function readText(file: string, readFile: ReadFile, namedBy: NonNullable<ReadOptions['namedBy']>): string {
  const fail = (message: string): ConfigError => ConfigError.of({ file, message });

  if (isDevice(file)) {
    throw fail(`this is a device: name a file ${placeOf(namedBy)}`);
  }
  let bytes: Buffer;
  try {
    bytes = readFile(file);
  } catch (error) {
    throw fail(unreadable(error, namedBy));
  }

  const text = textOf(bytes);
  if (text === undefined) {
    throw fail('the file is not UTF-8 text: save it as UTF-8');
  }
  return text;
}

/** Whether a path leads to a device such as /dev/zero, which has no end. Pipes, such as `<(…)` of a shell, are files here. */
export function isDevice(file: string): boolean {
  try {
    return statSync(file).isCharacterDevice();
  } catch {
    // Who reads it says why not.
    return false;
  }
}

/** Bytes as UTF-8, without a byte order mark; undefined for another encoding, such as UTF-16, in which zeros stand between letters. */
export function textOf(bytes: Buffer): string | undefined {
  try {
    return bytes.includes(0) ? undefined : new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function placeOf(namedBy: string): string {
  return `${namedBy === 'AKS_CONFIG' ? 'with --config or' : 'in'} ${namedBy}`;
}

function unreadable(error: unknown, namedBy: string): string {
  const place = placeOf(namedBy);
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOENT':
      return `there is no such file: create it, or name another one ${place}`;
    case 'EISDIR':
      return `this is a directory: name a file ${place}`;
    default:
      return `the file cannot be read: ${systemWords(error)}`;
  }
}

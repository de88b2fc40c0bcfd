import { readFileSync } from 'node:fs';
import {
  Document,
  LineCounter,
  Node,
  Pair,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  parseDocument,
  visit,
} from 'yaml';
import { ConfigError, ConfigProblem } from './config-problems';

export type KeyPath = readonly PropertyKey[];

export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A place in the file: the key and the value found there, as far as the file goes. */
interface Place {
  readonly key?: Node;
  readonly value?: Node;
}

/** A YAML file whose values can be traced back to lines and columns. */
export class ConfigSource {
  /** Reads a file; throws a ConfigError when it is not one YAML document that holds a map. */
  static read(file: string): ConfigSource {
    return new ConfigSource(file, readText(file));
  }

  /** The content as plain JavaScript. */
  readonly content: unknown;

  private readonly document: Document.Parsed;
  private readonly lines = new LineCounter();

  private constructor(
    readonly file: string,
    text: string,
  ) {
    this.document = parseDocument(text, {
      lineCounter: this.lines,
      merge: true,
      // Pretty errors quote the source, which may hold a secret.
      prettyErrors: false,
      stringKeys: true,
    });
    this.refuseSyntaxErrors();
    this.refuseOtherThanMap();
    this.refuseTemplates();
    this.content = this.toContent();
  }

  /** Where a value or its key stands, or else the nearest thing around it. */
  positionOf(path: KeyPath, part: 'key' | 'value'): Position {
    const place = this.find(path);
    const start = part === 'value' ? startingNode(place?.value) : undefined;
    const node = start ?? place?.key ?? place?.value;
    if (node?.range) {
      return this.positionAt(node.range[0]);
    }
    return path.length > 0 ? this.positionOf(path.slice(0, -1), 'key') : { line: 1, column: 1 };
  }

  /** A scalar as it is written in the file: `1.30`, where its value is the number 1.3. */
  writtenAs(path: KeyPath): string | undefined {
    const value = this.resolve(this.find(path)?.value);
    return isScalar(value) ? value.source : undefined;
  }

  private positionAt(offset: number): Position {
    const { line, col } = this.lines.linePos(offset);
    return { line, column: col };
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
        message: 'the file is empty: it needs at least aad and cluster',
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
            message: `'${template[0]}' begins a Terraform expression, which has no meaning here: remove it`,
          });
        }
      },
    });
    if (problems.length > 0) {
      throw new ConfigError(problems);
    }
  }

  private toContent(): unknown {
    try {
      return this.document.toJS();
    } catch (error) {
      // Aliases that stand for one another without end.
      const message = `the aliases cannot be resolved: ${(error as Error).message}`;
      throw ConfigError.of({ file: this.file, message });
    }
  }

  private find(path: KeyPath): Place | undefined {
    let place: Place | undefined = { value: this.document.contents as Node };
    for (const segment of path) {
      place = this.step(place?.value, segment);
    }
    return place;
  }

  private step(parent: Node | undefined, segment: PropertyKey): Place | undefined {
    const node = this.resolve(parent);
    if (isSeq(node)) {
      const value = node.items[Number(segment)] as Node | undefined;
      return value && { value };
    }
    if (!isMap(node)) {
      return undefined;
    }

    const pair = node.items.find((item) => keyOf(item) === segment);
    if (pair) {
      return { key: pair.key as Node, value: (pair.value as Node | null) ?? undefined };
    }
    return this.stepIntoMerged(node.items, segment);
  }

  /** Looks a key up in the maps that `<<` merges in. */
  private stepIntoMerged(items: Pair[], segment: PropertyKey): Place | undefined {
    const merges = items
      .filter((item) => keyOf(item) === '<<')
      .map((item) => this.resolve(item.value as Node));
    const sources = merges.flatMap((merged) => (isSeq(merged) ? (merged.items as Node[]) : [merged]));
    for (const source of sources) {
      const place = this.step(source, segment);
      if (place) {
        return place;
      }
    }
    return undefined;
  }

  private resolve(node: Node | undefined): Node | undefined {
    return isAlias(node) ? node.resolve(this.document) : node;
  }
}

function keyOf(item: unknown): unknown {
  return isPair(item) && isScalar(item.key) ? (item.key.source ?? item.key.value) : undefined;
}

/** The node to point at; none for an empty value and for maps and lists below their key, where the key is clearer. */
function startingNode(node: Node | undefined): Node | undefined {
  const isEmpty = isScalar(node) && node.value === null && !node.source;
  const isBlock = (isMap(node) || isSeq(node)) && !node.flow;
  return isEmpty || isBlock ? undefined : node;
}

function syntaxMessage(code: string, message: string): string {
  switch (code) {
    case 'DUPLICATE_KEY':
      return 'this key stands twice in one map: remove one of the two';
    case 'MULTIPLE_DOCS':
      return "a second document starts here: keep one, without a '---' after it";
    case 'TAB_AS_INDENT':
      return 'a tab indents this line: YAML takes spaces only';
    default:
      // Behind a colon, the parser may quote the source.
      return `not valid YAML: ${message.split(': ')[0]}`;
  }
}

function readText(file: string): string {
  const fail = (message: string): ConfigError => ConfigError.of({ file, message });

  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw fail(unreadable(error as NodeJS.ErrnoException));
  }

  try {
    // Also drops a byte order mark.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw fail('the file is not UTF-8 text: save it as UTF-8');
  }
}

function unreadable({ code, message }: NodeJS.ErrnoException): string {
  switch (code) {
    case 'ENOENT':
      return 'there is no such file: create it, or name another one in AKS_CONFIG';
    case 'EISDIR':
      return 'this is a directory: name a file in AKS_CONFIG';
    default:
      return `the file cannot be read: ${message}`;
  }
}

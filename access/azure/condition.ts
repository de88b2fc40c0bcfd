import { DATA_ACTION_PREFIX, matchesDataAction, shortDataAction } from '../../lib/shared/aks-data-actions';

/** Whether a condition holds; undefined where what is written here does not know. */
export type Verdict = boolean | undefined;

/** A request as far as a condition can ask about it. */
export interface ConditionRequest {
  /** Without what all begin with. */
  readonly action: string;

  /** Of custom resources: values of attributes, with `undefined` for any that the condition does not name. */
  readonly customResource?: { readonly group?: string; readonly kind?: string };
}

/** A condition that has been read. */
export interface Condition {
  readonly holds: (request: ConditionRequest) => Verdict;

  /** API groups and resources that it names. */
  readonly groups: readonly string[];
  readonly kinds: readonly string[];
}

const ATTRIBUTE = `${DATA_ACTION_PREFIX}customResources:`;

/** Words of the language: texts, attributes, signs, names with perhaps a colon. */
const TOKEN = /\s*('(?:\\.|[^'\\])*'|@\w+\[[^\]]*\]|&&|\|\||[!(){},]|[\w:.-]+)/y;

type Node = (request: ConditionRequest) => Verdict;

/**
 * Reads a condition of version 2.0.
 *
 * Known are `ActionMatches`, `AND`, `OR`, `!`, parentheses, and comparisons of the group and the kind of custom resources with
 * texts. Anything else in it has no verdict, and what cannot be read at all has none anywhere.
 *
 * @see https://learn.microsoft.com/azure/role-based-access-control/conditions-format
 */
export function readCondition(text: string): Condition {
  const reader = new Reader(text);
  try {
    return { holds: reader.all(), groups: [...reader.groups], kinds: [...reader.kinds] };
  } catch (error) {
    if (error instanceof Unreadable) {
      return { holds: () => undefined, groups: [], kinds: [] };
    }
    throw error;
  }
}

class Unreadable extends Error {}

class Reader {
  readonly groups = new Set<string>();
  readonly kinds = new Set<string>();
  private readonly tokens: string[] = [];
  private at = 0;

  constructor(text: string) {
    TOKEN.lastIndex = 0;
    const end = text.trimEnd().length;
    while (TOKEN.lastIndex < end) {
      const match = TOKEN.exec(text);
      if (!match) {
        this.tokens.push('');
        break;
      }
      this.tokens.push(match[1]!);
    }
  }

  all(): Node {
    const node = this.expression();
    if (this.peek() !== undefined) {
      throw new Unreadable();
    }
    return node;
  }

  /** Operands of one operator: which of two binds closer is nowhere relied on. */
  private expression(): Node {
    const operands = [this.operand()];
    const first = this.operator();
    for (let next = first; next !== undefined; next = this.operator()) {
      if (next !== first) {
        throw new Unreadable();
      }
      this.at += 1;
      operands.push(this.operand());
    }
    return first === 'OR' ? (request) => anyOf(operands, request) : (request) => allOf(operands, request);
  }

  private operator(): 'AND' | 'OR' | undefined {
    const word = this.peek()?.toUpperCase();
    return word === 'AND' || word === '&&' ? 'AND' : word === 'OR' || word === '||' ? 'OR' : undefined;
  }

  private operand(): Node {
    const word = this.next();
    if (word === '!' || word.toUpperCase() === 'NOT') {
      const node = this.operand();
      return (request) => negated(node(request));
    }
    if (word === '(') {
      const node = this.expression();
      this.expect(')');
      return node;
    }
    if (/^(Sub)?OperationMatches$|^ActionMatches$/i.test(word)) {
      this.expect('{');
      const pattern = shortDataAction(textOf(this.next()));
      this.expect('}');
      return word.toLowerCase() === 'actionmatches'
        ? ({ action }) => matchesDataAction(pattern, action)
        : unknown;
    }
    if (word.toLowerCase() === 'exists') {
      this.next();
      return unknown;
    }
    return this.comparison(word);
  }

  private comparison(left: string): Node {
    const operator = this.next();
    if (!/^[A-Za-z]\w*(:\w+)?$/.test(operator)) {
      throw new Unreadable();
    }
    const values = this.values();
    const attribute = /^@Request\[(.*)\]$/i.exec(left)?.[1] ?? '';
    const [, sign] = /^(?:ForAnyOfAnyValues:)?String(Not)?Equals(?:IgnoreCase)?$/i.exec(operator) ?? [
      '',
      null,
    ];
    const name =
      attribute === `${ATTRIBUTE}group` ? 'group' : attribute === `${ATTRIBUTE}kind` ? 'kind' : undefined;
    if (
      name === undefined ||
      sign === null ||
      values === undefined ||
      (sign !== undefined && values.length > 1)
    ) {
      return unknown;
    }
    // Groups and plurals are in lower case in Kubernetes. A value with another one is equal only where case is ignored.
    const wanted = values.map((value) => (/IgnoreCase$/i.test(operator) ? value.toLowerCase() : value));
    wanted.forEach((value) => (name === 'group' ? this.groups : this.kinds).add(value));
    return ({ customResource }) => {
      if (customResource === undefined) {
        return undefined;
      }
      const isEqual = wanted.includes(customResource[name] ?? '');
      return sign === undefined ? isEqual : !isEqual;
    };
  }

  /** The texts on the right; undefined of anything else. */
  private values(): string[] | undefined {
    if (this.peek() !== '{') {
      const value = this.next();
      return value.startsWith("'") ? [textOf(value)] : undefined;
    }
    this.expect('{');
    const values: string[] = [];
    for (let value = this.next(); ; value = this.next()) {
      values.push(value);
      if (this.peek() !== ',') {
        break;
      }
      this.expect(',');
    }
    this.expect('}');
    return values.every((value) => value.startsWith("'")) ? values.map(textOf) : undefined;
  }

  private peek(): string | undefined {
    return this.tokens[this.at];
  }

  private next(): string {
    const token = this.tokens[this.at];
    if (!token) {
      throw new Unreadable();
    }
    this.at += 1;
    return token;
  }

  private expect(sign: string): void {
    if (this.next() !== sign) {
      throw new Unreadable();
    }
  }
}

const unknown: Node = () => undefined;

function textOf(token: string): string {
  if (!token.startsWith("'")) {
    throw new Unreadable();
  }
  return token.slice(1, -1).replace(/\\(.)/g, '$1');
}

function negated(verdict: Verdict): Verdict {
  return verdict === undefined ? undefined : !verdict;
}

function anyOf(nodes: readonly Node[], request: ConditionRequest): Verdict {
  const verdicts = nodes.map((node) => node(request));
  return verdicts.includes(true) ? true : verdicts.includes(undefined) ? undefined : false;
}

function allOf(nodes: readonly Node[], request: ConditionRequest): Verdict {
  const verdicts = nodes.map((node) => node(request));
  return verdicts.includes(false) ? false : verdicts.includes(undefined) ? undefined : true;
}

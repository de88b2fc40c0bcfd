import type { z } from 'zod';
import { ENTRY_KEYS, isEntry } from '../fleet-entries';
import { ConfigNode, formatPath, KeyPath, Position } from '../node';
import { closeTo } from '../../../lib/shared/close-to';
import { ConfigProblem, withoutCredentials } from './config-error';
import { KeyPlaces } from './key-places';
import { section } from '../rules/section';
import { credentialKeyProblem, credentialProblem, holdsCredentials } from '../../state/credentials';

type Issue = z.core.$ZodIssue;
type RawIssue = z.core.$ZodRawIssue;

/** How rules speak of another entry of a list. */
const LIST_ENTRY = /\b(access|azureRoles|namespaces|roles)\[(\d+)\]/g;

/**
 * Turns what the schema finds into problems with a place in the file.
 *
 * Use: pass `error` to the parse, then `problems()` the issues.
 */
export class IssueReporter {
  /** The keys that a map may have, for each map with an unknown one. */
  private readonly allowedKeys = new Map<string, string[]>();

  /** What is checked: the content of a file, or of several that are merged; and where else its keys may belong. */
  constructor(
    private readonly root: ConfigNode,
    private readonly places?: KeyPlaces,
  ) {}

  /** States the rule behind issues for which the schema itself states none. */
  readonly error = (issue: RawIssue): string | undefined => {
    switch (issue.code) {
      case 'unrecognized_keys':
        this.allowedKeys.set(formatPath(issue.path ?? []), keysOf(issue.inst));
        return undefined;
      case 'invalid_value':
        return useOneOf(issue.values, issue.input);
      case 'invalid_union':
        return useOneOf(
          (issue.options as unknown[] | undefined) ?? [],
          inputAt(issue.input, issue.discriminator),
        );
      case 'invalid_type':
        return expectation(issue.expected, issue.input);
      default:
        return undefined;
    }
  };

  /** In the order of the file. */
  problems(issues: readonly Issue[]): ConfigProblem[] {
    return withoutConsequences(issues)
      .flatMap((issue) =>
        issue.code === 'unrecognized_keys' ? this.unknownKeys(issue) : [this.problem(issue)],
      )
      .sort((a, b) => a.line! - b.line! || a.column! - b.column!);
  }

  private problem(issue: Issue): ConfigProblem {
    // A wrong name of a tag stands where the key is.
    const part = issue.code === 'invalid_key' ? 'key' : 'value';
    return { ...this.placeOf(issue.path, part), message: this.describe(issue) };
  }

  private unknownKeys(issue: z.core.$ZodIssueUnrecognizedKeys): ConfigProblem[] {
    const allowed = this.allowedKeys.get(formatPath(issue.path)) ?? [];
    return issue.keys.map((key) => {
      const path = [...issue.path, key];
      const isOfEntry = isEntry(this.root.locate(path).node.origin.path.slice(0, -1));
      return {
        ...this.placeOf(path, 'key'),
        message:
          this.credentialKey(issue.path, key) ??
          unknownKey(
            key,
            isOfEntry ? [...allowed, ...ENTRY_KEYS] : allowed,
            this.places?.of(key, issue.path),
          ),
      };
    });
  }

  /** Where a value or its key was written, or else the nearest thing around it; the key is as it is called there. */
  placeOf(path: KeyPath, part: 'key' | 'value'): Omit<ConfigProblem, 'message'> {
    const { node, rest } = this.root.locate(path);
    const position: Position = node.origin[rest.length > 0 ? 'key' : part];

    return { file: node.origin.file, ...position, key: formatPath([...node.origin.path, ...rest]) };
  }

  /** Entries of lists that are put together by the names they have where they were written. */
  private asWritten(message: string): string {
    return message.replace(LIST_ENTRY, (_, list: string, index: string) =>
      formatPath(this.root.locate([list, Number(index)]).node.origin.path),
    );
  }

  private writtenAs(path: KeyPath): string | undefined {
    const { node, rest } = this.root.locate(path);
    return rest.length > 0 ? undefined : node.scalar?.written;
  }

  /** A credential is refused under whatever name it comes. */
  private credentialKey([top]: KeyPath, key: string): string | undefined {
    return top === 'state' ? credentialKeyProblem(key, this.state) : undefined;
  }

  private get state(): unknown {
    return section(this.root.plain).state;
  }

  private describe(issue: Issue): string {
    const value = receivedValue(issue);

    if (issue.code === 'custom') {
      return this.asWritten(issue.message);
    }
    if (value === undefined) {
      return 'is missing, and it is required';
    }
    if (value === null) {
      return 'is empty: give it a value or remove the key';
    }
    if (typeof value === 'string' && holdsCredentials(value)) {
      return credentialProblem(issue.path[0] === 'state' ? this.state : undefined, value);
    }
    if (issue.code === 'invalid_key') {
      return `the name is not valid: ${issue.issues[0]?.message ?? issue.message}`;
    }
    if (expectsText(issue) && (typeof value === 'number' || typeof value === 'boolean')) {
      return this.describeUnquoted(issue.path, value);
    }
    const placeholder = placeholderIn(value);
    if (placeholder) {
      return `${placeholder} is read as a map: put the text in quotes, "${placeholder}"`;
    }
    return `${this.show(issue.path, value)} is not valid: ${issue.message}`;
  }

  /** YAML reads 1.30 as the number 1.3, and true as a truth value. */
  private describeUnquoted(path: KeyPath, value: number | boolean): string {
    const written = this.writtenAs(path) ?? String(value);
    const kind = typeof value === 'number' ? 'number' : 'truth value';
    if (isSecretPath(path)) {
      return `the value is read as a ${kind}: put it in quotes`;
    }

    if (path.at(-1) === 'import' && typeof value === 'boolean') {
      return `${written} is not valid: give the ID of what is taken over, which cannot be derived from anything else`;
    }

    const reading = written === String(value) ? `a ${kind}` : `the ${kind} ${value}`;
    return `${written} is read as ${reading}: put it in quotes, "${written}"`;
  }

  private show(path: KeyPath, value: unknown): string {
    if (isSecretPath(path)) {
      return 'the value';
    }
    if (Array.isArray(value)) {
      return `a list of ${value.length}`;
    }
    if (typeof value === 'string') {
      return quote(value);
    }
    return typeof value === 'number' || typeof value === 'boolean'
      ? (this.writtenAs(path) ?? String(value))
      : 'a map';
  }
}

/**
 * What is of another kind or form is told as that: what else is wrong with it follows, and so does what rules between keys find
 * wrong with a value that is out of bounds by itself.
 */
function withoutConsequences(issues: readonly Issue[]): Issue[] {
  const paths = (codes: readonly string[]): PropertyKey[][] =>
    issues.filter(({ code }) => codes.includes(code)).map(({ path }) => path);
  const otherKind = paths(['invalid_type']);
  const strange = [...otherKind, ...paths(['invalid_format'])];
  const outOfBounds = paths(['too_small', 'too_big', 'invalid_union', 'not_multiple_of']);
  const isAround = (around: PropertyKey[], path: PropertyKey[]): boolean =>
    around.every((segment, index) => segment === path[index]);
  const isSame = (one: PropertyKey[], other: PropertyKey[]): boolean =>
    one.length === other.length && isAround(one, other);

  return issues.filter(({ code, path }) =>
    code === 'custom'
      ? !strange.some((one) => isAround(one, path)) && !outOfBounds.some((one) => isSame(one, path))
      : code === 'invalid_type' || !otherKind.some((one) => isSame(one, path)),
  );
}

/** Quotes a value on one line, long ones shortened, without what may be a credential in a URL. */
export function quote(value: string): string {
  const harmless = withoutCredentials(value);
  const shown = harmless.length > 80 ? `${harmless.slice(0, 77)}...` : harmless;
  return `'${shown.replace(/\r?\n/g, '\\n')}'`;
}

/** Whether the last key with a name sounds as if its value must not be shown. */
function isSecretPath(path: KeyPath): boolean {
  const name = path.filter((segment) => typeof segment === 'string').pop() ?? '';
  return /password|secret|token|key/i.test(name);
}

function receivedValue(issue: Issue): unknown {
  return issue.code === 'invalid_union' ? inputAt(issue.input, issue.discriminator) : issue.input;
}

/** YAML reads `{environment}` without quotes as a map with one key. */
function placeholderIn(value: unknown): string | undefined {
  const [entry, ...others] = Object.entries(typeof value === 'object' && value !== null ? value : {});
  const isOne =
    entry && others.length === 0 && ['environment', 'key'].includes(entry[0]) && entry[1] === null;
  return isOne ? `{${entry[0]}}` : undefined;
}

/** What decides which of several maps is meant; the schema asks for it in maps only. */
function inputAt(input: unknown, key: unknown): unknown {
  return typeof key === 'string' ? (input as Record<string, unknown>)[key] : input;
}

/** Choices that look like numbers, such as zones, are texts too. */
function expectsText(issue: Issue): boolean {
  return (
    (issue.code === 'invalid_type' && issue.expected === 'string') ||
    (issue.code === 'invalid_value' && issue.values.every((choice) => typeof choice === 'string'))
  );
}

function expectation(expected: string, input: unknown): string {
  switch (expected) {
    case 'boolean':
      return 'use true or false, without quotes';
    case 'array':
      return typeof input === 'string' ? 'use a list, [ … ] or one line each with a dash' : 'use a list';
    case 'number':
      return typeof input === 'string' ? 'use a number, without quotes' : 'use a number';
    case 'object':
    case 'record':
      return 'use a map of keys';
    default:
      return 'use a text';
  }
}

function useOneOf(choices: readonly unknown[], input: unknown): string {
  const names = choices.filter((choice) => choice !== undefined).map(String);
  const guess = typeof input === 'string' ? closeTo(input, names) : undefined;
  const rule = `use ${names.join(', ').replace(/, ([^,]*)$/, ' or $1')}`;
  return guess ? `${rule} (did you mean '${guess}'?)` : rule;
}

function unknownKey(key: string, allowed: readonly string[], elsewhere: string | undefined): string {
  const guess = closeTo(key, allowed);
  const question = guess ? `, did you mean '${guess}'?` : ';';
  const place = elsewhere ? ` ${elsewhere};` : '';
  return `unknown key${question}${place} allowed here: ${allowed.join(', ')}`;
}

function keysOf(schema: unknown): string[] {
  const shape = (schema as z.ZodObject | undefined)?.shape;
  return shape ? Object.keys(shape) : [];
}

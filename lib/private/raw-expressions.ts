import { IResolvable, ref, Token, Tokenization } from 'cdktf';
import { isMadeCollection, TEXT_MARKER } from '../shared/references';

/** What `Token.asAny()` makes of anything that is no token yet, such as `'${data.x.y.id}'`. */
const RawValue = Token.asAny('').constructor;

const references = new WeakMap<IResolvable, IResolvable>();

/**
 * The same value with references in the place of expressions that a program has written out, as
 * `Token.asString(Token.asAny('${data.x.y.id}'))` does: cdktf leaves their `${…}` also where they become arguments of a
 * function, which Terraform cannot read.
 */
export function withReferences(value: unknown): unknown {
  if (typeof value === 'string') {
    return value.includes('${')
      ? value.replace(TEXT_MARKER, (marker) => otherForm(marker, (token) => Token.asString(token)))
      : value;
  }
  if (typeof value === 'number') {
    // In a calculation, an operator of the expression must not bind less than that around it.
    return Token.isUnresolved(value) ? otherForm(value, (token) => Token.asNumber(token), '(', ')') : value;
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  if (Tokenization.isResolvable(value)) {
    return referenceOf(value, '', '') ?? value;
  }
  return isMadeCollection(value) ? otherCollection(value) : value;
}

/** A list of texts or a map; numbers in a list are in no place of the library. */
function otherCollection(value: object): object {
  const [first] = Object.values(value) as unknown[];
  const isList: boolean = Array.isArray(value);
  if (typeof first !== 'string') {
    return isList ? value : otherForm(value, (token) => Token.asAnyMap(token));
  }
  return otherForm(value, (token) => (isList ? Token.asList(token) : Token.asStringMap(token)));
}

function otherForm<T>(form: T, formOf: (token: IResolvable) => T, before = '', after = ''): T {
  const [token, ...others] = Tokenization.reverse(form);
  const reference = token && others.length === 0 ? referenceOf(token, before, after) : undefined;
  return reference === undefined ? form : formOf(reference);
}

function referenceOf(token: IResolvable, before: string, after: string): IResolvable | undefined {
  const known = references.get(token);
  const expression = known ? undefined : expressionOf(token);
  if (expression === undefined) {
    return known;
  }
  const reference = ref(/^[\w.[\]]+$/.test(expression) ? expression : `${before}${expression}${after}`);
  references.set(token, reference);
  return reference;
}

/** What is between the braces of a token that is nothing but one expression. */
function expressionOf(token: IResolvable): string | undefined {
  // It is its value, whatever the context.
  const value: unknown = token.constructor === RawValue ? token.resolve(undefined as never) : undefined;
  if (typeof value !== 'string' || !value.startsWith('${') || end(value) !== value.length - 1) {
    return undefined;
  }
  return value.slice(2, -1);
}

/** Where the expression that a text begins with ends. */
function end(text: string): number {
  let depth = 0;
  for (let index = 0; index < text.length; index++) {
    depth += text[index] === '{' ? 1 : text[index] === '}' ? -1 : 0;
    if (depth === 0 && text[index] === '}') {
      return index;
    }
  }
  return -1;
}

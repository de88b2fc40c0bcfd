import { IResolvable, Token, Tokenization } from 'cdktf';

/** What begins an expression or a directive in a text, which Terraform evaluates. */
const TEMPLATE = /[$%]\{/;

/** What begins every marker of cdktf: `${TfToken[…]}` for a text, `#{…}` in a list, `&{…}` as the key of a map. */
const MARKER = 'TfToken[';

/** A marker of cdktf in a text. */
export const TEXT_MARKER = /\$\{TfToken\[[a-zA-Z0-9:._-]+\]\}/g;

/** Where cdktf looks for numbers that stand for something else. The look behind spares a long run of digits. */
const NUMBERS = /(?<![-|\d.+])[-|\d.+]+e[-|\d.eE+]+/g;

/** What cdktf gives the values of a map that is not known yet. */
const VALUES_OF_MAPS: readonly unknown[] = [
  Token.STRING_MAP_TOKEN_VALUE,
  Token.ANY_MAP_TOKEN_VALUE,
  Token.NUMBER_MAP_TOKEN_VALUE,
];

/** In words, as a marker shown would be taken for one. */
export const A_MARKER = 'a marker of cdktf';

/** Without any of this, a text is no reference; most have none of it. Numbers that stand for something are negative. */
const SUSPICIOUS = /\{|-[\d.]+e|TfToken| Token Value$/;

/**
 * What in a text cdktf or Terraform would put something else in the place of, such as `'%{'`; undefined when nothing is. The
 * text is somebody's input, so that even what stands for something is refused.
 */
export function referenceIn(text: string): string | undefined {
  if (!SUSPICIOUS.test(text)) {
    return undefined;
  }
  if (text.includes(MARKER) || VALUES_OF_MAPS.includes(text) || numbersIn(text).some(isNumberMarker)) {
    return A_MARKER;
  }
  const [template] = TEMPLATE.exec(text) ?? [];
  return template && `'${template}'`;
}

/** Whether cdktf takes a number for something else. */
export function isNumberMarker(number: number): boolean {
  return Token.isUnresolved(number) || Token.isUnresolved([number]) || VALUES_OF_MAPS.includes(number);
}

/** The same of a text in a program, in which the tokens that it has made itself are what they should be. */
export function strangeReferenceIn(text: string): string | undefined {
  if (!SUSPICIOUS.test(text)) {
    return undefined;
  }
  const withoutTokens = text
    .replace(TEXT_MARKER, (marker) => (isMade(marker, asText) ? '' : marker))
    .replace(NUMBERS, (number) => (isMadeNumber(parseFloat(number)) ? '' : number));

  return referenceIn(withoutTokens);
}

/** Whether a number stands for a token that the program has made. */
export function isMadeNumber(number: number): boolean {
  return isMade(number, (token) => Token.asNumber(token));
}

/** Whether a list or a map is a token that the program has made. */
export function isMadeCollection(value: object): boolean {
  if (!Array.isArray(value)) {
    return isMade(value, (token) => Token.asAnyMap(token), firstKey);
  }
  return typeof value[0] === 'number'
    ? isMade(value as number[], (token) => Token.asNumberList(token), firstEntry, reverseNumbers)
    : isMade(value as unknown[], (token) => Token.asList(token), firstEntry);
}

/**
 * Looks the token up and asks what it looks like, which cdktf remembers. A marker of another form, as that of a list made of
 * the one of a text, is nothing that the program has made.
 */
function isMade<T>(
  value: T,
  formOf: (token: IResolvable) => T,
  part: (form: T) => unknown = itself,
  reverse: (form: T) => unknown[] = (form) => Tokenization.reverse(form),
): boolean {
  try {
    const [token, ...others] = reverse(value) as IResolvable[];
    return token !== undefined && others.length === 0 && part(formOf(token)) === part(value);
  } catch {
    // There is no token of this number.
    return false;
  }
}

const asText = (token: IResolvable): string => Token.asString(token);
const itself = (form: unknown): unknown => form;
const reverseNumbers = (list: number[]): unknown[] => [Tokenization.reverseNumberList(list)];
const firstEntry = ([entry]: readonly unknown[]): unknown => entry;
const firstKey = (map: object): unknown => Object.keys(map)[0];

function numbersIn(text: string): number[] {
  return Array.from(text.matchAll(NUMBERS), ([number]) => parseFloat(number));
}

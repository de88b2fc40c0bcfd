import { Fn, Token } from 'cdktf';
import { isLiteral } from './guards';

type Texts = { [key: string]: string };

/** A map with more entries, which cdktf could not add to one that is a token. */
export function withEntries(map: Texts | undefined, entries: Texts): Texts {
  return map === undefined || isLiteral(map)
    ? { ...map, ...entries }
    : Token.asStringMap(Fn.merge([map, entries]));
}

/** A list of cdktf's form, also where a function of cdktf has returned a token of another form for `any`. */
export function asList<T extends readonly string[]>(list: T): T | string[] {
  return Array.isArray(list) ? list : Token.asList(list);
}

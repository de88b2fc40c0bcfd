import { Construct } from 'constructs';
import { isLiteral, requirePattern } from '../private/guards';

/** A key of a label or annotation, or how keys begin, with a `*` behind it. */
export const IGNORED_KEY = /^([A-Za-z0-9]([-A-Za-z0-9_./]*[A-Za-z0-9])?|([A-Za-z0-9][-A-Za-z0-9_./]*)?\*)$/;

export const IGNORED_KEY_RULE =
  "use a key, such as 'istio.io/rev', or how keys begin and a '*', such as 'argocd.argoproj.io/*'; it is not a regular expression";

/** Refuses what is no key; returns the regular expressions that the kubernetes provider takes in place of keys. */
export function ignoredKeys(
  prop: string,
  keys: string[] | undefined,
  scope: Construct,
): string[] | undefined {
  if (!isLiteral(keys)) {
    return keys;
  }
  keys.forEach((key, i) => requirePattern(`${prop}[${i}]`, key, IGNORED_KEY, IGNORED_KEY_RULE, scope));

  return keys.map((key) => (isLiteral(key) ? expressionFor(key) : key));
}

function expressionFor(key: string): string {
  const escaped = key.replace(/\*$/, '').replaceAll('.', '\\.');
  return key.endsWith('*') ? `^${escaped}` : `^${escaped}$`;
}

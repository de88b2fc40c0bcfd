import { Construct } from 'constructs';
import { isLiteral, requirePattern } from '../private/guards';
import { IGNORED_KEY, IGNORED_KEY_RULE } from './ignored-key-pattern';

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

import { Token } from 'cdktf';
import { IConstruct } from 'constructs';
import { ValidationError } from '../shared/errors';
import { isUuid } from '../shared/uuid';
import { requireKind } from './kind-check';

/**
 * Whether a value is known at synth, and no token.
 *
 * Every check asks this first; anything else is left to Terraform.
 */
export function isLiteral<T>(value: T | undefined): value is T {
  const isExpression = typeof value === 'string' && value.includes('${');
  return value !== undefined && !isExpression && !Token.isUnresolved(value);
}

/** Refuses what Terraform would have to tell, where the construct itself must read it. */
export function requireKnown(prop: string, value: unknown, scope?: IConstruct): void {
  const isToken = (one: unknown): boolean => Token.isUnresolved(one);
  if (isToken(value) || (Array.isArray(value) && value.some(isToken))) {
    throw new ValidationError(`${prop} must be known at synth: write it out`, scope);
  }
}

/** The items of a list that are known at synth; refuses an item that is missing. */
export function literalItems(prop: string, list: string[] | undefined, scope?: IConstruct): string[] {
  if (!isLiteral(list)) {
    return [];
  }
  if (!Array.isArray(list)) {
    throw new ValidationError(`${prop} must be a list, received a value of type ${typeof list}`, scope);
  }
  list.forEach((item, index) => requireText(`${prop}[${index}]`, item, scope));

  return list.filter(isLiteral);
}

/**
 * Refuses a key that is there and empty, where leaving it out means everything: a variable that is not set must not widen
 * what is granted. Languages that cannot tell the two apart, as Python with `None`, leave the key out.
 *
 * @param props the props as they were given, not checked yet
 * @param keys each key, and what leaving it out means, such as 'the whole cluster'
 */
export function requireFilled(
  props: object | undefined,
  keys: Readonly<Record<string, string>>,
  scope?: IConstruct,
  place = '',
): void {
  for (const [key, everything] of Object.entries(keys)) {
    if (typeof props !== 'object' || props === null || !(key in props)) {
      continue;
    }
    const value = (props as Record<string, unknown>)[key];
    const isBlank = typeof value === 'string' && value.trim() === '';
    if (value === undefined || value === null || isBlank || (Array.isArray(value) && value.length === 0)) {
      throw new ValidationError(
        `${place}${key} is there and is ${JSON.stringify(value)}: give it a value, or leave the key out for ${everything}`,
        scope,
      );
    }
  }
}

/** Refuses a required text that is missing, and a value of another type, which only a compiler keeps out. */
export function requireText(prop: string, value: unknown, scope?: IConstruct): void {
  requireKind('string', prop, value, scope);
}

/** Refuses a literal that is no string. */
function requireString(prop: string, value: unknown, scope?: IConstruct): void {
  if (isLiteral(value) && typeof value !== 'string') {
    const received =
      value === null ? 'null' : Array.isArray(value) ? 'a list' : `a value of type ${typeof value}`;
    throw new ValidationError(`${prop} must be a string, received ${received}`, scope);
  }
}

/** Refuses a literal string that does not match, saying what it should have been. */
export function requirePattern(
  prop: string,
  value: string | undefined,
  pattern: RegExp,
  rule: string,
  scope?: IConstruct,
): void {
  requireString(prop, value, scope);
  if (isLiteral(value) && !pattern.test(value)) {
    throw new ValidationError(`${prop} '${value}' is not valid: ${rule}`, scope);
  }
}

/** Refuses a literal number that is not a whole number within the bounds. */
export function requireInteger(
  prop: string,
  value: number | undefined,
  min: number,
  max: number,
  scope?: IConstruct,
): void {
  if (isLiteral(value) && (!Number.isInteger(value) || value < min || value > max)) {
    throw new ValidationError(
      `${prop} ${value} is not valid: use a whole number from ${min} to ${max}`,
      scope,
    );
  }
}

/**
 * Refuses a literal that is not a UUID.
 *
 * `kind` says which of Azure AD's many GUIDs is wanted, such as 'the object ID of a group'.
 */
export function requireUuid(prop: string, value: string | undefined, kind: string, scope?: IConstruct): void {
  requireString(prop, value, scope);
  const problem = uuidProblem(prop, value, kind);
  if (problem !== undefined) {
    throw new ValidationError(problem, scope);
  }
}

/** What is wrong with a literal that should be a UUID; undefined when nothing is. */
export function uuidProblem(prop: string, value: string | undefined, kind: string): string | undefined {
  if (!isLiteral(value) || isUuid(value)) {
    return undefined;
  }

  // azuread's `id` of a directory object is a path; the bare GUID is what Azure and Kubernetes want.
  const path = /^\/[a-zA-Z]+\/([0-9a-f-]{36})$/i.exec(value);
  const fix = path
    ? `pass '${path[1]}' (the attribute object_id, not id)`
    : 'a UUID has the form 00000000-0000-0000-0000-000000000000';
  return `${prop} '${value}' is not ${kind}: ${fix}`;
}

/** Refuses a secret that is written out; the message does not repeat it. */
export function requireSecretReference(prop: string, value: string | undefined, scope?: IConstruct): void {
  // Text around a token is as readable as text without one.
  const isReference =
    value === undefined || (Token.isUnresolved(value) && /^(\$\{TfToken\[[^\]]+\]\})*$/.test(String(value)));
  if (!isReference) {
    throw new ValidationError(
      `${prop} is a literal and would be readable in the synthesised JSON: pass a reference, such as the value of a TerraformVariable with 'sensitive: true'`,
      scope,
    );
  }
}

/** Refuses a literal that is not a DNS label, the form of a Kubernetes namespace (RFC 1123). */
export function requireDnsLabel(prop: string, value: string | undefined, scope?: IConstruct): void {
  requirePattern(
    prop,
    value,
    /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
    'use 1 to 63 lowercase letters, digits and hyphens, starting and ending with a letter or digit',
    scope,
  );
}

/** Refuses a literal that is not a path segment, the form of the names of Kubernetes roles and bindings. */
export function requirePathSegment(prop: string, value: string | undefined, scope?: IConstruct): void {
  requirePattern(
    prop,
    value,
    /^(?!\.{1,2}$)[^/%]+$/,
    "use at least one character, neither '/' nor '%', and neither '.' nor '..' alone",
    scope,
  );
}

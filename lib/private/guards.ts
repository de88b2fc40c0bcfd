import { Token } from 'cdktf';
import { IConstruct } from 'constructs';
import { ValidationError } from './errors';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * Whether a value is known at synth.
 *
 * Every check asks this first: a token passes and is left to Terraform.
 */
export function isLiteral<T>(value: T | undefined): value is T {
  return value !== undefined && !Token.isUnresolved(value);
}

/** Refuses a literal string that does not match, saying what it should have been. */
export function requirePattern(
  prop: string,
  value: string | undefined,
  pattern: RegExp,
  rule: string,
  scope?: IConstruct,
): void {
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
  if (!isLiteral(value) || UUID.test(value)) {
    return;
  }

  // azuread's `id` of a directory object is a path; the bare GUID is what Azure and Kubernetes want.
  const path = /^\/[a-zA-Z]+\/([0-9a-f-]{36})$/i.exec(value);
  const fix = path
    ? `pass '${path[1]}' (the attribute object_id, not id)`
    : 'a UUID has the form 00000000-0000-0000-0000-000000000000';
  throw new ValidationError(`${prop} '${value}' is not ${kind}: ${fix}`, scope);
}

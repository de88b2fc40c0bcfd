import { canonicalId } from '../../lib/shared/canonical-ids';
import { isList, isObject, State, Value } from '../../rehearsal/protocol/values';
import { AzureObject } from './azure-object';

/** An ARM ID that azurerm parses when it reads it, and so has in its own case; others are as Azure has them. */
export function armIdIn(object: AzureObject | undefined, name: string): string | null {
  const id = object?.text(name);
  return id === undefined ? null : canonicalId(id);
}

/** A block that is there when Azure has the object. */
export function blockOf(block: State | undefined): Value {
  return block ? [block] : [];
}

/** A block that is there when something in it is. */
export function compact(block: State | undefined): Value {
  return block && !isEmpty(block) ? [block] : [];
}

/** Nothing, and what an unset value is to the SDK of providers. */
export function isEmpty(value: Value | undefined): boolean {
  if (isList(value)) {
    return value.every(isEmpty);
  }
  if (isObject(value)) {
    return Object.values(value).every(isEmpty);
  }
  return value === null || value === undefined || value === '' || value === false || value === 0;
}

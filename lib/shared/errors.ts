import { IConstruct } from 'constructs';
import { UnsafeSetting } from '../unsafe-setting';
import { visible } from './visible';

/**
 * Input that can never deploy.
 *
 * Message form: the prop, the value received, the rule or the fix; the construct path is appended. It is one line, in which
 * everything is seen.
 */
export class ValidationError extends Error {
  constructor(message: string, scope?: IConstruct) {
    super(visible(scope ? `${message} (at '${scope.node.path}')` : message));
    this.name = 'ValidationError';
  }
}

/** Refuses a setting that would deploy, or that a later service might take, unless it is explicitly allowed. */
export function refuseUnsafe(
  setting: UnsafeSetting,
  allowed: readonly UnsafeSetting[] | undefined,
  message: string,
  scope?: IConstruct,
): void {
  if (!allowed?.includes(setting)) {
    throw new ValidationError(`${message} [${setting}]`, scope);
  }
}

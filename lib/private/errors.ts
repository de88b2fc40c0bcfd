import { IConstruct } from 'constructs';

/**
 * Input that can never deploy.
 *
 * Message form: the prop, the value received, the rule or the fix; the construct path is appended.
 */
export class ValidationError extends Error {
  constructor(message: string, scope?: IConstruct) {
    super(scope ? `${message} (at '${scope.node.path}')` : message);
    this.name = 'ValidationError';
  }
}

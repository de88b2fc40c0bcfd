import { TerraformStack, Testing } from 'cdktf';
import { Construct } from 'constructs';
import { ValidationError } from '../../../lib/shared/errors';

export const stack = new TerraformStack(Testing.app(), 'test');
export const scope = new Construct(stack, 'Here');

/** As plain JavaScript calls it. */
export const untyped = (value: unknown): never => value as never;

/** The message of what is refused; undefined when nothing is. */
export function refusal(check: () => void): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (error instanceof ValidationError) {
      return error.message;
    }
    throw error;
  }
}

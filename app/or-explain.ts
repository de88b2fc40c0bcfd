import { ValidationError } from '../lib/shared/errors';
import { ConfigError } from './config/problems/config-error';
import { fullDiskWords } from './system-error';
import { printable } from '../lib/shared/visible';

/** How cdktf begins the error in which it gathers what `node.addValidation` found. */
const VALIDATION_FAILED = /^(App-level validation|Validation) failed/;

/**
 * Runs the app; on bad input, or a full disk, prints what is wrong and ends with exit code 1.
 *
 * Any other error is a defect of this project and keeps its stack trace.
 */
export function orExplain(run: () => void): void {
  try {
    run();
  } catch (error) {
    const text = fullDiskWords(error) ?? (isBadInput(error) ? error.message : undefined);
    if (text === undefined) {
      throw error;
    }
    process.stderr.write(`${printable(text)}\n`);
    process.exitCode = 1;
  }
}

/** Whether the message alone tells the user what to change. */
export function isBadInput(error: unknown): error is Error {
  return (
    error instanceof ConfigError ||
    error instanceof ValidationError ||
    (error instanceof Error && VALIDATION_FAILED.test(error.message))
  );
}

import { CommandFailed } from '../access/command-failed';
import { fullDiskWords, isSystemError, systemWords } from '../app/system-error';
import { isBadInput } from '../app/or-explain';

/** Set it to see where in the code a command failed. */
const DEBUG = 'AKS_DEBUG';

/**
 * What people are told when a command fails: never a stack trace, unless they ask for one.
 *
 * @param error whatever was thrown
 */
export function failureText(error: unknown): string {
  if (!(error instanceof Error)) {
    return String(error);
  }
  if (process.env[DEBUG]) {
    return error.stack ?? error.message;
  }
  if (isSystemError(error) && error.path !== undefined && !error.syscall?.startsWith('spawn')) {
    const fix = error.syscall === 'mkdtemp' ? ': set TMPDIR to a folder that can be written to' : '';
    return `${error.path}: ${systemWords(error)}${fix}`;
  }
  return isToldInFull(error)
    ? (fullDiskWords(error) ?? error.message)
    : `${error.message || error.name}\nThis is a bug. Please report it, with what the command prints when ${DEBUG}=1 is set.`;
}

/** Whether the message alone tells the user what to change. */
export function isToldInFull(error: Error): boolean {
  return error instanceof CommandFailed || isBadInput(error) || isSystemError(error);
}

import { tmpdir } from 'node:os';

/** What the system says of a file, without its code and the call: `no such file or directory`; of any other error its message. */
export function systemWords(error: unknown): string {
  const { message } = error as Error;
  return !isSystemError(error) ? message : message.replace(/^[A-Z]+: /, '').replace(/, \w+( '[^]*')?$/, '');
}

/** What to do about a full disk that a call has met which does not name its file; undefined for any other error. */
export function fullDiskWords(error: unknown): string | undefined {
  const isFull = isSystemError(error) && ['ENOSPC', 'EDQUOT'].includes(error.code ?? '');

  return isFull && error.path === undefined
    ? `${systemWords(error)}: make room in ${process.cwd()}, or in ${tmpdir()}, where temporary files are`
    : undefined;
}

/** Whether the system refused something. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && (error as NodeJS.ErrnoException).syscall !== undefined;
}

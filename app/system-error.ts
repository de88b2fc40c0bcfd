/** What the system says of a file, without its code and the call: `no such file or directory`; of any other error its message. */
export function systemWords(error: unknown): string {
  const { message } = error as Error;
  return !isSystemError(error) ? message : message.replace(/^[A-Z]+: /, '').replace(/, \w+( '[^]*')?$/, '');
}

/** Whether the system refused something. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && (error as NodeJS.ErrnoException).syscall !== undefined;
}

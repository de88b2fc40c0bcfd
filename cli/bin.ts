#!/usr/bin/env node
import { fail, main, unwritable } from './main';
import { endProgress } from './progress';

const args = process.argv.slice(2);
let isLost = false;

// The terminal or the `head` that reads along may be gone; Terraform must end in order all the same. Anything else has lost the result.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE' && error.code !== 'EIO' && !isLost) {
    isLost = true;
    process.exitCode = unwritable(error);
  }
});
process.stderr.on('error', () => undefined);
process.on('uncaughtException', (error) => {
  process.exitCode = fail(error, args);
  process.exit();
});
// What is synthesised lies in a folder for temporary files, which is gone before a signal gets here: Node.js asks between two steps only.
// Commands that have something to end in order listen themselves.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  const end = (): void => {
    if (process.listenerCount(signal) === 1) {
      endProgress();
      process.off(signal, end);
      process.kill(process.pid, signal);
    }
  };
  process.on(signal, end);
}

void main(args).then((code) => {
  process.exitCode = isLost ? process.exitCode : code;
});

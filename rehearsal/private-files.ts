import { chmodSync, mkdirSync, statSync } from 'node:fs';

const OTHERS = 0o077;

/** Makes a folder that nobody but its owner may look into. One that others may look into becomes such a folder. */
export function privateFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if ((statSync(folder).mode & OTHERS) !== 0) {
    chmodSync(folder, 0o700);
  }
}

/** Runs something whose new files are their owner's alone, and so are those of the processes that it starts. */
export function withPrivateFiles<T>(run: () => T): T {
  const before = process.umask(OTHERS);
  try {
    return run();
  } finally {
    process.umask(before);
  }
}

import { chmodSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { CommandFailed } from '../access/command-failed';
import { systemWords } from '../app/system-error';
import { basename, dirname, join } from 'node:path';

/** Writes a file so that nobody ever sees half of it; one that is there keeps its mode, unless one is given, and what links to it stays a link. */
export function writeAtomically(file: string, text: string, mode?: number): void {
  const found = statSync(file, { throwIfNoEntry: false });
  const target = found ? realpathSync(file) : file;
  // A device or a pipe stays one.
  const isSpecial = found !== undefined && !found.isFile() && !found.isDirectory();
  const beside = join(dirname(target), `.${basename(target)}.${process.pid}`);
  try {
    if (isSpecial) {
      writeFileSync(target, text);
      return;
    }
    const kept = mode ?? (found ? found.mode & 0o777 : undefined);
    writeFileSync(beside, text, { flag: 'wx', mode: kept });
    // The umask has taken away what others could do with the file that is there.
    if (kept !== undefined) {
      chmodSync(beside, kept);
    }
    renameSync(beside, target);
  } catch (error) {
    rmSync(beside, { force: true });
    throw new CommandFailed(`${file} cannot be written: ${systemWords(error)}`);
  }
}

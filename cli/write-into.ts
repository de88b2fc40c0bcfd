import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommandFailed } from '../access/command-failed';

/** Writes files into the folder that `--output` names, which is made when it is not there; returns their paths. */
export function writeInto(
  folder: string,
  files: readonly (readonly [name: string, text: string])[],
): string[] {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === false) {
    throw new CommandFailed(`--output ${folder}: this is a file, which stays as it is; name a folder`);
  }
  mkdirSync(folder, { recursive: true });

  return files.map(([name, text]) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  });
}

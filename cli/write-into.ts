import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CommandFailed } from '../access/command-failed';
import { systemWords } from '../app/system-error';
import { writeAtomically } from './write-atomically';

/** Writes files into the folder that `--output` names, which is made when it is not there; returns their paths. */
export function writeInto(
  folder: string,
  files: readonly (readonly [name: string, text: string])[],
): string[] {
  if (existsSync(folder) && !statSync(folder).isDirectory()) {
    throw new CommandFailed(`--output ${folder}: this is a file, which stays as it is; name a folder`);
  }
  attempt(`--output ${folder}: the folder cannot be made`, () => makeFolder(folder));

  return files.map(([name, text]) => {
    const path = join(folder, name);
    writeAtomically(path, text);
    return path;
  });
}

/** Says what cannot be done to which file, in the place of the error of the system. */
function attempt(problem: string, act: () => void): void {
  try {
    act();
  } catch (error) {
    throw new CommandFailed(`${problem}: ${systemWords(error)}`);
  }
}

/** Step by step: `recursive` of Node.js never ends where a folder is there and takes none, such as /proc. */
function makeFolder(folder: string): void {
  const parent = dirname(folder);
  if (parent !== folder && !existsSync(parent)) {
    makeFolder(parent);
  }
  if (!existsSync(folder)) {
    mkdirSync(folder);
  }
}

import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { systemWords } from '../../app/system-error';

/** A folder that cannot become a project, for a reason that the message tells in full. */
export class FolderRefused extends Error {}

/** What may lie in a folder that counts as empty: a repository that has just been made or cloned. */
const NOT_IN_THE_WAY = ['.git'];

const MOST_NAMED = 5;

/**
 * Writes files into a folder that is new or empty: all of them, or none.
 *
 * Throws a FolderRefused that names what is in the way. The files are written aside and then moved, so that a full disk
 * leaves nothing behind.
 */
export function writeNewFolder(folder: string, files: Readonly<Record<string, string>>): void {
  const target = resolve(folder);
  refuseUnlessEmpty(folder, target);

  try {
    if (existsSync(target)) {
      moveInto(target, files);
    } else {
      moveTo(target, files);
    }
  } catch (error) {
    throw new FolderRefused(`${folder} cannot be written: ${systemWords(error)}`, { cause: error });
  }
}

/** Throws a FolderRefused that names what is in the way. */
export function refuseUnlessEmpty(folder: string, target = resolve(folder)): void {
  const stats = statOf(folder, target);
  if (stats && !stats.isDirectory()) {
    throw new FolderRefused(`${folder} is a file: name a folder that is new or empty`);
  }
  const inTheWay = stats ? entriesOf(folder, target).filter((name) => !NOT_IN_THE_WAY.includes(name)) : [];
  if (inTheWay.length > 0) {
    const named = inTheWay.slice(0, MOST_NAMED).join(', ');
    const others = inTheWay.length > MOST_NAMED ? ` and ${inTheWay.length - MOST_NAMED} more` : '';
    throw new FolderRefused(
      `${folder} is not empty, ${named}${others} ${inTheWay.length === 1 ? 'is' : 'are'} in the way: name a folder that is new or empty`,
    );
  }
}

function statOf(folder: string, target: string): ReturnType<typeof statSync> {
  try {
    return statSync(target, { throwIfNoEntry: false });
  } catch (error) {
    // A part of the path is a file, or may not be looked into.
    throw new FolderRefused(`${folder} cannot be used: ${systemWords(error)}`, { cause: error });
  }
}

function entriesOf(folder: string, target: string): string[] {
  try {
    return readdirSync(target).sort();
  } catch (error) {
    throw new FolderRefused(`${folder} cannot be read: ${systemWords(error)}`, { cause: error });
  }
}

/** A folder that is not there comes into being as a whole. */
function moveTo(target: string, files: Readonly<Record<string, string>>): void {
  const parent = dirname(target);
  const madeParent = mkdirSync(parent, { recursive: true });
  let aside: string | undefined;
  try {
    aside = mkdtempSync(join(parent, '.cdktf-aks-aad-'));
    const made = join(aside, 'project');
    writeFiles(made, files);
    renameSync(made, target);
  } catch (error) {
    remove(madeParent);
    throw error;
  } finally {
    remove(aside);
  }
}

/** The folder itself must stay: it may be the one that a shell is in. */
function moveInto(target: string, files: Readonly<Record<string, string>>): void {
  const aside = mkdtempSync(join(target, '.cdktf-aks-aad-'));
  const moved: string[] = [];
  try {
    writeFiles(aside, files);
    for (const name of readdirSync(aside)) {
      renameSync(join(aside, name), join(target, name));
      moved.push(join(target, name));
    }
  } catch (error) {
    moved.forEach(remove);
    throw error;
  } finally {
    remove(aside);
  }
}

function remove(path: string | undefined): void {
  if (path !== undefined) {
    rmSync(path, { recursive: true, force: true });
  }
}

function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

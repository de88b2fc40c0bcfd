import { Dirent, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

/** Bounds of a search that must stay cheap wherever the configuration lies, a home directory included. */
const MAX_FOLDERS = 200;
const MAX_FILES = 300;
const MAX_DEPTH = 5;
const MAX_BYTES = 256 * 1024;

/** Folders of tools, which hold no configurations, and may be large. */
const SKIPPED = /^(\..*|node_modules|cdktf\.out|dist(-[\w-]+)?|coverage|vendor|venv)$/;

/** A key at the beginning of a line without which a file is no configuration. */
const LOOKS_LIKE_OURS = /^["']?(aad|cluster|clusters|extends)["']?\s*:/m;

/**
 * Other YAML files that may be configurations of this app: beside the file and its bases and below, and in the folder of
 * cdktf.json if the file is below it.
 */
export function neighbouringConfigurations(file: string, bases: readonly string[] = []): string[] {
  const folders = [file, ...bases].map((one) => dirname(resolve(one)));
  const isBelow = !relative('.', folders[0]!).startsWith('..');
  const own = realPath(file);

  const found = new Map<string, string>();
  for (const path of yamlFiles(isBelow ? [...folders, resolve('.')] : folders)) {
    const real = realPath(path);
    if (real !== own && !found.has(real) && looksLikeOurs(real)) {
      found.set(real, shown(path));
    }
  }
  return [...found.values()].sort();
}

/** As short as it can be told. */
function shown(path: string): string {
  const fromHere = relative('.', path);
  return fromHere.startsWith('..') ? path : fromHere;
}

/** Breadth first, so that what is near is found before the search ends. */
function yamlFiles(roots: readonly string[]): string[] {
  const queue = [...new Set(roots)].map((folder) => ({ folder, depth: 0 }));
  const seen = new Set<string>();
  const files: string[] = [];

  for (let next = queue.shift(); next; next = queue.shift()) {
    const { folder, depth } = next;
    if (seen.has(folder)) {
      continue;
    }
    if (seen.size >= MAX_FOLDERS || files.length >= MAX_FILES) {
      break;
    }
    seen.add(folder);

    for (const entry of entriesOf(folder)) {
      const path = join(folder, entry.name);
      if (entry.isDirectory() && depth < MAX_DEPTH && !SKIPPED.test(entry.name)) {
        queue.push({ folder: path, depth: depth + 1 });
      } else if (/\.ya?ml$/i.test(entry.name) && !entry.isDirectory()) {
        files.push(path);
      }
    }
  }
  return files;
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    // A folder that may not be read holds nothing that this deployment could be mixed up with.
    return [];
  }
}

function looksLikeOurs(file: string): boolean {
  try {
    const stats = statSync(file);
    // What is read of a device or a pipe may have no end.
    return stats.isFile() && stats.size <= MAX_BYTES && LOOKS_LIKE_OURS.test(readFileSync(file, 'utf8'));
  } catch {
    return false;
  }
}

/** One file may have several names. */
function realPath(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return resolve(file);
  }
}

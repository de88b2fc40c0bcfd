import {
  closeSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { CommandFailed } from '../../access/command-failed';
import { movePackageJson } from './package-json';
import { inWordsOfCdktn, nameInCdktn } from '../frameworks';
import { systemWords } from '../../app/system-error';

/** A file as it is, and as it would be. */
export interface Change {
  readonly file: string;
  readonly before: string;
  readonly after: string;
}

export interface Move {
  readonly changes: readonly Change[];
  readonly notes: readonly string[];
}

const SOURCE = /(?<!\.d)\.[cm]?[jt]sx?$/;

/** Configurations, pipelines, scripts and pages, which call commands and name files of packages. */
const TEXT = /\.(ya?ml|sh|md)$/;

/** The one folder with a dot whose files are a project's own, of those that are looked into. */
const PIPELINES = '.github';

/** Written by tools, or of other packages. */
const LEFT_ALONE = ['node_modules', 'cdktf.out', 'dist'];

/** What is imported or required, by whatever syntax. */
const SPECIFIER = /(\b(?:from|import|require\(|import\()\s*)(['"])((?:@cdktf\/provider-|cdktf)[^'"]*)\2/g;

/** What would be changed in a project; nothing in one that has been moved. */
export function planMove(folder: string): Move {
  const file = 'package.json';
  const before = read(folder, file);
  if (before === undefined) {
    throw new CommandFailed(
      'there is no package.json in this folder: run the command in the folder of a cdktf project in TypeScript or JavaScript',
    );
  }
  const { text: after, notes } = movePackageJson(before);
  const sources = sourcesIn(folder).map((source) => {
    const text = readFileSync(join(folder, source), 'utf8');
    const after = SOURCE.test(source) ? withImportsOfCdktn(text) : inWordsOfCdktn(text);
    return { file: source, before: text, after };
  });
  const changes = [{ file, before, after }, ...sources].filter((one) => one.after !== one.before);
  const regenerate =
    changes.length > 0 && hasGenerated(folder)
      ? [".gen is of cdktf: write it anew with 'npx cdktn get'"]
      : [];
  return { changes, notes: [...notes, ...regenerate] };
}

function withImportsOfCdktn(source: string): string {
  return source.replace(SPECIFIER, (_, keyword: string, quote: string, specifier: string) => {
    const [, name, path] = /^((?:@[^/]+\/)?[^/]+)(.*)$/.exec(specifier)!;
    return `${keyword}${quote}${nameInCdktn(name!)}${path}${quote}`;
  });
}

/** All files, or none: each is written aside first, and what has been put into place goes back when one cannot be. */
export function carryOut(folder: string, changes: readonly Change[]): void {
  const aside = (file: string): string => join(folder, `${file}.moving-to-cdktn`);
  const written: string[] = [];
  const done: Change[] = [];
  try {
    for (const { file, after } of changes) {
      const { mode } = statSync(join(folder, file));
      const descriptor = openSync(aside(file), 'wx', mode);
      written.push(aside(file));
      try {
        writeFileSync(descriptor, after);
      } finally {
        closeSync(descriptor);
      }
    }
    for (const change of changes) {
      renameSync(aside(change.file), join(folder, change.file));
      done.push(change);
    }
  } catch (error) {
    done.forEach(({ file, before }) => writeFileSync(join(folder, file), before));
    throw new CommandFailed(`nothing was changed: ${systemWords(error)}`);
  } finally {
    written.forEach((file) => rmSync(file, { force: true }));
  }
}

function sourcesIn(folder: string, below = ''): string[] {
  return readdirSync(join(folder, below), { withFileTypes: true }).flatMap((entry) => {
    const path = join(below, entry.name);
    if (entry.isDirectory()) {
      const isOwn = path === PIPELINES || (!entry.name.startsWith('.') && !LEFT_ALONE.includes(entry.name));
      return isOwn ? sourcesIn(folder, path) : [];
    }
    const isMoved = SOURCE.test(entry.name) || TEXT.test(entry.name);
    return entry.isFile() && isMoved ? [path] : [];
  });
}

function hasGenerated(folder: string): boolean {
  return statSync(join(folder, '.gen'), { throwIfNoEntry: false }) !== undefined;
}

function read(folder: string, file: string): string | undefined {
  try {
    return readFileSync(join(folder, file), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return undefined;
    }
    throw new CommandFailed(`${file} cannot be read: ${systemWords(error)}`);
  }
}

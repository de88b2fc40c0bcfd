import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatted } from '../formatted';

const ROOT = join(__dirname, '..', '..');

/** A file in git that follows from something else in git. */
export interface GeneratedFile {
  /** Relative to the repository. */
  readonly path: string;
  readonly text: string;
}

/** Writes files, formatted; with `--check` as argument writes none and fails when one is not current. */
export async function writeOrCheck(files: readonly GeneratedFile[], command: string): Promise<void> {
  for (const { path, text } of files) {
    const file = join(ROOT, path);
    const wanted = await formatted(path, text);

    if (!process.argv.includes('--check')) {
      writeFileSync(file, wanted);
    } else if (!existsSync(file) || readFileSync(file, 'utf8') !== wanted) {
      console.error(`${path} is not current: run '${command}'`);
      process.exitCode = 1;
    }
  }
}

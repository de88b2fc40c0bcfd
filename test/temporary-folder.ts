import { mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A folder for the files of tests, for helpers that many of them import.
 *
 * It goes with the first test file that uses it. Those that share its modules get another one, which goes with the folder for
 * temporary files that test/shared-runner.mjs gives them.
 */
export function temporaryFolder(prefix: string): () => string {
  let folder: string | undefined;
  afterAll(() => {
    if (folder !== undefined) {
      rmSync(folder, { recursive: true });
      folder = undefined;
    }
  });
  return () => (folder ??= mkdtempSync(join(tmpdir(), prefix)));
}

/** Another folder for temporary files, for a program; it has what tsx has translated, on which that would spend a second or two. */
export function ownTemporaryFolder(prefix: string): string {
  const folder = mkdtempSync(join(tmpdir(), prefix));
  readdirSync(tmpdir())
    .filter((name) => name.startsWith('tsx-'))
    .forEach((name) => symlinkSync(join(tmpdir(), name), join(folder, name), 'junction'));
  return folder;
}

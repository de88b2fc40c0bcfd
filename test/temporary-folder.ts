import { mkdtempSync, rmSync } from 'node:fs';
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

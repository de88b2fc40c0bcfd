import { chmodSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import LightRunner from 'jest-light-runner/child-process';

/** Variables by which programs find the folder for temporary files. */
const TEMPORARY = ['TMPDIR', 'TEMP', 'TMP'];

/** Runs test files in processes of Node.js that keep what they have loaded, with a folder for temporary files that goes with them. */
export default class SharedRunner extends LightRunner {
  async runTests(...args) {
    const before = { ...process.env };
    const folder = mkdtempSync(join(tmpdir(), 'tests-'));
    // PostgreSQL does not run as root: another user finds the way to what is below.
    chmodSync(folder, 0o711);
    // What tsx has translated, on which each process would spend a second or two.
    for (const name of readdirSync(tmpdir()).filter((name) => name.startsWith('tsx-'))) {
      symlinkSync(join(tmpdir(), name), join(folder, name), 'junction');
    }
    TEMPORARY.forEach((name) => (process.env[name] = folder));
    try {
      await super.runTests(...args);
    } finally {
      TEMPORARY.forEach((name) => delete process.env[name]);
      Object.assign(process.env, before);
      rmSync(folder, { recursive: true, force: true });
    }
  }
}

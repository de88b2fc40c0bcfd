import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import LightRunner from 'jest-light-runner/child-process';

/** Variables by which programs find the folder for temporary files. */
const TEMPORARY = ['TMPDIR', 'TEMP', 'TMP'];

/**
 * Runs test files in processes of Node.js that keep what they have loaded.
 *
 * tsx strips the types there. It is named in the environment of these processes alone, as programs that other tests start are
 * those of users.
 */
export default class SharedRunner extends LightRunner {
  async runTests(...args) {
    const before = { ...process.env };
    const folder = mkdtempSync(join(tmpdir(), 'tests-'));
    process.env.NODE_OPTIONS = `${before.NODE_OPTIONS ?? ''} --import tsx`.trim();
    TEMPORARY.forEach((name) => (process.env[name] = folder));
    if (this._globalConfig.maxWorkers === 1) {
      // These are run in this very process.
      await import('tsx');
    }
    try {
      await super.runTests(...args);
    } finally {
      ['NODE_OPTIONS', ...TEMPORARY].forEach((name) => delete process.env[name]);
      Object.assign(process.env, before);
      rmSync(folder, { recursive: true, force: true });
    }
  }
}

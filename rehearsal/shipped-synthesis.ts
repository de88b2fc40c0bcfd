import { App } from 'cdktf';
import { defineStacks, loadConfig } from '../app';
import { isBadInput } from '../app/or-explain';
import { fullDiskWords } from '../app/system-error';
import { printable } from '../lib/shared/visible';
import { withPrivateFiles } from './private-files';

/**
 * Does in this process what that main.ts does in one of its own, which takes a third of the time.
 *
 * Prints what is wrong, as that does.
 *
 * @param environment variables that it would be started with, beside those of this process
 * @returns whether it is synthesised
 */
export function synthesizeShippedApp(environment: Readonly<Record<string, string>>): boolean {
  const before = process.env;
  process.env = { ...before, ...environment };
  try {
    withPrivateFiles(() => {
      const config = loadConfig();
      const app = new App();

      defineStacks(app, config);
      app.synth();
    });
    return true;
  } catch (error) {
    const text = fullDiskWords(error) ?? (isBadInput(error) ? error.message : undefined);
    process.stderr.write(`${text === undefined ? (error as Error).stack : printable(text)}\n`);
    return false;
  } finally {
    process.env = before;
  }
}

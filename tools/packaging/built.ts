import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { ROOT } from './run';

const STAMPS = join(ROOT, 'node_modules', '.cache', 'cdktf-aks-aad');

/**
 * Builds from nothing into a folder, which may come with files beside it, and remembers of which sources. What half a build has
 * left would pass for a whole one, and goes.
 */
export function build(outputs: readonly [folder: string, ...beside: string[]], steps: () => void): void {
  const clean = (): void => outputs.forEach((output) => rmSync(output, { recursive: true, force: true }));
  const stamp = stampOf(outputs[0]);
  rmSync(stamp, { force: true });
  clean();
  const sources = hashOfSources();
  try {
    steps();
  } catch (error) {
    clean();
    throw error;
  }
  if (sources !== undefined) {
    mkdirSync(dirname(stamp), { recursive: true });
    writeFileSync(stamp, sources);
  }
}

/** Builds what checks are run with, unless an earlier one has built it of the same sources. */
export function buildForChecks(output: string, buildAnew: () => void): void {
  const stamp = stampOf(output);
  const isCurrent =
    existsSync(output) && existsSync(stamp) && readFileSync(stamp, 'utf8') === hashOfSources();
  if (!isCurrent) {
    buildAnew();
  }
}

function stampOf(output: string): string {
  return join(STAMPS, `${basename(output)}.sha256`);
}

/** Of all files that are in git or could be; undefined outside of git. */
function hashOfSources(): string | undefined {
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const { status, stdout } = spawnSync('git', args, { cwd: ROOT, encoding: 'utf8', maxBuffer: 2 ** 26 });
  if (status !== 0) {
    return undefined;
  }
  const hash = createHash('sha256');
  for (const name of new Set(stdout.split('\0').filter(Boolean))) {
    const file = join(ROOT, name);
    hash.update(`${name}\0`).update(existsSync(file) ? readFileSync(file) : '');
  }
  return hash.digest('hex');
}

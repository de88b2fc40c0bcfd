import { spawnSync } from 'node:child_process';
import { CheckFailed } from './run';

/** What is released has been reviewed: a tag may stand on anything. */
export function requireOnMain(repository: string): void {
  const { status, stderr } = spawnSync('git', ['merge-base', '--is-ancestor', 'HEAD', 'origin/main'], {
    cwd: repository,
    encoding: 'utf8',
  });
  if (status !== 0) {
    throw new CheckFailed(
      `what is tagged is not on origin/main: merge it, and tag the commit there${stderr && ` (${stderr.trim()})`}`,
    );
  }
}

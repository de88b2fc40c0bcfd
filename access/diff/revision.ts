import { spawnSync, SpawnSyncReturns } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { withSlashes } from '../../lib/shared/slashes';
import { CommandFailed } from '../command-failed';

/** There is a repository, and git does not read it. */
export class RepositoryRefused extends CommandFailed {}

/** The commit that is compared with; undefined for a file, which may change. Throws when it is neither. */
export function revisionOf(configFile: string, against: string): string | undefined {
  return existsSync(against) && statSync(against).isFile() ? undefined : commitOf(configFile, against);
}

function commitOf(configFile: string, revision: string): string {
  const folder = existingFolder(dirname(resolve(configFile)));
  const commit = git(
    ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`],
    folder,
  );
  if (commit.status !== 0) {
    // As in a container, with a folder of somebody else.
    const [trust] = /git config .*safe\.directory .*/.exec(commit.stderr) ?? [];
    if (trust !== undefined) {
      throw new RepositoryRefused(
        `git does not read the repository of ${configFile}, which belongs to somebody else: trust it with ${trust}`,
      );
    }
    throw new CommandFailed(
      `--against '${revision}' is neither a file nor a revision of the repository of ${configFile}: ` +
        'name one such as main, HEAD~1 or old.yaml',
    );
  }
  return commit.stdout.trim();
}

/** The text of a file in a commit; undefined when it was not there. */
export function fileIn(commit: string, file: string): string | undefined {
  const folder = existingFolder(dirname(resolve(file)));
  const object = `${commit}:./${withSlashes(relative(folder, resolve(file)))}`;

  return git(['cat-file', '-e', object], folder).status === 0
    ? git(['show', object], folder).stdout
    : undefined;
}

/** The folder itself or the nearest one around it, as a folder of then may be gone. */
function existingFolder(folder: string): string {
  return existsSync(folder) ? folder : existingFolder(dirname(folder));
}

/** File that changes with each commit and each checkout, be it there yet or not; undefined outside of a repository, and without git. */
export function logOfCommits(configFile: string): string | undefined {
  const folder = existingFolder(dirname(resolve(configFile)));
  const { status, stdout } = runGit(['rev-parse', '--git-path', 'logs/HEAD'], folder);
  return status === 0 ? resolve(folder, stdout.trim()) : undefined;
}

function git(args: readonly string[], cwd: string): GitRun {
  const run = runGit(args, cwd);
  if (run.error) {
    const isMissing = (run.error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new CommandFailed(
      isMissing
        ? 'git is not on the PATH: install it, or name a file to compare with'
        : `git cannot be run: ${run.error.message}`,
    );
  }
  return run;
}

type GitRun = Pick<SpawnSyncReturns<string>, 'error' | 'status' | 'stdout' | 'stderr'>;

function runGit(args: readonly string[], cwd: string): GitRun {
  return spawnSync('git', args, { cwd, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
}

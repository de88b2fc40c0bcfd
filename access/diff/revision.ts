import { spawnSync, SpawnSyncReturns } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { withSlashes } from '../../lib/shared/slashes';
import { ConfigError } from '../../app/config/problems/config-error';
import { CommandFailed } from '../command-failed';

/** What git says of a symbolic link that leads out of the commit, or to nothing in it. */
const LINK_TO_NOWHERE = /^(?:dangling|symlink|loop) \d+$/;

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
    const isShallow = git(['rev-parse', '--is-shallow-repository'], folder).stdout.trim() === 'true';
    throw new CommandFailed(
      `--against '${revision}' is neither a file nor a revision of the repository of ${configFile}: ` +
        'name one such as main, HEAD~1 or old.yaml' +
        (isShallow ? ", or fetch what this shallow clone lacks with 'git fetch --unshallow'" : ''),
    );
  }
  return commit.stdout.trim();
}

/** The text of a file in a commit, also through symbolic links and in a submodule; undefined when it was not there. */
export function fileIn(commit: string, file: string): Buffer | undefined {
  const folder = existingFolder(dirname(resolve(file)));
  const path = withSlashes(relative(folder, resolve(file)));
  const found = textAt(`${commit}:./${path}`, file, folder);
  const ofSubmodule = found === undefined ? commitOfSubmodule(commit, folder) : undefined;

  return ofSubmodule === undefined ? found : textAt(`${ofSubmodule}:./${path}`, file, folder);
}

function textAt(object: string, file: string, folder: string): Buffer | undefined {
  const args = ['cat-file', '--batch', '--follow-symlinks'];
  const { stdout } = ran(
    spawnSync('git', args, { cwd: folder, input: `${object}\n`, maxBuffer: MAX_BUFFER }),
  );
  const end = stdout.indexOf('\n');
  const head = stdout.toString('utf8', 0, end);
  const [, size] = /^[0-9a-f]+ blob (\d+)$/.exec(head) ?? [];
  if (size === undefined && LINK_TO_NOWHERE.test(head)) {
    throw ConfigError.of({
      file,
      message:
        'it was a symbolic link to what the repository does not have: there is nothing to compare with',
    });
  }
  return size === undefined ? undefined : stdout.subarray(end + 1, end + 1 + Number(size));
}

/** What a commit of the repository around that of the folder has of the latter; undefined where that is no submodule of it. */
function commitOfSubmodule(commit: string, folder: string): string | undefined {
  const { stdout } = git(['rev-parse', '--show-superproject-working-tree', '--show-toplevel'], folder);
  const [around, root] = stdout.trim().split('\n');
  if (around === undefined || root === undefined) {
    return undefined;
  }
  const found = git(
    ['rev-parse', '--verify', '--quiet', `${commit}:${withSlashes(relative(around, root))}`],
    around,
  );
  return found.status === 0 ? found.stdout.trim() : undefined;
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
  return ran(runGit(args, cwd));
}

/** Throws when git could not be run. */
function ran<T extends Pick<SpawnSyncReturns<unknown>, 'error'>>(run: T): T {
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

const MAX_BUFFER = 64 * 1024 * 1024;

function runGit(args: readonly string[], cwd: string): GitRun {
  return spawnSync('git', args, { cwd, encoding: 'utf8', maxBuffer: MAX_BUFFER });
}

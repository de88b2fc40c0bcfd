import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { ConfigError } from '../../app/config/problems/config-error';
import { CommandFailed } from '../command-failed';
import { SynthesizedApp, synthesizedClusters } from '../configured/synthesized-app';

/**
 * What a configuration was: in another file, or in a revision of the repository that it lies in.
 *
 * No cluster when there was no such file in the revision. The configuration is taken from there, with the files that it
 * extends; the constructs are those of today.
 */
export function earlierClusters(configFile: string, against: string): SynthesizedApp[] {
  if (existsSync(against) && statSync(against).isFile()) {
    return synthesizedClusters(against);
  }
  const commit = commitOf(configFile, against);
  return fileIn(commit, configFile) === undefined ? [] : clustersIn(commit, configFile, against);
}

function commitOf(configFile: string, revision: string): string {
  const cwd = dirname(resolve(configFile));
  const commit = git(['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`], cwd);
  if (commit.status !== 0) {
    throw new CommandFailed(
      `--against '${revision}' is neither a file nor a revision of the repository of ${configFile}: ` +
        'name one such as main, HEAD~1 or old.yaml',
    );
  }
  return commit.stdout.trim();
}

/** The text of a file in a commit; undefined when it was not there. */
function fileIn(commit: string, file: string): string | undefined {
  const folder = existingFolder(dirname(resolve(file)));
  const object = `${commit}:./${relative(folder, resolve(file))}`;

  return git(['cat-file', '-e', object], folder).status === 0
    ? git(['show', object], folder).stdout
    : undefined;
}

/** The folder itself or the nearest one around it, as a folder of then may be gone. */
function existingFolder(folder: string): string {
  return existsSync(folder) ? folder : existingFolder(dirname(folder));
}

function clustersIn(commit: string, configFile: string, revision: string): SynthesizedApp[] {
  const read = (file: string): Buffer => {
    const text = fileIn(commit, file);
    if (text === undefined) {
      throw Object.assign(new Error(`${file} is not in ${revision}`), { code: 'ENOENT' });
    }
    return Buffer.from(text);
  };

  try {
    return synthesizedClusters(configFile, read);
  } catch (error) {
    if (!(error instanceof ConfigError)) {
      throw error;
    }
    throw new ConfigError(
      error.problems.map((problem) =>
        problem.line === undefined ? problem : { ...problem, file: `${revision}:${problem.file}` },
      ),
    );
  }
}

function git(args: readonly string[], cwd: string): { status: number | null; stdout: string } {
  const { error, status, stdout } = spawnSync('git', args, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error) {
    throw new CommandFailed(`git cannot be run: ${error.message}`);
  }
  return { status, stdout };
}

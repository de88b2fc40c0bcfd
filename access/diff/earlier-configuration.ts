import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { ConfigError } from '../../stacks/config-problems';
import { CommandFailed } from '../command-line';
import { SynthesizedApp, synthesizedApp } from '../configured/synthesized-app';

/**
 * What a configuration was: in another file, or in a revision of the repository that it lies in.
 *
 * Undefined when there was no such file in the revision. Only the configuration is taken from there; the constructs are
 * those of today.
 */
export function earlierApp(configFile: string, against: string): SynthesizedApp | undefined {
  if (existsSync(against) && statSync(against).isFile()) {
    return synthesizedApp(against);
  }
  const text = fileInRevision(configFile, against);
  return text === undefined ? undefined : appOf(text, configFile, against);
}

function fileInRevision(configFile: string, revision: string): string | undefined {
  const cwd = dirname(resolve(configFile));
  const commit = git(['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`], cwd);
  if (commit.status !== 0) {
    throw new CommandFailed(
      `--against '${revision}' is neither a file nor a revision of the repository of ${configFile}: ` +
        'name one such as main, HEAD~1 or old.yaml',
    );
  }
  const object = `${commit.stdout.trim()}:./${basename(configFile)}`;
  if (git(['cat-file', '-e', object], cwd).status !== 0) {
    return undefined;
  }
  return git(['show', object], cwd).stdout;
}

/** In a folder of its own, so that messages can name the revision in place of it. */
function appOf(text: string, configFile: string, revision: string): SynthesizedApp {
  const folder = mkdtempSync(join(tmpdir(), 'cdktf-aks-aad-'));
  const file = join(folder, basename(configFile));
  try {
    writeFileSync(file, text);
    return synthesizedApp(file);
  } catch (error) {
    if (!(error instanceof ConfigError)) {
      throw error;
    }
    throw new ConfigError(
      error.problems.map((problem) =>
        problem.file === file ? { ...problem, file: `${revision}:${configFile}` } : problem,
      ),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
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

import { ConfigError } from '../../app/config/problems/config-error';
import { SynthesizedApp, synthesizedClusters } from '../configured/synthesized-app';
import { fileIn, revisionOf } from './revision';

/**
 * What a configuration was: in another file, or in a revision of the repository that it lies in.
 *
 * No cluster when there was no such file in the revision. The configuration is taken from there, with the files that it
 * extends; the constructs are those of today.
 *
 * @param into folder in which what is synthesised of it stays
 */
export function earlierClusters(configFile: string, against: string, into?: string): SynthesizedApp[] {
  const commit = revisionOf(configFile, against);
  if (commit === undefined) {
    return synthesizedClusters(against, undefined, into);
  }
  return fileIn(commit, configFile) === undefined
    ? []
    : clustersIn(commit, configFile, { revision: against, into });
}

function clustersIn(
  commit: string,
  configFile: string,
  { revision, into }: { revision: string; into?: string },
): SynthesizedApp[] {
  const read = (file: string): Buffer => {
    const text = fileIn(commit, file);
    if (text === undefined) {
      throw Object.assign(new Error(`${file} is not in ${revision}`), { code: 'ENOENT' });
    }
    return text;
  };

  try {
    return synthesizedClusters(configFile, read, into);
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

import { existsSync } from 'node:fs';
import { basename, isAbsolute, join, relative, resolve } from 'node:path';
import { CommandFailed } from '../../access/command-failed';
import { devcontainer } from './devcontainer';
import { FolderRefused, writeNewFolder } from './new-folder';
import { ownVersion, projectFiles } from './project-files';
import { Framework, ownFramework, ownPackages } from '../frameworks';
import { shellWord } from '../../lib/shared/shell';
import { withSlashes } from '../../lib/shared/slashes';
import { say } from '../terminal';

/** Makes the project in the folder. */
export function run(
  folder: string,
  values: { framework?: string; packages?: string; devcontainer: boolean },
): number {
  // The command takes no other.
  const framework = (values.framework ?? ownFramework()) as Framework;
  const tarballs = values.packages === undefined ? {} : tarballsIn(values.packages, folder, framework);
  const name = basename(resolve(folder));
  const files = {
    ...projectFiles(name, framework, tarballs),
    ...(values.devcontainer && devcontainer(name)),
  };
  make(folder, files, framework);
  return 0;
}

/** The packages as npm takes them from files, as seen from the project. */
function tarballsIn(packages: string, folder: string, framework: Framework): Record<string, string> {
  const tarballs = ownPackages(framework).map(
    (name) => [name, join(packages, `${name}-${ownVersion()}.tgz`)] as const,
  );
  const missing = tarballs.filter(([, file]) => !existsSync(file));
  if (missing.length > 0) {
    const names = missing.map(([, file]) => basename(file)).join(' and ');
    throw new CommandFailed(`--packages ${packages} has no ${names}: put there what npm pack writes`);
  }

  const seen = (file: string): string => (isAbsolute(packages) ? file : relative(resolve(folder), file));
  return Object.fromEntries(tarballs.map(([name, file]) => [name, `file:${withSlashes(seen(file))}`]));
}

function make(folder: string, files: Readonly<Record<string, string>>, framework: Framework): void {
  // Writing takes milliseconds; what Ctrl-C would leave in the middle of it is not worth having.
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const hold = (): void => undefined;
  signals.forEach((signal) => process.on(signal, hold));
  try {
    writeNewFolder(folder, files);
  } catch (error) {
    throw error instanceof FolderRefused ? new CommandFailed(error.message) : error;
  } finally {
    signals.forEach((signal) => process.off(signal, hold));
  }

  say(`Made ${folder}: ${Object.keys(files).join(', ')}\n`);
  say(`Next:  ${enter(folder)}npm install && npx ${ownPackages(framework)[0]} rehearse`);
}

function enter(folder: string): string {
  if (resolve(folder) === process.cwd()) {
    return '';
  }
  return `cd ${shellWord(folder.startsWith('-') ? `./${folder}` : folder)} && `;
}

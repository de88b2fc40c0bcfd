import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { basename, isAbsolute, join, relative, resolve } from 'node:path';
import { isKnownRegion } from '../../app/config/rules/doubts';
import { CommandFailed } from '../../access/command-failed';
import { devcontainer } from './devcontainer';
import { Given, settingsOf, wantsRehearsal } from './answers';
import { FolderRefused, refuseUnlessEmpty, writeNewFolder } from './new-folder';
import { defaultSettings } from './project-configuration';
import { ownVersion, projectFiles } from './project-files';
import { Framework, ownFramework, ownPackages } from '../frameworks';
import { shellWord } from '../../lib/shared/shell';
import { withSlashes } from '../../lib/shared/slashes';
import { runProgram } from '../program';
import { withoutProgressUntil } from '../progress';
import { complain, say } from '../terminal';

interface Values extends Given {
  readonly framework?: string;
  readonly packages?: string;
  readonly devcontainer: boolean;
  readonly rehearse: boolean;
}

/** Makes the project in the folder, and rehearses it where that is wanted. */
export async function run(folder: string, values: Values): Promise<number> {
  // The command takes no other.
  const framework = (values.framework ?? ownFramework()) as Framework;
  const tarballs = values.packages === undefined ? {} : tarballsIn(values.packages, folder, framework);
  const name = basename(resolve(folder));
  // Nobody answers questions for nothing.
  told(() => refuseUnlessEmpty(folder));
  const settings = await settingsOf(values, defaultSettings(name));
  if (!isKnownRegion(settings.location)) {
    complain(
      `note: '${settings.location}' is no Azure region that is known here; 'az account list-locations --query "[].name"' says whether it is a new one`,
    );
  }
  const files = {
    ...projectFiles(name, framework, tarballs, settings),
    ...(values.devcontainer && devcontainer(name)),
  };
  make(folder, files);
  if (values.rehearse || (await wantsRehearsal())) {
    return rehearse(folder);
  }
  say(`Next:  ${enter(folder)}npm install && npx ${ownPackages(framework)[0]} rehearse`);
  return 0;
}

/** How a program ends that Ctrl-C, a closed terminal or `kill` has stopped. */
const STOPPED = [constants.signals.SIGINT, constants.signals.SIGHUP, constants.signals.SIGTERM].map(
  (signal) => 128 + signal,
);

/** Installs the project and rehearses it, as its README says; the exit code is that of what has failed, else of the rehearsal. */
async function rehearse(folder: string): Promise<number> {
  return withoutProgressUntil(async () => {
    const npm = (...args: string[]): Promise<number> =>
      runProgram('npm', args, process.env, { cwd: resolve(folder) });
    const code = await npm('install', '--no-audit', '--no-fund');
    if (STOPPED.includes(code)) {
      // npm itself says nothing then.
      complain(
        `\nstopped; the project is made, and not yet installed:  ${enter(folder)}npm install && npm start`,
      );
    }
    return code || npm('start');
  });
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

function make(folder: string, files: Readonly<Record<string, string>>): void {
  // Writing takes milliseconds; what Ctrl-C would leave in the middle of it is not worth having.
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const hold = (): void => undefined;
  signals.forEach((signal) => process.on(signal, hold));
  try {
    told(() => writeNewFolder(folder, files));
  } finally {
    signals.forEach((signal) => process.off(signal, hold));
  }

  say(`Made ${folder}: ${Object.keys(files).join(', ')}\n`);
}

/** A folder that cannot be used ends the command, with the reason alone. */
function told(act: () => void): void {
  try {
    act();
  } catch (error) {
    throw error instanceof FolderRefused ? new CommandFailed(error.message) : error;
  }
}

function enter(folder: string): string {
  if (resolve(folder) === process.cwd()) {
    return '';
  }
  return `cd ${shellWord(folder.startsWith('-') ? `./${folder}` : folder)} && `;
}

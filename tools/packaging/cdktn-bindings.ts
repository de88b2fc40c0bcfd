import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import { run } from './run';

const FOLDER = join(__dirname, 'cdktn');

/** Where CDK Terrain and its bindings are installed. */
export const CDKTN_MODULES = join(FOLDER, 'node_modules');

const REQUIREMENTS = 'requirements.txt';
const TARBALLS = join(CDKTN_MODULES, '.tarballs');
const SCOPE = join(CDKTN_MODULES, '@cdktn');

/**
 * Installs CDK Terrain and its newest bindings, once.
 *
 * The bindings come from PyPI, as not every mirror of npm has them: their wheels hold the very tarballs that npm has, and
 * requirements.txt says which.
 */
export function installCdktn(): void {
  if (isInstalled()) {
    return;
  }
  run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], FOLDER);

  const wheels = mkdtempSync(join(CDKTN_MODULES, '.wheels-'));
  const pip = ['-m', 'pip', '--disable-pip-version-check', 'download', '--quiet', '--no-deps'];
  run(python(), [...pip, '--require-hashes', '--requirement', REQUIREMENTS, '--dest', wheels], FOLDER);
  mkdirSync(SCOPE, { recursive: true });
  for (const wheel of readdirSync(wheels)) {
    run(python(), ['-m', 'zipfile', '--extract', wheel, '.'], wheels);
  }
  for (const file of tarballsBelow(wheels)) {
    // As in provider-azurerm@18.9.0.jsii.tgz.
    const [name] = /^provider-[a-z]+/.exec(file.split('/').at(-1)!)!;
    mkdirSync(join(SCOPE, name));
    run('tar', ['-xzf', file, '--strip-components=1', '-C', join(SCOPE, name)], wheels);
    renameSync(file, join(wheels, `${name}.tgz`));
  }
  for (const left of readdirSync(wheels).filter((name) => !name.endsWith('.tgz'))) {
    rmSync(join(wheels, left), { recursive: true });
  }
  copyFileSync(join(FOLDER, REQUIREMENTS), join(wheels, REQUIREMENTS));
  // The last step: what is not whole is installed anew.
  renameSync(wheels, TARBALLS);
}

/** The packages of bindings as npm takes them from files. */
export function bindingTarballs(): string[] {
  return readdirSync(TARBALLS)
    .filter((file) => file.endsWith('.tgz'))
    .sort()
    .map((file) => join(TARBALLS, file));
}

/** Whether what is there was installed from the requirements as they are now. */
function isInstalled(): boolean {
  const [wanted, installed] = [FOLDER, TARBALLS].map((folder) => join(folder, REQUIREMENTS));
  return existsSync(installed!) && readFileSync(installed!, 'utf8') === readFileSync(wanted!, 'utf8');
}

function tarballsBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.tgz'))
    .map((file) => join(folder, file));
}

function python(): string {
  return process.env.PYTHON ?? 'python3';
}

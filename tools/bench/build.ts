import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { writeLazyIndex } from '../packaging/lazy-index';
import { deferRequires } from '../packaging/lazy-requires';

const ROOT = resolve(__dirname, '..', '..');

/** Where everything goes that a run makes: compiled apps, configurations, synthesised stacks. Not in git. */
export const FOLDER = join(ROOT, '.bench');

/** Where programs synthesise into, each into a folder of its own. */
export const OUT = join(FOLDER, 'out');

const BUILD = join(FOLDER, 'build');

/** Compiled JavaScript of the app of this repository. */
export const APP = join(BUILD, 'main.js');

/** Compiled JavaScript of one of the programs in tools/bench/apps. */
export function program(name: string): string {
  return join(BUILD, 'tools', 'bench', 'apps', `${name}.js`);
}

/** Compiles the library as it is published, the app and what they are compared with; installs what only that needs. */
export function build(): void {
  installComparisons();
  for (const folder of [BUILD, OUT]) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
  }
  run('node_modules/.bin/tsc', ['-p', 'tools/bench/tsconfig.apps.json']);
  writeLazyIndex(join(BUILD, 'lib'));
  deferRequires(join(BUILD, 'lib'));

  cpSync(join(__dirname, 'apps', 'bindings-by-cdk8s-plus.js'), program('bindings-by-cdk8s-plus'));
  symlinkSync(join(__dirname, 'node_modules'), join(BUILD, 'tools', 'bench', 'node_modules'), 'dir');
  writeBarrelApp();
}

/** The same app by hand, importing each provider as a whole: derived, so that the two cannot differ in anything else. */
function writeBarrelApp(): void {
  const byHand = readFileSync(program('default-by-hand'), 'utf8');
  const byBarrels = byHand.replace(
    /require\("(@cdktf\/provider-[a-z]+)\/lib\/([a-z0-9-]+)"\)/g,
    (_, provider: string, submodule: string) => `require("${provider}").${camelCase(submodule)}`,
  );
  if (byBarrels === byHand) {
    throw new Error('default-by-hand.js imports no provider by submodule');
  }
  writeFileSync(program('default-by-barrels'), byBarrels);
}

function camelCase(name: string): string {
  return name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** cdk8s-plus and ts-node, which nothing but the benchmarks needs. */
function installComparisons(): void {
  if (isInstalled()) {
    return;
  }
  run('npm', ['ci', '--no-audit', '--no-fund'], __dirname);
}

/** npm keeps what it has installed in node_modules/.package-lock.json. */
function isInstalled(): boolean {
  const installed = join(__dirname, 'node_modules', '.package-lock.json');
  const versions = (file: string): string =>
    JSON.stringify(
      Object.entries((JSON.parse(readFileSync(file, 'utf8')) as Lock).packages)
        .filter(([path]) => path !== '')
        .map(([path, { version }]) => [path, version])
        .sort(),
    );

  return existsSync(installed) && versions(installed) === versions(join(__dirname, 'package-lock.json'));
}

interface Lock {
  readonly packages: Readonly<Record<string, { readonly version: string }>>;
}

function run(command: string, args: readonly string[], cwd = ROOT): void {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (error) {
    throw error;
  }
  if (status !== 0) {
    throw new Error(`${[command, ...args].join(' ')} ended with ${status}:\n${stdout}${stderr}`);
  }
}

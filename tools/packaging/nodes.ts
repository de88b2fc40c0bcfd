import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from './run';

/** A version of Node.js to run a check with. */
export interface Node {
  readonly version: string;

  /** PATH on which this version comes first. */
  readonly path: string;
}

const FOLDER = join(__dirname, 'nodes');

/** The versions of Node.js that this project supports, installed from npm. They exist for Linux on x64 only. */
export function supportedNodes(): Node[] {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(`Node.js is in npm for linux-x64 only, and this is ${process.platform}-${process.arch}`);
  }
  if (!existsSync(join(FOLDER, 'node_modules', '.package-lock.json'))) {
    run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], FOLDER);
  }

  const { devDependencies } = JSON.parse(readFileSync(join(FOLDER, 'package.json'), 'utf8')) as {
    devDependencies: Record<string, string>;
  };
  return Object.entries(devDependencies).map(([name, source]) => ({
    version: source.split('@').at(-1)!,
    path: `${join(FOLDER, 'node_modules', name, 'bin')}${delimiter}${process.env.PATH}`,
  }));
}

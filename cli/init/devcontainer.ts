import { shipped } from './project-files';

/** Where editors look for it. */
const FILE = '.devcontainer/devcontainer.json';

/** The container of this repository, for a project: with its name, and without a lock file at first. */
export function devcontainer(name: string): Readonly<Record<string, string>> {
  const own = JSON.parse(shipped(FILE)) as object;

  return { [FILE]: `${JSON.stringify({ ...own, name, postCreateCommand: 'npm install' }, null, 2)}\n` };
}

import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const ROOT = join(__dirname, '..', '..');

/** Folders that are not of the repository, or whose pages others write. */
const IGNORED =
  /^(node_modules|access-report|\.(git|gen|rehearsal|venv|bench|mutation|vitepress)|cdktf\.out|dist(-[\w-]+)?|coverage)$/;

/** A page in Markdown. */
export interface Page {
  /** Relative to the repository. */
  readonly path: string;
  readonly text: string;
}

/** Every page of the repository, in the order of their paths. */
export function pages(folder = ROOT): Page[] {
  const entries = readdirSync(folder, { withFileTypes: true }).filter(({ name }) => !IGNORED.test(name));

  return entries
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        return pages(path);
      }
      return entry.name.endsWith('.md')
        ? [{ path: relative(ROOT, path), text: readFileSync(path, 'utf8') }]
        : [];
    });
}

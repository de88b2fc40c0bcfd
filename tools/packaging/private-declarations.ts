import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, normalize } from 'node:path';

const PRIVATE = /^(private|shared)[/\\]/;

/** A file of the library that a declaration refers to. */
const REFERENCE = /(?:\bfrom |\bimport\()(["'])(\.{1,2}\/[^"']+)\1/g;

/** Removes the declarations that no public one refers to: who may not import a file needs no types of it. */
export function dropPrivateDeclarations(folder: string): void {
  const all = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.d.ts'),
  );
  const kept = new Set(all.filter((file) => !PRIVATE.test(file)));
  for (const file of kept) {
    const text = readFileSync(join(folder, file), 'utf8');
    for (const [, , path] of text.matchAll(REFERENCE)) {
      // Those that are added are visited, too.
      kept.add(`${normalize(join(file, '..', path!))}.d.ts`);
    }
  }
  all.filter((file) => !kept.has(file)).forEach((file) => rmSync(join(folder, file)));
}

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** How TypeScript writes an import of a file of the library or of a provider; cdktf, or cdktn, is needed at once. */
const REQUIRE = /^const (\w+) = (require\("(?:\.{1,2}\/|@cdkt[fn]\/provider-)[^"]+"\));\n/gm;

/**
 * Rewrites the files of a folder so that each loads what it imports when that is first used. A cluster without monitoring
 * then loads no classes for it: four tenths of what the library adds to an app that defines a cluster.
 *
 * Only when something loads changes, as no file of the library does anything else.
 */
export function deferRequires(folder: string): void {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.js'),
  );
  const rewritten = files.filter((file) => {
    const path = join(folder, file);
    const code = readFileSync(path, 'utf8');
    const deferred = withDeferredRequires(code, path);
    writeFileSync(path, deferred);

    return deferred !== code;
  });

  if (rewritten.length === 0) {
    throw new Error(`no file of ${folder} imports another: is that still how TypeScript writes imports?`);
  }
}

/** @param file where the code stands, for messages */
export function withDeferredRequires(code: string, file: string): string {
  const getters: string[] = [];
  let rest = code.replace(REQUIRE, (_, name: string, require: string) => {
    getters.push(`  get ${name}() { return $keep(this, '${name}', ${require}); },\n`);
    return '';
  });
  if (getters.length === 0) {
    return code;
  }

  for (const [, name] of code.matchAll(REQUIRE)) {
    // Behind a dot it is something else, behind the three of a spread it is not.
    rest = rest.replace(new RegExp(`(?<![\\w$]|(?<!\\.\\.)\\.)${name}\\.`, 'g'), `$deferred.${name}.`);
    if (new RegExp(`(?<!\\$deferred\\.)\\b${name}\\b`).test(rest)) {
      throw new Error(`${file} uses ${name} otherwise than by its members`);
    }
  }
  return rest.replace(
    /^"use strict";\n/,
    (strict) => `${strict}${KEEP}const $deferred = {\n${getters.join('')}};\n`,
  );
}

/** From the first use on, a plain property. */
const KEEP = `function $keep(on, name, value) {
  Object.defineProperty(on, name, { value });
  return value;
}
`;

import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const REEXPORT = /^__exportStar\(require\("(\.\/[a-z0-9-]+)"\), exports\);$/gm;

/**
 * Rewrites dist/index.js so that a file of the library, and the provider classes that it needs, load when one of its
 * names is first used: whoever imports the package for one construct does not pay for the others.
 *
 * Only what runs changes; the declarations and the jsii assembly stay as they are.
 */
export function writeLazyIndex(dist: string): void {
  const index = join(dist, 'index.js');
  const files = [...readFileSync(index, 'utf8').matchAll(REEXPORT)].map((match) => match[1]!);
  const load = createRequire(index);

  const owners = new Map<string, string>();
  for (const file of files) {
    for (const name of Object.keys(load(file) as object)) {
      const owner = owners.get(name);
      if (owner) {
        throw new Error(`${file} and ${owner} both export '${name}'`);
      }
      owners.set(name, file);
    }
  }
  if (owners.size === 0) {
    throw new Error(`${index} re-exports nothing`);
  }
  writeFileSync(index, lazyIndex(owners));
}

function lazyIndex(owners: ReadonlyMap<string, string>): string {
  const names = [...owners.keys()].sort();
  const getters = names.map((name) => `lazily('${name}', () => require('${owners.get(name)}'));`);

  return `'use strict';
Object.defineProperty(exports, '__esModule', { value: true });

// A file loads when one of its names is first used.
function lazily(name, load) {
  Object.defineProperty(exports, name, {
    configurable: true,
    enumerable: true,
    get() {
      const value = load()[name];
      Object.defineProperty(exports, name, { enumerable: true, value });
      return value;
    },
  });
}

${getters.join('\n')}

// Never runs: Node.js reads from it which names an ES module can import.
0 && (module.exports = { ${names.join(', ')} });
`;
}

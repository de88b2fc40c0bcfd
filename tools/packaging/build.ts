import { join } from 'node:path';
import { build } from './built';
import { compile } from './jsii';
import { writeLazyIndex } from './lazy-index';
import { deferRequires } from './lazy-requires';
import { dropPrivateDeclarations } from './private-declarations';
import { ROOT } from './run';

/** Compiled JavaScript of the library. */
export const DIST = join(ROOT, 'dist');

/** Compiles lib/ to dist/ from nothing, as what an earlier build left would be published. */
export function buildLibrary(): void {
  build([DIST, join(ROOT, '.jsii'), join(ROOT, '.jsii.gz')], () => {
    compile(ROOT);
    writeLazyIndex(DIST);
    deferRequires(DIST);
    dropPrivateDeclarations(DIST);
  });
}

if (require.main === module) {
  try {
    buildLibrary();
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 1;
  }
}

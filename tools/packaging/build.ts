import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { compile } from './jsii';
import { writeLazyIndex } from './lazy-index';
import { deferRequires } from './lazy-requires';

const ROOT = resolve(__dirname, '..', '..');

/** Compiles lib/ to dist/ from nothing, as what an earlier build left would be published. */
function build(): void {
  clean();
  try {
    compile(ROOT);
    writeLazyIndex(join(ROOT, 'dist'));
    deferRequires(join(ROOT, 'dist'));
  } catch (error) {
    // Half a build would pass for one.
    clean();
    throw error;
  }
}

function clean(): void {
  for (const output of ['dist', '.jsii', '.jsii.gz']) {
    rmSync(join(ROOT, output), { recursive: true, force: true });
  }
}

try {
  build();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}

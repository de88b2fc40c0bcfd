import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { writeLazyIndex } from './lazy-index';

const ROOT = resolve(__dirname, '..');

/** The compiler, its answer to a warning, and what it must not do to our tsconfig. */
const JSII = [
  '--tsconfig',
  'tsconfig.build.json',
  // The strict rule set refuses `stripInternal`, which keeps types of the providers out of the declarations.
  '--validate-tsconfig',
  'minimal',
  // `namespace` is what Kubernetes calls it; jsii escapes it in the language that reserves it.
  '--silence-warnings',
  'reserved-word',
  '--fail-on-warnings',
  '--compress-assembly',
];

/** Compiles lib/ to dist/ and writes the jsii assembly, from nothing: what an earlier build left could be published. */
function build(): void {
  for (const output of ['dist', '.jsii', '.jsii.gz']) {
    rmSync(join(ROOT, output), { recursive: true, force: true });
  }

  const { status, error } = spawnSync(process.execPath, [require.resolve('jsii/bin/jsii'), ...JSII], {
    cwd: ROOT,
    stdio: 'inherit',
    // Node.js 20 is what the library supports at least, so building with it is meant.
    env: { ...process.env, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20' },
  });
  if (error) {
    throw error;
  }
  if (status !== 0) {
    // Without this, a failed build would leave the part of dist/ that compiled.
    rmSync(join(ROOT, 'dist'), { recursive: true, force: true });
    process.exit(status ?? 1);
  }
  writeLazyIndex(join(ROOT, 'dist'));
}

build();

import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkComparison, compareWithLastRelease } from './api-compatibility';
import { CheckFailed, ROOT, run, runChecks, runTool } from './run';

const REFERENCE = join(ROOT, 'docs', 'api.md');

const scratch = mkdtempSync(join(tmpdir(), 'api-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
const generated = join(scratch, 'API.md');

function generate(): void {
  run('npm', ['run', 'build'], ROOT);
  runTool('jsii-docgen', ['--output', generated.replace(/\.md$/, '')]);
}

function checkReference(): void {
  if (readFileSync(REFERENCE, 'utf8') !== readFileSync(generated, 'utf8')) {
    throw new CheckFailed("docs/api.md is not that of lib/: run 'npm run api -- --write'");
  }
}

if (process.argv.includes('--write')) {
  generate();
  copyFileSync(generated, REFERENCE);
} else {
  runChecks([
    ['the reference is generated', generate],
    ['docs/api.md is current', checkReference],
    ['a breaking change is found', () => checkComparison(scratch)],
    ['the last release', () => compareWithLastRelease(scratch)],
  ]);
}

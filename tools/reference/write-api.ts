import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apiProblems } from './api-rules';
import { checkComparison, compareWithLastRelease } from './api-compatibility';
import { buildLibrary, DIST } from '../packaging/build';
import { buildForChecks } from '../packaging/built';
import { readAssembly } from '../packaging/jsii';
import { CheckFailed, ROOT, runChecks, runTool } from '../packaging/run';

const REFERENCE = join(ROOT, 'docs', 'api.md');

const scratch = mkdtempSync(join(tmpdir(), 'api-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
const generated = join(scratch, 'API.md');

function generate(): void {
  buildForChecks(DIST, buildLibrary);
  // It reads whatever assembly it finds below, such as that of the newer constructs of CDK Terrain.
  const alone = join(scratch, 'alone');
  mkdirSync(alone);
  ['.jsii', '.jsii.gz', 'package.json', 'README.md'].forEach((file) =>
    copyFileSync(join(ROOT, file), join(alone, file)),
  );
  symlinkSync(join(ROOT, 'node_modules'), join(alone, 'node_modules'), 'junction');
  runTool('jsii-docgen', ['--output', generated.replace(/\.md$/, '')], alone);
}

function checkReference(): void {
  if (readFileSync(REFERENCE, 'utf8') !== readFileSync(generated, 'utf8')) {
    throw new CheckFailed("docs/api.md is not that of lib/: run 'npm run api -- --write'");
  }
}

/** The build has compiled lib/ in place. */
function checkRules(): void {
  const tests = readdirSync(join(ROOT, 'test', 'lib'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `test/lib/${file}`);
  const texts = new Map(tests.map((file) => [file, readFileSync(join(ROOT, file), 'utf8')]));
  const problems = apiProblems(readAssembly(ROOT), texts);
  if (problems.length > 0) {
    throw new CheckFailed(problems.join('\n'));
  }
}

if (process.argv.includes('--write')) {
  generate();
  copyFileSync(generated, REFERENCE);
} else {
  runChecks([
    ['the reference is generated', generate],
    ['documented, tested, free of unions and of types of the providers', checkRules],
    ['docs/api.md is current', checkReference],
    ['a breaking change is found', () => checkComparison(scratch)],
    ['the last release', () => compareWithLastRelease(scratch)],
  ]);
}

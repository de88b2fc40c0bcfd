import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildLibrary, DIST } from './build';
import { buildForChecks } from './built';
import { synthesize } from './consumer';
import { PythonPackage } from './python-package';
import { ROOT, runChecks } from './run';

const scratch = mkdtempSync(join(tmpdir(), 'python-test-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));

const PYTHON = process.env.PYTHON ?? 'python3';
const ours = new PythonPackage({ folder: ROOT, settled: (program) => program, versions: () => [] }, scratch);

function buildWheel(): string {
  buildForChecks(DIST, buildLibrary);
  return ours.build();
}

function checkExample(): string {
  const repository = ['-r', require.resolve('tsx/cjs'), join(__dirname, 'sample/main.ts')];
  return ours.checkExample(synthesize(process.execPath, repository, scratch));
}

const hasPython = spawnSync(PYTHON, ['-c', 'import venv']).status === 0;
if (!hasPython && process.env.CI !== 'true') {
  console.log(`skipped: the checks of the Python package, as there is no ${PYTHON}; with CI=true this fails`);
} else {
  runChecks([
    ['the wheel is built', buildWheel],
    ['it installs with what it requires', () => ours.install()],
    ['docs/python.md', () => ours.checkDocs()],
    ['examples/python', checkExample],
    ['a refusal reaches Python', () => ours.checkRefusal()],
    [
      'Go, Java and C# are generated',
      () => ours.translate(['go', 'java', 'dotnet'], ['--code-only'], 'sources'),
    ],
  ]);
}

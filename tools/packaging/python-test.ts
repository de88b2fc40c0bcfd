import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Consumer, requireSame, synthesize } from './consumer';
import { CheckFailed, ROOT, run, runChecks, runTool } from './run';

const scratch = mkdtempSync(join(tmpdir(), 'python-test-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));

const PYTHON = process.env.PYTHON ?? 'python3';
const venv = join(scratch, 'venv');
const python = join(venv, 'bin/python');

/** What the console shows of a refusal, and what makes one. */
const REFUSED = "name 'Shop' is not valid";
const REFUSED_PROGRAM = `
from cdktf import App, TerraformStack
from cdktf_aks_aad import RbacSubject, KubernetesNamespace

try:
    KubernetesNamespace(TerraformStack(App(), "test"), "Shop", name="Shop")
except RuntimeError as error:
    print(error)
`;

function translate(languages: readonly string[], options: readonly string[], outdir: string): void {
  const targets = languages.flatMap((language) => ['--targets', language]);
  runTool('jsii-pacmak', [...targets, ...options, '--outdir', join(scratch, outdir), '--no-npmignore']);
}

function buildWheel(): string {
  run('npm', ['run', 'build'], ROOT);
  translate(['python'], [], 'dist');
  return wheel().replace(/^.*\//, '');
}

function wheel(): string {
  const folder = join(scratch, 'dist/python');
  const [name] = readdirSync(folder).filter((file) => file.endsWith('.whl'));
  if (!name) {
    throw new CheckFailed('jsii-pacmak has built no wheel');
  }
  return join(folder, name);
}

/** The wheel alone is named, so that its requirements bring cdktf and the providers. */
function install(): void {
  run(PYTHON, ['-m', 'venv', venv], scratch);
  run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', wheel()], scratch);
}

function checkExample(): string {
  const repository = ['-r', require.resolve('tsx/cjs'), join(__dirname, 'sample/main.ts')];
  const expected = synthesize(process.execPath, repository, scratch);

  const example = new Consumer(scratch, 'example', `${python} main.py`);
  copyFileSync(join(ROOT, 'examples/python/main.py'), join(example.directory, 'main.py'));
  requireSame(expected, example.synthesize());
  return 'JSON as in TypeScript';
}

function checkDocs(): string {
  const page = readFileSync(join(ROOT, 'docs/python.md'), 'utf8');
  const program = /^```python\n(.*?)^```$/ms.exec(page)?.[1];
  if (!program) {
    throw new CheckFailed('docs/python.md shows no program');
  }

  const consumer = new Consumer(scratch, 'docs', `${python} main.py`);
  consumer.write('main.py', program);
  return consumer.rehearse();
}

function checkRefusal(): string {
  const printed = run(python, ['-c', REFUSED_PROGRAM], scratch);
  if (!printed.includes(REFUSED)) {
    throw new CheckFailed(`the refusal says\n${printed}`);
  }
  return REFUSED;
}

const hasPython = spawnSync(PYTHON, ['-c', 'import venv']).status === 0;
if (!hasPython && process.env.CI !== 'true') {
  console.log(`skipped: the checks of the Python package, as there is no ${PYTHON}; with CI=true this fails`);
} else {
  runChecks([
    ['the wheel is built', buildWheel],
    ['it installs with what it requires', install],
    ['examples/python', checkExample],
    ['docs/python.md', checkDocs],
    ['a refusal reaches Python', checkRefusal],
    ['Go, Java and C# are generated', () => translate(['go', 'java', 'dotnet'], ['--code-only'], 'sources')],
  ]);
}

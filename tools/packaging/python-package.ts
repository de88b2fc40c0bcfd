import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Consumer, requireSame } from './consumer';
import { CheckFailed, ROOT, run, runTool } from './run';

const PYTHON = process.env.PYTHON ?? 'python3';

/** The library is built already. */
const PACK = 'npm pack --ignore-scripts';

/** What a refusal says, what makes one, and where it is written to. */
const REFUSED = "name 'Shop' is not valid";
const REFUSAL = 'refusal.txt';
const REFUSED_PROGRAM = `
from cdktf import TerraformStack
from cdktf_aks_aad import KubernetesNamespace

try:
    KubernetesNamespace(TerraformStack(App(), "test"), "Shop", name="Shop")
except RuntimeError as error:
    print(error, file=open("${REFUSAL}", "w"))
`;

/** Lets a program write to a folder of its own. */
const EXAMPLE_OUT = 'example.out';
const inExampleOut = (program: string) => `
import functools
import sys
from cdktf import App

framework, ordinary = sys.modules[App.__module__], App
framework.App = functools.partial(App, outdir="${EXAMPLE_OUT}")
${program}
framework.App = ordinary
`;

/** A library that has been built, and how a program for cdktf becomes one for it. */
export interface TranslatedLibrary {
  readonly folder: string;
  readonly settled: (program: string) => string;

  /** Versions that its requirements are held to, as in `cdktn==0.24.0`; asked when it is installed. */
  versions(): readonly string[];
}

/** The Python package of a library, which is tried out in an environment of its own. */
export class PythonPackage {
  private readonly venv: string;
  private readonly python: string;
  private readonly consumer: Consumer;

  constructor(
    private readonly library: TranslatedLibrary,
    private readonly scratch: string,
  ) {
    this.venv = join(scratch, 'venv');
    this.python = join(this.venv, 'bin/python');
    this.consumer = new Consumer(scratch, 'programs', `${this.python} main.py`);
  }

  /** Builds the wheel, and answers with its name. */
  build(): string {
    this.translate(['python'], [], 'dist');
    return this.wheel.replace(/^.*\//, '');
  }

  /** Translates the library into other languages as well. */
  translate(languages: readonly string[], options: readonly string[], outdir: string): void {
    const targets = languages.flatMap((language) => ['--targets', language]);
    const out = ['--outdir', join(this.scratch, outdir), '--no-npmignore', '--pack-command', PACK];
    runTool('jsii-pacmak', [...targets, ...options, ...out], this.library.folder);
  }

  /**
   * The wheel alone is named, so that its requirements bring the framework and the providers. What programs import of the
   * thousands of modules is compiled when they run.
   */
  install(): void {
    const constraints = join(this.scratch, 'constraints.txt');
    writeFileSync(constraints, `${this.library.versions().join('\n')}\n`);
    run(PYTHON, ['-m', 'venv', this.venv], this.scratch);
    const pip = ['-m', 'pip', '--disable-pip-version-check', 'install', '--quiet', '--no-compile'];
    run(this.python, [...pip, '--constraint', constraints, this.wheel], this.scratch);
  }

  /** Names of what is installed. */
  get installed(): string[] {
    const pip = ['-m', 'pip', '--disable-pip-version-check', 'list', '--format', 'json'];
    const list = JSON.parse(run(this.python, pip, this.scratch)) as { name: string }[];
    return list.map(({ name }) => name);
  }

  /**
   * Rehearses the program of docs/python.md. The example and a refusal come first, in the same process, as Python takes half a
   * minute to import the providers.
   */
  checkDocs(): string {
    const example = readFileSync(join(ROOT, 'examples/python/main.py'), 'utf8');
    const page = readFileSync(join(ROOT, 'docs/python.md'), 'utf8');
    const program = /^```python\n(.*?)^```$/ms.exec(page)?.[1];
    if (!program) {
      throw new CheckFailed('docs/python.md shows no program');
    }
    const programs = `${inExampleOut(`${example}\n${REFUSED_PROGRAM}`)}\n${program}`;
    this.consumer.write('main.py', this.library.settled(programs));
    return this.consumer.rehearse();
  }

  /** Holds what the example has synthesised against what its twin in TypeScript does. */
  checkExample(expected: string): string {
    requireSame(expected, this.consumer.synthesized(EXAMPLE_OUT));
    return 'JSON as in TypeScript';
  }

  /** Looks at what has been refused beside the example. */
  checkRefusal(): string {
    const told = readFileSync(join(this.consumer.directory, REFUSAL), 'utf8');
    if (!told.includes(REFUSED)) {
      throw new CheckFailed(`the refusal says\n${told}`);
    }
    return REFUSED;
  }

  private get wheel(): string {
    const folder = join(this.scratch, 'dist/python');
    const [name] = readdirSync(folder).filter((file) => file.endsWith('.whl'));
    if (!name) {
      throw new CheckFailed('jsii-pacmak has built no wheel');
    }
    return join(folder, name);
  }
}

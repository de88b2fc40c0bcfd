import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CheckFailed, ROOT, run } from './run';

const OFFLINE_FIRST = ['--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];

/** A project of somebody who uses the package, outside of the repository. */
export class Consumer {
  readonly directory: string;

  constructor(
    root: string,
    name: string,
    /** Command that synthesises its app. */
    private readonly app: string,
  ) {
    this.directory = join(root, name);
    mkdirSync(this.directory);
    this.write('cdktf.json', JSON.stringify({ language: 'typescript', app, sendCrashReports: 'false' }));
  }

  write(file: string, content: string): void {
    writeFileSync(join(this.directory, file), content);
  }

  /** Copies the files of a folder of tools/packaging/consumers. */
  copyTemplate(template: string): void {
    cpSync(join(__dirname, 'consumers', template), this.directory, { recursive: true });
  }

  /** Installs packages as a user would. */
  install(...packages: string[]): void {
    run('npm', ['install', ...OFFLINE_FIRST, ...packages], this.directory);
  }

  run(command: string, ...args: string[]): string {
    return run(command, args, this.directory);
  }

  /** Version of an installed package. */
  version(name: string): string {
    const file = join(this.directory, 'node_modules', name, 'package.json');
    return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
  }

  /** The Terraform JSON of each stack, as one text. */
  synthesize(): string {
    const [command, ...args] = this.app.split(' ');
    return synthesize(command!, args, this.directory);
  }

  /** The Terraform JSON of each stack that the app has written to another folder of the project. */
  synthesized(out: string): string {
    return synthesized(join(this.directory, out), this.directory);
  }

  /** Deploys to the stand-ins, plans again and destroys, with the repository's rehearsal. */
  rehearse(): string {
    const rehearsal = ['-r', require.resolve('tsx/cjs'), join(ROOT, 'cli/bin.ts'), 'rehearse', '--destroy'];
    const output = run(process.execPath, rehearsal, this.directory, { AKS_CONFIG: '' });
    const [deployment, rest] = output.split(/^second plan +No changes\.$/m);
    const deployed = [...deployment!.matchAll(/^\w+ +(\d+) added, 0 changed, 0 destroyed$/gm)];
    if (rest === undefined || deployed.length === 0) {
      throw new CheckFailed(`the rehearsal did not deploy and find nothing to change:\n${output}`);
    }
    return `${deployed.reduce((sum, [, added]) => sum + Number(added), 0)} resources rehearsed`;
  }
}

/** Runs an app as cdktf does, and reads what it has written; folders that differ by user are left out. */
export function synthesize(command: string, args: readonly string[], cwd: string): string {
  const out = join(cwd, 'cdktf.out');
  run(command, args, cwd, { CDKTF_OUTDIR: out });
  return synthesized(out, cwd);
}

/** The Terraform JSON of each stack in a folder that an app has written, which ran in another. */
function synthesized(out: string, cwd: string): string {
  const stacks = readdirSync(join(out, 'stacks')).sort();
  return stacks
    .map((stack) => `${stack}\n${readFileSync(join(out, 'stacks', stack, 'cdk.tf.json'), 'utf8')}`)
    .join('\n')
    .replaceAll(cwd, '.');
}

/** Throws unless both texts are the same, with the first line that is not. */
export function requireSame(expected: string, actual: string): void {
  const wanted = expected.split('\n');
  const lines = actual.split('\n');
  const at = wanted.findIndex((line, index) => line !== lines[index]);

  if (at >= 0 || lines.length !== wanted.length) {
    throw new CheckFailed(
      `the JSON is not that of the repository; line ${at + 1} is\n${lines[at]}\nand should be\n${wanted[at]}`,
    );
  }
}

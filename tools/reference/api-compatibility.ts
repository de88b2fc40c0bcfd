import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readAssembly } from '../packaging/jsii';
import { CheckFailed, ROOT, run, runTool } from '../packaging/run';

const NAME = 'cdktf-aks-aad';

/** Keys of changes that are meant, one a line. */
const IGNORED = join(ROOT, '.compatignore');

/** Refuses an API that breaks users of the last release, unless .compatignore has the change. */
export function compareWithLastRelease(scratch: string): string {
  const version = lastRelease();
  if (version === undefined) {
    return `${NAME} has no release yet, so there is nothing to compare with`;
  }
  compare(unpack(`${NAME}@${version}`, join(scratch, 'released')), ROOT);
  return `nothing of ${version} is broken`;
}

/** The comparison must find a method that is gone, and nothing where nothing has changed. */
export function checkComparison(scratch: string): string {
  const original = unpack(ROOT, join(scratch, 'original'));
  compare(original, ROOT);

  const changed = join(scratch, 'changed');
  cpSync(original, changed, { recursive: true, verbatimSymlinks: true });
  const assembly = readAssembly(original);
  const role = assembly.types[`${NAME}.RbacRole`]!;
  const methods = role.methods?.filter(({ name }) => name !== 'clusterRole');
  const types = { ...assembly.types, [role.fqn]: { ...role, methods } };
  rmSync(join(changed, '.jsii.gz'));
  writeFileSync(join(changed, '.jsii'), JSON.stringify({ ...assembly, types }));

  const finding = `[removed:${role.fqn}.clusterRole]`;
  try {
    compare(original, changed);
  } catch (error) {
    if (error instanceof CheckFailed && error.message.includes(finding)) {
      return finding;
    }
    throw error;
  }
  throw new CheckFailed('a method that is gone was not found');
}

function compare(original: string, updated: string): void {
  runTool('jsii-diff', [original, updated, '--keys', '--ignore-file', IGNORED]);
}

/** Only a registry that knows of no such package says that there is no release; anything else is a failure. */
function lastRelease(): string | undefined {
  const args = ['view', NAME, 'version', '--json'];
  const { status, stdout, stderr } = spawnSync('npm', args, { cwd: ROOT, encoding: 'utf8' });
  if (status === 0) {
    return JSON.parse(stdout) as string;
  }
  if (/\bE404\b/.test(stdout + stderr)) {
    return undefined;
  }
  throw new CheckFailed(`npm does not say what the last release is:\n${stdout}${stderr}`);
}

/** What npm would install for a package, with the dependencies of the repository beside it. */
function unpack(spec: string, directory: string): string {
  mkdirSync(directory);
  run('npm', ['pack', spec, '--ignore-scripts', '--pack-destination', directory], ROOT);
  const [tarball] = readdirSync(directory);
  run('tar', ['-xzf', tarball!], directory);
  symlinkSync(join(ROOT, 'node_modules'), join(directory, 'package/node_modules'));

  return join(directory, 'package');
}

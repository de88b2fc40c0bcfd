import { spawnSync } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { devNull } from 'node:os';
import { delimiter, join } from 'node:path';
import { RehearsalFailed } from './rehearsal-failed';
import { isAtLeast } from './version-constraint';

/** The first version with `plantimestamp()`, which gives client secrets their end date. */
const MINIMUM_TERRAFORM = '1.5.0';

/** Variables that would lead Terraform, cdktf or a provider to somebody's real account or to other settings. */
const NOT_FOR_REHEARSAL = /^(ARM_|AZURE_|AAD_|KUBE_|KUBECONFIG$|TF_|TFE_|CDKTF_OUTDIR$)/;

/** An empty file, as Go calls it. */
const NOTHING = process.platform === 'win32' ? 'NUL' : devNull;

/**
 * Settings of Go, for programs that end after a moment: with less memory to save, Terraform takes four fifths of the time. The
 * limit holds for what is large.
 */
const SHORT_LIVED = { GOGC: '1000', GOMEMLIMIT: '1GiB' };

/** A variable of the configuration itself. */
const TERRAFORM_VARIABLE = /^TF_VAR_/;

/**
 * Environment of a Terraform that is attached to stand-in providers: without the caller's credentials and Terraform
 * settings, and without anything that calls home.
 */
export function terraformEnvironment(reattach: string): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => TERRAFORM_VARIABLE.test(name) || !NOT_FOR_REHEARSAL.test(name),
  );

  return {
    ...SHORT_LIVED,
    ...Object.fromEntries(kept),
    TF_REATTACH_PROVIDERS: reattach,
    TF_IN_AUTOMATION: '1',
    TF_INPUT: '0',
    TF_CLI_CONFIG_FILE: NOTHING,
    CHECKPOINT_DISABLE: '1',
  };
}

/** What runs as Terraform: that of `TERRAFORM_BINARY_NAME`, as cdktf has it, such as OpenTofu's `tofu`. */
export function terraformBinary(): string {
  return process.env.TERRAFORM_BINARY_NAME || 'terraform';
}

/** Whether a program can be started by this name; a path is one, too. */
export function isOnPath(program: string): boolean {
  return fileOf(program) !== undefined;
}

function fileOf(program: string): string | undefined {
  const folders = /[/\\]/.test(program) ? [''] : (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  const files = process.platform === 'win32' ? [program, `${program}.exe`] : [program];
  return folders.flatMap((folder) => files.map((file) => join(folder, file))).find(isProgram);
}

/** A shell passes over folders and what may not be executed, too. */
function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** The versions that programs have told, by their file as it was then: `dev` and tests deploy again and again. */
const told = new Map<string, string>();

/** Name and version of the Terraform or OpenTofu that is used; throws when it is missing or too old. */
export function requireTerraform(): string {
  const file = fileOf(terraformBinary());
  if (file === undefined) {
    return askedVersion();
  }
  const { mtimeMs, size } = statSync(file);
  const key = [file, mtimeMs, size].join();

  const version = told.get(key) ?? askedVersion();
  told.set(key, version);
  return version;
}

function askedVersion(): string {
  const binary = terraformBinary();
  const run = (...args: string[]): ReturnType<typeof spawnSync> =>
    spawnSync(binary, args, { encoding: 'utf8', env: terraformEnvironment('') });
  const { stdout, error } = run('version', '-json');
  const install =
    binary === 'terraform'
      ? `install Terraform ${MINIMUM_TERRAFORM} or later, https://developer.hashicorp.com/terraform/install`
      : `TERRAFORM_BINARY_NAME names the Terraform or OpenTofu to use, ${MINIMUM_TERRAFORM} or later`;
  if (error) {
    // One that is on the PATH is used, so that none is fetched.
    const fetch = binary === 'terraform' ? ', or let --install-terraform fetch it' : '';
    throw new RehearsalFailed(`${binary} is not on the PATH: ${install}${fetch}`);
  }

  const version = versionIn(String(stdout));
  if (version === undefined) {
    throw new RehearsalFailed(`the ${binary} on the PATH does not tell its version: ${install}`);
  }
  if (!isAtLeast(version, MINIMUM_TERRAFORM)) {
    throw new RehearsalFailed(`${binary} ${version} is too old: ${install}`);
  }
  // Both print the same JSON; the text begins with the name of the product. Only for another binary, as each call costs time.
  const isTofu = binary !== 'terraform' && String(run('version').stdout).startsWith('OpenTofu');
  return `${isTofu ? 'OpenTofu' : 'Terraform'} ${version}`;
}

function versionIn(output: string): string | undefined {
  try {
    const { terraform_version: version } = JSON.parse(output) as { terraform_version?: unknown };
    return typeof version === 'string' ? version : undefined;
  } catch {
    return undefined;
  }
}

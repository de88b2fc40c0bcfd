import { spawnSync } from 'node:child_process';
import { RehearsalFailed } from './rehearsal-failed';
import { isAtLeast } from './version-constraint';

/** The first version with `plantimestamp()`, which gives client secrets their end date. */
export const MINIMUM_TERRAFORM = '1.5.0';

/** Variables that would lead Terraform, cdktf or a provider to somebody's real account or to other settings. */
const NOT_FOR_REHEARSAL = /^(ARM_|AZURE_|AAD_|KUBE_|KUBECONFIG$|TF_|TFE_|CDKTF_OUTDIR$)/;

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
    ...Object.fromEntries(kept),
    TF_REATTACH_PROVIDERS: reattach,
    TF_IN_AUTOMATION: '1',
    TF_INPUT: '0',
    TF_CLI_CONFIG_FILE: '/dev/null',
    CHECKPOINT_DISABLE: '1',
  };
}

/** Version of the `terraform` on the PATH; throws when it is missing or too old. */
export function requireTerraform(): string {
  const { stdout, error } = spawnSync('terraform', ['version', '-json'], {
    encoding: 'utf8',
    env: terraformEnvironment(''),
  });
  const install = `install Terraform ${MINIMUM_TERRAFORM} or later, https://developer.hashicorp.com/terraform/install`;
  if (error) {
    throw new RehearsalFailed(`terraform is not on the PATH: ${install}`);
  }

  const version = versionIn(stdout);
  if (version === undefined) {
    throw new RehearsalFailed(`the terraform on the PATH does not tell its version: ${install}`);
  }
  if (!isAtLeast(version, MINIMUM_TERRAFORM)) {
    throw new RehearsalFailed(`terraform ${version} is too old: ${install}`);
  }
  return version;
}

function versionIn(output: string): string | undefined {
  try {
    const { terraform_version: version } = JSON.parse(output) as { terraform_version?: unknown };
    return typeof version === 'string' ? version : undefined;
  } catch {
    return undefined;
  }
}

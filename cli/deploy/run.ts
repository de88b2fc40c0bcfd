import { delimiter, resolve } from 'node:path';
import { configPath } from '../../app/config/config-path';
import { parallelismKeyOf } from '../../app/config/parallelism-key';
import { requireConfigFile } from '../../rehearsal/workspace';
import { ownFramework } from '../frameworks';
import { runProgram } from '../program';
import { withoutProgressUntil } from '../progress';

/** The commands of Terraform that a deployment runs and that work on several resources at once. */
const COMMANDS = ['plan', 'apply'];

/** Deploys all stacks, with whatever else the command line of the framework is told. */
export async function run(
  rest: readonly string[],
  { config }: { readonly config?: string },
): Promise<number> {
  if (config !== undefined) {
    requireConfigFile(config);
  }
  const env = {
    ...withPrograms(withParallelism(process.env, parallelismKeyOf(config ?? configPath()))),
    ...(config !== undefined && { AKS_CONFIG: config }),
  };
  return withoutProgressUntil(() =>
    runProgram(ownFramework(), ['deploy', '*', ...rest], env, { missing: "run 'npm install' first" }),
  );
}

/**
 * The environment in which Terraform works on so many resources at once. Terraform puts the options there before those that
 * it is called with, so that what `--terraform-parallelism` says still counts.
 */
function withParallelism(env: NodeJS.ProcessEnv, parallelism: number | undefined): NodeJS.ProcessEnv {
  if (parallelism === undefined) {
    return env;
  }
  const options = COMMANDS.map((command) => {
    const name = `TF_CLI_ARGS_${command}`;
    return [name, [`-parallelism=${parallelism}`, env[name]].filter((text) => text).join(' ')] as const;
  });
  return { ...env, ...Object.fromEntries(options) };
}

/** The environment in which the programs of the project are found, as npm makes it for its scripts. */
function withPrograms(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  // Windows writes it in its own way, and takes one spelling only.
  const name = Object.keys(env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH';
  return { ...env, [name]: [resolve('node_modules', '.bin'), env[name] ?? ''].join(delimiter) };
}

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { runCommand } from '../../rehearsal/command';
import { parseScan, Scan } from './scan';

const REQUIREMENTS = join(__dirname, 'requirements.txt');
const IN_VENV = resolve(__dirname, '..', '..', '.venv', 'bin', 'checkov');

const INSTALLATION = 'python3 -m venv .venv && .venv/bin/pip install -r tools/policy/requirements.txt';

const ARGUMENTS = ['--framework', 'terraform_json', '--skip-download', '--compact', '--output', 'json'];

/** The version that the allowed list of checks is for. */
export function pinnedVersion(): string {
  const pin = /^checkov==(\S+)$/m.exec(readFileSync(REQUIREMENTS, 'utf8'));
  if (!pin?.[1]) {
    throw new Error('tools/policy/requirements.txt does not pin checkov');
  }
  return pin[1];
}

/** The command of an installed checkov: that of the variable CHECKOV, of `.venv`, or of the PATH. */
export function findCheckov(env: NodeJS.ProcessEnv = process.env): string | undefined {
  if (env.CHECKOV) {
    return env.CHECKOV;
  }
  if (existsSync(IN_VENV)) {
    return IN_VENV;
  }
  const onPath = spawnSync('sh', ['-c', 'command -v checkov'], { env, encoding: 'utf8' }).stdout.trim();
  return onPath === '' ? undefined : onPath;
}

/** A machine without Python can still run the tests; a pipeline must not go on without the gate. */
export function withoutCheckov(isPipeline: boolean): { readonly message: string; readonly exitCode: number } {
  return {
    message: `${isPipeline ? 'FAILED' : 'SKIPPED'} policy: checkov ${pinnedVersion()} is not installed; ${INSTALLATION}`,
    exitCode: isPipeline ? 1 : 0,
  };
}

/** Lets checkov look at a folder of synthesised stacks. */
export async function scan(checkov: string, directory: string): Promise<Scan> {
  const { code, output, errors } = await runCommand(checkov, ['--directory', directory, ...ARGUMENTS]);
  // 1 says that a check has failed, which is for the policy to judge.
  if (code !== 0 && code !== 1) {
    throw new Error(`${checkov} ended with exit code ${code}:\n${errors}`);
  }
  return parseScan(output);
}

import { resolve } from 'node:path';
import { runCommand } from '../../../rehearsal/command';

const SCRIPT = resolve('examples/pipelines/plan.sh');

export interface Outcome {
  readonly code: number | null;
  readonly output: string;

  /** One line for each stack. */
  readonly outcomes: readonly string[];
}

/** What the script of the pipelines says about synthesised stacks, and how it ends. */
export async function planned(
  outdir: string,
  environment: NodeJS.ProcessEnv,
  options: readonly string[],
): Promise<Outcome> {
  const { code, output } = await runCommand('bash', [SCRIPT, '-lock=false', ...options], {
    env: { ...environment, CDKTF_OUTDIR: outdir },
  });
  return { code, output, outcomes: output.split('\n').filter((line) => line.startsWith('### ')) };
}

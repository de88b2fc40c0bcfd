import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from './command';
import { RehearsalFailed } from './rehearsal-failed';
import { terraformBinary } from './terraform-binary';
import { instancesIn, StateInstance } from './state-files';
import { SynthesizedStack } from './workspace';

/** Terraform states in a backend, read through Terraform. */
export class PulledStates {
  constructor(
    private readonly stacks: readonly SynthesizedStack[],
    private readonly environment: NodeJS.ProcessEnv,
  ) {}

  /** The state of a stack as text; undefined when there is none yet. */
  async pull(stack: string): Promise<string | undefined> {
    const { directory } = this.stacks.find(({ name }) => name === stack)!;
    // Terraform has not been there, so it cannot have left a state.
    if (!existsSync(join(directory, '.terraform'))) {
      return undefined;
    }

    const { code, output, errors } = await runCommand(terraformBinary(), ['state', 'pull'], {
      cwd: directory,
      env: { ...this.environment, TF_CLI_ARGS: '-no-color' },
    });
    if (code !== 0) {
      throw new RehearsalFailed(`the state of stack '${stack}' cannot be read from its backend:\n${errors}`);
    }
    return output.trim() === '' ? undefined : output;
  }

  /** What the state of a stack holds. */
  async read(stack: string): Promise<StateInstance[]> {
    const text = await this.pull(stack);

    return text === undefined ? [] : instancesIn(text);
  }

  /** What all states hold. */
  async readAll(): Promise<StateInstance[]> {
    const states = await Promise.all(this.stacks.map(({ name }) => this.read(name)));

    return states.flat();
  }
}

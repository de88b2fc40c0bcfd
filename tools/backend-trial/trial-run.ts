import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadTenant } from '../../access/directory/load-tenant';
import { CommandResult, runCommand } from '../../rehearsal/command';
import { Call } from '../../rehearsal/protocol/provider-server';
import { Rehearsal } from '../../rehearsal/rehearsal';
import { Workspace } from '../../rehearsal/workspace';
import { CrossingValues } from './crossing-values';

/** A configuration in a temporary folder, rehearsed in its backend, with Terraform at hand in each stack. */
export class TrialRun {
  readonly rehearsal: Rehearsal;
  private readonly folder = mkdtempSync(join(tmpdir(), 'backends-'));
  private inTheMiddle?: { readonly type: string; readonly act: () => Promise<void> };

  constructor(configuration: string) {
    const file = join(this.folder, 'aks.yaml');
    writeFileSync(file, configuration);

    this.rehearsal = new Rehearsal({
      workspace: new Workspace(file, join(this.folder, 'workspace')),
      tenant: loadTenant(),
      faults: [],
      print: () => undefined,
      inBackend: true,
      onCall: (call) => this.hear(call),
    });
  }

  /** Lets something happen, once, when an object of a type is about to be made, changed or removed. */
  once(type: string, act: () => Promise<void>): void {
    this.inTheMiddle = { type, act };
  }

  get environment(): NodeJS.ProcessEnv {
    return { ...this.rehearsal.environment, TF_CLI_ARGS: '-no-color' };
  }

  /** The folder of a stack. */
  directory(stack: string): string {
    return this.rehearsal.synthesized.find(({ name }) => name === stack)!.directory;
  }

  /** Runs Terraform in a stack to its end, whatever that is. */
  async terraform(stack: string, ...args: string[]): Promise<CommandResult> {
    return runCommand('terraform', args, { cwd: this.directory(stack), env: this.environment });
  }

  /** Runs a command that must succeed. */
  async succeed(stack: string, ...args: string[]): Promise<void> {
    const result = await this.terraform(stack, ...args);
    if (result.code !== 0) {
      throw new Error(
        `terraform ${args.join(' ')} in '${stack}' ended with ${result.code}:\n${textOf(result)}`,
      );
    }
  }

  /** How many values have come from the identity stack to the cluster; throws when one has not. */
  async countCrossings(): Promise<number> {
    const [identity, cluster] = await Promise.all(
      ['identity', 'cluster'].map((stack) => this.stateOf(stack)),
    );
    const { arrived, missing } = new CrossingValues(identity!, cluster!);
    if (arrived.length === 0 || missing.length > 0) {
      throw new Error(`values did not arrive: ${missing.join(', ') || 'there are none'}`);
    }
    return arrived.length;
  }

  /** Ends everything that runs, and removes what is left of it. */
  async stop(): Promise<void> {
    await this.rehearsal.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async stateOf(stack: string): Promise<string> {
    return (await this.rehearsal.pulledStates.pull(stack)) ?? '{}';
  }

  private async hear({ method, type }: Call): Promise<void> {
    const { inTheMiddle } = this;
    if (inTheMiddle && method === 'ApplyResourceChange' && type === inTheMiddle.type) {
      this.inTheMiddle = undefined;
      await inTheMiddle.act();
    }
  }
}

/** Output and errors on one line, without the boxes that Terraform draws. */
export function textOf({ output, errors }: CommandResult): string {
  return `${output}${errors}`.replace(/[\s│╷╵]+/g, ' ').trim();
}

import { join } from 'node:path';
import { CdktfResult, CdktfRun } from './cdktf';
import { CreationJournal } from './creation-journal';
import { Faults } from './protocol/faults';
import { RehearsalFailed } from './rehearsal-failed';
import { describeChanges, stateChanges } from './state-changes';
import { StateInstance } from './state-files';
import { rescueUnsavedStates } from './unsaved-states';
import { SynthesizedStack, Workspace } from './workspace';

/** What cdktf-cli calls node-pty by, and the kept build of it that has binaries for every version of Node.js. */
const TERMINAL = '@cdktf/node-pty-prebuilt-multiarch';
const TERMINAL_PACKAGE = `${TERMINAL}@npm:@lydell/node-pty@1.1.0`;

export interface DeploymentOptions {
  readonly command: 'deploy' | 'destroy';
  readonly workspace: Workspace;
  readonly stacks: readonly SynthesizedStack[];
  readonly environment: NodeJS.ProcessEnv;

  /** What the states of the stacks hold now, by stack. */
  readonly before: ReadonlyMap<string, readonly StateInstance[]>;

  /** Reads what a state holds after the run of its stack. */
  readonly read: (stack: string) => StateInstance[] | Promise<StateInstance[]>;
  readonly journal: CreationJournal;
  readonly faults: Faults;
  readonly print: (text: string) => void;
}

/** One run of `cdktf deploy` or `cdktf destroy` over all stacks, with a line about each stack as soon as it is done. */
export class Deployment {
  private readonly run: CdktfRun;
  private readonly logFile: string;
  private reports: Promise<unknown>[] = [];

  constructor(private readonly options: DeploymentOptions) {
    const { command, workspace, environment } = options;
    this.logFile = join(workspace.directory, `${command}.log`);
    const flags = ['--auto-approve', '--skip-synth', '--skip-provider-lock', '--output', workspace.outdir];

    this.run = new CdktfRun({
      args: [command, ...this.names, ...flags],
      env: environment,
      stacks: this.names,
      logFile: this.logFile,
      onFinished: (stack) => this.startReport(stack),
    });
  }

  /** The process group of everything that is running. */
  get pid(): number {
    return this.run.pid;
  }

  /** Ends it so that the states are whole. */
  async interrupt(): Promise<void> {
    await this.run.interrupt();
  }

  /** Ends it at once. */
  kill(): void {
    this.run.kill();
  }

  /** Throws unless all stacks are deployed, or destroyed. */
  async finish(): Promise<void> {
    const { faults, print } = this.options;
    const result = await this.run.result();
    const unreported = this.names.filter((name) => !result.finished.has(name));
    this.requireSuccess(result, unreported);

    unreported.forEach((stack) => this.startReport(stack));
    await Promise.all(this.reports);
    result.diagnostics.forEach((diagnostic) => print(`\n${diagnostic}\n`));
    for (const { kind, type } of faults.unused) {
      print(`fault '${kind}:${type}' did not strike: no ${type} was created`);
    }
  }

  /** As wide as the longest name, and as the steps of a rehearsal at least. */
  private get width(): number {
    return Math.max(12, ...this.names.map(({ length }) => length));
  }

  private get names(): string[] {
    return this.options.stacks.map(({ name }) => name);
  }

  /** The report of a backend takes a moment; `finish` waits for it, and hears of what goes wrong with it. */
  private startReport(stack: string): void {
    const report = this.report(stack);
    report.catch(() => undefined);
    this.reports.push(report);
  }

  private async report(stack: string): Promise<void> {
    const { before, read, journal, print } = this.options;
    const isNew = (instance: StateInstance): boolean => journal.has(instance);
    const changes = stateChanges(before.get(stack)!, await read(stack), isNew);

    print(`${stack.padEnd(this.width)} ${describeChanges(changes)}`);
  }

  private requireSuccess(result: CdktfResult, unfinished: readonly string[]): void {
    const { code, diagnostics } = result;
    if (code === 0) {
      return;
    }
    if (result.lacksTerminalBinary) {
      throw new RehearsalFailed(
        `cdktf cannot start Terraform: its package node-pty has no binary for Node.js ${process.versions.node} on ` +
          `${process.platform}-${process.arch}. Run 'npm install --save-dev ${TERMINAL_PACKAGE}' and add ` +
          `"overrides": { "${TERMINAL}": "$${TERMINAL}" } to package.json; where optional packages are left out, leave them in`,
      );
    }
    const { command, faults } = this.options;
    const end = code === null ? 'was killed' : `failed with exit code ${code}`;
    const reason = faults.hasKilled ? ' as --fault asked; run it again' : '';
    const missing = unfinished.length > 0 ? `; not finished: ${unfinished.join(', ')}` : '';
    const boxes = diagnostics.map((diagnostic) => `\n\n${diagnostic}`).join('');
    const rescue = rescueUnsavedStates(this.options.stacks);

    throw new RehearsalFailed(
      `cdktf ${command} ${end}${reason}${missing}. All output: ${this.logFile}${boxes}${rescue}`,
    );
  }
}

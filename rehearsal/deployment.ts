import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { CdktfResult, CdktfRun, diagnosticsIn } from './cdktf';
import { describeOrphans } from './orphans';
import { PlanGuard } from './plan-guard';
import { PlanJson, PlannedChanges } from './planned-changes';
import { Faults } from './protocol/faults';
import { RehearsalFailed } from './rehearsal-failed';
import { StackRuns } from './stack-runs';
import { rescueUnsavedStates } from './unsaved-states';
import { SynthesizedStack, Workspace } from './workspace';
import { visible } from '../lib/shared/visible';

/** What cdktf-cli calls node-pty by, and the kept build of it that has binaries for every version of Node.js. */
const TERMINAL = '@cdktf/node-pty-prebuilt-multiarch';
const TERMINAL_PACKAGE = `${TERMINAL}@npm:@lydell/node-pty@1.1.0`;

export interface DeploymentOptions {
  readonly command: 'deploy' | 'destroy';
  readonly workspace: Workspace;
  readonly stacks: readonly SynthesizedStack[];
  readonly environment: NodeJS.ProcessEnv;

  /** Stops what would take away more than was asked for. */
  readonly guard: PlanGuard;
  readonly faults: Faults;
  readonly print: (text: string) => void;
}

/** One run of `cdktf deploy` or `cdktf destroy` over all stacks, with a line about each stack as soon as it is done. */
export class Deployment {
  private readonly run: CdktfRun;
  private readonly runs: StackRuns;
  private readonly logFile: string;

  constructor(private readonly options: DeploymentOptions) {
    const { command, workspace, environment, guard } = options;
    this.logFile = join(workspace.directory, `${command}.log`);
    const flags = ['--auto-approve', '--skip-synth', '--skip-provider-lock', '--output', workspace.outdir];

    this.runs = new StackRuns({
      folder: join(workspace.directory, 'runs'),
      stacks: this.names,
      guarded: command === 'deploy' ? guard.guarded(options.stacks) : [],
      judge: (stack, plan) => guard.mayApply(stack, plan),
      onApplied: (stack, plan) => this.report(stack, plan),
    });
    this.run = new CdktfRun({
      args: [command, ...this.names, ...flags],
      env: { ...environment, ...this.runs.environment },
      stacks: this.names,
      logFile: this.logFile,
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
    const said = this.runs.close();
    const diagnostics = this.told(said, result);
    this.requireSuccess(result, diagnostics);

    diagnostics.forEach((diagnostic) => print(`\n${diagnostic}\n`));
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

  private report(stack: string, plan: PlanJson): void {
    const { print } = this.options;
    const changes = new PlannedChanges(plan);

    print(visible(`${stack.padEnd(this.width)} ${changes.describe()}`));
    changes.changedImports.forEach((line) => print(visible(`${' '.repeat(this.width)}   ${line}`)));
  }

  /** Errors and warnings of Terraform; those that cdktf has not passed on are added to the log. */
  private told(said: ReadonlyMap<string, string>, { diagnostics }: CdktfResult): string[] {
    const passedOn = new Set(diagnostics.map(titleOf));
    const lost = [...said].flatMap(([stack, output]) => {
      const found = diagnosticsIn(output).filter((one) => !passedOn.has(titleOf(one)));
      if (found.length > 0) {
        const text = stripVTControlCharacters(output).trim();
        appendFileSync(this.logFile, `\nAll that Terraform has said in stack '${stack}':\n\n${text}\n`, {
          mode: 0o600,
        });
      }
      return found;
    });
    return [...new Set([...diagnostics, ...lost])];
  }

  private requireSuccess(result: CdktfResult, diagnostics: readonly string[]): void {
    const { code } = result;
    const unfinished = this.names.filter((name) => !this.runs.applied.has(name));
    if (code === 0 && unfinished.length === 0) {
      return;
    }
    if (this.options.guard.refusals.length > 0) {
      throw new RehearsalFailed(this.options.guard.refusals.join('\n\n'));
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
    const orphans = describeOrphans(faults.orphans, this.options.stacks);
    const rescue = rescueUnsavedStates(this.options.stacks);

    throw new RehearsalFailed(
      `cdktf ${command} ${end}${reason}${missing}. All output: ${this.logFile}${boxes}${orphans}${rescue}`,
    );
  }
}

/** The first line of a diagnostic: cdktf adds the paths of constructs to the others. */
function titleOf(diagnostic: string): string {
  return diagnostic.trim().split('\n')[0]!.trim();
}

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

  /** Told of the process group of cdktf, as often as it is started. */
  readonly onStart: (pid: number) => void;
}

/**
 * `cdktf deploy` or `cdktf destroy` over all stacks, with a line about each stack as soon as it is done.
 *
 * cdktf starts no further stack once one has failed. Clusters have nothing to do with each other, so a deployment then goes on
 * with those that do not wait for what has failed.
 */
export class Deployment {
  private run!: CdktfRun;
  private runs!: StackRuns;
  private readonly logFile: string;
  private readonly applied = new Set<string>();
  private readonly failed = new Set<string>();
  private isStopped = false;

  constructor(private readonly options: DeploymentOptions) {
    this.logFile = join(options.workspace.directory, `${options.command}.log`);
    this.start(this.names);
  }

  /** Ends it so that the states are whole. */
  async interrupt(): Promise<void> {
    this.isStopped = true;
    await this.run.interrupt();
  }

  /** Ends it at once. */
  kill(): void {
    this.isStopped = true;
    this.run.kill();
  }

  /** Throws unless all stacks are deployed, or destroyed. */
  async finish(): Promise<void> {
    const { faults, print } = this.options;
    const said = new Map<string, string>();
    const told: string[] = [];
    let failure: CdktfResult | undefined;
    for (;;) {
      const result = await this.run.result();
      failure ??= result.code === 0 ? undefined : result;
      await this.runs.settled();
      this.runs.close().forEach((text, stack) => said.set(stack, text));
      told.push(...result.diagnostics);
      const rest = this.withoutFailures(result);
      if (rest.length === 0) {
        break;
      }
      this.start(rest, { isContinued: true });
    }
    const diagnostics = this.told(said, told);
    this.requireSuccess(failure, diagnostics);

    diagnostics.forEach((diagnostic) => print(`\n${diagnostic}\n`));
    for (const { kind, type } of faults.unused) {
      print(`fault '${kind}:${type}' did not strike: no ${type} was created`);
    }
  }

  private start(stacks: readonly string[], { isContinued = false } = {}): void {
    const { command, workspace, environment, guard, onStart } = this.options;
    const flags = ['--auto-approve', '--skip-synth', '--skip-provider-lock', '--output', workspace.outdir];

    this.runs = new StackRuns({
      folder: join(workspace.directory, 'runs'),
      stacks,
      guarded: command === 'deploy' ? guard.guarded(this.options.stacks) : [],
      judge: (stack, plan) => guard.mayApply(stack, plan),
      onApplied: (stack, plan) => {
        if (!this.applied.has(stack)) {
          this.report(stack, plan);
        }
      },
    });
    this.run = new CdktfRun({
      args: [command, ...stacks, ...flags],
      env: { ...environment, ...this.runs.environment },
      stacks,
      logFile: this.logFile,
      isContinued,
    });
    try {
      onStart(this.run.pid);
    } catch (error) {
      // What nobody can find again must not go on.
      this.run.kill();
      throw error;
    }
  }

  /** What is left after a failure and does not wait for what has failed; nothing when that would change nothing. */
  private withoutFailures({ code, lacksTerminalBinary }: CdktfResult): string[] {
    const before = this.applied.size + this.failed.size;
    this.runs.applied.forEach((stack) => this.applied.add(stack));
    this.runs.failed.forEach((stack) => this.failed.add(stack));
    const hasMoved = this.applied.size + this.failed.size > before;

    const mayGoOn = code !== 0 && code !== null && !lacksTerminalBinary && !this.isStopped;
    if (!mayGoOn || !hasMoved || this.options.command !== 'deploy' || this.options.faults.hasKilled) {
      return [];
    }
    const able = this.names.filter((name) => !this.failed.has(name) && this.obstacle(name) === undefined);
    // cdktf wants the stacks that others wait for beside them; those that are deployed have nothing to change.
    return able.some((name) => !this.applied.has(name)) ? able : [];
  }

  /** The stack that has failed and that this one waits for, maybe through others. */
  private obstacle(name: string): string | undefined {
    const { dependencies } = this.options.stacks.find((stack) => stack.name === name)!;
    for (const dependency of dependencies) {
      const found = this.failed.has(dependency) ? dependency : this.obstacle(dependency);
      if (found !== undefined) {
        return found;
      }
    }
    return undefined;
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
  private told(said: ReadonlyMap<string, string>, diagnostics: readonly string[]): string[] {
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

  private requireSuccess(failure: CdktfResult | undefined, diagnostics: readonly string[]): void {
    const unfinished = this.names.filter((name) => !this.applied.has(name));
    if (!failure && unfinished.length === 0) {
      return;
    }
    if (this.options.guard.refusals.length > 0) {
      throw new RehearsalFailed(this.options.guard.refusals.join('\n\n'));
    }
    if (failure?.lacksTerminalBinary) {
      throw new RehearsalFailed(
        `cdktf cannot start Terraform: its package node-pty has no binary for Node.js ${process.versions.node} on ` +
          `${process.platform}-${process.arch}. Run 'npm install --save-dev ${TERMINAL_PACKAGE}' and add ` +
          `"overrides": { "${TERMINAL}": "$${TERMINAL}" } to package.json; where optional packages are left out, leave them in`,
      );
    }
    const { command, faults } = this.options;
    const code = failure ? failure.code : 0;
    const end = code === null ? 'was killed' : `failed with exit code ${code}`;
    const reason = faults.hasKilled ? ' as --fault asked; run it again' : '';
    const missing =
      unfinished.length > 0
        ? `; not finished: ${unfinished.map((name) => this.unfinished(name)).join(', ')}`
        : '';
    const boxes = diagnostics.map((diagnostic) => `\n\n${diagnostic}`).join('');
    const orphans = describeOrphans(faults.orphans, this.options.stacks);
    const rescue = rescueUnsavedStates(this.options.stacks);

    throw new RehearsalFailed(
      `cdktf ${command} ${end}${reason}${missing}. All output: ${this.logFile}${boxes}${orphans}${rescue}`,
    );
  }

  private unfinished(name: string): string {
    const obstacle = this.failed.has(name) ? undefined : this.obstacle(name);
    return obstacle === undefined ? name : `${name} (waits for ${obstacle})`;
  }
}

/** The first line of a diagnostic: cdktf adds the paths of constructs to the others. */
function titleOf(diagnostic: string): string {
  return diagnostic.trim().split('\n')[0]!.trim();
}

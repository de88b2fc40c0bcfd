import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CdktfResult, CdktfRun } from './cdktf';
import { Fault, Faults } from './protocol/faults';
import { RunningProviders, startProviders } from './protocol/provider-server';
import { RehearsalFailed } from './rehearsal-failed';
import { standInsFor, tenantOf } from './stand-ins';
import { readState, StateChanges, stateChanges, StateResources } from './state-changes';
import { summarize } from './summary';
import { Tenant } from '../access/directory/tenant';
import { requireTerraform, terraformEnvironment } from './terraform';
import { SynthesizedStack, Workspace } from './workspace';
import { FileWorld } from './world/world';

/** How `terraform plan -detailed-exitcode` says that there is something to change. */
const HAS_CHANGES = 2;

export interface RehearsalOptions {
  readonly workspace: Workspace;
  readonly tenant: Tenant;
  readonly faults: readonly Fault[];
  readonly print: (text: string) => void;
}

/** One configuration between synth and the second plan, on stand-in providers that run until `stop()`. */
export class Rehearsal {
  readonly world: FileWorld;
  private readonly steps: [name: string, milliseconds: number][] = [];
  private stacks: SynthesizedStack[] = [];
  private providers?: RunningProviders;
  private running?: CdktfRun;
  private faults?: Faults;

  constructor(private readonly options: RehearsalOptions) {
    this.world = new FileWorld(options.workspace.worldFile);
  }

  /** The tenant with the IDs that the synthesised configuration gives. */
  get tenant(): Tenant {
    return tenantOf(this.stacks, this.options.tenant);
  }

  /** Synthesises the app, says what it will create, and starts the stand-ins for it. */
  async start(): Promise<void> {
    const { workspace, print } = this.options;
    const terraform = requireTerraform();

    await this.step('synth', () => synthesize(workspace));
    this.stacks = workspace.stacks();
    const standIns = standInsFor(this.stacks);
    const versions = standIns.map(({ behaviour, version }) => `${behaviour.name} ${version}`).join(', ');

    print(
      `Rehearsal of ${workspace.configFile}: Terraform ${terraform} and cdktf are real, ${versions} are stand-ins.`,
    );
    print('Nothing leaves this machine, and nothing is created in Azure.\n');
    print(`${summarize(this.stacks)}\n`);

    workspace.useLocalState();
    await this.serve(standIns);
  }

  /** Starts the stand-ins for what was synthesised earlier. */
  async resume(): Promise<void> {
    this.stacks = this.options.workspace.stacks();
    await this.serve(standInsFor(this.stacks));
  }

  /** Environment in which Terraform and cdktf find the stand-ins. */
  get environment(): NodeJS.ProcessEnv {
    return terraformEnvironment(this.providers!.reattach);
  }

  /** Deploys all stacks with `cdktf deploy`. */
  async deploy(): Promise<void> {
    await this.step('deploy', () => this.runCdktf('deploy'));
  }

  /** Destroys all stacks with `cdktf destroy`. */
  async destroy(): Promise<void> {
    await this.step('destroy', () => this.runCdktf('destroy'));
    const left = this.world.size;
    if (left > 0) {
      throw new RehearsalFailed(`destroy left ${left} objects, see ${this.options.workspace.worldFile}`);
    }
  }

  /** Plans all stacks once more; fails unless there is nothing to change. */
  async planAgain(): Promise<void> {
    const changed = await this.step('second plan', async () => {
      const plans = await Promise.all(this.stacks.map((stack) => this.plan(stack)));
      return plans.filter((plan) => plan.code !== 0);
    });

    if (changed.length > 0) {
      const plans = changed.map(({ stack, code, output }) => {
        const what = code === HAS_CHANGES ? 'is not empty' : 'failed';
        return `The second plan of stack '${stack}' ${what}:\n\n${output.trim()}`;
      });
      throw new RehearsalFailed(plans.join('\n\n'));
    }
    this.options.print(`${'second plan'.padEnd(12)} No changes.\n`);
  }

  /** How long each step took, on one line. */
  get timing(): string {
    return this.steps.map(([name, milliseconds]) => `${name} ${seconds(milliseconds)}`).join(' · ');
  }

  /** Passes Ctrl-C on: Terraform then finishes what it is doing and writes its state. */
  interrupt(): void {
    this.running?.signal('SIGINT');
  }

  async stop(): Promise<void> {
    this.running?.signal('SIGKILL');
    await this.providers?.stop();
  }

  private async serve(providers: ReturnType<typeof standInsFor>): Promise<void> {
    this.faults = new Faults(this.options.faults, () => this.running?.signal('SIGKILL'));
    this.providers = await startProviders({
      providers,
      tenant: this.tenant,
      world: this.world,
      faults: this.faults,
    });
  }

  private async runCdktf(command: 'deploy' | 'destroy'): Promise<void> {
    const { workspace } = this.options;
    const logFile = join(workspace.directory, `${command}.log`);
    const names = this.stacks.map(({ name }) => name);
    const since = performance.now();
    const before = new Map(names.map((name) => [name, readState(workspace.stateFile(name))]));

    this.running = new CdktfRun({
      args: [
        command,
        ...names,
        '--auto-approve',
        '--skip-synth',
        '--skip-provider-lock',
        '--output',
        workspace.outdir,
      ],
      env: this.environment,
      stacks: names,
      logFile,
      onFinished: (stack) => this.printChanges(stack, before.get(stack)!, since),
    });
    const result = await this.running.result();
    this.running = undefined;

    const unreported = names.filter((name) => !result.finished.has(name));
    this.requireSuccess(command, result, unreported, logFile);
    unreported.forEach((stack) => this.printChanges(stack, before.get(stack)!, since));
    this.reportUnusedFaults();
  }

  private printChanges(stack: string, before: StateResources, since: number): void {
    const changes = stateChanges(before, readState(this.options.workspace.stateFile(stack)));
    const elapsed = seconds(performance.now() - since);

    this.options.print(`${stack.padEnd(12)} ${describe(changes)}  ${elapsed}`);
  }

  private requireSuccess(
    command: string,
    result: CdktfResult,
    unfinished: readonly string[],
    logFile: string,
  ): void {
    if (result.code === 0) {
      return;
    }

    const end = result.code === null ? 'was killed' : `failed with exit code ${result.code}`;
    const missing = unfinished.length > 0 ? `; not finished: ${unfinished.join(', ')}` : '';
    const diagnostics = result.diagnostics ? `\n\n${result.diagnostics}` : '';
    throw new RehearsalFailed(`cdktf ${command} ${end}${missing}. All output: ${logFile}${diagnostics}`);
  }

  private reportUnusedFaults(): void {
    for (const { kind, type } of this.faults!.unused) {
      this.options.print(`fault '${kind}:${type}' did not strike: no ${type} was created`);
    }
  }

  private async plan(stack: SynthesizedStack): Promise<{ stack: string; code: number; output: string }> {
    const args = ['plan', '-detailed-exitcode', '-no-color', '-lock=false', '-compact-warnings'];
    const child = spawn('terraform', args, { cwd: stack.directory, env: this.environment });

    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const code = await new Promise<number>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (exitCode) => resolve(exitCode ?? 1));
    });
    return { stack: stack.name, code, output };
  }

  private async step<T>(name: string, run: () => Promise<T>): Promise<T> {
    const since = performance.now();
    try {
      return await run();
    } finally {
      this.steps.push([name, performance.now() - since]);
    }
  }
}

/** Runs the app command of cdktf.json, as `cdktf synth` does, into the workspace. */
async function synthesize(workspace: Workspace): Promise<void> {
  workspace.prepare();
  const { app } = JSON.parse(readFileSync('cdktf.json', 'utf8')) as { app: string };

  const child = spawn(app, {
    shell: true,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, AKS_CONFIG: workspace.configFile, CDKTF_OUTDIR: workspace.outdir },
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });

  if (code !== 0) {
    throw new RehearsalFailed(`the configuration was not synthesised, so nothing was deployed`);
  }
}

function describe({ added, changed, destroyed }: StateChanges): string {
  if (added + changed + destroyed === 0) {
    return 'No changes.';
  }
  return `${added} added, ${changed} changed, ${destroyed} destroyed`;
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

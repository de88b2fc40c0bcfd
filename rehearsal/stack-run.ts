import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { PlanJson } from './planned-changes';
import { withPrivateFiles } from './private-files';
import { interruptGroup, killGroup, OWN_GROUP } from './processes';
import { TerraformLog } from './terraform-output';
import { terraformBinary } from './terraform-binary';
import { SynthesizedStack } from './workspace';

const PLAN_FILE = 'rehearsal.tfplan';

/** How `terraform plan -detailed-exitcode` says that there is something to change. */
export const HAS_CHANGES = 2;

/** How long Terraform may take to finish what it is doing when it is interrupted. */
const LONGEST_WAIT = 20_000;

/** A command of Terraform that has failed, or was killed: then it has no code. */
export class TerraformFailed extends Error {
  constructor(
    command: string,
    readonly code: number | null,
  ) {
    super(`terraform ${command} ${code === null ? 'was killed' : `failed with exit code ${code}`}`);
  }
}

/** The option by which Terraform works on as many resources at once as the configuration says; none where it says nothing. */
export function parallelismOf({ json }: SynthesizedStack): string[] {
  const parallelism = json['//']?.metadata?.parallelism;
  return typeof parallelism === 'number' ? [`-parallelism=${parallelism}`] : [];
}

export interface StackRunOptions {
  readonly stack: SynthesizedStack;
  readonly environment: NodeJS.ProcessEnv;
  readonly log: Pick<TerraformLog, 'write'>;

  /** Told whenever a process, which is in a group of its own, has been started or has ended. */
  readonly onRunning: () => void;
}

/** Terraform in the folder of one stack. Each command rejects with `TerraformFailed` when it does not succeed. */
export class StackRun {
  /** What Terraform has said, for people. */
  said = '';

  private readonly running = new Set<ChildProcess>();

  constructor(private readonly options: StackRunOptions) {}

  /** The process groups that are running. */
  get pids(): number[] {
    return [...this.running].flatMap(({ pid }) => pid ?? []);
  }

  /** Prepares the folder, unless that has been done for the same backend and nobody has done it for another since. */
  async init(): Promise<void> {
    const { directory, json } = this.options.stack;
    const isLocal = json.terraform.backend?.local !== undefined;
    const file = join(directory, '.terraform', 'initialized-for.json');
    const current = (): string => JSON.stringify([terraformBinary(), json.terraform, backendIn(directory)]);
    if (
      isLocal &&
      json.module === undefined &&
      existsSync(file) &&
      readFileSync(file, 'utf8') === current()
    ) {
      return;
    }
    // The path of a local state is that of the workspace, wherever the folder has moved since.
    await this.tell('init', ...(isLocal ? ['-reconfigure'] : []));
    if (isLocal) {
      writeFileSync(file, current(), { mode: 0o600 });
    }
  }

  /**
   * Whether there is something to apply.
   *
   * @param options `refreshes`: whether what has been deployed is read again; default: true
   */
  async plan(options: { readonly destroys: boolean; readonly refreshes?: boolean }): Promise<boolean> {
    const mode = [
      ...parallelismOf(this.options.stack),
      ...(options.destroys ? ['-destroy'] : []),
      ...(options.refreshes === false ? ['-refresh=false'] : []),
    ];
    const code = await this.run(['plan', ...mode, '-detailed-exitcode', `-out=${PLAN_FILE}`], (line) =>
      this.note(line),
    );
    if (code !== 0 && code !== HAS_CHANGES) {
      throw new TerraformFailed('plan', code);
    }
    return code === HAS_CHANGES;
  }

  /** What has been planned. */
  async show(): Promise<PlanJson> {
    const output: Buffer[] = [];
    const code = await this.run(
      ['show', '-json', PLAN_FILE],
      (line) => this.note(line),
      (chunk) => output.push(chunk),
    );
    if (code !== 0) {
      throw new TerraformFailed('show', code);
    }
    return JSON.parse(Buffer.concat(output).toString()) as PlanJson;
  }

  /** Does what has been planned. */
  async apply(): Promise<void> {
    await this.tell('apply', ...parallelismOf(this.options.stack), PLAN_FILE);
  }

  /** Removes the plan, which may hold secrets. */
  forgetPlan(): void {
    rmSync(join(this.options.stack.directory, PLAN_FILE), { force: true });
  }

  /** Lets Terraform finish what it is doing and write its state; kills it when that takes too long. */
  async interrupt(): Promise<void> {
    const ends = [...this.running].map((child) => once(child, 'close'));
    this.pids.forEach(interruptGroup);
    await Promise.race([Promise.all(ends), sleep(LONGEST_WAIT, undefined, { ref: false })]);
    this.kill();
  }

  /** Kills Terraform and everything that it has started. */
  kill(): void {
    this.pids.forEach(killGroup);
  }

  private async tell(command: string, ...args: string[]): Promise<void> {
    const code = await this.run([command, ...args], (line) => this.note(line));
    if (code !== 0) {
      throw new TerraformFailed(command, code);
    }
  }

  private note(line: string): void {
    this.said += `${line}\n`;
    this.options.log.write(this.options.stack.name, line);
  }

  private async run(
    [command, ...args]: readonly [string, ...string[]],
    onLine: (line: string) => void,
    /** Takes what is no text for people: one line of megabytes. */
    onOutput?: (chunk: Buffer) => void,
  ): Promise<number | null> {
    const { stack, environment, onRunning } = this.options;
    const child = withPrivateFiles(() =>
      spawn(terraformBinary(), [command, ...args], {
        cwd: stack.directory,
        env: environment,
        stdio: ['ignore', 'pipe', 'pipe'],
        ...OWN_GROUP,
      }),
    );
    const ended = once(child, 'close') as Promise<[number | null]>;
    this.running.add(child);
    try {
      onRunning();
      const readers = [child.stdout, child.stderr].map((stream) => {
        if (onOutput && stream === child.stdout) {
          stream.on('data', onOutput);
          return once(stream, 'close');
        }
        const lines = createInterface(stream);
        lines.on('line', onLine);
        return once(lines, 'close');
      });
      // The last lines may arrive after the process has ended.
      const [[code]] = (await Promise.all([ended, ...readers])) as [[number | null], ...unknown[]];
      return code;
    } catch (error) {
      // What nobody can find again must not go on.
      this.kill();
      await ended.catch(() => undefined);
      throw error;
    } finally {
      this.running.delete(child);
    }
  }
}

/** What Terraform has noted about the backend that a folder was prepared for. */
function backendIn(directory: string): string | undefined {
  const file = join(directory, '.terraform', 'terraform.tfstate');
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
